package overlay

import (
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"quarry/keymap"
	"quarry/views"
	"quarry/views/style"
)

// Line takes one line of text: a name.
type Line struct {
	keys        keymap.Map
	title, hint string
	input       textinput.Model
}

// Written: a text was written.
type Written struct{ Text string }

func (Written) result() {}

// maxName is how many characters a line may have.
const maxName = 120

// NewLine returns the dialog with a text to be changed in it.
func NewLine(keys keymap.Map, title, hint, text string) *Line {
	l := &Line{keys: keys, title: title, hint: hint, input: newInput(text, hint)}
	l.input.CharLimit = maxName
	return l
}

// Update implements [Overlay].
func (l *Line) Update(msg tea.Msg) (Result, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.PasteMsg:
		pasteInto(&l.input, msg.Content)
	case tea.KeyPressMsg:
		switch a, _ := l.keys.Lookup(keymap.Overlay, msg.String()); a {
		case keymap.OverlayCancel:
			return Closed{}, nil
		case keymap.OverlayAccept:
			return Written{oneLine(l.input.Value())}, nil
		default:
			typeInto(&l.input, msg)
		}
	}
	return nil, nil
}

// Render implements [Overlay].
func (l *Line) Render(theme *style.Theme, screen views.Size) string {
	width := min(screen.Width-2, 76)
	fit(&l.input, width-6)
	keys := l.keys.Key(keymap.OverlayAccept) + " keep   " + l.keys.Key(keymap.OverlayCancel) + " close"
	return box(theme, screen, l.title, keys, width, []string{"", "  " + l.input.View(), ""})
}
