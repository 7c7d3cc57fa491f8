package overlay

import (
	"strings"
	"time"

	"charm.land/bubbles/v2/textarea"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"quarry/keymap"
	"quarry/views"
	"quarry/views/safe"
	"quarry/views/style"
)

// Note takes a text of several lines: a comment. What is typed is given to draft
// at every key, so that nothing is lost whatever becomes of the program.
//
// Enter keeps the text, a moment later. What comes within that moment is no person's
// next key but the rest of a text that a terminal has pasted as keys, so that the
// enter was a line break of it: nothing of a pasted text runs as keys.
type Note struct {
	keys  keymap.Map
	title string
	input textarea.Model
	draft func(text string)
	after After
	// entered counts presses of enter; keeping tells that the last one is waited for.
	entered int
	keeping bool
}

// After makes a command that ends in a message after a while.
type After func(time.Duration, func(time.Time) tea.Msg) tea.Cmd

// pasteGap is more than lies between two keys of a pasted text, and less than
// between two keys that are pressed.
const pasteGap = 40 * time.Millisecond

// kept ends the moment after the nth press of enter in a note.
type kept struct {
	note *Note
	n    int
}

func (kept) own() {}

// maxNote is how many characters a comment may have.
const maxNote = 10_000

// NewNote returns the dialog with a text to be changed in it. draft takes what
// stands there after every change.
func NewNote(keys keymap.Map, title, text string, after After, draft func(text string)) *Note {
	n := &Note{keys: keys, title: title, draft: draft, after: after, input: textarea.New()}
	n.input.Prompt, n.input.ShowLineNumbers, n.input.EndOfBufferCharacter = "", false, ' '
	n.input.Placeholder = "what you found, and why you think so"
	n.input.CharLimit, n.input.MaxHeight = maxNote, 0
	n.input.KeyMap.InsertNewline.SetEnabled(false) // the keymap says which key it is
	plain := textarea.StyleState{Placeholder: lipgloss.NewStyle().Faint(true)}
	styles := textarea.Styles{Focused: plain, Blurred: plain}
	styles.Cursor.Blink = false
	n.input.SetStyles(styles)
	n.input.SetValue(Shown(text))
	n.input.MoveToEnd()
	_ = n.input.Focus() // the command would only make the cursor blink
	return n
}

// Shown is a text of several lines with what could act or hide made visible, as
// the dialog shows it and gives it back.
func Shown(text string) string { return strings.Join(safe.Lines(text), "\n") }

// Update implements [Overlay].
func (n *Note) Update(msg tea.Msg) (Result, tea.Cmd) {
	before := n.input.Value()
	switch msg := msg.(type) {
	case kept:
		if n.keeping && msg == (kept{n, n.entered}) {
			return Written{strings.TrimSpace(before)}, nil
		}
	case tea.PasteMsg:
		n.goOn()
		n.input.InsertString(Shown(msg.Content))
	case tea.KeyPressMsg:
		n.goOn()
		switch a, _ := n.keys.Lookup(keymap.Overlay, msg.String()); {
		case a == keymap.OverlayCancel:
			return Closed{}, nil
		case a == keymap.OverlayAccept:
			return nil, n.keep()
		case a == keymap.OverlayNewline:
			n.input.InsertRune('\n')
		default:
			n.input, _ = n.input.Update(msg)
		}
	}
	if now := n.input.Value(); now != before {
		n.draft(now)
	}
	return nil, nil
}

// keep waits for whether more comes.
func (n *Note) keep() tea.Cmd {
	n.entered++
	n.keeping = true
	k := kept{n, n.entered}
	return n.after(pasteGap, func(time.Time) tea.Msg { return k })
}

// goOn makes an enter that more comes after the line break that it was.
func (n *Note) goOn() {
	if n.keeping {
		n.keeping = false
		n.input.InsertRune('\n')
	}
}

// Render implements [Overlay].
func (n *Note) Render(theme *style.Theme, screen views.Size) string {
	width, height := min(screen.Width-2, 76), min(8, max(1, inner(screen)-2))
	n.input.SetWidth(max(1, width-6))
	n.input.SetHeight(height)
	lines := []string{""}
	for _, l := range strings.Split(n.input.View(), "\n") {
		lines = append(lines, "  "+l)
	}
	keys := n.keys.Key(keymap.OverlayAccept) + " keep   " + n.keys.Key(keymap.OverlayCancel) + " leave a draft   " +
		n.keys.Key(keymap.OverlayNewline) + " new line"
	return box(theme, screen, n.title, keys, width, append(lines, ""))
}
