package widget

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"quarry/views/frametest"
	"quarry/views/safe"
	"quarry/views/style"
)

func TestFit(t *testing.T) {
	for _, c := range []struct {
		in          string
		width       int
		left, right string
	}{
		{"", 0, "", ""}, {"abc", 0, "", ""}, {"abc", -1, "", ""},
		{"", 2, "  ", "  "},
		{"abc", 3, "abc", "abc"}, {"abc", 5, "abc  ", "  abc"},
		{"abcd", 3, "ab…", "ab…"}, {"abc", 1, "…", "…"},
		{"日本語", 6, "日本語", "日本語"}, {"日本語", 5, "日本…", "日本…"},
		{"日本語", 4, "日… ", " 日…"}, {"日本語", 2, "… ", " …"},
		{"e\u0301e\u0301e\u0301", 2, "e\u0301…", "e\u0301…"},
		{"\x1b[1mabcd\x1b[m", 3, "\x1b[1mab…\x1b[m", "\x1b[1mab…\x1b[m"},
	} {
		if got := Fit(c.in, c.width); got != c.left {
			t.Errorf("Fit(%q, %d) = %q, want %q", c.in, c.width, got, c.left)
		}
		if got := FitRight(c.in, c.width); got != c.right {
			t.Errorf("FitRight(%q, %d) = %q, want %q", c.in, c.width, got, c.right)
		}
	}
}

func TestBlock(t *testing.T) {
	for _, c := range []struct {
		lines         []string
		width, height int
		want          string
	}{
		{nil, 3, 0, ""}, {[]string{"a"}, 3, -1, ""},
		{nil, 2, 2, "  \n  "},
		{[]string{"a", "long", "x"}, 3, 2, "a  \nlo…"},
		{[]string{"a"}, 0, 3, "\n\n"},
	} {
		if got := Block(c.lines, c.width, c.height); got != c.want {
			t.Errorf("Block(%q, %d, %d) = %q, want %q", c.lines, c.width, c.height, got, c.want)
		}
	}
}

func TestTextParts(t *testing.T) {
	got := T("a", style.Bad, "b", Span{style.Good, "c"}, "d", Plain("e"), 7)
	want := Text{{style.Text, "a"}, {style.Bad, "b"}, {style.Good, "c"}, {style.Bad, "d"}, {style.Text, "e"}, {style.Bad, "7"}}
	if len(got) != len(want) {
		t.Fatalf("%v", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("part %d is %v, want %v", i, got[i], want[i])
		}
	}
	if got.String() != "abcde7" || got.Width() != 6 {
		t.Errorf("%q, %d cells", got.String(), got.Width())
	}
}

// wideTexts are texts whose cells are not their characters.
func wideTexts() []string {
	return []string{
		"", "a", "plain.example", "日本語.example", "한국어", "e\u0301te\u0301", "🦊🦊🦊", "a🦊b日c",
		safe.Print("क्षि"), "ไทย", safe.Print("עברית"), strings.Repeat("x", 300), strings.Repeat("語", 150), "^[[2J<U+202E>",
	}
}

func TestTextIsExactlyAsWideAsAsked(t *testing.T) {
	theme := style.New(true)
	for _, a := range wideTexts() {
		for _, b := range wideTexts() {
			text := T(style.Warn, a, style.Muted, b)
			for _, width := range []int{0, 1, 2, 3, 5, 8, 13, 40, 200} {
				for _, selected := range []bool{false, true} {
					for _, got := range []string{text.Render(theme, width, selected), text.draw(theme, width, selected, true)} {
						if w := ansi.StringWidth(got); w != width {
							t.Fatalf("%q in %d cells takes %d: %q", text, width, w, got)
						}
						plain := ansi.Strip(got)
						if cut := text.Width() > width && width > 0; cut != strings.Contains(plain, "…") {
							t.Fatalf("%q in %d cells: %q", text, width, plain)
						}
					}
				}
			}
		}
	}
}

// Text stands out on the selected row, a tone that says something stays, and
// blanks are not painted: a step of the cursor changes no more cells than that.
func TestSelectedTextKeepsTonesAndBlanks(t *testing.T) {
	theme := style.New(true)
	got := T("a", style.Bad, "b", style.Muted, "c", style.Text, " ", style.Strong, "d").Render(theme, 7, true)
	want := theme.PaintOn(style.Text, "a") + theme.Paint(style.Bad, "b") + theme.Paint(style.Accent, "c") + " " + theme.PaintOn(style.Text, "d") + "  "
	if got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if plain := theme.Paint(style.Text, "a"); theme.PaintOn(style.Text, "a") == plain {
		t.Errorf("the selected row looks like any other: %q", plain)
	}
	frametest.Check(t, got, 7, 1)
}

func TestTextFrom(t *testing.T) {
	for _, c := range []struct {
		n    int
		want string
	}{{-1, "ab日c"}, {0, "ab日c"}, {1, "b日c"}, {2, "日c"}, {3, " c"}, {4, "c"}, {5, ""}, {9, ""}} {
		if got := T("a", style.Bad, "b日", "c").from(c.n).String(); got != c.want {
			t.Errorf("from %d: %q, want %q", c.n, got, c.want)
		}
	}
}

// A long text is drawn as a short one is, and costs what is seen of it.
func TestLongTextsCostWhatIsSeen(t *testing.T) {
	for _, part := range []string{"a", "語", "e\u0301\u0301", "long "} {
		huge := T("head ", strings.Repeat(part, 1_000_000), " tail")
		for _, width := range []int{1, 2, 7, 80} {
			short := T("head ", strings.Repeat(part, 4*width), " tail")
			if got, want := huge.Render(style.New(true), width, false), short.Render(style.New(true), width, false); got != want {
				t.Errorf("%q in %d cells is drawn as %q, want %q", part, width, got, want)
			}
		}
		if n := len(huge.clip(80).String()); n > 80*3*4+100 {
			t.Errorf("%d bytes are measured for 80 cells of %q", n, part)
		}
	}
}
