package indicator

import (
	"net/netip"
	"strconv"
	"strings"
	"unicode"
)

// MaxLen is the longest indicator in bytes, as given and in canonical form.
const MaxLen = 4096

// maxNesting is how many times over a URL may be defanged; people do it once,
// tools that do it again make two.
const maxNesting = 4

const (
	zoneReason = "an IPv6 zone means something only on the machine that wrote it"
	askExample = "write an IP address, a domain, a URL, AS13335 or a CIDR"
)

// Parse reads one indicator, defanged or not, and gives its canonical form.
//
// Defanging, wrapping quotes and brackets, invisible characters and trailing
// punctuation are taken off. Domains become lower-case Punycode without the
// trailing dot, under any top-level domain that is not a number. Ports of bare
// hosts are dropped, an e-mail address gives its domain, an IPv4-mapped IPv6
// address becomes IPv4, a CIDR is masked. A URL loses user information, default
// port and fragment; path and query stay byte for byte, with what is not
// printable ASCII percent-encoded.
//
// The error is an *Error. Input above MaxLen bytes is refused.
func Parse(s string) (Indicator, error) {
	i, refused := parse(s)
	if refused != nil {
		return Indicator{}, refused
	}
	// Taking off a fragment or one layer of defanging can uncover another in a
	// URL. The value is canonical when reading it changes nothing.
	for range maxNesting {
		if i.kind != URL {
			return i, nil
		}
		again, refused := parse(i.value)
		if refused != nil {
			return Indicator{}, refuse(s, refused.Reason, refused.Next)
		}
		if again == i {
			return i, nil
		}
		i = again
	}
	return Indicator{}, refuse(s, "it is defanged several times over", "write it plainly")
}

// MustParse is Parse for tables and tests: it panics where Parse gives an error.
func MustParse(s string) Indicator {
	i, err := Parse(s)
	if err != nil {
		panic("indicator.MustParse: " + err.Error())
	}
	return i
}

func parse(input string) (Indicator, *Error) {
	input = strings.TrimSpace(input)
	if len(input) > MaxLen {
		return Indicator{}, refuse(input, "it is longer than 4096 bytes", "give one indicator, or only the host of a URL")
	}
	s := trimEdges(Refang(input))
	no := func(reason, next string) (Indicator, *Error) {
		return Indicator{}, refuse(input, reason, next)
	}
	if s == "" {
		return no("there is nothing in it", askExample)
	}
	if scheme, rest, ok := strings.Cut(s, "://"); ok && isScheme(scheme) {
		value, reason, next := canonURL(scheme, rest)
		if reason != "" {
			return no(reason, next)
		}
		return Indicator{URL, value}, nil
	}
	if digits, ok := cutAS(s); ok {
		n, err := strconv.ParseUint(digits, 10, 32)
		if err != nil {
			return no("an AS number is at most 4294967295", "correct the number")
		}
		return FromASN(uint32(n)), nil
	}
	if isDigits(s) {
		return no("a bare number is not an indicator", "for an autonomous system write AS in front of it")
	}
	if strings.IndexFunc(s, unicode.IsSpace) >= 0 {
		return no("it is more than one word", "give one indicator")
	}
	if n := strings.LastIndexByte(s, '@'); n >= 0 && strings.IndexByte(s[:n], '/') < 0 {
		s = s[n+1:]
	}
	if before, after, ok := strings.Cut(s, "/"); ok {
		return parseSlash(before, after, no)
	}
	return parseHost(s, no)
}

type refusal func(reason, next string) (Indicator, *Error)

// parseSlash reads what has a slash and no scheme: a CIDR or nothing.
func parseSlash(before, after string, no refusal) (Indicator, *Error) {
	addr, err := netip.ParseAddr(before)
	if err != nil || after != "" && !isDigits(after) {
		return no("it has a path but no scheme", "write http:// or https:// in front, or leave the path off")
	}
	if addr.Zone() != "" {
		return no(zoneReason, "leave the % and what follows it off")
	}
	bits, err := strconv.Atoi(after)
	if err != nil || bits > addr.BitLen() {
		return no("the prefix length is not a number from 0 to "+strconv.Itoa(addr.BitLen()), "correct what follows the slash")
	}
	return fromPrefix(netip.PrefixFrom(addr, bits)), nil
}

// parseHost reads an address or a domain, with or without a port.
func parseHost(s string, no refusal) (Indicator, *Error) {
	addr, err := netip.ParseAddr(s)
	if err != nil && strings.HasPrefix(s, "[") {
		inner, _, _ := strings.Cut(s[1:], "]")
		addr, err = netip.ParseAddr(inner)
	}
	if err == nil && addr.Zone() != "" {
		return no(zoneReason, "leave the % and what follows it off")
	}
	if err == nil && !strings.HasPrefix(s, "[") {
		return FromAddr(addr), nil
	}
	host, _, reason := splitPort(s)
	if strings.Count(s, ":") > 1 && !strings.HasPrefix(s, "[") {
		return no("it is not a valid IPv6 address", "check the groups and the ::")
	}
	if reason != "" {
		return no(reason, "correct the port or leave it off")
	}
	host, reason = canonHost(host)
	if reason != "" {
		return no(reason, nextFor(reason))
	}
	return Indicator{hostKind(host), strings.Trim(host, "[]")}, nil
}

func nextFor(reason string) string {
	if strings.Contains(reason, "wildcard") {
		return "leave the *. off"
	}
	return askExample
}

// cutAS takes the AS or ASN off a number, in any case, with or without a space.
func cutAS(s string) (digits string, ok bool) {
	if len(s) < 3 || s[0]|0x20 != 'a' || s[1]|0x20 != 's' {
		return "", false
	}
	s = s[2:]
	if s[0]|0x20 == 'n' {
		s = s[1:]
	}
	s = strings.TrimLeft(s, " \t")
	return s, isDigits(s)
}

// isScheme reports whether s has the form of a URL's scheme, RFC 3986 section 3.1.
func isScheme(s string) bool {
	for i := range len(s) {
		if c := s[i]; !isAlnum(c) && c != '+' && c != '-' && c != '.' {
			return false
		}
	}
	return s != "" && !isDigit(s[0])
}
