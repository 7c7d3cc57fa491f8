package indicator

import (
	"strings"
	"testing"
)

func TestRefang(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"example.com", "example.com"},
		{"example[.]com", "example.com"},
		{"example(.)com", "example.com"},
		{"example{.}com", "example.com"},
		{"example[dot]com", "example.com"},
		{"example(DOT)com", "example.com"},
		{"example{Dot}com", "example.com"},
		{"example [dot] com", "example.com"},
		{"example [.] com", "example.com"},
		{"example[ . ]com", "example.com"},
		{"example[[.]]com", "example.com"},
		{"example[.com", "example.com"},
		{"example.]com", "example.com"},
		{`example\.com`, "example.com"},
		{`example[\.]com`, "example.com"},
		{`example\[.\]com`, "example.com"},
		{"example［.］com", "example.com"},
		{"example．com", "example.com"},
		{"example。com", "example.com"},
		{"ｅｘａｍｐｌｅ．ｃｏｍ", "example.com"},
		{"ex\u200bam\u00adple.c\u2060om\ufeff", "example.com"},
		{"192[.]0[.]2[.]1", "192.0.2.1"},
		{"192.0.2[.1", "192.0.2.1"},
		{"192.0.2.1[:]80", "192.0.2.1:80"},
		{"2001[:]db8[::]1", "2001:db8::1"},
		{"2001[:]db8[:]:1", "2001:db8::1"},
		{"[::]1", "::1"},
		{"http://[::]/", "http://[::]/"},
		{"[2001:db8::1]:443", "[2001:db8::1]:443"},
		{"hxxp://a", "http://a"},
		{"hXXps://a", "https://a"},
		{"HXXP[:]//a", "http://a"},
		{"hxxps[://]a", "https://a"},
		{"hxxp[:/]/a", "http://a"},
		{"hxxp:[//]a", "http://a"},
		{`hxxp:\\a`, "http://a"},
		{`http:\\a`, "http://a"},
		{"h**p://a", "http://a"},
		{"h**ps://a", "https://a"},
		{"h__p://a", "http://a"},
		{"h[tt]ps://a", "https://a"},
		{"h[xx]p://a", "http://a"},
		{"hx\u200bxp://a", "http://a"},
		{"meow://a", "http://a"},
		{"fxp://a", "ftp://a"},
		{"f*p[:]//a", "ftp://a"},
		{`"x\nhxxp://a"`, `"x\nhttp://a"`},
		{"user[@]example[.]com", "user@example.com"},
		{"user[at]example(dot)com", "user@example.com"},
		{"user [at] example [dot] com", "user@example.com"},
		{"hxxp://a[.]b/c[.]php?x=d[.]e", "http://a.b/c.php?x=d.e"},
		// What only looks like it.
		{"meow, said the hxxp", "meow, said the hxxp"},
		{"ahxxp://a", "ahxxp://a"},
		{"[...] and [1.2] (a.b)", "[...] and [1.2] (a.b)"},
		{`http://a.b/c\.d[.e?f=g[at]h`, `http://a.b/c\.d[.e?f=g[at]h`},
		{"http://a.b/ｃ。", "http://a.b/ｃ。"},
		{"نامه\u200cای.example", "نامه\u200cای.example"}, // a joiner that the script needs
		{"", ""},
		{"\x00[.]\x00", "\x00.\x00"},
		{"\xff\xfe[.]\xc3", "\xff\xfe.\xc3"},
		{"[[[[", "[[[["},
		{"h", "h"},
		{`x\`, `x\`},
	} {
		if got := Refang(c.in); got != c.want {
			t.Errorf("Refang(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

// Every way to defang a canonical value, together and with what text puts
// around it, must lead back to it.
func TestDefangedFormsMeanThePlainOne(t *testing.T) {
	plain := []string{
		"192.0.2.1", "2001:db8::1", "example.com", "a.b.example.co.uk", "xn--bcher-kva.example",
		"http://example.com/", "https://example.com/login.php?u=a.b", "ftp://192.0.2.1/x",
		"http://[2001:db8::1]:8080/x", "192.0.2.0/24", "2001:db8::/32", "AS13335",
	}
	dots := []string{"[.]", "(.)", "{.}", "[dot]", "(DOT)", "[.", ".]", `\.`, "．", "。", "[[.]]", "\u200b.", "[.\u200b]"}
	bracketed := map[string]bool{"[.]": true, "(.)": true, "{.}": true, "[dot]": true, "(DOT)": true, "[[.]]": true, "[.\u200b]": true}
	around := [][2]string{{"", ""}, {`"`, `"`}, {"<", ">"}, {"“", "”."}, {"(", "),"}, {" \ufeff", "\u200b\n"}, {"'", "';"}, {"`", "`"}, {"「", "」"}}
	for _, p := range plain {
		want := MustParse(p)
		for _, dot := range dots {
			s := p
			if want.Kind() == URL && !bracketed[dot] { // elsewhere only the host can be defanged so
				scheme, rest, _ := strings.Cut(p, "://")
				n := authorityEnd(rest)
				s = scheme + "://" + strings.ReplaceAll(rest[:n], ".", dot) + rest[n:]
			} else {
				s = strings.ReplaceAll(s, ".", dot)
			}
			for _, scheme := range []string{"hxxp", "hXXP", "h**p", "h[tt]p"} {
				s := strings.Replace(s, "http", scheme, 1)
				s = strings.Replace(s, "ftp:", "fxp:", 1)
				for _, sep := range []string{"://", "[:]//", "[://]", `:\/\/`} {
					s := strings.Replace(s, "://", sep, 1)
					for _, w := range around {
						got, err := Parse(w[0] + s + w[1])
						if err != nil || got != want {
							t.Fatalf("Parse(%q) = %q, %v, want %q", w[0]+s+w[1], got, err, want)
						}
					}
				}
			}
		}
	}
}
