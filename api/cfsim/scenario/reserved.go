package scenario

import (
	"net/netip"
	"strings"
)

// isDocumentationAddr reports whether an address is reserved for documentation
// (RFC 5737, RFC 3849).
func isDocumentationAddr(addr netip.Addr) bool {
	for _, s := range []string{"192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32"} {
		if netip.MustParsePrefix(s).Contains(addr) {
			return true
		}
	}
	return false
}

// documentationASNs are the AS numbers reserved for documentation (RFC 5398):
// the first and last of the block of 16 bits and of that of 32.
func documentationASNs() [][2]uint32 { return [][2]uint32{{64496, 64511}, {65536, 65551}} }

// isDocumentationName reports whether a name is reserved for documentation
// (RFC 2606): under example.com, example.net, example.org or .example.
func isDocumentationName(name string) bool {
	for _, zone := range []string{"example.com", "example.net", "example.org"} {
		if name == zone || strings.HasSuffix(name, "."+zone) {
			return true
		}
	}
	return strings.HasSuffix(name, ".example") && len(name) > len(".example")
}

// reservations names the special-purpose registrations of an address, after
// the IANA IPv4 and IPv6 Special-Purpose Address Registries. The
// documentation ranges are left out: in the case they play the part of
// ordinary ones.
func reservations(addr netip.Addr) []string {
	var names []string
	for _, r := range []struct{ prefix, name string }{
		{"0.0.0.0/8", "This network"},
		{"10.0.0.0/8", "Private-Use"},
		{"100.64.0.0/10", "Shared Address Space"},
		{"127.0.0.0/8", "Loopback"},
		{"169.254.0.0/16", "Link Local"},
		{"172.16.0.0/12", "Private-Use"},
		{"192.168.0.0/16", "Private-Use"},
		{"198.18.0.0/15", "Benchmarking"},
		{"240.0.0.0/4", "Reserved"},
		{"::1/128", "Loopback Address"},
		{"fc00::/7", "Unique-Local"},
		{"fe80::/10", "Link-Local Unicast"},
	} {
		if netip.MustParsePrefix(r.prefix).Contains(addr) {
			names = append(names, r.name)
		}
	}
	return names
}
