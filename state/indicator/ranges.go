package indicator

import "net/netip"

// special is one range with what is to be said about it. Bytes instead of text
// save parsing the whole table on each look-up.
type special struct {
	addr netip.Addr
	bits uint8
	note string
}

func v4(a, b, c, d byte, bits uint8, note string) special {
	return special{netip.AddrFrom4([4]byte{a, b, c, d}), bits, note}
}

// v6 takes the first four groups: no range in the table has more that are not
// zero, but for :: and ::1.
func v6(a, b, c, d uint16, bits uint8, note string) special {
	return special{netip.AddrFrom16([16]byte{
		byte(a >> 8), byte(a), byte(b >> 8), byte(b), byte(c >> 8), byte(c), byte(d >> 8), byte(d),
	}), bits, note}
}

// specialRanges follows the IANA registries "IPv4 Special-Purpose Address
// Space", "IPv6 Special-Purpose Address Space", "IPv4 Multicast Address Space"
// and "Internet Protocol Version 6 Address Space". IPv4-mapped addresses are
// IPv4 here and need no row. 2002::/16 and 64:ff9b::/96 are left out and Teredo
// has no note: they carry the address of someone else's machine.
func specialRanges() []special {
	return []special{
		v4(0, 0, 0, 0, 8, "this network (RFC 791)"),
		v4(10, 0, 0, 0, 8, "private address (RFC 1918)"),
		v4(100, 64, 0, 0, 10, "carrier-grade NAT (RFC 6598)"),
		v4(127, 0, 0, 0, 8, "loopback (RFC 1122)"),
		v4(169, 254, 0, 0, 16, "link-local address (RFC 3927)"),
		v4(172, 16, 0, 0, 12, "private address (RFC 1918)"),
		v4(192, 0, 0, 0, 24, "IETF protocol assignment (RFC 6890)"),
		v4(192, 0, 0, 0, 29, "IPv4 service continuity (RFC 7335)"),
		v4(192, 0, 0, 170, 32, "NAT64/DNS64 discovery (RFC 8880)"),
		v4(192, 0, 0, 171, 32, "NAT64/DNS64 discovery (RFC 8880)"),
		v4(192, 0, 2, 0, 24, "documentation address (RFC 5737)"),
		v4(192, 31, 196, 0, 24, "AS112 service (RFC 7535)"),
		v4(192, 52, 193, 0, 24, "AMT relay (RFC 7450)"),
		v4(192, 88, 99, 0, 24, "6to4 relay anycast, deprecated (RFC 7526)"),
		v4(192, 168, 0, 0, 16, "private address (RFC 1918)"),
		v4(192, 175, 48, 0, 24, "AS112 service (RFC 7534)"),
		v4(198, 18, 0, 0, 15, "benchmarking address (RFC 2544)"),
		v4(198, 51, 100, 0, 24, "documentation address (RFC 5737)"),
		v4(203, 0, 113, 0, 24, "documentation address (RFC 5737)"),
		v4(224, 0, 0, 0, 4, "multicast (RFC 5771)"),
		v4(233, 252, 0, 0, 24, "documentation multicast (RFC 6676)"),
		v4(240, 0, 0, 0, 4, "reserved address (RFC 1112)"),
		v4(255, 255, 255, 255, 32, "limited broadcast (RFC 8190)"),

		{netip.IPv6Unspecified(), 128, "unspecified address (RFC 4291)"},
		{netip.IPv6Loopback(), 128, "loopback (RFC 4291)"},
		v6(0x64, 0xff9b, 1, 0, 48, "local-use NAT64 prefix (RFC 8215)"),
		v6(0x100, 0, 0, 0, 64, "discard-only address (RFC 6666)"),
		v6(0x100, 0, 0, 1, 64, "dummy prefix (RFC 9780)"),
		v6(0x2001, 0, 0, 0, 23, "IETF protocol assignment (RFC 2928)"),
		v6(0x2001, 0, 0, 0, 32, ""), // Teredo
		v6(0x2001, 2, 0, 0, 48, "benchmarking address (RFC 5180)"),
		v6(0x2001, 3, 0, 0, 32, "AMT relay (RFC 7450)"),
		v6(0x2001, 4, 0x112, 0, 48, "AS112 service (RFC 7535)"),
		v6(0x2001, 0x20, 0, 0, 28, "ORCHIDv2 identifier (RFC 7343)"),
		v6(0x2001, 0xdb8, 0, 0, 32, "documentation address (RFC 3849)"),
		v6(0x2620, 0x4f, 0x8000, 0, 48, "AS112 service (RFC 7534)"),
		v6(0x3fff, 0, 0, 0, 20, "documentation address (RFC 9637)"),
		v6(0x5f00, 0, 0, 0, 16, "SRv6 segment identifier (RFC 9602)"),
		v6(0xfc00, 0, 0, 0, 7, "unique local address (RFC 4193)"),
		v6(0xfe80, 0, 0, 0, 10, "link-local address (RFC 4291)"),
		v6(0xfec0, 0, 0, 0, 10, "site-local address, deprecated (RFC 3879)"),
		v6(0xff00, 0, 0, 0, 8, "multicast (RFC 4291)"),
	}
}

// resolver names the operator of a public resolver. The addresses are those
// that the operators publish: developers.cloudflare.com/1.1.1.1,
// developers.google.com/speed/public-dns, quad9.net/service,
// support.opendns.com, adguard-dns.io.
func resolver(a netip.Addr) (note string, ok bool) {
	operator := ""
	switch a.String() {
	case "1.1.1.1", "1.0.0.1", "1.1.1.2", "1.0.0.2", "1.1.1.3", "1.0.0.3",
		"2606:4700:4700::1111", "2606:4700:4700::1001",
		"2606:4700:4700::1112", "2606:4700:4700::1002",
		"2606:4700:4700::1113", "2606:4700:4700::1003",
		"2606:4700:4700::64", "2606:4700:4700::6400":
		operator = "Cloudflare"
	case "8.8.8.8", "8.8.4.4",
		"2001:4860:4860::8888", "2001:4860:4860::8844",
		"2001:4860:4860::64", "2001:4860:4860::6464":
		operator = "Google"
	case "9.9.9.9", "149.112.112.112", "9.9.9.10", "149.112.112.10",
		"9.9.9.11", "149.112.112.11", "9.9.9.12", "149.112.112.12",
		"2620:fe::fe", "2620:fe::9", "2620:fe::10", "2620:fe::fe:10",
		"2620:fe::11", "2620:fe::fe:11", "2620:fe::12", "2620:fe::fe:12":
		operator = "Quad9"
	case "208.67.222.222", "208.67.220.220", "208.67.222.123", "208.67.220.123",
		"2620:119:35::35", "2620:119:53::53", "2620:119:35::123", "2620:119:53::123":
		operator = "OpenDNS"
	case "94.140.14.14", "94.140.15.15", "94.140.14.15", "94.140.15.16",
		"94.140.14.140", "94.140.14.141",
		"2a10:50c0::ad1:ff", "2a10:50c0::ad2:ff", "2a10:50c0::bad1:ff",
		"2a10:50c0::bad2:ff", "2a10:50c0::1:ff", "2a10:50c0::2:ff":
		operator = "AdGuard"
	default:
		return "", false
	}
	return "public resolver (" + operator + ")", true
}
