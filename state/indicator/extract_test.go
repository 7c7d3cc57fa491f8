package indicator

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestExtract(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"nothing", "All is well, e.g. nothing at 12:34:56.", nil},
		{"paragraph", "The C2 (hxxps://evil[.]example[.]net/gate.php) at 192[.]0[.]2[.]1, AS64500, also login.evil.com.",
			[]string{"https://evil.example.net/gate.php", "192.0.2.1", "AS64500", "login.evil.com"}},
		{"order and duplicates", "b.com a.com B.COM hxxp://b[.]com a[.]com", []string{"b.com", "a.com", "http://b.com/"}},
		{"files and versions", "config.yaml main.go invoice.pdf setup.exe setup.zip install.sh README.md v1.2.3 1.2.3 libc.so.6 1.2.3.4.5 openssl-1.0.2.4", nil},
		{"file name defanged", "evil[.]zip and http://evil.mov/ and a@evil.sh and www.evil.py",
			[]string{"evil.zip", "http://evil.mov/", "evil.sh", "www.evil.py"}},
		{"paths", `C:\Users\bad.com /tmp/bad.com src/bad.com \\srv\bad.com`, nil},
		{"no scheme", "see login.evil.com/x/y.com?u=z.com, then //cdn.evil.net/a.js", []string{"login.evil.com", "cdn.evil.net"}},
		{"mail", "From: <john.me@evil.com> a.co+tag@evil.net mailto:x@evil.org", []string{"evil.com", "evil.net", "evil.org"}},
		{"ports", "192.0.2.1:443 [2001:db8::1]:53 evil.com:8080 tcp://evil.net:9 src:192.0.2.2 dst:2001:db8::2",
			[]string{"192.0.2.1", "2001:db8::1", "evil.com", "evil.net", "192.0.2.2", "2001:db8::2"}},
		{"firewall log", "Built outside:203.0.113.5/443 (203.0.113.5/443) to inside:192.0.2.9/51234", []string{"203.0.113.5", "192.0.2.9"}},
		{"cidr", "192.0.2.0/24, 2001:db8::/32. 198.51.100.7/24abc 10.0.0.0/99",
			[]string{"192.0.2.0/24", "2001:db8::/32", "198.51.100.7", "10.0.0.0"}},
		{"range", "192.0.2.1-192.0.2.9", []string{"192.0.2.1", "192.0.2.9"}},
		{"no IPv6", "std::cout dead::beef a::b :: 00:11:22:33:44:55 00:11:22:33:44:55:66:77 AA:BB:CC:DD:EE:FF:00:11:22", nil},
		{"IPv6", "fe80::1%eth0 ::1 ::ffff:192.0.2.1 2001:db8::", []string{"fe80::1", "::1", "192.0.2.1", "2001:db8::"}},
		{"ASN", "AS13335 asn64500 AS 64501, ASN 64502. as 5 people; GAS 7; has12", []string{"AS13335", "AS64500", "AS64501", "AS64502"}},
		{"JSON", `{"a":"http:\/\/evil.com\/x","b":"C2:\nhxxp://evil[.]net/y\n192.0.2.1\r\nz[.]com","c":"\thttp://evil.org/\n"}`,
			[]string{"http://evil.com/x", "http://evil.net/y", "192.0.2.1", "z.com", "http://evil.org/"}},
		{"glued labels", "url:http://a.com/x src=http://b.com/y _hxxp://c[.]com/z_", []string{"http://a.com/x", "http://b.com/y", "http://c.com/z_"}},
		{"CSV", "http://a.com/x,http://b.com/y;http://c.com,192.0.2.1", []string{"http://a.com/x", "http://b.com/y", "http://c.com/", "192.0.2.1"}},
		{"Markdown", "[x](http://a.com/b) **b.com** _c.com_ `d.com` | e.com | _dmarc.f.com", []string{"http://a.com/b", "b.com", "c.com", "d.com", "e.com", "_dmarc.f.com"}},
		{"HTML", `<a href="http://a.com/?x=1">http://b.com/</a><img src='http://c.com/i'>`, []string{"http://a.com/?x=1", "http://b.com/", "http://c.com/i"}},
		{"brackets in URLs", "(http://a.com/w_(x)) [http://b.com/y]", []string{"http://a.com/w_(x)", "http://b.com/y"}},
		{"credentials", "http://u:secret@a.com/x", []string{"http://a.com/x"}},
		{"scripts", "访问evil.com查看。请看evil.net。然后 日本語.jp аpple.com", []string{"evil.com", "evil.net", "xn--wgv71a119e.jp", "xn--pple-43d.com"}},
		{"suffixes", "co.uk github.io foo.local a.co.uk x.nosuchtld *.wild.com .dot.com -a.com", []string{"github.io", "a.co.uk", "wild.com", "dot.com", "a.com"}},
		{"reserved names", "login[.]example <a@b.example> http://c.test/x //d.invalid/y hxxp://e[.]localhost env.example pkg.test f.invalid, g[.]nosuchtld",
			[]string{"login.example", "b.example", "http://c.test/x", "d.invalid", "http://e.localhost/"}},
		{"useless URLs", "http://localhost:8080/x http:/// http://", nil},
		{"host of a bad URL", "http://evil.com:99999/x", []string{"evil.com"}},
		{"long URL", "http://evil.com/" + strings.Repeat("a", MaxLen) + ".com b.com", []string{"evil.com", "b.com"}},
		{"hostile bytes", "a.com\x00b.com\xffc.com\x1b[31md.com\x1b[0me\u202e.com", []string{"a.com", "b.com", "c.com", "d.com", "e.com"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, i := range Extract(c.text) {
				got = append(got, i.String())
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("Extract(%.200q)\n got %q\nwant %q", c.text, got, c.want)
			}
		})
	}
}

