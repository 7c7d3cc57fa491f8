package ui

import (
	"fmt"

	"quarry/api"
	"quarry/state/indicator"
	"quarry/state/search"
	"quarry/views"
	"quarry/views/safe"
)

// material is what can be copied from a part of a view. It stays as it is, and
// may be read outside the update loop.
type material struct {
	part      views.Part
	selection views.Selection
	// marked are what the marked rows name, each once, where the view is no table
	// that could be taken apart.
	marked []indicator.Indicator
	// rows are those of the part, where the view is a table.
	rows    views.Rows
	content views.Content
	answers []api.Answer
	dots    safe.Dots
	search  search.Settings
}

// material gathers what the forms are made from.
func (m *Model) material(part views.Part) (material, bool) {
	f := m.here()
	if f == nil {
		return material{}, false
	}
	mat := material{part: part, selection: m.selection(), answers: m.answers(), search: m.opt.Search}
	if m.opt.Settings.LastDot {
		mat.dots = safe.LastDot
	}
	if mat.selection.Indicator.IsZero() && mat.selection.Text == "" {
		mat.selection.Indicator = f.subject
	}
	if mat.rows = m.rows(part); !mat.table() {
		mat.marked = m.marked()
	}
	if e, ok := f.view.(views.Exporter); ok {
		mat.content = e.Content()
	}
	return mat, true
}

// rows are those of a part of the view's table; none where it has none.
func (m *Model) rows(part views.Part) views.Rows {
	if f := m.here(); f != nil {
		if t, ok := f.view.(views.Tabler); ok {
			return t.Rows(part)
		}
	}
	return views.Rows{}
}

// parts are those that there are to copy from; the first one always is.
func (m *Model) parts() []views.Part {
	parts := []views.Part{views.Selected}
	if m.markedRows() > 0 {
		parts = append(parts, views.Marked)
	}
	if m.rows(views.Shown).Len > 0 {
		parts = append(parts, views.Shown)
	}
	return parts
}

// usual is the part that a copy is of where nobody says: the marked, or the
// selection.
func (m *Model) usual() views.Part {
	if m.markedRows() > 0 {
		return views.Marked
	}
	return views.Selected
}

// markedRows is how many rows are marked.
func (m *Model) markedRows() int {
	if rows := m.rows(views.Marked); rows.Header != nil || m.here() == nil {
		return rows.Len
	}
	return len(m.marked())
}

// partName is a part as it is called where it is chosen.
func (m *Model) partName(part views.Part) string {
	switch part {
	case views.Marked:
		return "the " + views.Number(m.markedRows()) + " marked"
	case views.Shown:
		return "all " + views.Number(m.rows(part).Len) + " shown"
	}
	if n := m.rows(part).Len; n > 1 {
		return "the group of " + views.Number(n)
	}
	return "the selection"
}

// table reports whether the view is one.
func (m material) table() bool { return m.rows.Header != nil }

// indicators are what the part names, each once, in the order of the screen, and
// how many of its rows name nothing.
func (m material) indicators() (all []indicator.Indicator, nameless int) {
	switch {
	case m.part == views.Selected && !m.selection.Indicator.IsZero():
		return []indicator.Indicator{m.selection.Indicator}, 0
	case m.table(): // also the rows of a group whose heading is selected
	case m.part == views.Selected:
		return nil, 0
	default:
		return m.marked, 0
	}
	seen := map[indicator.Indicator]bool{}
	for n := range m.rows.Len {
		switch i := m.rows.Target(n); {
		case i.IsZero():
			nameless++
		case !seen[i]:
			seen[i] = true
			all = append(all, i)
		}
	}
	return all, nameless
}

// nothing says why there is no indicator to copy.
func (m material) nothing() string {
	switch m.part {
	case views.Marked:
		return "no marked row names an indicator"
	case views.Shown:
		return "no row that is shown names an indicator"
	}
	return "no indicator is selected"
}

// rowless says why there are no rows to copy; empty where there are.
func (m material) rowless() string {
	switch {
	case !m.table():
		return "this view has no table"
	case m.rows.Len > 0:
		return ""
	case m.part == views.Selected:
		return "the cursor is on no row of the table"
	}
	return "there are no rows"
}

// Samples are made of so many rows, of those that name an indicator among so
// many.
const sampleRows, sampleReach = 20, 2_000

// sampled is the material for a sample of its rows: the first of them.
func (m material) sampled() material {
	m.rows = m.rows.First(sampleRows)
	m.marked = m.marked[:min(len(m.marked), sampleRows)]
	return m
}

// named is the material for a sample of its indicators: the first rows that name
// one. sure is false where others may follow that would tell more than these.
func (m material) named() (sample material, sure bool) {
	if m.part == views.Selected || !m.table() {
		return m.sampled(), true
	}
	var rows []int
	reach := min(m.rows.Len, sampleReach)
	for n := 0; n < reach && len(rows) < sampleRows; n++ {
		if !m.rows.Target(n).IsZero() {
			rows = append(rows, n)
		}
	}
	sure = reach == m.rows.Len
	m.rows = m.rows.Pick(rows)
	return m, sure
}

// many is how many rows, or else marked indicators, the material is of; 0 where
// it is a record.
func (m material) many() int {
	switch {
	case m.table():
		return m.rows.Len
	case m.part == views.Marked:
		return len(m.marked)
	}
	return 0
}

// without is a remark on what is not in a copy.
func without(n int, one, many string) string {
	if n == 1 {
		return "without 1 " + one
	}
	return fmt.Sprintf("without %s %s", views.Number(n), many)
}
