package widget

import (
	"strings"
	"testing"
	"time"
	"unicode"
)

// shows reports whether the filter shows a text, which has no columns.
func (m matcher) shows(text string) bool {
	h := newHaystack(text)
	return m.match(&h)
}

func TestCompile(t *testing.T) {
	for _, c := range []struct {
		query string
		yes   []string
		no    []string
	}{
		{"", []string{"", "a"}, nil},
		{"   ", []string{"", "a"}, nil},
		{"one", []string{"one.one", "x.ONE.y"}, []string{"on.e", ""}},
		{"ONE", []string{"one.one"}, []string{"o"}},
		{"one two", []string{"two one", "onetwo"}, []string{"one", "two"}},
		{"!one", []string{"two", ""}, []string{"one", "xOne"}},
		{"a !b", []string{"a"}, []string{"ab", "b"}},
		{"~png", []string{"ping", "PiNG", "p.n.g"}, []string{"gnip", "pn"}},
		{"!~png", []string{"gnip"}, []string{"ping"}},
		{"/^p.ng$/", []string{"ping", "PONG"}, []string{"xping", "png"}},
		{"!/^p/", []string{"xp"}, []string{"p"}},
		{"/a b/ c", []string{"xa bxc"}, []string{"ab c", "a b"}},
		{"c /a b/", []string{"xa bxc"}, []string{"ab c", "a b"}},
		{`/a\/ b/`, []string{"a/ b"}, []string{"a b"}},
		{"/a/b/", []string{"xa/bx"}, []string{"a", "ab"}},
		{"/(?-i)A/", []string{"A"}, []string{"a"}},
		{"/lo[gk]", []string{"login", "loki"}, []string{"lo"}},
		{"/lo x", []string{"xlo"}, []string{"lo"}},
		// Only begun: nothing is filtered yet.
		{"!", []string{"", "!"}, nil},
		{"~", []string{"", "~"}, nil},
		{"!~", []string{""}, nil},
		{"/", []string{""}, nil},
		{"//", []string{""}, nil},
		{"!/", []string{"x"}, nil},
		{"!!x", []string{"x"}, []string{"!x"}},
		// Defanged.
		{"one[.]one", []string{"one.one", "one[.]one"}, []string{"one", "one-one"}},
		{"ONE[dot]one", []string{"one.one"}, []string{"oneone"}},
		{"hxxps://evil", []string{"https://evil.example"}, []string{"http://evil"}},
		{"!one[.]one", []string{"one"}, []string{"one.one"}},
		{"~e[.]x", []string{"evil.example"}, []string{"ex"}},
		{"é", []string{"CAFÉ"}, []string{"cafe"}},
		{"日本", []string{"東日本"}, []string{"日"}},
	} {
		m, err := compile(c.query, nil)
		if err != nil {
			t.Errorf("Compile(%q): %v", c.query, err)
			continue
		}
		for _, text := range c.yes {
			if !m.shows(text) {
				t.Errorf("%q does not show %q", c.query, text)
			}
		}
		for _, text := range c.no {
			if m.shows(text) {
				t.Errorf("%q shows %q", c.query, text)
			}
		}
		if want := len(c.no) == 0; m.Empty() != want {
			t.Errorf("%q: Empty is %v", c.query, m.Empty())
		}
	}
}

func TestCompileRefuses(t *testing.T) {
	for query, want := range map[string]string{
		"/[a/":                     "missing closing ]: [a",
		"x /(/":                    "missing closing )",
		"/a)/":                     "unexpected )",
		"/*/":                      "missing argument to repetition operator: *",
		"/a{2000}/":                "invalid repeat count",
		"/((a{100}){100}){100}/":   "invalid repeat count",
		"/(\\pL{900}|b{900}){1,1}": "repeats too much",
		"/\xff/":                   "invalid UTF-8",
	} {
		m, err := compile(query, nil)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Compile(%q) = %v, want %q", query, err, want)
			continue
		}
		if !m.Empty() {
			t.Errorf("Compile(%q) gives a matcher beside its error", query)
		}
		if strings.Contains(err.Error(), "\n") || strings.Contains(err.Error(), "(?i)") {
			t.Errorf("Compile(%q): %q is not for people", query, err)
		}
	}
}

// The worst pattern that is taken must not hang the program.
func TestPatternTimeIsBounded(t *testing.T) {
	m, err := compile("/(a?){60}(a*)*(a|aa)+b$/", nil)
	if err != nil {
		t.Fatal(err)
	}
	begin := time.Now()
	if m.shows(strings.Repeat("a", 10_000)) {
		t.Error("matches without a b")
	}
	if took := time.Since(begin); took > 5*time.Second {
		t.Errorf("took %v", took)
	}
}

func FuzzCompile(f *testing.F) {
	for _, s := range []string{"one", "!x ~y /z/", "/[a/", "//", "a[.]b", "~\x00", "/(?i", "! / ~", "/a\\/"} {
		f.Add(s, "one.one.example")
	}
	f.Fuzz(func(t *testing.T, query, text string) {
		m, err := compile(query, nil)
		if err != nil {
			if !m.Empty() {
				t.Error("a matcher beside an error")
			}
			return
		}
		first := m.shows(text)
		if again := m.shows(text); again != first {
			t.Error("matching has a memory")
		}
		if strings.ContainsAny(query, "!~/ ") || strings.IndexFunc(query, func(r rune) bool { return r > unicode.MaxASCII }) >= 0 {
			return
		}
		if strings.Contains(strings.ToLower(text), strings.ToLower(query)) && !m.shows(text) {
			t.Errorf("%q does not show %q", query, text)
		}
	})
}
