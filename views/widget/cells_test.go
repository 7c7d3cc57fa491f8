package widget

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

// What is counted by hand takes one cell alone, beside itself and beside a
// letter, as the library measures it.
func TestSingleCharactersTakeOneCell(t *testing.T) {
	for r := rune(0x80); r <= 0x3FFFF; r++ {
		if !single(r) {
			continue
		}
		for s, want := range map[string]int{string(r): 1, strings.Repeat(string(r), 3): 3, "a" + string(r) + "b": 3, "·" + string(r) + "█": 3} {
			if got := ansi.StringWidth(s); got != want {
				t.Errorf("U+%04X: %q takes %d cells, want %d", r, s, got, want)
			}
		}
	}
}

func TestCells(t *testing.T) {
	for _, s := range append(wideTexts(),
		"\x1b[1mbold\x1b[m", "\x1b[38;2;1;2;3m━━·\x1b[m", "\x1b[4:3mx\x1b[m", "\x1b[", "\x1b", "\x1b[2J", "\x1b[1", "a\x1b]0;t\ab",
		"▶\ufe0f", "e\u0301", "a\u200db", "\u200b", "tab\there", "\x9b1mx", "▌ ping.ui.com", "⚠ ▲", "\xff\xfe",
	) {
		if got, want := Cells(s), ansi.StringWidth(s); got != want {
			t.Errorf("Cells(%q) = %d, want %d", s, got, want)
		}
	}
}

func FuzzCells(f *testing.F) {
	f.Add("a·─\x1b[1m▶\ufe0f\x1b[m")
	f.Add("\x1b[38;5;1m日本\x1b[me\u0301")
	f.Fuzz(func(t *testing.T, s string) {
		if got, want := Cells(s), ansi.StringWidth(s); got != want {
			t.Errorf("Cells(%q) = %d, want %d", s, got, want)
		}
	})
}
