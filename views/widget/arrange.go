package widget

import (
	"context"
	"slices"
)

// wish is what a table is to show.
type wish struct {
	rows Rows
	data int // tells rows from those before
	sorting
	filter matcher
	group  int // way to group; ungrouped for none
}

// ungrouped stands for the way to group in a table without groups.
const ungrouped = -1

// arrangement is a wish come true: which rows are shown and in which order. It
// is immutable, and may be made outside the update loop.
type arrangement struct {
	wish
	n        int      // rows
	order    []uint32 // all rows in order; nil for the order of the data
	filtered bitset   // the rows that the filter shows; nil for all
	shown    []uint32 // the rows that the filter shows, in order; nil for all of order
	groups   []group  // nil when not grouped
	corpus   *corpus  // of rows; nil until a filter needed it
}

// arrange makes an arrangement, using of an earlier one what holds still. ok is
// false when ctx ended before.
func arrange(ctx context.Context, w wish, columns []Column, prev *arrangement) (a *arrangement, ok bool) {
	a = &arrangement{wish: w, n: w.rows.Len()}
	same := prev != nil && prev.data == w.data
	grown := same || prev != nil && extends(w.rows, prev.rows)
	switch {
	case same && prev.sorting == w.sorting:
		a.order = prev.order
	case grown && prev.sorting == w.sorting && (w.by != dataOrder || w.falling):
		a.order, ok = mergeRows(ctx, w.rows, w.sorting, prev.order)
	default:
		a.order, ok = sortRows(ctx, w.rows, w.sorting, 0)
	}
	if !ok && ctx.Err() != nil {
		return nil, false
	}
	if same {
		a.corpus = prev.corpus
	}
	if !w.filter.Empty() && !a.search(ctx, columns, prev, same, grown) {
		return nil, false
	}
	if w.group != ungrouped {
		if g, can := w.rows.(Grouping); can {
			if a.groups, ok = groupRows(ctx, g, w.group, a); !ok {
				return nil, false
			}
		}
	}
	return a, true
}

// search finds the rows that the filter shows.
func (a *arrangement) search(ctx context.Context, columns []Column, prev *arrangement, same, grown bool) (ok bool) {
	if a.corpus == nil {
		a.corpus = newCorpus(a.rows, columns)
	}
	var known, candidates bitset
	from := 0
	switch {
	case grown && prev.filter.same(a.filter):
		known, from = prev.filtered, prev.n
	case same && a.filter.narrows(prev.filter):
		candidates = prev.filtered
	}
	if a.filtered, ok = a.corpus.search(ctx, a.filter, known, from, candidates); !ok {
		return false
	}
	a.shown = make([]uint32, 0, a.filtered.count())
	for place := range a.n {
		if row := a.rowAt(place); a.filtered.has(row) {
			a.shown = append(a.shown, uint32(row))
		}
	}
	return true
}

// rowAt is the row at a place of the order, filter aside.
func (a *arrangement) rowAt(place int) int {
	if a.order == nil {
		return place
	}
	return int(a.order[place])
}

// shows reports whether the filter shows a row.
func (a *arrangement) shows(row int) bool { return a.filtered == nil || a.filtered.has(row) }

// count is how many rows the filter shows.
func (a *arrangement) count() int {
	if a.filtered == nil {
		return a.n
	}
	return len(a.shown)
}

// row is the row at a place among those that the filter shows, groups aside.
func (a *arrangement) row(place int) int {
	if a.filtered == nil {
		return a.rowAt(place)
	}
	return int(a.shown[place])
}

// rank is how many of the rows that the filter shows stand before a row, which
// need not be shown itself.
func (a *arrangement) rank(row int) int {
	if a.order == nil && a.filtered == nil {
		return row
	}
	if a.filtered == nil {
		return slices.Index(a.order, uint32(row))
	}
	before := 0
	for place := range a.n {
		r := a.rowAt(place)
		if r == row {
			return before
		}
		if a.filtered.has(r) {
			before++
		}
	}
	return before
}

// extends reports whether rows are others with more after them.
func extends(rows, others Rows) bool {
	g, ok := rows.(Growing)
	return ok && others.Len() > 0 && g.Extends(others)
}
