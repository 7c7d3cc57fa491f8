package scenario

import (
	"fmt"
	"net/netip"
	"slices"
)

// networks are the autonomous systems of the world.
func networks() []Network {
	return []Network{
		{ASN: 13335, Description: "CLOUDFLARENET", Country: "US", Type: "isp", Subnets: cloudflareSubnets()},
		{ASN: 64500, Description: "EXAMPLE-HOSTING", Country: "NL", Type: "hosting_provider", Subnets: hostingSubnets()},
		{ASN: 64501, Description: "EXAMPLE-ACCESS", Country: "DE", Type: "isp", Subnets: prefixes(
			"192.0.2.45/32", "203.0.113.128/25", "2001:db8:ff00::/40")},
		{ASN: 64511, Description: "EXAMPLE-DORMANT", Country: "SE", Type: "organization"},
	}
}

// cloudflareSubnets are ranges that Cloudflare publishes as its own
// (www.cloudflare.com/ips), and those of its public resolver.
func cloudflareSubnets() []netip.Prefix {
	return prefixes(
		"1.0.0.0/24", "1.1.1.0/24",
		"103.21.244.0/22", "103.22.200.0/22", "103.31.4.0/22",
		"104.16.0.0/13", "104.24.0.0/14", "108.162.192.0/18",
		"131.0.72.0/22", "141.101.64.0/18", "162.158.0.0/15",
		"172.64.0.0/13", "173.245.48.0/20", "188.114.96.0/20",
		"190.93.240.0/20", "197.234.240.0/22", "198.41.128.0/17",
		"2400:cb00::/32", "2405:8100::/32", "2405:b500::/32",
		"2606:4700::/32", "2803:f800::/32", "2a06:98c0::/29", "2c0f:f248::/32",
	)
}

// hostingSubnets are the three documentation ranges of IPv4, cut finer and
// finer as a host does for its customers, and many of IPv6; together more
// addresses than a 64-bit number can count.
func hostingSubnets() []netip.Prefix {
	var list []netip.Prefix
	for _, block := range prefixes("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24") {
		for bits := 24; bits <= 27; bits++ {
			list = append(list, cut(block, bits)...)
		}
	}
	list = append(list, cut(netip.MustParsePrefix("192.0.2.0/24"), 28)...)
	list = slices.DeleteFunc(list, netip.MustParsePrefix("203.0.113.128/25").Overlaps)
	list = append(list, prefixes("203.0.113.0/24", "192.0.2.44/32", "2001:db8::/32")...)
	for i := range 300 {
		list = append(list, netip.MustParsePrefix(fmt.Sprintf("2001:db8:%x::/48", i)))
	}
	return list
}

// cut divides an IPv4 block into parts of the given length.
func cut(block netip.Prefix, bits int) []netip.Prefix {
	base := block.Addr().As4()
	var parts []netip.Prefix
	for i := range 1 << (bits - block.Bits()) {
		part := base
		part[3] += byte(i << (32 - bits))
		parts = append(parts, netip.PrefixFrom(netip.AddrFrom4(part), bits))
	}
	return parts
}

func prefixes(texts ...string) []netip.Prefix {
	list := make([]netip.Prefix, len(texts))
	for i, s := range texts {
		list[i] = netip.MustParsePrefix(s)
	}
	return list
}
