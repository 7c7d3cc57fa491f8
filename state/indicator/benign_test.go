package indicator

import "testing"

func TestBenign(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"1.1.1.1", "public resolver (Cloudflare)"},
		{"2606:4700:4700::1111", "public resolver (Cloudflare)"},
		{"8.8.8.8", "public resolver (Google)"},
		{"2001:4860:4860::8844", "public resolver (Google)"},
		{"9.9.9.9", "public resolver (Quad9)"},
		{"2620:fe::fe", "public resolver (Quad9)"},
		{"208.67.222.222", "public resolver (OpenDNS)"},
		{"https://1.1.1.1/dns-query", "public resolver (Cloudflare)"},
		{"1.1.1.4", ""},
		{"10.255.255.255", "private address (RFC 1918)"},
		{"11.0.0.0", ""},
		{"172.16.0.0", "private address (RFC 1918)"},
		{"172.31.255.255", "private address (RFC 1918)"},
		{"172.32.0.0", ""},
		{"192.168.1.1", "private address (RFC 1918)"},
		{"http://192.168.1.1:8080/x", "private address (RFC 1918)"},
		{"127.0.0.53", "loopback (RFC 1122)"},
		{"0.0.0.0", "this network (RFC 791)"},
		{"100.64.0.1", "carrier-grade NAT (RFC 6598)"},
		{"100.128.0.0", ""},
		{"169.254.169.254", "link-local address (RFC 3927)"},
		{"192.0.0.7", "IPv4 service continuity (RFC 7335)"},
		{"192.0.0.8", "IETF protocol assignment (RFC 6890)"},
		{"192.0.0.171", "NAT64/DNS64 discovery (RFC 8880)"},
		{"192.0.2.1", "documentation address (RFC 5737)"},
		{"198.19.255.255", "benchmarking address (RFC 2544)"},
		{"233.252.0.1", "documentation multicast (RFC 6676)"},
		{"239.255.255.250", "multicast (RFC 5771)"},
		{"240.0.0.1", "reserved address (RFC 1112)"},
		{"255.255.255.255", "limited broadcast (RFC 8190)"},
		{"::ffff:10.0.0.1", "private address (RFC 1918)"},
		{"::", "unspecified address (RFC 4291)"},
		{"::1", "loopback (RFC 4291)"},
		{"::2", ""},
		{"fd00::1", "unique local address (RFC 4193)"},
		{"fe80::1", "link-local address (RFC 4291)"},
		{"ff02::fb", "multicast (RFC 4291)"},
		{"2001:db8::1", "documentation address (RFC 3849)"},
		{"3fff:fff::1", "documentation address (RFC 9637)"},
		{"3fff:1000::1", ""},
		{"2001:0:4136:e378::1", ""}, // Teredo
		{"2002:c000:201::1", ""},    // 6to4
		{"64:ff9b::c000:201", ""},   // NAT64
		{"64:ff9b:1::1", "local-use NAT64 prefix (RFC 8215)"},
		{"2606:4700::1", ""},
		{"10.0.0.0/8", "private address (RFC 1918)"},
		{"10.1.0.0/16", "private address (RFC 1918)"},
		{"10.0.0.0/7", ""},
		{"0.0.0.0/0", ""},
		{"192.168.0.0/15", ""},
		{"1.1.1.0/24", ""},
		{"fe80::/10", "link-local address (RFC 4291)"},
		{"AS64500", "documentation AS number (RFC 5398)"},
		{"AS64512", "private AS number (RFC 6996)"},
		{"AS4294967294", "private AS number (RFC 6996)"},
		{"AS23456", "AS_TRANS (RFC 6793)"},
		{"AS0", "reserved AS number (RFC 7607)"},
		{"AS13335", ""},
		{"www.example.com", "documentation domain (RFC 2606)"},
		{"notexample.com", ""},
		{"printer.local", "mDNS name (RFC 6762)"},
		{"db.corp.internal", "private-use name (ICANN 2024)"},
		{"1.0.0.10.in-addr.arpa", "private reverse zone (RFC 6761)"},
		{"abc.onion", ""},
		{"cloudflare.com", ""},
	} {
		note, ok := MustParse(c.in).Benign()
		if note != c.want || ok != (c.want != "") {
			t.Errorf("%s: Benign = %q, %v, want %q", c.in, note, ok, c.want)
		}
	}
}

// The table must hold what it says: every row is masked, and none stands twice.
func TestSpecialRangesAreSound(t *testing.T) {
	seen := map[Indicator]bool{}
	for _, r := range specialRanges() {
		p, err := r.addr.Prefix(int(r.bits))
		if err != nil || p.Addr() != r.addr {
			t.Errorf("%s/%d is not masked (%v)", r.addr, r.bits, err)
		}
		i := fromPrefix(p)
		if seen[i] {
			t.Errorf("%s stands twice", i)
		}
		seen[i] = true
		if note, _ := i.Benign(); note != r.note {
			t.Errorf("%s: Benign = %q, its row says %q", i, note, r.note)
		}
	}
}

func BenchmarkBenign(b *testing.B) {
	i := MustParse("203.0.113.1")
	for b.Loop() {
		i.Benign()
	}
}
