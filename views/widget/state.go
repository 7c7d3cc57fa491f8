package widget

import (
	"maps"
	"slices"
)

// PaneState is how a pane is set: where the cursor is, what is filtered, sorted,
// grouped, folded and marked. It marshals to JSON, to be kept across runs: columns
// and ways to group are named, rows have their IDs.
type PaneState struct {
	// Cursor is the ID of the selected row, Heading that of the group where the
	// cursor is on one. Line counts the lines in sight above it.
	Cursor  string `json:"cursor,omitempty"`
	Heading string `json:"heading,omitempty"`
	Line    int    `json:"line,omitempty"`
	// Filter is the one in force, also while it is typed: what is shown comes back.
	Filter string `json:"filter,omitempty"`
	// Sort is the title of a column; empty for the order of the data.
	Sort    string `json:"sort,omitempty"`
	Falling bool   `json:"falling,omitempty"`
	Group   string `json:"group,omitempty"`
	// Toggled are the groups that are folded in a [Doc], unfolded in a [Table].
	Toggled []string `json:"toggled,omitempty"`
	// Marked are the IDs of the marked rows. More than [MostMarks] are left out,
	// all of them: a part would look like the whole.
	Marked []string `json:"marked,omitempty"`
}

// Restorer is a [Pane] whose state can be kept.
type Restorer interface {
	Pane
	// State is how the pane is set, for a later Restore.
	State() PaneState
	// Restore sets a pane that has its data as another was. What the data does not
	// have any more is left out.
	Restore(PaneState)
}

var _, _ Restorer = (*Table)(nil), (*Doc)(nil)

// MostMarks is how many marks a state has at most.
const MostMarks = 10_000

// sought is a line that a table was told to go to and does not have yet, since its
// rows come in parts.
type sought struct {
	anchor
	line int // in sight above it
	on   bool
	past int // rows that were looked through in vain
}

// restored is the line in sight that the cursor was put back on: it stays there,
// whatever height the table comes to, until somebody does something.
type restored struct {
	line int
	on   bool
}

// touch notes that somebody has done something: the cursor then stays where they
// see it.
func (t *Table) touch() { t.touched, t.sought, t.restored = true, sought{}, restored{} }

// seek makes the line that is sought the one to go to, where it is there. It
// returns how many lines are to be in sight above the cursor.
func (t *Table) seek(line int) int {
	if !t.sought.on || t.have.n == 0 {
		return line
	}
	to := t.sought.anchor
	if to.row = rowOf(t.have.rows, to.id, t.sought.past); to.row == noRow && to.heading == "" {
		t.sought.past = t.have.n
		return line
	}
	t.anchor, line, t.sought = to, t.sought.line, sought{}
	t.restored = restored{line, true}
	return line
}

// State implements [Restorer].
func (t *Table) State() PaneState {
	s := PaneState{
		Cursor: t.anchor.id, Heading: t.anchor.heading, Line: max(0, t.cursor-t.top),
		Filter: t.filter.query, Falling: t.want.falling, Toggled: slices.Sorted(maps.Keys(t.unfolded)),
	}
	if t.want.by != dataOrder {
		s.Sort = t.columns[t.want.by].Title
	}
	if ways := t.Groupings(); t.want.group >= 0 && t.want.group < len(ways) {
		s.Group = ways[t.want.group].Name
	}
	if t.sought.on {
		s.Cursor, s.Heading, s.Line = t.sought.id, t.sought.heading, t.sought.line
	}
	if n := t.marks.count + len(t.marks.away); n > 0 && n <= MostMarks {
		s.Marked = append(t.Marked(), slices.Sorted(maps.Keys(t.marks.away))...)
	}
	return s
}

// Restore implements [Restorer].
func (t *Table) Restore(s PaneState) {
	t.filter.set(s.Filter)
	t.filter.close()
	t.want.filter = t.filter.matcher
	t.flat = t.want.sorting
	by := slices.IndexFunc(t.columns, func(c Column) bool { return c.Title == s.Sort })
	t.want.sorting = sorting{max(by, dataOrder), s.Falling}
	t.want.group = slices.IndexFunc(t.Groupings(), func(w GroupWay) bool { return w.Name == s.Group })
	clear(t.unfolded)
	for _, name := range s.Toggled {
		t.unfolded[name] = true
	}
	away := map[string]struct{}{}
	for _, id := range s.Marked {
		away[id] = struct{}{}
	}
	t.marks = marks{away: away}
	t.marks.move(noRows{}, t.have.rows)
	t.anchor, t.cursor, t.top = anchor{row: noRow}, 0, 0
	t.touched, t.restored = true, restored{}
	t.sought = sought{anchor{heading: s.Heading, id: s.Cursor}, s.Line, s.Cursor != "" || s.Heading != "", 0}
	t.wish()
	t.relay()
}

// State implements [Restorer].
func (d *Doc) State() PaneState {
	s := PaneState{Cursor: d.anchor, Filter: d.filter.query}
	if c := d.cursor(); c >= 0 {
		s.Cursor, s.Line = d.rows[d.shown[c]].ID, max(0, c-d.top)
	}
	for _, group := range slices.Sorted(maps.Keys(d.folded)) {
		if d.folded[group] {
			s.Toggled = append(s.Toggled, group)
		}
	}
	return s
}

// Restore implements [Restorer].
func (d *Doc) Restore(s PaneState) {
	d.filter.set(s.Filter)
	d.filter.close()
	clear(d.folded)
	for _, group := range s.Toggled {
		d.folded[group] = true
	}
	d.forget()
	d.anchor = s.Cursor
	d.reflow(d.rowOf(s.Cursor))
	if at := slices.IndexFunc(d.stops, func(stop int) bool { return d.rows[d.shown[stop]].ID == s.Cursor }); at >= 0 {
		d.at = at // also where it only stands above a match
	}
	d.top = max(0, d.cursor()-s.Line)
	d.clampTop()
	d.reveal()
}
