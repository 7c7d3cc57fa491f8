package overlay

import (
	"strings"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"quarry/views/safe"
)

// newInput is a line to type in. Its cursor is drawn, not blinking: nothing
// ticks while nobody types.
func newInput(text, placeholder string) textinput.Model {
	in := textinput.New()
	in.Prompt = ""
	in.Placeholder = placeholder
	in.SetValue(oneLine(text))
	in.CursorEnd()
	_ = in.Focus() // the command would only make the cursor blink
	return in
}

// fit gives the line its width; the cursor stays in sight.
func fit(in *textinput.Model, width int) {
	in.SetWidth(max(1, width))
	in.SetCursor(in.Position())
}

// typeInto gives a key to the line. Where the terminal does not mark a paste,
// pasted text comes as keys.
func typeInto(in *textinput.Model, key tea.KeyPressMsg) {
	if key.Text != "" {
		key.Text = safe.Print(key.Text)
	}
	*in, _ = in.Update(key)
}

// pasteInto inserts pasted text as one harmless line.
func pasteInto(in *textinput.Model, pasted string) {
	*in, _ = in.Update(tea.PasteMsg{Content: oneLine(pasted)})
}

func oneLine(s string) string {
	return safe.Print(strings.Join(strings.Fields(s), " "))
}
