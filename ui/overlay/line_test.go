package overlay

import (
	"testing"

	tea "charm.land/bubbletea/v2"

	"quarry/keymap"
)

// Where a terminal does not mark a paste, what is pasted comes as keys: it stands in
// the line as it will be kept, and nothing in it is alive.
func TestALineIsShownAsItIsKept(t *testing.T) {
	for _, p := range payloads(t) {
		typed, pasted := NewLine(keymap.Default(), "Name", "", ""), NewLine(keymap.Default(), "Name", "", "")
		for _, c := range p.Text[:min(len(p.Text), 200)] {
			typed.Update(tea.KeyPressMsg{Code: c, Text: string(c)})
		}
		pasted.Update(tea.PasteMsg{Content: p.Text})
		for _, l := range []*Line{typed, pasted} {
			drawn(t, l)
			shown := l.input.Value()
			r, _ := l.Update(tea.KeyPressMsg{Code: tea.KeyEnter})
			if got, ok := r.(Written); !ok || got.Text != oneLine(shown) {
				t.Errorf("%q is kept as %v", shown, r)
			}
		}
	}
}
