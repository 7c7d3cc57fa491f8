package indicator

import (
	"net/netip"
	"strings"
)

// Benign says what an indicator is when it is known to be no finding: a
// special-purpose address, prefix, name or AS number, or a public resolver. The
// note is short: "private address (RFC 1918)". A URL goes by its host, and a
// CIDR only when it lies wholly within one special-purpose range. It is a hint
// before a call is spent: what is not listed is unknown, not suspicious.
func (i Indicator) Benign() (note string, ok bool) {
	switch i.kind {
	case IPv4, IPv6:
		a, _ := i.Addr()
		if note, ok = resolver(a); ok {
			return note, true
		}
		return specialRange(netip.PrefixFrom(a, a.BitLen()))
	case CIDR:
		p, _ := i.Prefix()
		return specialRange(p)
	case ASN:
		n, _ := i.ASNumber()
		return specialASN(n)
	case URL:
		host, _ := i.Host()
		return host.Benign()
	case Domain:
		return specialName(i.value)
	}
	return "", false
}

// Resolver says whose public resolver an address is: "public resolver (Quad9)";
// false for every other.
func (i Indicator) Resolver() (note string, ok bool) {
	a, ok := i.Addr()
	if !ok {
		return "", false
	}
	return resolver(a)
}

// specialRange gives the note of the most specific range that holds all of p.
func specialRange(p netip.Prefix) (note string, ok bool) {
	best := -1
	for _, r := range specialRanges() {
		bits := int(r.bits)
		if r.addr.BitLen() != p.Addr().BitLen() || bits > p.Bits() || bits <= best {
			continue
		}
		if netip.PrefixFrom(r.addr, bits).Contains(p.Addr()) {
			best, note = bits, r.note
		}
	}
	return note, note != ""
}

// specialASN follows the IANA registry "Special-Purpose Autonomous System (AS)
// Numbers".
func specialASN(n uint32) (note string, ok bool) {
	switch {
	case n == 0:
		return "reserved AS number (RFC 7607)", true
	case n == 112:
		return "AS112 project (RFC 7534)", true
	case n == 23456:
		return "AS_TRANS (RFC 6793)", true
	case 64496 <= n && n <= 64511, 65536 <= n && n <= 65551:
		return "documentation AS number (RFC 5398)", true
	case 64512 <= n && n <= 65534, 4200000000 <= n && n <= 4294967294:
		return "private AS number (RFC 6996)", true
	case n == 65535, n == 4294967295:
		return "reserved AS number (RFC 7300)", true
	}
	return "", false
}

// specialName follows the IANA registry "Special-Use Domain Names". .onion is
// in there too and is left out here: a hidden service is nothing to wave by.
func specialName(domain string) (note string, ok bool) {
	for _, s := range [...]struct{ name, note string }{
		{"example.com", "documentation domain (RFC 2606)"},
		{"example.net", "documentation domain (RFC 2606)"},
		{"example.org", "documentation domain (RFC 2606)"},
		{"example", "documentation domain (RFC 2606)"},
		{"test", "test domain (RFC 2606)"},
		{"invalid", "invalid domain (RFC 2606)"},
		{"localhost", "loopback name (RFC 6761)"},
		{"local", "mDNS name (RFC 6762)"},
		{"home.arpa", "home network name (RFC 8375)"},
		{"10.in-addr.arpa", "private reverse zone (RFC 6761)"},
		{"168.192.in-addr.arpa", "private reverse zone (RFC 6761)"},
		{"internal", "private-use name (ICANN 2024)"},
	} {
		if domain == s.name || strings.HasSuffix(domain, "."+s.name) {
			return s.note, true
		}
	}
	return "", false
}
