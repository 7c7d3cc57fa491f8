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
	"quarry/views/style"
)

// copying is a copy under way: in which form, and what has to be said of it.
type copying struct {
	form int
	note string
}

// madeCopy is what a form has made to be copied.
type madeCopy struct {
	written
	form int
	name string
}

// copySelection copies the marked, or the selection, in the form last used.
func (m *Model) copySelection() tea.Cmd { return m.copyIn(m.form, m.usual()) }

// copyAs offers the forms for each part that there is, then copies in the one
// that is chosen.
func (m *Model) copyAs() tea.Cmd {
	usual, ok := m.material(m.usual())
	if !ok {
		return m.say("nothing is open to copy from")
	}
	parts := m.parts()
	var forms []int // those that are offered
	at := 0
	for n, f := range copyForms() {
		if f.tables && !usual.table() {
			continue
		}
		if n == m.form {
			at = len(forms)
		}
		forms = append(forms, n)
	}
	scopes, here := make([]overlay.Scope, len(parts)), 0
	for n, part := range parts {
		if part == usual.part {
			here = n
		}
		scopes[n] = overlay.Scope{Name: m.partName(part), Forms: func() (string, []overlay.Form) { return m.formsFor(part, forms) }}
	}
	m.show(overlay.NewCopyAs(m.opt.Keys, scopes, here, at), func(r overlay.Result) tea.Cmd {
		taken := r.(overlay.FormTaken)
		return m.copyIn(forms[taken.Form], parts[taken.Scope])
	})
	return nil
}

// formsFor are the forms as they would copy a part, and of what the part is one.
// The samples are made of its first rows.
func (m *Model) formsFor(part views.Part, forms []int) (of string, offers []overlay.Form) {
	whole, _ := m.material(part)
	for _, n := range forms {
		f, mat := copyForms()[n], whole
		if p := m.covers(f, whole); p != part {
			mat, _ = m.material(p)
		}
		offer := overlay.Form{Name: f.called(mat), Short: f.name, Key: f.key, Group: f.group}
		if f.tables && mat.content.Record != nil { // as a whole it may be large
			offer.Sample = "as JSON: all that is loaded, whatever is chosen above"
		} else {
			from, sure := mat.sampled(), true
			if f.group == ofIndicators {
				from, sure = mat.named()
			}
			w := f.make(from)
			offer.Sample, offer.Count = telling(w.text, 120), extent(f, mat, w.text)
			if w.note != "" {
				offer.Sample = w.note + " " + style.Dot + " " + offer.Sample
			}
			if sure { // else what does not fit may fit with the rows to come
				offer.Disabled = w.why
			}
		}
		offers = append(offers, offer)
	}
	return m.covered(whole), offers
}

// covers is the part that a form copies where another was named. While nothing is
// marked, what the view says of a list is the list, not the row that the cursor
// happens to be on.
func (m *Model) covers(f copyForm, mat material) views.Part {
	if f.group == ofRecords && m.listAlone(mat) {
		return views.Shown
	}
	return mat.part
}

func (m *Model) listAlone(mat material) bool {
	return mat.part == views.Selected && mat.table() && m.usual() == views.Selected
}

// covered says of what a part is one, and of a single row what the forms take that
// are about the whole list.
func (m *Model) covered(mat material) string {
	if mat.part != views.Selected {
		return mat.rows.Of
	}
	shown := m.rows(views.Shown)
	if !m.listAlone(mat) || shown.Len == 0 {
		return "" // of one row everybody knows that there may be others
	}
	of := "Markdown, CSV and JSON: all " + views.Number(shown.Len) + " shown"
	if shown.Of != "" {
		of += ", " + shown.Of
	}
	return of
}

// extent is how much a form would copy: the rows of a table, the lines of a
// record; empty for one.
func extent(f copyForm, m material, text string) string {
	if f.group == ofRequest {
		return ""
	}
	if n := m.many(); n > 1 {
		return views.Count(n, "row")
	}
	if n := len(safe.Lines(strings.TrimRight(text, "\n"))); n > 1 && !m.table() {
		return views.Count(n, "line")
	}
	return ""
}

// telling is the first line of a text that says something, at most so long.
func telling(text string, most int) string {
	for _, l := range safe.Lines(text) {
		if l := strings.TrimSpace(l); len(l) > 1 {
			return safe.PrintMax(l, most)
		}
	}
	return safe.PrintMax(text, most)
}

// atOnce is how many rows are made into text within the update loop: some
// milliseconds' worth.
const atOnce = 10_000

// copyIn copies a part in one of the forms.
func (m *Model) copyIn(form int, part views.Part) tea.Cmd {
	mat, ok := m.material(part)
	if !ok {
		return m.say("nothing is open to copy from")
	}
	f := copyForms()[form]
	if p := m.covers(f, mat); p != part {
		part = p
		mat, _ = m.material(part)
	}
	run := func() madeCopy {
		w := f.make(mat)
		if part == views.Shown && mat.rows.Of != "" && w.why == "" {
			w.note = strings.TrimPrefix(w.note+"; "+mat.rows.Of, "; ")
		}
		return madeCopy{written: w, form: form, name: f.called(mat)}
	}
	if n := m.rows(views.Shown).Len; max(n, mat.rows.Len) > atOnce {
		return tea.Batch(m.say("making a text of "+views.Count(mat.rows.Len, "row")+" "+style.Ellipsis), func() tea.Msg { return run() })
	}
	return m.made(run())
}

// made copies what a form has made. A form that does not fit what is there says
// so; nothing else is copied in its place.
func (m *Model) made(c madeCopy) tea.Cmd {
	if c.why != "" {
		return m.say(fmt.Sprintf("not copied as %s: %s (%s chooses another form)", c.name, c.why, m.opt.Keys.Key(keymap.CopyAs)))
	}
	m.trying = copying{c.form, c.note}
	return m.copy(c.text)
}

// copyShown copies a text that a dialog shows.
func (m *Model) copyShown(text string) tea.Cmd {
	m.trying = copying{form: m.form}
	return m.copy(text)
}

// copy puts a text on the clipboard. Whatever made it, what goes out has
// everything that could act or hide made visible, except the line breaks and
// tabs that quarry itself put between values.
func (m *Model) copy(text string) tea.Cmd {
	return m.opt.Clipboard.Copy(context.WithoutCancel(m.opt.Context), safe.VisibleText(text))
}

// copied tells what became of a copy, first of all what is not in it. What went
// nowhere is shown, so that it can be selected with the mouse.
func (m *Model) copied(r clipboard.Result) tea.Cmd {
	if r.Err != nil {
		return m.say(r.Notice(sample(r.Text)))
	}
	m.form = m.trying.form // a form that does not get through is not remembered
	if m.trying.note != "" {
		return m.say(m.trying.note + "; " + r.Notice(sample(r.Text)))
	}
	return m.say(r.Notice(sample(r.Text)))
}

// sample is a text as it stands in a notice: one line, short.
func sample(text string) string {
	lines := safe.Lines(strings.TrimRight(text, "\n"))
	s := telling(text, 60)
	if len(lines) > 1 {
		s += fmt.Sprintf(" (%s lines)", views.Number(len(lines)))
	}
	return s
}
