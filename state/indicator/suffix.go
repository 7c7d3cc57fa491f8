package indicator

import (
	"strings"

	"golang.org/x/net/publicsuffix"
)

// registrySuffix gives the public suffix of a domain by the ICANN section of
// the Public Suffix List alone, and whether its top-level domain is in there.
func registrySuffix(domain string) (suffix string, icann bool) {
	suffix, icann = publicsuffix.PublicSuffix(domain)
	for !icann {
		// A rule of the private section (github.io): look above it.
		_, up, ok := strings.Cut(suffix, ".")
		if !ok {
			return suffix, false
		}
		suffix, icann = publicsuffix.PublicSuffix(up)
	}
	return suffix, true
}

// Registrable gives the registrable domain of a domain or of a URL's host: the
// name a registry sells and WHOIS has a record of. It goes by the ICANN section
// of the Public Suffix List (publicsuffix.org): host.example.co.uk gives
// example.co.uk, and name.github.io gives github.io. A top-level domain that is
// not on the list counts as one suffix. A public suffix itself has none.
func (i Indicator) Registrable() (Indicator, bool) {
	host, ok := i.Host()
	if !ok || host.kind != Domain {
		return Indicator{}, false
	}
	at, ok := RegistrableAt(host.value)
	if !ok {
		return Indicator{}, false
	}
	return Indicator{Domain, host.value[at:]}, true
}

// RegistrableAt tells where in a canonical domain its registrable domain begins,
// in bytes; false for one that has none (see [Indicator.Registrable]).
func RegistrableAt(domain string) (int, bool) {
	suffix, _ := registrySuffix(domain)
	before := len(domain) - len(suffix) - 1 // the dot before the suffix
	if before < 0 {
		return 0, false
	}
	return strings.LastIndexByte(domain[:before], '.') + 1, true
}

// Parent gives the next domain up from a domain, not above its registrable
// domain, which has none.
func (i Indicator) Parent() (Indicator, bool) {
	if i.kind != Domain {
		return Indicator{}, false
	}
	top, ok := i.Registrable()
	if !ok || top == i {
		return Indicator{}, false
	}
	_, up, _ := strings.Cut(i.value, ".")
	return Indicator{Domain, up}, true
}
