package indicator

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"
)

func seeds() []string {
	return []string{
		"", "\x00", "\xff\xfe", "192.0.2.1", "192[.]0[.]2[.]1:80", "2001[:]db8[::]1", "[2001:db8::1]:443", "fe80::1%eth0",
		"::ffff:192.0.2.1/120", "192.0.2.77/24", "AS13335", "asn 64500", "13335", "bücher.example", "XN--BCHER-KVA.example.",
		"_dmarc.example.com", "user[at]example[dot]com", "hxxps[://]u:p@Example(.)com:443/a b#c", `http:\/\/ex%61mple.com\/`,
		"http://evil.example\\@good.example/", "http://[::]/", "http://example.com/[[.]],#x", "h**p://a[.b.com/x[.]y?z=\"<é",
		"“example.com”。", "访问evil.com查看 аpple.com 日本語.jp", "a.com,http://b.com/x,http://c.com/(y)z)", "نامه\u200cای.com",
		"C:\\a.com \\nb[.]com \\thttp://c.com/", "john.me@d.com setup.zip 1.2.3.4/24 1.2.3.4-1.2.3.5 00:11:22:33:44:55:66:77",
		"http://a/http://b/http://c.com/", "_x.com_ *.y.com -z-.com", "\u202e\u200bexample\u00ad.com", "example [.] com",
	}
}

// checkCanonical holds what every indicator promises, however it was made.
func checkCanonical(t *testing.T, from string, i Indicator) {
	t.Helper()
	v := i.String()
	if i.IsZero() || v == "" || len(v) > MaxLen {
		t.Fatalf("from %q: %v of %d bytes", from, i.Kind(), len(v))
	}
	for n := range len(v) {
		if v[n] <= ' ' || v[n] >= 0x7f {
			t.Fatalf("from %q: %q is not printable ASCII", from, v)
		}
	}
	again, err := Parse(v)
	if err != nil || again != i {
		t.Fatalf("from %q: %v %q reparses to %v %q, %v", from, i.Kind(), v, again.Kind(), again, err)
	}
	if standsInText(i) {
		if found := Extract("see " + v + " now"); len(found) != 1 || found[0] != i {
			t.Fatalf("from %q: %v %q in a sentence gives %q", from, i.Kind(), v, found)
		}
	}
	i.Benign()
	i.Unicode()
	host, ok := i.Host()
	if i.Kind() == URL && !ok {
		t.Fatalf("from %q: the URL %q has no host", from, v)
	}
	if ok && MustParse(host.String()) != host {
		t.Fatalf("from %q: the host %v %q of %q is not canonical", from, host.Kind(), host, v)
	}
	if i.Kind() == URL && strings.Contains(v[:strings.Index(v, host.String())], "@") {
		t.Fatalf("from %q: %q holds credentials", from, v)
	}
	for up, ok := i.Parent(); ok; up, ok = up.Parent() {
		if MustParse(up.String()) != up {
			t.Fatalf("from %q: %q has the parent %q", from, v, up)
		}
	}
}

// standsInText reports whether text leaves no doubt about an indicator: Extract
// has its own ideas about domains and IPv6, and about URLs with characters that
// end one in prose.
func standsInText(i Indicator) bool {
	switch i.Kind() {
	case URL:
		return !strings.ContainsAny(i.String(), "`|\\,;()[]{}")
	case IPv4, ASN:
		return true
	}
	return false
}

func FuzzParse(f *testing.F) {
	for _, s := range seeds() {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		i, err := Parse(s)
		if err != nil {
			var refused *Error
			if !errors.As(err, &refused) || refused.Reason == "" || refused.Next == "" || !i.IsZero() {
				t.Fatalf("Parse(%q) = %q, %#v", s, i, err)
			}
			if line := err.Error(); len(line) > 500 || strings.ContainsAny(line, "\n\r\x1b\x00") {
				t.Fatalf("Parse(%q): the error is no bounded line: %q", s, line)
			}
			return
		}
		checkCanonical(t, s, i)
		if i.Kind() == URL {
			return // brackets in a path are the attacker's own
		}
		for _, dot := range []string{"[.]", "(.)", "{dot}", "．"} {
			s := strings.ReplaceAll(i.String(), ".", dot)
			if plain, err := Parse(s); err != nil || plain != i {
				t.Fatalf("Parse(%q) = %q, %v, want %q", s, plain, err, i)
			}
		}
	})
}

func FuzzExtract(f *testing.F) {
	for _, s := range seeds() {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		seen := map[Indicator]bool{}
		for _, i := range Extract(s) {
			if seen[i] {
				t.Fatalf("Extract(%q) gives %q twice", s, i)
			}
			seen[i] = true
			checkCanonical(t, s, i)
		}
	})
}

func FuzzRefang(f *testing.F) {
	for _, s := range seeds() {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		out, undone := refang(s)
		if len(out) > len(s)+4 && len(out) > 2*len(s) {
			t.Fatalf("Refang(%q) grows to %q", s, out)
		}
		for n, at := range undone {
			if at < 0 || at >= len(out) || n > 0 && at <= undone[n-1] {
				t.Fatalf("Refang(%q) = %q, undone at %v", s, out, undone)
			}
		}
		if strings.Count(out, "\x00") != strings.Count(s, "\x00") {
			t.Fatalf("Refang(%q) = %q loses a NUL", s, out)
		}
		// Bytes that are not UTF-8 can become a character when one between
		// them goes.
		if utf8.ValidString(s) && strings.ContainsAny(out, "\u200b\ufeff\u202e") {
			t.Fatalf("Refang(%q) = %q keeps an invisible character", s, out)
		}
	})
}

// FuzzCanonical holds the short cuts to what the reader of everything says.
func FuzzCanonical(f *testing.F) {
	for _, s := range []string{
		"example.com", "a.b-c_d.example.co.uk", "xn--bcher-kva.example", "1.2.3.4", "1.2.3.4.in-addr.arpa", "as64500.net",
		"Example.com", "example.com.", "example", "hxxp.example.com", "dot.example", "-a-.example.com", "a..b", "2001:db8::1",
		"https://example.com/a?b=c", "https://example.com", "HTTPS://example.com/", "AS64500", "as64500", "192.0.2.0/24", "192.0.2.1/24", "",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		long, err := Parse(s)
		if i, ok := Canonical(s); ok != (err == nil && long.String() == s) || ok && i != long {
			t.Errorf("Canonical(%q) = %v %v; Parse gives %v %v", s, i, ok, long, err)
		}
		short, ok := CanonicalDomain(s)
		canonical := err == nil && long.Kind() == Domain && long.String() == s
		if ok != canonical || ok && short != long {
			t.Errorf("CanonicalDomain(%q) = %v %v; Parse gives %v %v", s, short, ok, long, err)
		}
		if !ok {
			return
		}
		at, has := RegistrableAt(s)
		if whole, hasWhole := short.Registrable(); has != hasWhole || has && whole.String() != s[at:] {
			t.Errorf("RegistrableAt(%q) = %d %v; Registrable gives %v", s, at, has, whole)
		}
	})
}
