package indicator

import (
	"net/netip"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Extract gives all indicators in a text, such as a pasted paragraph, an alert
// or a log, in the order they come and without duplicates.
//
// It is strict about domains: the top-level domain is one that ICANN manages, or
// one of RFC 2606 where the text defangs the name or has it in an e-mail address,
// the name is more than a public suffix, it is no part of a path and no local
// part of an e-mail address, and two labels that read as a file name
// (setup.zip, install.sh) are one, unless the text defangs it. Hosts of URLs
// and e-mail addresses need not pass that last test. A URL gives just the URL;
// one longer than MaxLen its host; a path without a scheme the domain before
// it. It takes time linear in the length of the text.
func Extract(text string) []Indicator {
	x := extractor{seen: map[Indicator]struct{}{}}
	x.text, x.undone = refang(text)
	for x.pos < len(x.text) {
		x.step()
	}
	return x.found
}

type extractor struct {
	text   string
	undone []int // offsets of what was defanged, those before pos already taken off
	pos    int
	seen   map[Indicator]struct{}
	found  []Indicator
}

func (x *extractor) add(i Indicator) {
	if _, ok := x.seen[i]; ok || i.IsZero() {
		return
	}
	x.seen[i] = struct{}{}
	x.found = append(x.found, i)
}

// step takes what begins at pos and moves on by at least one byte.
func (x *extractor) step() {
	if n := urlScheme(x.text[x.pos:]); n > 0 {
		x.url(n)
		return
	}
	if n := colourCode(x.text[x.pos:]); n > 0 {
		x.pos += n
		return
	}
	if x.pos > 0 && x.text[x.pos-1] == '\\' && strings.IndexByte("nrt", x.text[x.pos]) >= 0 && urlScheme(x.text[x.pos+1:]) > 0 {
		x.pos++ // a JSON escape, glued to the URL after it
		return
	}
	end := wordEnd(x.text, x.pos)
	if end == x.pos {
		_, n := utf8.DecodeRuneInString(x.text[x.pos:])
		x.pos += n
		return
	}
	word := word{start: x.pos, end: end, text: x.text[x.pos:end], defanged: x.defangedBefore(end)}
	x.pos = end
	if len(word.text) <= maxWord {
		x.word(word)
	}
}

// maxWord is the longest run of host characters that is looked at: a domain in
// Unicode with a port fits, an encoded blob does not.
const maxWord = 1024

// defangedBefore reports whether something between pos and end was defanged.
func (x *extractor) defangedBefore(end int) bool {
	for len(x.undone) > 0 && x.undone[0] < x.pos {
		x.undone = x.undone[1:]
	}
	return len(x.undone) > 0 && x.undone[0] < end
}

// colourCode gives the length of a control sequence such as ESC [ 3 1 m at the
// start of s; logs hold them, and the final letter is no part of what follows.
func colourCode(s string) int {
	if !strings.HasPrefix(s, "\x1b[") {
		return 0
	}
	for i := 2; i < len(s) && i < 32; i++ {
		if s[i] >= '@' && s[i] <= '~' {
			return i + 1
		}
	}
	return 0
}

// urlScheme gives the length of "http://", "https://" or "ftp://" at the start.
func urlScheme(s string) int {
	for _, p := range [...]string{"http://", "https://", "ftp://"} {
		if len(s) >= len(p) && strings.EqualFold(s[:len(p)], p) {
			return len(p)
		}
	}
	return 0
}

// url takes the URL at pos, whose scheme with "://" has n bytes. The authority
// is read first: only where it holds is the rest looked at, and then it is
// consumed, so that "http://a/http://a/…" is not read over and over.
func (x *extractor) url(n int) {
	start := x.pos
	quoted := start > 0 && x.text[start-1] == '\''
	host := urlEnd(x.text, start+n, quoted, true)
	x.pos = start + n
	if host-start > maxWord {
		x.pos = host
		return
	}
	short, err := Parse(x.text[start:host])
	if err != nil || short.kind != URL {
		return // what is in the authority may still be words
	}
	x.pos = host
	if host < len(x.text) && strings.IndexByte("/?#", x.text[host]) >= 0 {
		x.pos = urlEnd(x.text, host, quoted, false)
	}
	if whole, err := Parse(x.text[start:min(x.pos, start+MaxLen+1)]); err == nil {
		x.add(whole)
		return
	}
	only, _ := short.Host()
	x.add(only)
}

// urlEnd gives where the URL in which i lies ends, or where its authority does.
func urlEnd(s string, i int, quoted, authority bool) int {
	depth := 0
	for i < len(s) {
		c := s[i]
		size := 1
		switch {
		case c <= ' ' || c == 0x7f || strings.IndexByte("\"<>`|\\", c) >= 0, c == '\'' && quoted:
			return i
		case (c == ',' || c == ';') && (authority || urlScheme(s[i+1:]) > 0):
			return i
		case authority && (c == '/' || c == '?' || c == '#'):
			return i
		case c == '(' || c == '[' || c == '{':
			depth++
		case c == ')' || c == ']' || c == '}':
			if depth--; depth < 0 {
				return i
			}
		case c >= utf8.RuneSelf:
			var r rune
			if r, size = utf8.DecodeRuneInString(s[i:]); isTextEnd(r) {
				return i
			}
		}
		i += size
	}
	return i
}

// wordEnd gives where the run of host characters that starts at i ends. A step
// from Chinese, Japanese or Korean script to ASCII letters or back ends it too:
// these put no space around a name. So does a URL, as in "url:http://".
func wordEnd(s string, i int) int {
	prev := rune(0)
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		if !isWord(r) || prev != 0 && isCJK(prev) != isCJK(r) && isLetterOrDigit(prev) && isLetterOrDigit(r) {
			break
		}
		if prev != 0 && !isLetterOrDigit(prev) && urlScheme(s[i:]) > 0 {
			break
		}
		prev = r
		i += n
	}
	return i
}

