package widget

import (
	"context"

	"quarry/views/style"
)

// Worked is what became of a table's work.
type Worked struct {
	a *arrangement // nil where it was given up
}

// Work is what is to be done for the table to show what it was asked for, where
// that takes longer than a frame; nil for nothing. The function may run outside
// the update loop; it gives up when ctx ends. Its result is for [Table.Take].
// What Work returned before is then superseded: it need not be finished.
func (t *Table) Work() func(ctx context.Context) Worked {
	if !t.pending() || t.atWork != nil {
		return nil
	}
	want, have, columns := t.want, t.have, t.columns
	t.atWork = &want
	return func(ctx context.Context) Worked {
		a, _ := arrange(ctx, want, columns, have)
		return Worked{a}
	}
}

// Take shows the result of work, and reports whether it did: a result that comes
// too late changes nothing. Rows that have come meanwhile are for the next Work.
func (t *Table) Take(w Worked) bool {
	if w.a == nil || !t.pending() || !t.serves(w.a.wish) || w.a.data < t.have.data {
		return false
	}
	t.install(w.a)
	return true
}

// serves reports whether what fulfils a wish is what is wanted now, or a part of
// it: with rows still to come.
func (t *Table) serves(w wish) bool {
	return w.sorting == t.want.sorting && w.group == t.want.group && w.filter.same(t.want.filter) &&
		(w.data == t.want.data || extends(t.want.rows, w.rows))
}

// Finish does now what is left to be done, before somebody looks at all rows.
func (t *Table) Finish() {
	if t.pending() {
		a, _ := arrange(context.Background(), t.want, t.columns, t.have)
		t.install(a)
	}
}

// Settle does now what is left to be done where the cursor depends on it, before
// an action that is about the selected row. From then on the cursor stays with its
// row; before, nobody has looked at it, and it stays at the top while rows come.
func (t *Table) Settle() {
	t.touch()
	if !t.want.filter.same(t.have.filter) {
		t.Finish()
	}
}

// pending reports whether the table shows something else than it was asked for.
func (t *Table) pending() bool { return !t.serves(t.have.wish) || t.have.data != t.want.data }

// wish makes what is wanted to be shown: at once, or by [Table.Work]. Work that is
// under way goes on where only more rows have come: they come faster than they
// can be put in order.
func (t *Table) wish() {
	t.fresh = false
	if t.atWork != nil && !t.serves(*t.atWork) {
		t.atWork = nil
	}
	if t.want.rows.Len() <= t.inline {
		t.Finish()
	}
}

// install shows an arrangement. The cursor goes to the
// anchor, or to the first line shown after it; where the anchor is gone it keeps
// its place. Its line on the screen stays the same where that is possible.
func (t *Table) install(a *arrangement) {
	t.atWork, t.fresh = nil, false
	old := t.have.data
	if a.data != old {
		t.marks.move(t.have.rows, a.rows)
		if !extends(a.rows, t.have.rows) {
			t.anchor.row, t.sought.past = noRow, 0
		}
		if t.anchor.row == noRow {
			t.anchor.row = rowOf(a.rows, t.anchor.id, 0)
		}
	}
	if t.have = a; a.data != old {
		t.fitted = fitted(t.columns, a.rows)
		t.layout = layOut(t.fitted, t.width-margin)
	}
	t.relay()
}

// relay lays out the lines of what the table has, and puts cursor and window
// where they belong.
func (t *Table) relay() {
	line := t.cursor - t.top
	t.lines = layLines(t.have, t.unfolded)
	line = t.seek(line)
	if place, found := t.lines.find(t.anchor); found && t.touched {
		t.cursor = place
	}
	t.cursor = max(0, min(t.cursor, t.lines.count-1))
	t.top = t.cursor - line
	t.settle()
	t.reveal()
	t.scrollAcross(0)
}

// settle makes the line under the cursor the one that it stays with.
func (t *Table) settle() {
	if !t.filter.typing {
		t.stay()
	}
}

func (t *Table) stay() {
	switch {
	case t.lines.count > 0:
		at := t.lines.anchor(t.cursor)
		if t.lines.under(at.heading, t.anchor.row) {
			at.id, at.row = t.anchor.id, t.anchor.row
		}
		t.anchor = at
	case t.anchor.row == noRow:
		t.anchor = anchor{row: noRow} // nothing is left of it
	}
}

// rowOf finds a row by its ID among those from a number on; noRow when there is
// none.
func rowOf(rows Rows, id string, from int) int {
	for row := from; row < rows.Len(); row++ {
		if rows.ID(row) == id {
			return row
		}
	}
	return noRow
}

// sortBy sorts by a column, in the direction that is usual for it.
func (t *Table) sortBy(column int) {
	t.want.sorting = sorting{column, column != dataOrder && t.columns[column].Falling}
	t.wish()
}

// reverse turns the order round.
func (t *Table) reverse() {
	t.want.falling = !t.want.falling
	t.wish()
}

// stepSort goes through the columns and the order of the data.
func (t *Table) stepSort(delta int) {
	places := len(t.columns) + 1
	t.sortBy((t.want.by+1+delta+places)%places - 1)
}

// sortName is the order in words; empty for that of the data.
func (t *Table) sortName() string {
	switch {
	case t.want.by != dataOrder:
		return t.columns[t.want.by].Title + " " + t.direction()
	case t.want.falling:
		return "reversed"
	}
	return ""
}

func (t *Table) direction() string {
	if t.want.falling {
		return style.Falling
	}
	return style.Rising
}

// Groupings lists the ways in which the rows can be grouped; none where they
// cannot.
func (t *Table) Groupings() []GroupWay {
	if g, ok := t.want.rows.(Grouping); ok {
		return g.GroupBy()
	}
	return nil
}

// Grouped reports whether the rows are grouped.
func (t *Table) Grouped() bool { return t.have.groups != nil }

// stepGroup goes to the next way to group, and after the last to none, with the
// order that there was before. Groups are folded at first.
func (t *Table) stepGroup() bool {
	ways := t.Groupings()
	if len(ways) == 0 {
		return false
	}
	if t.want.group == ungrouped {
		t.flat = t.want.sorting
	}
	t.want.group++
	if t.want.group < len(ways) {
		column := ways[t.want.group].Column
		t.want.sorting = sorting{column, t.columns[column].Falling}
	} else {
		t.want.group, t.want.sorting = ungrouped, t.flat
	}
	clear(t.unfolded)
	t.wish()
	return true
}

// fold folds or unfolds the group that the cursor is in; false when there is
// none. From a row of a group that is folded, the cursor goes to its heading.
func (t *Table) fold() bool {
	if !t.Grouped() || t.lines.count == 0 {
		return false
	}
	g := t.lines.group(t.cursor)
	name := t.have.groups[g].name
	if t.unfolded[name] {
		delete(t.unfolded, name)
	} else {
		t.unfolded[name] = true
	}
	line := t.cursor - t.top
	t.cursor = t.lines.starts[g]
	t.top = t.cursor - line
	t.stay()
	t.relay()
	return true
}

// Opens reports whether the table takes [keymap.Open] for itself: it folds the group
// whose heading is selected.
func (t *Table) Opens() bool { return t.onHeading() }

// onHeading reports whether the cursor is on the heading of a group.
func (t *Table) onHeading() bool {
	return t.Grouped() && t.lines.count > 0 && t.lines.at(t.cursor).row == noRow
}
