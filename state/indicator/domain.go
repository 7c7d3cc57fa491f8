package indicator

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

// Limits of a domain name in text form, RFC 1035 section 2.3.4.
const (
	maxDomain = 253
	maxLabel  = 63
)

// lookupProfile is idna.Lookup but for what the DNS holds in practice:
// underscores (_dmarc.example.com) and hyphens in places 3 and 4
// (r3---sn-a.example.com). What ASCII may stay is checked by checkDomain.
func lookupProfile() *idna.Profile {
	return idna.New(
		idna.MapForLookup(),
		idna.BidiRule(),
		idna.Transitional(false),
		idna.StrictDomainName(false),
		idna.CheckHyphens(false),
	)
}

// canonDomain gives the canonical form of a domain name, or why it is none.
// A name that is ASCII already is taken as the DNS would take it: a label that
// begins with xn-- and is no valid Punycode can still be looked up.
func canonDomain(s string) (name, reason string) {
	s = strings.TrimSuffix(s, ".")
	if len(s) > 4*maxDomain {
		return "", "a domain has at most 253 characters"
	}
	if !isASCII(s) {
		if !utf8.ValidString(s) {
			return "", "it is not valid UTF-8"
		}
		ascii, err := lookupProfile().ToASCII(s)
		if err != nil {
			return "", "it is not a valid internationalized domain name"
		}
		s = strings.TrimSuffix(ascii, ".")
	}
	s = strings.ToLower(s)
	return s, checkDomain(s)
}

// checkDomain says what is wrong with a lower-case ASCII name; "" is nothing.
// Labels below the top may begin or end with a hyphen: passive DNS has them.
func checkDomain(s string) string {
	if s == "" {
		return "nothing is left of it"
	}
	if len(s) > maxDomain {
		return "a domain has at most 253 characters"
	}
	label, dots := 0, 0
	for i := range len(s) {
		switch c := s[i]; {
		case c == '.':
			if label == 0 {
				return "a domain has no empty label"
			}
			label, dots = 0, dots+1
		case isAlnum(c) || c == '-' || c == '_':
			if label++; label > maxLabel {
				return "a label of a domain has at most 63 characters"
			}
		case c == '*':
			return "a wildcard is not one domain"
		default:
			return "a domain has only letters, digits, hyphens and underscores"
		}
	}
	switch {
	case label == 0:
		return "a domain has no empty label"
	case dots == 0:
		return "a domain has at least one dot"
	}
	tld := s[strings.LastIndexByte(s, '.')+1:]
	if isDigits(tld) {
		return "the last label of a domain is not a number, and it is no IPv4 address (four numbers from 0 to 255, no leading zeros)"
	}
	if tld[0] == '-' || tld[len(tld)-1] == '-' || strings.IndexByte(tld, '_') >= 0 {
		return "that is no top-level domain"
	}
	return ""
}

// Unicode gives a domain, or a URL with its host, with the labels that are
// Punycode in Unicode, for showing beside the canonical form. It equals String
// where there is none, or where the Punycode is not what a lookup of the
// Unicode form would give. It can hold any letter of any script: it goes
// through views/safe like all text from outside.
func (i Indicator) Unicode() string {
	host, ok := i.Host()
	if !ok || host.kind != Domain || !strings.Contains(host.value, "xn--") {
		return i.value
	}
	shown, err := lookupProfile().ToUnicode(host.value)
	if err != nil {
		return i.value
	}
	if back, reason := canonDomain(shown); reason != "" || back != host.value {
		return i.value
	}
	return strings.Replace(i.value, host.value, shown, 1)
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isAlnum(c byte) bool {
	return isDigit(c) || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

func isHex(c byte) bool {
	return isDigit(c) || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}

func isDigits(s string) bool {
	for i := range len(s) {
		if !isDigit(s[i]) {
			return false
		}
	}
	return s != ""
}

// CanonicalDomain gives the indicator of a text that is a domain in canonical
// form already, as nearly every name in an answer is: what [Parse] gives, at a
// small part of its price. Of any other text, also of one that Parse would put
// into that form, it gives false.
func CanonicalDomain(s string) (Indicator, bool) {
	for i := range len(s) {
		if c := s[i]; 'A' <= c && c <= 'Z' {
			return Indicator{}, false
		}
	}
	if checkDomain(s) != "" {
		return Indicator{}, false
	}
	return Indicator{Domain, s}, true
}

// Canonical gives the indicator of a text that is one in canonical form already:
// what [Indicator.String] gives. Of any other text, also of one that [Parse] would
// put into that form, it gives false.
func Canonical(s string) (Indicator, bool) {
	if i, ok := CanonicalDomain(s); ok {
		return i, true
	}
	i, err := Parse(s)
	if err != nil || i.value != s {
		return Indicator{}, false
	}
	return i, true
}
