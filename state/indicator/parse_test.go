package indicator

import (
	"errors"
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	long := strings.Repeat("a", 63)
	for _, c := range []struct {
		in   string
		kind Kind
		want string
	}{
		{"192.0.2.1", IPv4, "192.0.2.1"},
		{" 192.0.2.1\n", IPv4, "192.0.2.1"},
		{"192.0.2.1:8080", IPv4, "192.0.2.1"},
		{"192.0.2.1.", IPv4, "192.0.2.1"},
		{"::ffff:192.0.2.1", IPv4, "192.0.2.1"},
		{"[::ffff:192.0.2.1]:80", IPv4, "192.0.2.1"},
		{"１９２．０．２．１", IPv4, "192.0.2.1"},
		{"2001:DB8:0:0:0:0:0:1", IPv6, "2001:db8::1"},
		{"[2001:db8::1]", IPv6, "2001:db8::1"},
		{"[2001:db8::1]:443", IPv6, "2001:db8::1"},
		{"2001:db8::", IPv6, "2001:db8::"},
		{"::", IPv6, "::"},
		{"[::]", IPv6, "::"},
		{"example.com", Domain, "example.com"},
		{"Example.COM.", Domain, "example.com"},
		{"example.com:8443", Domain, "example.com"},
		{"_dmarc.example.com", Domain, "_dmarc.example.com"},
		{"r3---sn-a.example.com", Domain, "r3---sn-a.example.com"},
		{"-odd-.example.com", Domain, "-odd-.example.com"},
		{long + ".example.com", Domain, long + ".example.com"},
		{"host.corp-internal", Domain, "host.corp-internal"},
		{"bücher.example", Domain, "xn--bcher-kva.example"},
		{"BÜCHER.example", Domain, "xn--bcher-kva.example"},
		{"XN--BCHER-KVA.example", Domain, "xn--bcher-kva.example"},
		{"faß.example", Domain, "xn--fa-hia.example"},
		{"例え。テスト", Domain, "xn--r8jz45g.xn--zckzah"},
		{"xn--a.example", Domain, "xn--a.example"}, // broken Punycode, yet a name the DNS can hold
		{"user@example.com", Domain, "example.com"},
		{"mailto:user@example.com", Domain, "example.com"},
		{"“example.com”,", Domain, "example.com"},
		{"(example.com).", Domain, "example.com"},
		{"<example.com>;", Domain, "example.com"},
		{"exa\u200bmple\ufeff.com", Domain, "example.com"},
		{"\u202eexample.com", Domain, "example.com"},
		{"AS13335", ASN, "AS13335"},
		{"as13335", ASN, "AS13335"},
		{"ASN13335", ASN, "AS13335"},
		{"AS 13335", ASN, "AS13335"},
		{"asn 013335", ASN, "AS13335"},
		{"AS4294967295", ASN, "AS4294967295"},
		{"192.0.2.77/24", CIDR, "192.0.2.0/24"},
		{"192[.]0[.]2[.]0[/]24", CIDR, "192.0.2.0/24"},
		{"192.0.2.1/32", CIDR, "192.0.2.1/32"},
		{"2001:db8:1:2::/32", CIDR, "2001:db8::/32"},
		{"::ffff:192.0.2.9/120", CIDR, "192.0.2.0/24"},
		{"::/0", CIDR, "::/0"},
		{"HTTP://Example.COM", URL, "http://example.com/"},
		{"http://example.com:80/", URL, "http://example.com/"},
		{"https://example.com:443/", URL, "https://example.com/"},
		{"ftp://example.com:21/f", URL, "ftp://example.com/f"},
		{"https://example.com:0080/", URL, "https://example.com:80/"},
		{"http://example.com:/x", URL, "http://example.com/x"},
		{"http://example.com?q=1", URL, "http://example.com/?q=1"},
		{"http://example.com./x", URL, "http://example.com/x"},
		{"http://u:p@example.com/x", URL, "http://example.com/x"},
		{"http://u@v:p@example.com/x", URL, "http://example.com/x"},
		{"http://example.com/x#frag", URL, "http://example.com/x"},
		{"http://example.com/x,#frag", URL, "http://example.com/x"},
		{"http://example.com/A%2fb/../C?D=%zz&[]=1", URL, "http://example.com/A%2fb/../C?D=%zz&[]=1"},
		{"http://example.com/a b\x00é\xff\"<", URL, "http://example.com/a%20b%00%C3%A9%FF"},
		{"http://example.com/(x)", URL, "http://example.com/(x)"},
		{"http://example.com/全。角", URL, "http://example.com/%E5%85%A8%E3%80%82%E8%A7%92"},
		{"http://bücher.example/ü", URL, "http://xn--bcher-kva.example/%C3%BC"},
		{"http://ex%61mple.com/", URL, "http://example.com/"},
		{"http://evil.example\\@good.example/", URL, "http://evil.example/@good.example/"},
		{"http://192.0.2.1:8080/x", URL, "http://192.0.2.1:8080/x"},
		{"http://[2001:DB8::1]:80/x", URL, "http://[2001:db8::1]/x"},
		{"http://[::ffff:192.0.2.1]/", URL, "http://192.0.2.1/"},
		{"http://[::]/", URL, "http://[::]/"},
		{`http:\/\/example.com\/x`, URL, "http://example.com/x"},
		{`"hxxps://example[.]com/a[.]php",`, URL, "https://example.com/a.php"},
	} {
		got, err := Parse(c.in)
		if err != nil {
			t.Errorf("Parse(%q): %v", c.in, err)
			continue
		}
		if got.Kind() != c.kind || got.String() != c.want {
			t.Errorf("Parse(%q) = %v %q, want %v %q", c.in, got.Kind(), got, c.kind, c.want)
		}
		if again := MustParse(got.String()); again != got {
			t.Errorf("Parse(%q) = %v %q, want itself", got, again.Kind(), again)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for _, c := range []struct{ in, reason, next string }{
		{"", "nothing in it", "write an IP address"},
		{" \t\"\" ", "nothing in it", "write an IP address"},
		{"13335", "bare number", "write AS"},
		{"AS4294967296", "at most 4294967295", "correct"},
		{"localhost", "at least one dot", "write"},
		{"a..example.com", "empty label", "write"},
		{".example.com", "empty label", "write"},
		{"192.0.2.256", "not a number", "write"},
		{"192.000.002.001", "leading zeros", "write"},
		{"1.2.3", "not a number", "write"},
		{"2001:db8::1::2", "not a valid IPv6", "check"},
		{"fe80::1%eth0", "zone", "leave the %"},
		{"fe80::%eth0/64", "zone", "leave the %"},
		{"http://[fe80::1%25eth0]/", "zone", "correct the host"},
		{"192.0.2.0/33", "0 to 32", "correct"},
		{"192.0.2.0/", "0 to 32", "correct"},
		{"192.0.2.1:70000", "port", "leave it off"},
		{"http://example.com:x/", "port", "leave it off"},
		{"http://example.com:+80/", "port", "leave it off"},
		{"http:///x", "host", "correct the host"},
		{"http://localhost/", "at least one dot", "correct the host"},
		{"http://example.com%2f@evil/", "host", "correct the host"},
		{"ssh://example.com", "scheme", "only the host"},
		{"example.com/x", "no scheme", "http://"},
		{"*.example.com", "wildcard", "*."},
		{"example.com example.net", "more than one word", "one indicator"},
		{"exam\x00ple.com", "only letters", "write"},
		{"exam\xffple.com", "UTF-8", "write"},
		{"a.b_c", "top-level", "write"},
		{"א1ב.exa-é.com\u0301\u0378", "internationalized", "write"},
		{strings.Repeat("a", 64) + ".com", "63", "write"},
		{strings.Repeat("a.", 127) + "com", "253", "write"},
		{strings.Repeat("ü.", 3000), "4096", "only the host"},
		{"http://example.com/" + strings.Repeat("é", 1500), "4096", "only its host"},
		{"http://example.com/[[[[[[[[[[[[[[[[[[[.]]]]]]]]]]]]]]]]]]]x", "defanged several times", "plainly"},
	} {
		got, err := Parse(c.in)
		var refused *Error
		if !errors.As(err, &refused) {
			t.Errorf("Parse(%.60q) = %q, %v, want an *Error", c.in, got, err)
			continue
		}
		if !got.IsZero() {
			t.Errorf("Parse(%.60q) gives %q beside its error", c.in, got)
		}
		if !strings.Contains(refused.Reason, c.reason) || !strings.Contains(refused.Next, c.next) {
			t.Errorf("Parse(%.60q): %v, want reason %q, next %q", c.in, err, c.reason, c.next)
		}
	}
}

func TestErrorIsOneBoundedLine(t *testing.T) {
	_, err := Parse("\x1b]52;c;\x07\u202e\r\n\u0085" + strings.Repeat("ü", 1000))
	if err == nil {
		t.Fatal("no error")
	}
	line := err.Error()
	if len(line) > 400 {
		t.Errorf("%d bytes long: %s", len(line), line)
	}
	for _, r := range line {
		if r < ' ' || r == 0x7f || 0x80 <= r && r <= 0x9f || r == 0x202e || r == 0xfffd {
			t.Errorf("%U is alive in %q", r, line)
		}
	}
	if !strings.Contains(line, `\x1b]52`) || !strings.Contains(line, `\u202e`) {
		t.Errorf("the input is not shown in %s", line)
	}
}

func TestMustParsePanics(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic for what Parse refuses")
		}
	}()
	MustParse("13335")
}
