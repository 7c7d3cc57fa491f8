package safe

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestPrint(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"one.one.one.one", "one.one.one.one"},
		{"\x1b[2Jgone", "^[[2Jgone"},
		{"a\r\nb\tc", "a^M^Jb^Ic"},
		{"\x1b]52;c;YQ==\x07", "^[]52;c;YQ==^G"},
		{"del\x7f", "del^?"},
		{"raw c1 \x9b31m", "raw c1 <9B>31m"},
		{"c1 \u009b31m", "c1 <U+009B>31m"},
		{"moc.\u202egro", "moc.<U+202E>gro"},
		{"pay\u200bpal", "pay<U+200B>pal"},
		{"tag \U000E0041", "tag <U+E0041>"},
		{"nbsp\u00a0", "nbsp<U+00A0>"},
		{"\u2028", "<U+2028>"},
		{"\u3164", "<U+3164>"},
		{"Müller 東京", "Müller 東京"},
		{"e\u0301", "e\u0301"},
		{"e\u0301\u0301\u0301\u0301", "e\u0301\u0301<U+0301><U+0301>"},
		{"\u0301x", "<U+0301>x"},
		{"👍\U0001F3FD", "👍<U+1F3FD>"},
		{"\U0001F1FA\U0001F1F8", "<U+1F1FA><U+1F1F8>"},
		{"\xff\xfe", "<FF><FE>"},
	} {
		if got := Print(c.in); got != c.want {
			t.Errorf("Print(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestPrintCutsBeforeItCosts(t *testing.T) {
	got := Print(strings.Repeat("\x1b", 100_000_00))
	if n := utf8.RuneCountInString(got); n != 2*MaxPrint+1 {
		t.Errorf("cut to %d characters", n)
	}
	if !strings.HasSuffix(got, "…") {
		t.Error("the cut is not shown")
	}
}

func TestLines(t *testing.T) {
	got := Lines("a\r\nb\rc\x1b[1m\nd")
	if want := "a|b|c^[[1m|d"; strings.Join(got, "|") != want {
		t.Errorf("got %q", got)
	}
}

func TestRawNeverFormatsLive(t *testing.T) {
	r := FromOutside("\x1b]0;x\x07\u202e")
	for _, verb := range []string{"%v", "%s", "%q", "%+v", "%#v", "%x", "%d"} {
		if got := fmt.Sprintf(verb, r); alive(got) {
			t.Errorf("%s gave %q", verb, got)
		}
	}
	if got := fmt.Sprint(struct{ R Raw }{r}); alive(got) {
		t.Errorf("inside a struct: %q", got)
	}
	if r.Exact() != "\x1b]0;x\x07\u202e" {
		t.Error("the exact value is lost")
	}
}

func TestJSONIsLosslessAndHarmless(t *testing.T) {
	in := "a\"\\\x1b\u009b\u202e\U000E0041\x7f\u00e9"
	b, err := json.Marshal(FromOutside(in))
	if err != nil {
		t.Fatal(err)
	}
	if alive(string(b)) {
		t.Errorf("live characters in %q", b)
	}
	var back Raw
	if err := json.Unmarshal(b, &back); err != nil || back.Exact() != in {
		t.Errorf("came back as %q, %v", back.Exact(), err)
	}
}

func TestEscapeJSONKeepsTheMeaning(t *testing.T) {
	doc := []byte("{\n  \"k\u202e\": \"v\u009b\U000E0041\x7f\"\n}")
	got := EscapeJSON(doc)
	if alive(strings.ReplaceAll(string(got), "\n", "")) {
		t.Errorf("live characters in %q", got)
	}
	var a, b any
	if json.Unmarshal(doc, &a) != nil || json.Unmarshal(got, &b) != nil || fmt.Sprint(a) != fmt.Sprint(b) {
		t.Errorf("%q does not mean %q", got, doc)
	}
}

// alive is the test's own, slower opinion of what must not reach a terminal.
func alive(s string) bool {
	for i, c := range s {
		if c == utf8.RuneError && !strings.HasPrefix(s[i:], "\uFFFD") {
			return true
		}
		if unicode.IsControl(c) || unicode.In(c, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Co, unicode.Variation_Selector) {
			return true
		}
	}
	return false
}

func FuzzPrint(f *testing.F) {
	for _, s := range []string{"", "a", "\x1b[31m", "\u202e", "e\u0301\u0301\u0301", "\xff", "👩\u200d👩\u200d👦"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := PrintMax(s, 200)
		if alive(got) {
			t.Errorf("Print(%q) = %q", s, got)
		}
		if len(s) < 100 {
			if again := Print(got); again != got {
				t.Errorf("not idempotent: %q, then %q", got, again)
			}
		}
	})
}
