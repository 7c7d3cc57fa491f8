package safe

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"

	"quarry/views/frametest"
)

// harmless fails where the tests' own opinion, which shares nothing with this
// package, finds something alive in a text.
func harmless(t *testing.T, what, text string) {
	t.Helper()
	if found := frametest.Alive(text); len(found) > 0 {
		t.Errorf("%s: %s", what, found[0])
	}
}

func checkPrint(t *testing.T, s string, max int) {
	t.Helper()
	got := PrintMax(s, max)
	harmless(t, "printed", got)
	if n := utf8.RuneCountInString(got); n > max {
		t.Errorf("%d characters, %d are allowed: %q", n, max, got)
	}
	if again := PrintMax(got, max); again != got {
		t.Errorf("not idempotent: %q, then %q", got, again)
	}
	w := Width(got)
	if wc := ansi.StringWidthWc(got); wc != w {
		t.Errorf("%q is %d cells wide by clusters and %d by characters", got, w, wc)
	}
	if w == 0 && s != "" {
		t.Errorf("%q is shown as nothing", s)
	}
	if w < 200 && !short(got, len(got)) {
		if at := cells(got); at != w {
			t.Errorf("%q is %d cells wide, a terminal takes %d", got, w, at)
		}
	}
}

// cells is how many cells a terminal takes for a text.
func cells(s string) int {
	emu := vt.NewEmulator(220, 1)
	_, _ = emu.WriteString(s + "\x1b[m") // the sequence ends the last cluster
	return emu.CursorPosition().X
}

// checkVisible holds what is promised of a text for clipboard and files: as
// printing, but letters of all scripts stay.
func checkVisible(t *testing.T, s string) {
	t.Helper()
	got := Visible(s)
	for _, what := range frametest.Alive(got) {
		if !strings.Contains(what, "right-to-left") {
			t.Errorf("visible: %s", what)
		}
	}
	if again := Visible(got); again != got {
		t.Errorf("not idempotent: %q, then %q", got, again)
	}
	text := VisibleText(s)
	for _, line := range strings.FieldsFunc(text, func(c rune) bool { return c == '\n' || c == '\t' }) {
		for _, what := range frametest.Alive(line) {
			if !strings.Contains(what, "right-to-left") {
				t.Errorf("a visible text: %s", what)
			}
		}
	}
	if strings.Count(text, "\n") != strings.Count(s, "\n") {
		t.Errorf("line breaks came or went: %q", text)
	}
}

func checkJSON(t *testing.T, s string) {
	t.Helper()
	got := JSONString(s)
	harmless(t, "as JSON", string(got))
	var back string
	if err := json.Unmarshal(got, &back); err != nil || back != strings.ToValidUTF8(s, "\uFFFD") && utf8.ValidString(s) {
		t.Errorf("%q comes back as %q, %v", s, back, err)
	}
	doc, err := json.Marshal(map[string]any{s: []string{s}})
	if err != nil {
		t.Fatal(err)
	}
	if n := len(s); n < 1000 && utf8.ValidString(s) { // as a server may write it: escaped no more than it must be
		doc = []byte(`{` + bare(s) + ` : [ ` + bare(s) + ` ]}`)
	}
	escaped := EscapeJSON(doc)
	harmless(t, "escaped", string(escaped))
	var a, b any
	if json.Unmarshal(doc, &a) != nil || json.Unmarshal(escaped, &b) != nil || fmt.Sprint(a) != fmt.Sprint(b) {
		t.Errorf("%q does not mean %q", escaped, doc)
	}
}

// bare is a JSON string with everything raw that may be.
func bare(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, c := range s {
		switch {
		case c < 0x20:
			fmt.Fprintf(&b, `\u%04x`, c)
		case c == '"' || c == '\\':
			b.WriteString(`\` + string(c))
		default:
			b.WriteRune(c)
		}
	}
	return b.String() + `"`
}

// checkMarkdown reads a code span as CommonMark does: from a run of backticks
// to the next of the same length, which must be the end.
func checkMarkdown(t *testing.T, s string) {
	t.Helper()
	for _, code := range []string{MarkdownCode(s), MarkdownCell(s)} {
		if s == "" {
			return
		}
		fence := code[:len(code)-len(strings.TrimLeft(code, "`"))]
		rest := code[len(fence):]
		end := -1
		for i := 0; i < len(rest); {
			run := len(rest[i:]) - len(strings.TrimLeft(rest[i:], "`"))
			if run == len(fence) {
				end = i + run
				break
			}
			i += max(1, run)
		}
		if fence == "" || end != len(rest) || strings.ContainsAny(code, "\r\n") {
			t.Errorf("the code span ends before its end: %q", code)
		}
	}
	if cell := MarkdownCell(s); strings.Count(cell, "|") != strings.Count(cell, `\|`) {
		t.Errorf("a pipe ends the cell: %q", cell)
	}
	if label := MarkdownLabel(s); label == s && strings.ContainsAny(s, "<>[]*_`#|!&\\./@~\n") {
		t.Errorf("markup in a label: %q", label)
	}
}

func checkCSV(t *testing.T, s string) {
	t.Helper()
	var b strings.Builder
	w := csv.NewWriter(&b)
	_ = w.Write([]string{"first", CSVCell(s), "last"})
	w.Flush()
	row, err := csv.NewReader(strings.NewReader(b.String())).Read()
	if err != nil || len(row) != 3 {
		t.Fatalf("%q is read as %q, %v", b.String(), row, err)
	}
	if cell := strings.TrimLeft(row[1], " \t\r\n"); cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r") {
		t.Errorf("a formula: %q", row[1])
	}
	checkVisible(t, row[1])
}

func seed(f *testing.F) {
	for _, s := range []string{"", "a", "\x1b[31m", "\u202e", "e\u0301\u0301\u0301", "\xff", "👩\u200d👩\u200d👦", "a\n\nb", "`|"} {
		f.Add(s)
	}
	for _, p := range corpus(f) {
		f.Add(p.Text[:min(len(p.Text), 2000)])
	}
}

func FuzzPrint(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, s string) {
		checkPrint(t, s, MaxPrint)
		checkPrint(t, s, 20)
	})
}

func FuzzVisible(f *testing.F) {
	seed(f)
	f.Fuzz(checkVisible)
}

func FuzzJSON(f *testing.F) {
	seed(f)
	f.Fuzz(checkJSON)
}

func FuzzMarkdown(f *testing.F) {
	seed(f)
	f.Fuzz(checkMarkdown)
}

func FuzzCSV(f *testing.F) {
	seed(f)
	f.Fuzz(checkCSV)
}

func FuzzGuard(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, s string) {
		got := Guard(s)
		for line := range strings.SplitSeq(got, "\n") {
			for i := 0; i < len(line); {
				if n := sgr(line[i:]); n > 0 {
					i += n
					continue
				}
				n := strings.IndexByte(line[i+1:], 0x1b) + 1
				if n == 0 {
					n = len(line) - i
				}
				harmless(t, "guarded", line[i:i+n])
				i += n
			}
		}
		if again := Guard(got); again != got {
			t.Errorf("not idempotent: %q, then %q", got, again)
		}
	})
}
