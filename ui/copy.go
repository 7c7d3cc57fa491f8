package ui

import (
	"context"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"quarry/keymap"
	"quarry/ui/clipboard"
	"quarry/ui/overlay"
	"quarry/views"
	"quarry/views/safe"
)

// copySelection copies in the form last used.
func (m *Model) copySelection() tea.Cmd { return m.copyIn(m.form) }

// copyAs offers the forms, then copies in the one that is chosen.
func (m *Model) copyAs() tea.Cmd {
	material, ok := m.material()
	if !ok {
		return m.say("nothing is open to copy from")
	}
	var choices []overlay.Choice
	for _, f := range copyForms() {
		text, why := f.make(material)
		choices = append(choices, overlay.Choice{Name: f.name, Key: f.key, Note: sample(text), Disabled: why})
	}
	m.show(overlay.NewChoose(m.opt.Keys, "Copy as", choices, m.form), func(r overlay.Result) tea.Cmd {
		return m.copyIn(r.(overlay.Picked).Index)
	})
	return nil
}

// copyIn copies in one of the forms. A form that does not fit what is selected
// says so; nothing else is copied in its place.
func (m *Model) copyIn(form int) tea.Cmd {
	material, ok := m.material()
	if !ok {
		return m.say("nothing is open to copy from")
	}
	f := copyForms()[form]
	text, why := f.make(material)
	if why != "" {
		return m.say(fmt.Sprintf("not copied as %s: %s (%s chooses another form)", f.name, why, m.opt.Keys.Key(keymap.CopyAs)))
	}
	m.trying = form
	return m.copy(text)
}

// material gathers what the forms are made from.
func (m *Model) material() (material, bool) {
	f := m.here()
	if f == nil {
		return material{}, false
	}
	mat := material{selection: m.selection(), answers: m.answers()}
	if m.opt.Settings.LastDot {
		mat.dots = safe.LastDot
	}
	if mat.selection.Indicator.IsZero() && mat.selection.Text == "" {
		mat.selection.Indicator = f.subject
	}
	if k, ok := f.view.(views.Marker); ok {
		mat.marked = k.Marked()
	}
	if e, ok := f.view.(views.Exporter); ok {
		mat.content = e.Content()
	}
	return mat, true
}

// copy puts a text on the clipboard. Whatever made it, what goes out has
// everything that could act or hide made visible, except the line breaks and
// tabs that quarry itself put between values.
func (m *Model) copy(text string) tea.Cmd {
	return m.opt.Clipboard.Copy(context.WithoutCancel(m.opt.Context), safe.VisibleText(text))
}

// copied tells what became of a copy. What went nowhere is shown, so that it
// can be selected with the mouse.
func (m *Model) copied(r clipboard.Result) tea.Cmd {
	if r.Err == nil {
		m.form = m.trying // a form that does not get through is not remembered
	}
	return m.say(r.Notice(sample(r.Text)))
}

// sample is a text as it stands in a notice: one line, short.
func sample(text string) string {
	lines := safe.Lines(strings.TrimRight(text, "\n"))
	s := safe.PrintMax(lines[0], 60)
	if len(lines) > 1 {
		s += fmt.Sprintf(" (%s lines)", views.Number(len(lines)))
	}
	return s
}