func isWord(r rune) bool {
	if r < utf8.RuneSelf {
		return isAlnum(byte(r)) || r == '.' || r == '-' || r == '_' || r == ':'
	}
	return r != utf8.RuneError && (unicode.In(r, unicode.L, unicode.M, unicode.N) || isJoiner(r))
}

func isLetterOrDigit(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func isCJK(r rune) bool {
	return r >= utf8.RuneSelf && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul)
}

// asNumber reads the AS number that follows "AS " or "ASN " at pos; in lower
// case it would be the English word.
func (x *extractor) asNumber(word string) bool {
	if word != "AS" && word != "ASN" || x.pos >= len(x.text) || x.text[x.pos] != ' ' {
		return false
	}
	end := wordEnd(x.text, x.pos+1)
	if end-x.pos > maxWord {
		return false
	}
	digits := strings.TrimRight(x.text[x.pos+1:end], ".:-")
	if !isDigits(digits) {
		return false
	}
	i, err := Parse("AS" + digits)
	if err != nil {
		return false
	}
	x.add(i)
	x.pos = end
	return true
}

// withPrefix gives the CIDR when a prefix length follows the address at pos,
// and the address when not.
func (x *extractor) withPrefix(addr netip.Addr) Indicator {
	if x.pos >= len(x.text) || x.text[x.pos] != '/' {
		return FromAddr(addr)
	}
	end := x.pos + 1
	for end < len(x.text) && end < x.pos+5 && isDigit(x.text[end]) {
		end++
	}
	if end < len(x.text) && isName(x.text[end]) {
		return FromAddr(addr)
	}
	i, err := Parse(addr.String() + x.text[x.pos:end])
	if err != nil || i.kind != CIDR {
		return FromAddr(addr)
	}
	x.pos = end
	return i
}
