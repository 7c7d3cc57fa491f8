package widget

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"quarry/keymap"
)

func payloads() []string {
	return []string{
		"\x1b[2J", "\x1b]0;t\x07", "\x1b]52;c;YQ==\x1b\\", "\x1bPq\x1b\\", "\u009b31m", "\x9b31m", "\r", "\b", "\x7f",
		"\u202egro", "\u2066x\u2069", "\u200b", "\U000E0041", "e" + strings.Repeat("\u0301", 50), "👩\u200d👩\u200d👦", "日本語",
		strings.Repeat("A", 100_000), strings.Repeat("\u0301", 5000), strings.Repeat("語", 5000), "\u2028", "\xff\xfe", "\U0001F1FA\U0001F1F8",
	}
}

func TestHostileBodies(t *testing.T) {
	var bodies []string
	for _, p := range payloads() {
		inside, _ := json.Marshal(p)
		raw := `"` + strings.Map(func(c rune) rune {
			if c < 0x20 {
				return -1 // not allowed in a string
			}
			return c
		}, p) + `"`
		bodies = append(bodies, p, p+"\n"+p,
			fmt.Sprintf("{%s:%s,%s:[%s,%s]}", inside, inside, raw, raw, raw), fmt.Sprintf("[[%s]]", inside))
	}
	for _, body := range bodies {
		x := tree(body, 0, 0)
		for _, width := range []int{0, 1, 2, 3, 4, 5, 6, 7, 9, 12, 31, 80} {
			x.Resize(width, 5)
			x.Act(keymap.ScrollRight)
			checkFrame(t, x.Render(), width, 5)
		}
		for range 4 {
			if s := x.Selection().Text; !utf8.ValidString(s) || strings.ContainsAny(s, "\r\n\x1b\b\x7f\u009b\u202e\u2028\u200b") {
				t.Errorf("%.40q is copied as %.80q", body, s)
			}
			x.Act(keymap.MoveDown)
		}
	}
}

// TestTreeSurvivesAnything does things at random and looks whether what is
// drawn, selected and counted agrees.
func TestTreeSurvivesAnything(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	actions := []keymap.Action{
		keymap.MoveDown, keymap.MoveUp, keymap.MoveTop, keymap.MoveBottom, keymap.HalfDown, keymap.HalfUp,
		keymap.PageDown, keymap.PageUp, keymap.Fold, keymap.Fold, keymap.Open, keymap.ScrollLeft,
		keymap.ScrollRight, keymap.FilterNext, keymap.FilterPrevious, keymap.Filter, keymap.Mark,
	}
	for range 60 {
		x := tree(randomJSON(r, 5), 0, 0)
		width, height := 0, 0
		for range 60 {
			switch r.IntN(8) {
			case 0:
				width, height = r.IntN(81), r.IntN(12)
				x.Resize(width, height)
			case 1:
				typed(x, string(`a"1!~/`[r.IntN(6)]))
			case 2:
				x.Escape()
			case 3:
				x.Wheel(r.IntN(9) - 4)
			case 4:
				x.Click(r.IntN(82)-1, r.IntN(14)-1)
			default:
				x.Act(actions[r.IntN(len(actions))])
			}
			checkFrame(t, x.Render(), width, height)
			s := x.Status()
			if (s.Shown > 0) != (x.Value() != "") || s.Shown > s.Total || s.Position > s.Shown {
				t.Fatalf("status %+v, value %q", s, x.Value())
			}
			if height > 0 && s.Shown > 0 && (s.Position <= s.Above || s.Position > s.Above+height) {
				t.Fatalf("the selection is out of sight: %+v in %d rows", s, height)
			}
			if height > 0 && s.Shown > height && s.Shown-s.Above-s.Below != height {
				t.Fatalf("the window is not full: %+v in %d rows", s, height)
			}
		}
	}
}
