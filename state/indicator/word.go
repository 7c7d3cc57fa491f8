package indicator

import (
	"net/netip"
	"slices"
	"strings"
	"unicode/utf8"
)

// word is a run of host characters in a text, with colons.
type word struct {
	start, end int
	text       string
	defanged   bool
}

// word takes the indicators in a word that ends at pos.
func (x *extractor) word(w word) {
	w = w.withoutEscape(x.before(w.start))
	if x.asNumber(w.text) {
		return
	}
	if strings.Count(w.text, ":") > 1 && x.ipv6(w.text) {
		return
	}
	rest, more := w.text, true
	for more {
		var piece string
		piece, rest, more = strings.Cut(rest, ":")
		x.piece(w, piece, !more)
	}
}

// before gives the byte before i, 0 at the start.
func (x *extractor) before(i int) byte {
	if i == 0 {
		return 0
	}
	return x.text[i-1]
}

// withoutEscape takes the letter of \n, \r or \t off a word in text that was
// pasted with its JSON escapes. A path such as C:\new.example looks the same,
// so that only what cannot be a file name is read so.
func (w word) withoutEscape(before byte) word {
	if before != '\\' || strings.IndexByte("nrt", w.text[0]) < 0 {
		return w
	}
	rest := w.text[1:]
	if _, ok := ipv4(strings.TrimRight(rest, ".-_:")); !ok && !w.defanged {
		return w
	}
	w.start, w.text = w.start+1, rest
	return w
}

// ipv6 takes an IPv6 address, alone or after a label such as "src:".
func (x *extractor) ipv6(text string) bool {
	for range 2 {
		trimmed := strings.TrimRight(text, ".-_")
		if !strings.HasSuffix(trimmed, "::") {
			trimmed = strings.TrimRight(trimmed, ":")
		}
		addr, err := netip.ParseAddr(trimmed)
		if err == nil && addr.Is6() && plausibleIPv6(trimmed) {
			i := FromAddr(addr)
			if len(trimmed) == len(text) {
				i = x.withPrefix(addr)
			}
			x.add(i)
			return true
		}
		label, rest, ok := strings.Cut(text, ":")
		if !ok || strings.Trim(label, "0123456789abcdefABCDEF") == "" {
			return false
		}
		text = rest
	}
	return false
}

// plausibleIPv6 sorts out what parses as IPv6 and is something else in text:
// a::b and dead::beef in source code, "::" alone, EUI-64 and fingerprints of
// eight pairs.
func plausibleIPv6(s string) bool {
	if !strings.ContainsAny(s, "0123456789") {
		return false
	}
	if len(s) == 8*2+7 && strings.Count(s, ":") == 7 {
		return slices.ContainsFunc(strings.Split(s, ":"), func(g string) bool { return len(g) != 2 })
	}
	return true
}

// piece takes what stands between two colons of a word; only the last piece
// meets what follows the word.
func (x *extractor) piece(w word, text string, last bool) {
	text = strings.TrimRight(strings.TrimLeft(text, ".-"), ".-_")
	if text == "" {
		return
	}
	if addr, ok := ipv4(text); ok {
		i := FromAddr(addr)
		if last && strings.HasSuffix(w.text, text) {
			i = x.withPrefix(addr)
		}
		x.add(i)
		return
	}
	if from, to, ok := strings.Cut(text, "-"); ok { // 192.0.2.1-192.0.2.9
		a, okA := ipv4(from)
		b, okB := ipv4(to)
		if okA && okB {
			x.add(FromAddr(a))
			x.add(FromAddr(b))
			return
		}
	}
	if digits, ok := cutAS(text); ok {
		if i, err := Parse("AS" + digits); err == nil {
			x.add(i)
		}
		return
	}
	x.domain(w, text, last)
}

func ipv4(s string) (netip.Addr, bool) {
	if len(s) < len("0.0.0.0") || len(s) > len("255.255.255.255") || !isDigit(s[0]) {
		return netip.Addr{}, false
	}
	a, err := netip.ParseAddr(s)
	return a, err == nil && a.Is4()
}

// domain takes a domain where the text around it lets it be one.
func (x *extractor) domain(w word, text string, last bool) {
	if strings.IndexByte(text, '.') < 0 {
		return
	}
	before, after := x.before(w.start), byte(0)
	if last && w.end < len(x.text) {
		after = x.text[w.end]
	}
	if after == '@' || after == '+' {
		return // the local part of an e-mail address
	}
	inPath := before == '\\' || before == '/' && x.before(w.start-1) != '/'
	if inPath && !w.defanged {
		return
	}
	sure := w.defanged || before == '@' || before == '/'
	i, ok := strictDomain(text, sure)
	if !ok {
		return
	}
	x.add(i)
	if after == '/' {
		x.pos = urlEnd(x.text, w.end, false, false)
	}
}

// strictDomain reads a domain as Extract counts one; sure says that the text
// marks it as a host.
func strictDomain(text string, sure bool) (Indicator, bool) {
	if i, ok := countedDomain(text, sure); ok {
		return i, true
	}
	// _example.com_ is emphasis, while _dmarc.example.com is a name.
	if bare := strings.TrimLeft(text, "_"); bare != text {
		return countedDomain(bare, sure)
	}
	// "example.com。然后": the next sentence glued on by its full stop.
	n := len(text)
	for dot := strings.LastIndexByte(text[:n], '.'); dot > 0 && beginsCJK(text[dot+1:]); dot = strings.LastIndexByte(text[:n], '.') {
		n = dot
	}
	if n < len(text) {
		return countedDomain(text[:n], sure)
	}
	return Indicator{}, false
}

func beginsCJK(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return isCJK(r)
}

// countedDomain applies the tests of Extract to a name.
func countedDomain(text string, sure bool) (Indicator, bool) {
	name, reason := canonDomain(text)
	if reason != "" {
		return Indicator{}, false
	}
	i := Indicator{Domain, name}
	_, listed := registrySuffix(name)
	top, has := i.Registrable()
	if !listed && !(sure && isReserved(name)) || !has || top.value[0] == '_' {
		return Indicator{}, false
	}
	for label := range strings.SplitSeq(name, ".") {
		if label[0] == '-' || label[len(label)-1] == '-' {
			return Indicator{}, false
		}
	}
	return i, sure || !isFileName(name)
}

// isReserved reports a name below a top-level domain that RFC 2606 keeps for tests and
// documentation. Bare, such a word is mostly something else: config.example and
// cache.test are files.
func isReserved(domain string) bool {
	switch domain[strings.LastIndexByte(domain, '.')+1:] {
	case "example", "invalid", "localhost", "test":
		return true
	}
	return false
}

// isFileName reports two labels whose top-level domain is far more often the
// extension of a file in what analysts paste. Top-level domains that abuse
// favours or that whole countries live under (.app, .cc, .pl, .rs) are not
// here: a false hit is seen at once, a miss is not.
func isFileName(domain string) bool {
	name, ext, _ := strings.Cut(domain, ".")
	switch ext {
	case "zip", "mov", "sh", "py", "md", "so", "ps":
		return name != ""
	}
	return false
}
