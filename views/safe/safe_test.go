package safe

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"quarry/testdata/hostile"
	"quarry/views/style"
)

// corpus are the hostile payloads.
func corpus(t testing.TB) []hostile.Payload {
	t.Helper()
	all, err := hostile.Payloads()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

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
		{"Müller 東京 Côte d’Ivoire", "Müller 東京 Côte d’Ivoire"},
		{"e\u0301", "e\u0301"},
		{"e\u0301\u0301\u0301\u0301", "e\u0301\u0301<U+0301><U+0301>"},
		{"\u0301x", "<U+0301>x"},
		{"👍\U0001F3FD", "👍<U+1F3FD>"},
		{"\U0001F1FA\U0001F1F8", "<U+1F1FA><U+1F1F8>"},
		{"\xff\xfe", "<FF><FE>"},
		{"אב 12", "<U+05D0><U+05D1> 12"},
		{"نامه", "<U+0646><U+0627><U+0645><U+0647>"},
		{"कि क्ष", "क<U+093F> क<U+094D>ष"},
		{"กำ", "ก<U+0E33>"},
		{"ᄒ\u1161\u11ab", "<U+1112><U+1161><U+11AB>"},
	} {
		if got := Print(c.in); got != c.want {
			t.Errorf("Print(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestVisible(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"a\x1b[31m\u202e\n", "a^[[31m<U+202E>^J"},
		{"אב 12 नमस्ते กำ 🇳🇱", "אב 12 नमस्ते กำ 🇳🇱"},
		{"z\u0301\u0301\u0301", "z\u0301\u0301<U+0301>"},
	} {
		if got := Visible(c.in); got != c.want {
			t.Errorf("Visible(%q) = %q, want %q", c.in, got, c.want)
		}
	}
	if got := VisibleText("a\tb\r\nc\x9b\n\n"); got != "a\tb^M\nc<9B>\n\n" {
		t.Errorf("of several lines: %q", got)
	}
	if long := strings.Repeat("語", 100_000); Visible(long) != long || VisibleText(long+"\n") != long+"\n" {
		t.Error("a long text is not whole")
	}
}

func TestPrintCutsBeforeItCosts(t *testing.T) {
	got := Print(strings.Repeat("\x1b", 100_000_00))
	if n := utf8.RuneCountInString(got); n > MaxPrint || n < MaxPrint-2 {
		t.Errorf("cut to %d characters", n)
	}
	if !strings.HasSuffix(got, "^[…") {
		t.Errorf("the cut is not shown, or goes through a name: %q", got[len(got)-10:])
	}
	for max, want := range map[int]string{0: "…", 1: "…", 2: "a…", 3: "ab…", 9: "ab…", 10: "ab<U+202E>", 11: "ab<U+202E>"} {
		if got := PrintMax("ab\u202e", max); got != want {
			t.Errorf("in %d characters: %q, want %q", max, got, want)
		}
	}
	huge := strings.Repeat("\u0301x\x9b", 1<<20)
	if n := testing.AllocsPerRun(1, func() { Print(huge) }); n > 2*MaxPrint {
		t.Errorf("printing the beginning of %d bytes takes %.0f allocations", len(huge), n)
	}
}

func TestLines(t *testing.T) {
	got := Lines("a\r\nb\rc\x1b[1m\nd")
	if want := "a|b|c^[[1m|d"; strings.Join(got, "|") != want {
		t.Errorf("got %q", got)
	}
}

func TestRawNeverFormatsLive(t *testing.T) {
	for _, p := range corpus(t) {
		r := FromOutside(p.Text)
		for _, verb := range []string{"%v", "%s", "%q", "%+v", "%#v", "%x", "%d"} {
			harmless(t, p.ID()+" under "+verb, fmt.Sprintf(verb, r))
		}
		harmless(t, p.ID()+" in a struct", fmt.Sprint(struct{ R Raw }{r}))
		if r.Exact() != p.Text {
			t.Errorf("%s: the exact value is lost", p.ID())
		}
	}
}

// The corpus holds what it has to, and each text of it is met by every door.
func TestEveryDoorHoldsAgainstTheCorpus(t *testing.T) {
	classes := map[string]int{}
	seen := map[string]bool{}
	for _, p := range corpus(t) {
		if p.Text == "" || seen[p.ID()] || seen[p.Text] {
			t.Errorf("%s is empty or there twice", p.ID())
		}
		seen[p.ID()], seen[p.Text] = true, true
		classes[p.Class]++
		checkPrint(t, p.Text, MaxPrint)
		checkPrint(t, p.Text, 60)
		checkVisible(t, p.Text)
		checkJSON(t, p.Text)
		checkMarkdown(t, p.Text)
		checkCSV(t, p.Text)
	}
	for _, class := range hostile.Classes() {
		if classes[class] == 0 {
			t.Errorf("there is no payload of the class %s", class)
		}
		delete(classes, class)
	}
	if len(classes) > 0 {
		t.Errorf("classes that nobody has named: %v", classes)
	}
	if n := len(corpus(t)); n < 80 {
		t.Errorf("%d payloads, at least 80 are promised", n)
	} else {
		t.Logf("%d payloads of %d classes through 5 doors", n, len(hostile.Classes()))
	}
}

func TestJSONIsLossless(t *testing.T) {
	in := "a\"\\\x1b\u009b\u202e\U000E0041\x7f\u00e9"
	b, err := json.Marshal(FromOutside(in))
	if err != nil {
		t.Fatal(err)
	}
	var back Raw
	if err := json.Unmarshal(b, &back); err != nil || back.Exact() != in {
		t.Errorf("came back as %q, %v", back.Exact(), err)
	}
}

func TestEscapeJSONKeepsTheMeaning(t *testing.T) {
	doc := []byte("{\r\n  \"k\u202e\": \"v\u009b\U000E0041\x7f\",\r\t\"m\": \"\u0301\"\n}")
	got := string(EscapeJSON(doc))
	if want := "{\n  \"k\\u202e\": \"v\\u009b\\udb40\\udc41\\u007f\",\n\t\"m\": \"\\u0301\"\n}"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestFormats(t *testing.T) {
	for in, want := range map[string]string{
		"plain": "`plain`", "a|b": "`a|b`", "": "", "`": "`` ` ``", "``` x": "```` ``` x ````", " a ": "`  a  `", " ": "` `", "a ": "`a `",
		"x\n\n# y": "`x^J^J# y`",
	} {
		if got := MarkdownCode(in); got != want {
			t.Errorf("MarkdownCode(%q) = %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]string{"a|b": `a\|b`, `a\|b`: `a\\|b`} {
		if got := MarkdownCell(in); got != "`"+want+"`" {
			t.Errorf("MarkdownCell(%q) = %q", in, got)
		}
	}
	for in, want := range map[string]string{"Name servers": "Name servers", "e-mail": "e-mail", "result.<b>": "`result.<b>`", "x_y": "`x_y`"} {
		if got := MarkdownLabel(in); got != want {
			t.Errorf("MarkdownLabel(%q) = %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]string{
		"=1": "'=1", " =1": "' =1", "+1": "'+1", "-1": "'-1", "@a": "'@a", "＝1": "'＝1", "\t=1": "^I=1", "a=1": "a=1", "": "", "\xff=": "<FF>=",
	} {
		if got := CSVCell(in); got != want {
			t.Errorf("CSVCell(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestGuard(t *testing.T) {
	good := "\x1b[1;38;2;1;2;3mone\x1b[m 日本 é \u0301\n│\x1b[4:3mtwo\x1b[0m▌"
	if got := Guard(good); got != strings.ReplaceAll(good, " \u0301", " \uFFFD") {
		t.Errorf("a frame in order is changed: %q", got)
	}
	for _, p := range corpus(t) {
		frame := "\x1b[1m" + p.Text + "\x1b[m\nnext"
		got := strings.NewReplacer("\x1b[1m", "", "\x1b[m", "").Replace(Guard(frame))
		for _, line := range strings.Split(got, "\n") {
			for n := strings.Index(line, "\x1b["); n >= 0 && sgr(line[n:]) > 0; n = strings.Index(line, "\x1b[") {
				line = line[:n] + line[n+sgr(line[n:]):] // a payload of styling alone is what the frame is made of
			}
			harmless(t, "guarded "+p.ID(), line)
		}
		if printed := "\x1b[1m" + Print(p.Text) + "\x1b[m"; Guard(printed) != printed {
			t.Errorf("%s: what was printed does not pass", p.ID())
		}
	}
	for _, glyph := range append(strings.Split("▌●▲✓✗▸▾▴▾─│›█━▌▐░·◀▶→…●╭╮╰╯↵←↑↓–—×≥", ""), strings.Split(string(style.Sparks()), "")...) {
		if Guard(glyph) != glyph {
			t.Errorf("quarry's own %q does not pass", glyph)
		}
	}
}

func BenchmarkGuard(b *testing.B) {
	line := strings.Repeat("\x1b[38;5;244m│ name \x1b[m", 20)
	frame := strings.Repeat(line+"\n", 40)
	b.SetBytes(int64(len(frame)))
	for b.Loop() {
		Guard(frame)
	}
}
