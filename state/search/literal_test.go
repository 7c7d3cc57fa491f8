package search

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"quarry/state/indicator"
)

// lex takes a text apart into its string literals and what stands between them,
// as a language does whose literals stand in mark and escape by a backslash. It
// fails where a literal does not end, or escapes what needs none.
func lex(text string, mark byte) (literals []string, code string, err error) {
	var between, value strings.Builder
	for n := 0; n < len(text); n++ {
		if text[n] != mark {
			between.WriteByte(text[n])
			continue
		}
		value.Reset()
		ended := false
		for n++; n < len(text); n++ {
			if text[n] == mark {
				ended = true
				break
			}
			if text[n] == '\\' {
				if n++; n == len(text) || text[n] != mark && text[n] != '\\' {
					return nil, "", fmt.Errorf("an escape of nothing at %d of %s", n, text)
				}
			}
			value.WriteByte(text[n])
		}
		if !ended {
			return nil, "", fmt.Errorf("a literal without an end in %s", text)
		}
		literals = append(literals, value.String())
		between.WriteByte('?')
	}
	return literals, between.String(), nil
}

// writers are the languages, each with its mark and with one field for each kind.
func writers() map[string]struct {
	mark  byte
	write func([]indicator.Indicator) Search
} {
	one := Fields{}
	for _, kind := range Kinds() {
		one[kind] = []string{"f"}
	}
	type writer = struct {
		mark  byte
		write func([]indicator.Indicator) Search
	}
	return map[string]writer{
		"list": {'"', List},
		"SPL":  {'"', func(all []indicator.Indicator) Search { return SPL(all, one) }},
		"KQL":  {'"', func(all []indicator.Indicator) Search { return KQL(all, one, HasAny) }},
		"STIX": {'\'', STIX},
	}
}

// holds checks that what an indicator holds stays in its literal: the literals
// are the values, and what stands around them is what stands around those of a
// harmless indicator of the same kind.
func holds(t *testing.T, i indicator.Indicator) {
	t.Helper()
	tame := map[indicator.Kind]string{
		indicator.IPv4: "192.0.2.1", indicator.IPv6: "2001:db8::1", indicator.Domain: "a.example", indicator.URL: "http://a.example/", indicator.ASN: "AS64500",
		indicator.CIDR: "192.0.2.0/24",
	}
	if i.Kind() == indicator.CIDR && strings.Contains(i.String(), ":") {
		tame[indicator.CIDR] = "2001:db8::/32"
	}
	after := indicator.MustParse("z.example")
	for name, w := range writers() {
		got, code, err := lex(w.write([]indicator.Indicator{i, after}).Text, w.mark)
		if err != nil {
			t.Fatalf("%s of %q: %v", name, i, err)
		}
		same, plain, err := lex(w.write([]indicator.Indicator{indicator.MustParse(tame[i.Kind()]), after}).Text, w.mark)
		if err != nil || len(got) != len(same) {
			t.Fatalf("%s of %q: %d literals, %d of a harmless one, %v", name, i, len(got), len(same), err)
		}
		if i.Kind() == indicator.ASN {
			continue // its number is no literal in a pattern
		}
		if code != plain {
			t.Errorf("%s of %q: around it stands %q, not %q", name, i, code, plain)
		}
		if !slices.Contains(got, i.String()) || !slices.Contains(got, after.String()) {
			t.Errorf("%s of %q holds %q", name, i, got)
		}
	}
}

// nasty are ends of a URL that try to leave the literal.
func nasty() []string {
	return []string{
		`\`, `\\`, `\\\`, `'`, `"`, `\'`, `\"`, `' OR 1=1 OR '`, `") or true or ("`, `\") | delete (\"`, `')] OR [file:name = '`, "`macro`", `*`, `%22`, `$token$`, `[search index=x]`,
		`|outputlookup`, `//`, `/*`, `@"`, `h'`, `"""`, `'''`, "```", `\x22`, `\u0022`, `\n`, `;`, `{}`, `#`, `?a=1&b='\`,
	}
}

func TestNothingLeavesItsLiteral(t *testing.T) {
	for _, i := range every() {
		holds(t, i)
	}
	for _, end := range nasty() {
		for _, form := range []string{"http://a.example/%s", "http://a.example/%[1]s%[1]s", "http://a.example/x?%s", "http://a.example/%sx"} {
			if i, err := indicator.Parse(fmt.Sprintf(form, end)); err == nil {
				holds(t, i)
			}
		}
	}
}

// The lexer of these tests finds what it is there for.
func TestTheLexerFindsAWayOut(t *testing.T) {
	for _, bad := range []string{`f IN ("a\", "b")`, `f IN ("a"b")`, `"a`, `"a\`, `"\q"`} {
		if literals, code, err := lex(bad, '"'); err == nil && strings.Count(code, "?") == 2 && len(literals) == 2 {
			t.Errorf("%s was taken: %q %q", bad, literals, code)
		}
	}
	if got, code, err := lex(`f IN ("a\\", "b\"")`, '"'); err != nil || code != "f IN (?, ?)" || fmt.Sprint(got) != `[a\ b"]` {
		t.Errorf("%q %q %v", got, code, err)
	}
}

// Whatever a text is, its literal is one, and is the text.
func FuzzQuote(f *testing.F) {
	for _, end := range nasty() {
		f.Add(end)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if got, code, err := lex(quote(text), '"'); err != nil || code != "?" || got[0] != text {
			t.Errorf("%q became %s", text, quote(text))
		}
	})
}

func FuzzNothingLeavesItsLiteral(f *testing.F) {
	for _, i := range every() {
		f.Add(i.String())
	}
	for _, end := range nasty() {
		f.Add("http://a.example/" + end)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, i := range indicator.Extract(text) {
			holds(t, i)
		}
		if i, err := indicator.Parse(text); err == nil {
			holds(t, i)
		}
	})
}
