package overlay

import (
	"strings"
	"testing"

	"quarry/keymap"
	"quarry/views"
	"quarry/views/style"
)

// The end of a name, where the cursor is, is in sight before the first key.
func TestTheEndOfALongNameIsInSight(t *testing.T) {
	const name = "phishing-of-the-customer-portal-third-wave-of-november.md"
	f := NewFile(keymap.Default(), "Write", Marking{Text: "TLP:AMBER"}, name, nil)
	for _, width := range []int{40, 80, 40} {
		if box := f.Render(style.New(true), views.Size{Width: width, Height: 12}); !strings.Contains(box, "november.md") {
			t.Errorf("at %d columns:\n%s", width, box)
		}
	}
}