// A quadratic step would take minutes on each of these.
func TestTimeIsLinear(t *testing.T) {
	for _, unit := range []string{
		"a", ".", "a.", "a.com", "[", "[.", "[.]", "(dot)", "\\", `\.`, "\\\\", "http://", "http://a/", "http://a.com/",
		"http://a.com,", "http://a.com/(", "hxxp[://]", "http:", ":", "::", "1:", "1.2.3.4", "1.2.3.4/", "1.2.3.4-", "a@", "AS ", "AS1",
		"然.", "然", "é.", "_", "_.", "-", "\u200b", "\u200d", "然\u200d", "\xff", "\x00", "\n", "a.com/", "//a.com", " [.] ", "h", "hx", "。", "[::]", "'", "\"",
	} {
		text := strings.Repeat(unit, 1<<20/len(unit))
		begin := time.Now()
		Extract(text)
		if _, err := Parse(text); err == nil {
			t.Errorf("Parse takes 1 MB of %q", unit)
		}
		if took := time.Since(begin); took > 5*time.Second {
			t.Errorf("1 MB of %q took %v", unit, took)
		}
	}
}

func sampleLog(size int) string {
	line := "2026-11-23T10:00:00Z host fw01 action=deny src=192.0.2.17:51234 dst=[2001:db8::44]:443 " +
		"url=\"hxxps://login[.]evil[.]com/gate.php?id=42\" user=john.doe@corp.example.net file=C:\\Temp\\setup.exe note=AS64500\n"
	return strings.Repeat(line, size/len(line)+1)[:size]
}

func BenchmarkExtract1MB(b *testing.B) {
	text := sampleLog(1 << 20)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		Extract(text)
	}
}

func BenchmarkExtract10MBOneLine(b *testing.B) {
	text := strings.ReplaceAll(sampleLog(10<<20), "\n", ",")
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Extract(text)
	}
}

func BenchmarkParse(b *testing.B) {
	for b.Loop() {
		MustParse("hxxps://login[.]example[.]com/gate.php?id=42")
	}
}
