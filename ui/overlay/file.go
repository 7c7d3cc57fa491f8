package overlay

import (
	"strings"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"quarry/keymap"
	"quarry/views"
	"quarry/views/style"
)

// File takes the name of a file that is to be written. It stays open until the
// writing has ended or takes long, so that what is wrong is said where the name can
// be changed; whoever opened it closes it. A file that is there is asked about, and
// a y answers: an enter too many replaces nothing.
type File struct {
	keys    keymap.Map
	title   string
	marking Marking
	input   textinput.Model
	write   func(name string, replace bool) tea.Cmd
	state   fileState
	text    string // what is wrong, or asked
}

type fileState uint8

const (
	fileTyped   fileState = iota // the name can be changed
	fileAsked                    // whether what is there is replaced
	fileWriting                  // nothing can be changed
)

// NewFile returns the dialog with a name to be changed in it. write begins to write;
// what comes of it is told by [File.Fail] or [File.Ask], or the dialog is closed.
func NewFile(keys keymap.Map, title string, marking Marking, name string, write func(name string, replace bool) tea.Cmd) *File {
	f := &File{keys: keys, title: title, marking: marking, write: write}
	f.input = newInput("", "a file, in this directory or another")
	f.input.SetValue(name)
	f.input.CursorEnd()
	return f
}

// Name is what is typed.
func (f *File) Name() string { return f.input.Value() }

// Fail says why the file was not written, and lets the name be changed.
func (f *File) Fail(why string) { f.state, f.text = fileTyped, why }

// Ask asks whether the file that is there is to be replaced.
func (f *File) Ask(what string) { f.state, f.text = fileAsked, what }

// Update implements [Overlay].
func (f *File) Update(msg tea.Msg) (Result, tea.Cmd) {
	if paste, ok := msg.(tea.PasteMsg); ok && f.state == fileTyped {
		pasteInto(&f.input, paste.Content)
		return nil, nil
	}
	key, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return nil, nil
	}
	a, _ := f.keys.Lookup(keymap.Overlay, key.String())
	switch {
	case f.state == fileAsked:
		return nil, f.answer(a, key.String())
	case a == keymap.OverlayCancel:
		return Closed{}, nil
	case f.state == fileWriting:
	case a == keymap.OverlayAccept:
		return nil, f.begin(false)
	default:
		before := f.input.Value()
		if typeInto(&f.input, key); f.input.Value() != before {
			f.text = ""
		}
	}
	return nil, nil
}

// answer takes the answer to the question.
func (f *File) answer(a keymap.Action, key string) tea.Cmd {
	switch {
	case key == "y":
		return f.begin(true)
	case key == "n", a == keymap.OverlayCancel:
		f.Fail("")
	}
	return nil
}

func (f *File) begin(replace bool) tea.Cmd {
	f.state, f.text = fileWriting, ""
	return f.write(f.input.Value(), replace)
}

// Render implements [Overlay].
func (f *File) Render(theme *style.Theme, screen views.Size) string {
	width := min(screen.Width-2, 76)
	fit(&f.input, width-6)
	lines := []string{"", "  " + f.input.View(), ""}
	for _, l := range f.marking.lines(theme, width-6, 4) {
		lines = append(lines, "  "+l)
	}
	tone, text := style.Warn, f.text
	if f.state == fileWriting {
		tone, text = style.Accent, "writing it"+style.Ellipsis
	}
	if text != "" {
		for n, l := range strings.Split(ansi.Wrap(text, max(1, width-6), "/.-"), "\n") {
			if n == 0 && len(lines) < inner(screen) {
				lines = append(lines, "")
			}
			lines = append(lines, "  "+theme.Paint(tone, l))
		}
	}
	if len(lines) < inner(screen)+1 {
		lines = append(lines, "")
	}
	return box(theme, screen, f.title, f.does(), width, lines)
}

// does is what the keys do.
func (f *File) does() string {
	leave := f.keys.Key(keymap.OverlayCancel)
	switch f.state {
	case fileAsked:
		return "y replace it   n or " + leave + " another name"
	case fileWriting:
		return leave + " go on meanwhile"
	}
	return f.keys.Key(keymap.OverlayAccept) + " write   " + leave + " close"
}
