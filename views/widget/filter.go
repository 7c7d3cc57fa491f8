package widget

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"quarry/keymap"
	"quarry/views/safe"
)

// maxFilter is how many characters a filter may have. Nobody types more; a
// paste may.
const maxFilter = 1000

// filter is the line in which a pane's filter is typed, and the filter that is
// in force.
type filter struct {
	input   textinput.Model
	typing  bool
	query   string   // what matcher was made of
	matcher matcher  // in force
	columns []Column // that the filter may name; nil where there are none
	problem string   // why the input is not in force
	before  string   // the query when typing began
}

func newFilter(columns []Column) filter {
	in := textinput.New()
	in.Prompt = ""
	in.CharLimit = maxFilter
	// Reading the system's clipboard is not a widget's business.
	in.KeyMap.Paste = key.NewBinding(key.WithDisabled())
	return filter{input: in, columns: columns}
}

// outcome is what a key did to a filter.
type outcome uint8

const (
	unchanged outcome = iota
	edited            // another filter is in force
	accepted          // the input is closed
	cancelled         // the input is closed and the filter from before is in force
)

// open begins typing, at the end of the filter that is in force.
func (f *filter) open() {
	f.typing, f.before, f.problem = true, f.query, ""
	f.input.SetValue(f.query)
	f.input.CursorEnd()
	f.input.Focus()
}

// key takes one key of the input.
func (f *filter) key(k tea.KeyPressMsg) outcome {
	switch k.String() {
	case "enter":
		return f.accept()
	case "esc":
		return f.cancel()
	case "backspace":
		if f.input.Value() == "" {
			return f.cancel()
		}
	}
	if k.Text != "" {
		k.Text = safe.Print(k.Text)
	}
	f.input, _ = f.input.Update(k)
	return f.apply()
}

// paste puts text in at the cursor: one line, what could act or hide made
// visible.
func (f *filter) paste(text string) outcome {
	before := utf8.RuneCountInString(f.input.Value())
	// One more than fits, so that a cut shows.
	line := []rune(safe.PrintMax(strings.TrimSpace(text), maxFilter+1))
	room := maxFilter - before
	// textinput lets itself be filled beyond the limit when text is put in
	// before its end, and drops what was there.
	kept := line[:min(len(line), max(0, room))]
	value, at := []rune(f.input.Value()), f.input.Position()
	f.input.SetValue(string(slices.Concat(value[:at], kept, value[at:])))
	f.input.SetCursor(at + len(kept))
	done := f.apply()
	if len(kept) < len(line) && f.problem == "" {
		f.problem = fmt.Sprintf("the filter is cut at %d characters", maxFilter)
	}
	return done
}

// apply puts the input in force, unless it cannot be read.
func (f *filter) apply() outcome {
	return f.set(f.input.Value())
}

func (f *filter) set(query string) outcome {
	f.problem = ""
	if query == f.query {
		return unchanged
	}
	m, err := compile(query, f.columns)
	if err != nil {
		f.problem = safe.Print(err.Error())
		return unchanged
	}
	f.query, f.matcher = query, m
	return edited
}

// accept closes the input. One that cannot be read stays open: closed, it would
// claim to be in force.
func (f *filter) accept() outcome {
	if f.input.Value() != f.query {
		return unchanged
	}
	f.close()
	return accepted
}

func (f *filter) cancel() outcome {
	f.close()
	f.set(f.before)
	return cancelled
}

// escape closes the input, or else takes the filter away; false where there is
// neither.
func (f *filter) escape() (what outcome, ok bool) {
	switch {
	case f.typing:
		return f.cancel(), true
	case f.query != "":
		return f.set(""), true
	}
	return unchanged, false
}

func (f *filter) close() {
	f.typing, f.problem = false, ""
	f.input.Blur()
}

// status fills in what a pane says about its filter.
func (f *filter) status(s *Status) {
	s.Filter, s.Typing, s.FilterError = f.query, f.typing, f.problem
	if f.typing {
		s.Filter, s.Cursor = f.input.Value(), f.input.Position()
	}
}

// typed gives a key to a pane whose filter is being typed: the arrows move the
// pane's cursor all the same, everything else goes into the filter.
func (f *filter) typed(k tea.KeyPressMsg, act func(keymap.Action) bool, done func(outcome)) {
	if !f.typing {
		return
	}
	switch k.String() {
	case "up":
		act(keymap.MoveUp)
	case "down":
		act(keymap.MoveDown)
	default:
		done(f.key(k))
	}
}
