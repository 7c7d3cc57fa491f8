package widget

import (
	"slices"
	"strings"
)

// model is a table written as plainly as can be: everything is worked out anew
// from the whole data at every look.
type model struct {
	list    []record
	by      int
	falling bool
	show    func(record) bool
	marks   map[string]bool
	cursor  int
	anchor  string // a row
	heading string // the heading that the cursor is on; empty for a row
	typing  bool

	group       int
	unfolded    map[string]bool
	flatBy      int // the order before the rows were grouped
	flatFalling bool
}

// modelLine is a line of the model: a row, or a heading with its rows.
type modelLine struct {
	id   string
	rows []record // of a heading
}

// lines are what can be scrolled through.
func (m *model) lines() []modelLine {
	var names []string
	members := map[string][]record{}
	var all []modelLine
	for _, r := range m.shown() {
		if m.group < 0 {
			all = append(all, modelLine{id: r.id})
			continue
		}
		name := groupOf(r, m.group)
		if len(members[name]) == 0 {
			names = append(names, name)
		}
		members[name] = append(members[name], r)
	}
	for _, name := range names {
		all = append(all, modelLine{headingID(name), members[name]})
		for _, r := range members[name] {
			if m.unfolded[name] {
				all = append(all, modelLine{id: r.id})
			}
		}
	}
	return all
}

// lineOf is the place of a record's line, or of the heading it is folded below.
func (m *model) lineOf(id string) int {
	return slices.IndexFunc(m.lines(), func(l modelLine) bool {
		return l.id == id || !m.unfolded[strings.TrimPrefix(l.id, "\x00")] &&
			slices.ContainsFunc(l.rows, func(r record) bool { return r.id == id })
	})
}

func (m *model) sorted() []record {
	list := slices.Clone(m.list)
	if m.by < 0 && m.falling {
		slices.Reverse(list)
	}
	slices.SortStableFunc(list, func(a, b record) int {
		c := 0
		switch m.by {
		case 0:
			c = strings.Compare(a.name, b.name)
		case 1:
			c = a.n - b.n
		}
		if m.falling {
			c = -c
		}
		return c
	})
	return list
}

func (m *model) shown() []record {
	return slices.DeleteFunc(m.sorted(), func(r record) bool { return !m.show(r) })
}

// follow puts the cursor where it belongs after a change.
func (m *model) follow() {
	after := ""
	past := false
	for _, r := range m.sorted() {
		past = past || r.id == m.anchor
		if past && m.show(r) {
			after = r.id
			break
		}
	}
	if at := slices.IndexFunc(m.lines(), func(l modelLine) bool { return l.id == m.heading }); at >= 0 {
		m.cursor = at
	} else if at := slices.IndexFunc(m.lines(), func(l modelLine) bool { return l.id == m.anchor }); at >= 0 {
		m.cursor = at
	} else if after != "" {
		m.cursor = m.lineOf(after)
	} else if past {
		m.cursor = len(m.lines()) - 1
	}
	m.cursor = max(0, min(m.cursor, len(m.lines())-1))
	if !m.typing {
		m.stay()
	}
}

func (m *model) stay() {
	if !slices.ContainsFunc(m.list, func(r record) bool { return r.id == m.anchor }) {
		m.anchor, m.heading = "", ""
	}
	if s := m.lines(); len(s) > 0 {
		rows := s[m.cursor].rows
		switch {
		case rows == nil:
			m.anchor, m.heading = s[m.cursor].id, ""
		case slices.ContainsFunc(rows, func(r record) bool { return r.id == m.anchor }):
			m.heading = s[m.cursor].id
		default:
			m.anchor, m.heading = rows[0].id, s[m.cursor].id
		}
	}
}

func (m *model) move(to int) {
	to = max(0, min(to, len(m.lines())-1))
	if to != m.cursor {
		m.cursor = to
		m.stay()
	}
}

func (m *model) marked() []string {
	var ids []string
	for _, r := range m.sorted() {
		if m.marks[r.id] {
			ids = append(ids, r.id)
		}
	}
	return ids
}
