package widget

import (
	"cmp"
	"slices"

	"quarry/views/style"
)

// sort puts all rows in order. Equal rows stay in the order of the data, in
// both directions.
func (t *Table) sort() {
	n := t.rows.Len()
	if cap(t.order) < n {
		t.order = make([]int, n)
	}
	t.order = t.order[:n]
	for i := range t.order {
		t.order[i] = i
	}
	switch {
	case t.by != dataOrder && t.falling:
		slices.SortFunc(t.order, func(a, b int) int {
			return cmp.Or(t.rows.Compare(t.by, b, a), cmp.Compare(a, b))
		})
	case t.by != dataOrder:
		slices.SortFunc(t.order, func(a, b int) int {
			return cmp.Or(t.rows.Compare(t.by, a, b), cmp.Compare(a, b))
		})
	case t.falling:
		slices.Reverse(t.order)
	}
}

// refilter decides anew which rows are shown. The cursor goes to the row
// anchor, or to the first one shown after it; where anchor is -1 it keeps its
// place. Its line on the screen stays the same where that is possible.
func (t *Table) refilter(anchor int) {
	t.fresh = false
	line := t.cursor - t.top
	at := t.cursor
	all := t.filter.matcher.Empty()
	if !all {
		t.prepare()
	}
	t.shown = t.shown[:0]
	for _, row := range t.order {
		if row == anchor {
			at = len(t.shown)
		}
		if all || t.filter.matcher.match(&t.hay[row]) {
			t.shown = append(t.shown, row)
		}
	}
	t.cursor = max(0, min(at, len(t.shown)-1))
	t.top = t.cursor - line
	t.settle()
	t.reveal()
}

// prepare lower-cases the rows, once for all filters.
func (t *Table) prepare() {
	if t.hay != nil {
		return
	}
	t.hay = make([]haystack, t.rows.Len())
	for i := range t.hay {
		t.hay[i] = newHaystack(t.rows.FilterText(i))
	}
}

// settle makes the row under the cursor the one that it stays with.
func (t *Table) settle() {
	if !t.filter.typing && len(t.shown) > 0 {
		t.anchor = t.rows.ID(t.shown[t.cursor])
	}
}

// rowOf finds a row by its ID; -1 when it is gone.
func (t *Table) rowOf(id string) int {
	for row := range t.rows.Len() {
		if t.rows.ID(row) == id {
			return row
		}
	}
	return -1
}

// sortBy sorts by a column, in the direction that is usual for it.
func (t *Table) sortBy(column int) {
	t.by = column
	t.falling = column != dataOrder && t.columns[column].Falling
	t.resort()
}

func (t *Table) resort() {
	anchor := t.rowOf(t.anchor)
	t.sort()
	t.refilter(anchor)
}

// stepSort goes through the columns and the order of the data.
func (t *Table) stepSort(delta int) {
	places := len(t.columns) + 1
	t.sortBy((t.by+1+delta+places)%places - 1)
}

// sortName is the order in words; empty for that of the data.
func (t *Table) sortName() string {
	switch {
	case t.by != dataOrder:
		return t.columns[t.by].Title + " " + t.direction()
	case t.falling:
		return "reversed"
	}
	return ""
}

func (t *Table) direction() string {
	if t.falling {
		return style.Falling
	}
	return style.Rising
}
