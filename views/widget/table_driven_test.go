package widget

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"quarry/keymap"
)

// driven is a table beside its model.
type driven struct {
	*rand.Rand
	table         *Table
	m             *model
	typed         bool
	width, height int
	late          []Worked // results that nobody waits for any more
}

// work lets the table come to rest, in one of the ways there are.
func (d *driven) work() {
	if work := d.table.Work(); work != nil {
		done := work(context.Background())
		if d.IntN(4) > 0 {
			d.table.Take(done)
		}
		d.late = append(d.late, done)
	}
	d.table.Finish()
	if len(d.late) > 0 {
		d.table.Take(d.late[d.IntN(len(d.late))])
	}
}

// mutate does the same thing to a table and to its model, and names it.
func (d *driven) mutate() string {
	r, table, m := d.Rand, d.table, d.m
	page := max(min(d.height, 1), d.height-1)
	act := func(a keymap.Action, to int) string {
		table.Act(a)
		m.move(to)
		return string(a)
	}
	n := len(m.lines())
	switch r.IntN(19) {
	case 0, 1:
		m.list = randomList(r, m.list)
		d.setRows()
		m.follow()
		return "rows"
	case 16:
		for range r.IntN(8) {
			id := fmt.Sprintf("r%d", r.IntN(60))
			if !slices.ContainsFunc(m.list, func(x record) bool { return x.id == id }) {
				m.list = append(slices.Clip(m.list), record{id, randomName(r), r.IntN(4)})
			}
		}
		d.setRows()
		m.follow()
		return "more rows"
	case 17:
		if table.Act(keymap.GroupRows) {
			if m.group < 0 {
				m.flatBy, m.flatFalling = m.by, m.falling
			}
			m.group = (m.group+2)%3 - 1
			if m.by, m.falling = m.group, m.group == 1; m.group < 0 {
				m.by, m.falling = m.flatBy, m.flatFalling
			}
			clear(m.unfolded)
			m.follow()
		}
		return "group"
	case 18:
		if table.Act(keymap.Fold) {
			for m.lines()[m.cursor].rows == nil {
				m.cursor--
			}
			m.stay()
			name := strings.TrimPrefix(m.heading, "\x00")
			m.unfolded[name] = !m.unfolded[name]
			m.follow()
		}
		return "fold"
	case 2:
		d.width, d.height = r.IntN(60), r.IntN(14)
		table.Resize(d.width, d.height)
		return "resize"
	case 3:
		return act(keymap.MoveDown, m.cursor+1)
	case 4:
		return act(keymap.MoveUp, m.cursor-1)
	case 5:
		return act(keymap.MoveBottom, n-1)
	case 6:
		return act(keymap.HalfDown, m.cursor+max(1, page/2))
	case 7:
		return act(keymap.PageUp, m.cursor-page)
	case 8:
		return act(keymap.MoveTop, 0)
	case 9:
		step := r.IntN(2)
		table.Act([]keymap.Action{keymap.SortNext, keymap.SortPrevious}[step])
		cycle := []int{-1, 0, 1}
		m.by = cycle[(slices.Index(cycle, m.by)+[]int{1, 2}[step])%3]
		m.falling = m.by == 1
		m.follow()
		return "sort"
	case 10:
		table.Act(keymap.SortReverse)
		m.falling = !m.falling
		m.follow()
		return "reverse"
	case 11:
		table.Act(keymap.Mark)
		if n > 0 {
			l := m.lines()[m.cursor]
			if l.rows == nil {
				m.marks[l.id] = !m.marks[l.id]
			}
			all := !slices.ContainsFunc(l.rows, func(rec record) bool { return !m.marks[rec.id] })
			for _, rec := range l.rows {
				m.marks[rec.id] = !all
			}
		}
		return "mark"
	case 12:
		a := []keymap.Action{keymap.MarkAll, keymap.MarkInvert}[r.IntN(2)]
		table.Act(a)
		for _, rec := range m.shown() {
			m.marks[rec.id] = a == keymap.MarkAll || !m.marks[rec.id]
		}
		return string(a)
	case 13, 14:
		return d.retype()
	default:
		table.Wheel(r.IntN(9) - 4)
		// Where the wheel leaves the cursor is for the table's own test.
		m.cursor = max(0, table.Status().Position-1)
		if n > 0 {
			m.stay()
		}
		return "wheel"
	}
}

// retype types another filter, and takes it or leaves it.
func (d *driven) retype() string {
	r, table, m := d.Rand, d.table, d.m
	before := m.show
	query, show := randomFilter(r, d.typed)
	table.Act(keymap.Filter)
	m.typing = true
	table.Key(tea.KeyPressMsg{Code: 'u', Mod: tea.ModCtrl}) // clears the line
	m.show = func(record) bool { return true }
	m.follow()
	table.Paste(query)
	m.show = show
	m.follow()
	m.typing = false
	if r.IntN(3) == 0 {
		table.Key(press(tea.KeyEscape, ""))
		m.show = before
		m.follow()
		return "cancelled filter " + query
	}
	table.Key(press(tea.KeyEnter, ""))
	m.stay()
	return "filter " + query
}

func (d *driven) setRows() {
	if d.typed {
		d.table.SetRows(newTypedRecords(d.m.list, 1+d.IntN(9)))
	} else {
		d.table.SetRows(records{list: d.m.list})
	}
}
