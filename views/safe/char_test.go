package safe

import (
	"testing"
	"unicode"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"

	"quarry/views/frametest"
)

// Every character there is: what is shown as itself is harmless, and takes the
// same cells whether a terminal counts clusters or characters, alone and beside
// others that join with their neighbours.
func TestEveryCharacter(t *testing.T) {
	before := []string{"", "a", "1", "क", "ก", "👍", "日", "e\u0301"}
	after := []string{"", "a", "क", "日", "👍", "\u0301"}
	emu := vt.NewEmulator(40, 1)
	shown := 0
	for c := rune(0); c <= unicode.MaxRune; c++ {
		if drawing(c) && (!plain(c) || combining(c)) {
			t.Errorf("%U is taken without a look and should not be", c)
		}
		s := "a" + string(c)
		if Print(s) != s {
			if unicode.In(c, unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Han, unicode.Hiragana) && !unicode.Is(unicode.M, c) {
				t.Errorf("%U is a letter that anybody can read, and printed as %q", c, Print(s))
			}
			continue
		}
		shown++
		if found := frametest.Alive(s); len(found) > 0 {
			t.Errorf("%U: %s", c, found[0])
		}
		if unicode.In(c, unicode.Han, unicode.Hangul) && shown%97 != 0 {
			continue // as wide as each other
		}
		for _, b := range before {
			for _, a := range after {
				text := Print(b + string(c) + a)
				if g, w := ansi.StringWidth(text), ansi.StringWidthWc(text); g != w {
					t.Errorf("%q is %d cells wide by clusters and %d by characters", text, g, w)
				}
			}
		}
		_, _ = emu.WriteString("\r" + s + "b\x1b[m")
		if at := emu.CursorPosition().X; at != Width(s+"b") {
			t.Errorf("%U takes %d cells in a terminal, %d are counted", c, at-2, Width(s+"b")-2)
		}
		if t.Failed() && shown > 200_000 {
			return
		}
	}
	t.Logf("%d characters are shown as themselves", shown)
}
