package frametest_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"quarry/views/frametest"
)

func TestDraw(t *testing.T) {
	cases := []struct {
		name, content string
		width, height int
		want          string
	}{
		{"styles vanish, trailing spaces too", "\x1b[1;31mrisk\x1b[m   \nlow     ", 8, 2, "risk\nlow\n"},
		{"a short frame leaves blank lines", "one", 5, 3, "one\n\n\n"},
		{"full lines do not wrap", "12345\nabcde", 5, 2, "12345\nabcde\n"},
		{"a long line wraps and scrolls, as in a terminal", "123456\nx", 5, 2, "6\nx\n"},
		{"wide characters and clusters", "日本x\ne\u0301👩‍👩‍👧‍👦x", 6, 2, "日本x\ne\u0301👩‍👩‍👧‍👦x\n"},
		{"a hyperlink is its text", "\x1b]8;;https://example.com/\x1b\\docs\x1b]8;;\x1b\\", 5, 1, "docs\n"},
		{"a query does not block", "a\x1b[c\x1b[6n\x1b]11;?\x07b", 5, 1, "ab\n"},
		{"what a hostile text does is drawn", "safe\rEVIL", 5, 1, "EVIL\n"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, frametest.Draw(c.content, c.width, c.height)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestSizes(t *testing.T) {
	want := [][2]int{{40, 12}, {80, 24}, {120, 40}, {200, 60}}
	if diff := cmp.Diff(want, frametest.Sizes()); diff != "" {
		t.Error(diff)
	}
}

func TestStyles(t *testing.T) {
	cases := []struct {
		sgr  string
		want frametest.Style
	}{
		{"", frametest.Style{}},
		{"1", frametest.Style{Bold: true}},
		{"2", frametest.Style{Faint: true}},
		{"3", frametest.Style{Italic: true}},
		{"4", frametest.Style{Underline: true}},
		{"4:3", frametest.Style{Underline: true}},
		{"7", frametest.Style{Reverse: true}},
		{"9", frametest.Style{Strike: true}},
		{"31", frametest.Style{Foreground: ansi.Red}},
		{"97;44", frametest.Style{Foreground: ansi.BrightWhite, Background: ansi.Blue}},
		{"38;5;208", frametest.Style{Foreground: ansi.IndexedColor(208)}},
		{"1;31;0", frametest.Style{}},
	}
	for _, c := range cases {
		t.Run(c.sgr, func(t *testing.T) {
			s := frametest.Frame("\x1b["+c.sgr+"mx\x1b[m", 2, 1)
			if got := s.Cell(0, 0).Style; got != c.want {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
			if got := s.Cell(1, 0).Style; got != (frametest.Style{}) {
				t.Errorf("the style does not end: %+v", got)
			}
		})
	}
	s := frametest.Frame("\x1b[38;2;1;2;3mx", 1, 1)
	if r, g, b, _ := s.Cell(0, 0).Style.Foreground.RGBA(); r>>8 != 1 || g>>8 != 2 || b>>8 != 3 {
		t.Errorf("true colour came as %v", s.Cell(0, 0).Style.Foreground)
	}
}

func TestScreen(t *testing.T) {
	s := frametest.Frame("\x1b]2;a; b\x07ab 日本\n  end \x1b[?25l", 8, 3)
	if w, h := s.Size(); w != 8 || h != 3 {
		t.Errorf("size %d×%d", w, h)
	}
	if got := s.Title(); got != "a; b" {
		t.Errorf("title %q", got)
	}
	if x, y, visible := s.Cursor(); x != 6 || y != 1 || visible {
		t.Errorf("cursor %d,%d %v", x, y, visible)
	}
	if s.AltScreen() || !frametest.Frame("\x1b[?1049h", 2, 2).AltScreen() {
		t.Error("the alternate screen is not told from the main one")
	}
	if got := s.Line(0); got != "ab 日本" {
		t.Errorf("line 0: %q", got)
	}
	if got := s.Line(7) + s.Line(-1); got != "" {
		t.Errorf("lines off the screen: %q", got)
	}
	widths := ""
	for x := range 8 {
		widths += string(rune('0' + s.Cell(x, 0).Width))
	}
	if widths != "11120201" {
		t.Errorf("widths %s", widths)
	}
	for text, want := range map[string]bool{
		"日本": true, "end ": true, "日本\n  end": true, "b日": false, "end\n\n": true, "end x": false,
	} {
		if got := s.Contains(text); got != want {
			t.Errorf("Contains(%q) = %v", text, got)
		}
	}
	for text, want := range map[string][2]int{"日": {3, 0}, "本": {5, 0}, "end": {2, 1}, "ab": {0, 0}} {
		if x, y, ok := s.Find(text); !ok || [2]int{x, y} != want {
			t.Errorf("Find(%q) = %d,%d,%v, want %v", text, x, y, ok, want)
		}
	}
	if _, _, ok := s.Find("absent"); ok {
		t.Error("found what is not there")
	}
}

// A capture is a copy: what is drawn later does not reach into it.
func TestScreenIsImmutable(t *testing.T) {
	a := frametest.Frame("first", 5, 1)
	b := frametest.Frame("other", 5, 1)
	if a.Text() != "first\n" || b.Text() != "other\n" {
		t.Errorf("%q, %q", a.Text(), b.Text())
	}
	if zero := (frametest.Screen{}); zero.Text() != "" || zero.Contains("x") || zero.Cell(0, 0).Text != " " {
		t.Error("the zero screen is not empty")
	}
}

func FuzzFrame(f *testing.F) {
	for _, s := range []string{"a\nb", "\x1b[31mx", "日", "\x1b[5;5H\x1b[2K", "\u0301", "\x9b31m", "\x1b[?1049hx\x1b[?1049l"} {
		f.Add(s, uint8(3), uint8(2))
	}
	f.Fuzz(func(t *testing.T, content string, w, h uint8) {
		width, height := int(w%40)+1, int(h%20)+1
		s := frametest.Frame(content, width, height)
		if got := strings.Count(s.Text(), "\n"); got < height {
			t.Errorf("%d lines, want %d", got, height)
		}
		for y := range height {
			sum := 0
			for x := range width {
				sum += s.Cell(x, y).Width
			}
			if sum != width {
				t.Errorf("row %d is %d cells wide, want %d", y, sum, width)
			}
		}
	})
}
