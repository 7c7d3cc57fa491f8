package widget

import (
	"cmp"
	"context"
	"runtime"
	"slices"
)

// dataOrder stands for the column in a table that is not sorted.
const dataOrder = -1

// sorting is how rows are put in order. Equal rows stay in the order of the
// data, in both directions.
type sorting struct {
	by      int // column sorted by; dataOrder for none
	falling bool
}

// sortedRow is a row with its key.
type sortedRow struct {
	key Key
	row uint32
}

// sorter compares rows.
type sorter struct {
	rows    Rows
	keys    Keyed // nil where Compare tells all
	decides bool
	sorting
}

func newSorter(rows Rows, s sorting) *sorter {
	x := &sorter{rows: rows, sorting: s}
	if x.keys, _ = rows.(Keyed); x.keys != nil && rows.Len() > 0 {
		_, x.decides = x.keys.SortKey(0, s.by)
	}
	return x
}

func (x *sorter) of(row int) sortedRow {
	r := sortedRow{row: uint32(row)}
	if x.keys != nil {
		r.key, _ = x.keys.SortKey(row, x.by)
		if x.falling {
			r.key.High, r.key.Low = ^r.key.High, ^r.key.Low
		}
	}
	return r
}

func (x *sorter) compare(a, b sortedRow) int {
	if a.key.High != b.key.High {
		return cmp.Compare(a.key.High, b.key.High)
	}
	if a.key.Low != b.key.Low {
		return cmp.Compare(a.key.Low, b.key.Low)
	}
	if !x.decides {
		c := x.rows.Compare(x.by, int(a.row), int(b.row))
		if x.falling {
			c = -c
		}
		if c != 0 {
			return c
		}
	}
	return cmp.Compare(a.row, b.row)
}

// sortRows puts the rows from one on in order; nil stands for the order of the
// data. ok is false when ctx ended before.
func sortRows(ctx context.Context, rows Rows, s sorting, from int) (order []uint32, ok bool) {
	n := rows.Len() - from
	if s.by == dataOrder {
		if !s.falling {
			return nil, true
		}
		order = make([]uint32, n)
		for i := range order {
			order[i] = uint32(from + n - 1 - i)
		}
		return order, true
	}
	x := newSorter(rows, s)
	all := make([]sortedRow, n)
	// Each processor sorts a part; the parts are then merged.
	parts := max(1, min(runtime.GOMAXPROCS(0), n/taskRows))
	edge := func(part int) int { return part * n / parts }
	ok = parallel(ctx, parts, func(part int) {
		some := all[edge(part):edge(part+1)]
		for i := range some {
			if i%taskRows == 0 && ctx.Err() != nil {
				return
			}
			some[i] = x.of(from + edge(part) + i)
		}
		slices.SortFunc(some, x.compare)
	})
	if !ok {
		return nil, false
	}
	order = make([]uint32, 0, n)
	heads := make([][]sortedRow, parts)
	for part := range heads {
		heads[part] = all[edge(part):edge(part+1)]
	}
	for len(order) < n {
		least := -1
		for part, head := range heads {
			if len(head) > 0 && (least < 0 || x.compare(head[0], heads[least][0]) < 0) {
				least = part
			}
		}
		order = append(order, heads[least][0].row)
		heads[least] = heads[least][1:]
	}
	return order, true
}

// mergeRows is an order with the rows after it put in their places. ok is false
// when ctx ended before.
func mergeRows(ctx context.Context, rows Rows, s sorting, order []uint32) (merged []uint32, ok bool) {
	more, ok := sortRows(ctx, rows, s, len(order))
	if !ok {
		return nil, false
	}
	merged = make([]uint32, 0, rows.Len())
	if s.by == dataOrder { // falling: the last rows come first
		return append(append(merged, more...), order...), true
	}
	x := newSorter(rows, s)
	for len(order) > 0 && len(more) > 0 {
		at := x.search(order, x.of(int(more[0])))
		merged = append(append(merged, order[:at]...), more[0])
		order, more = order[at:], more[1:]
	}
	return append(append(merged, order...), more...), true
}

// search is how many rows of an order come before one. Mostly they are few: it
// looks at ever longer strides.
func (x *sorter) search(order []uint32, next sortedRow) int {
	from, stride := 0, 1
	for from+stride <= len(order) && x.compare(x.of(int(order[from+stride-1])), next) < 0 {
		from += stride
		stride *= 2
	}
	some := order[from:min(from+stride, len(order))]
	at, _ := slices.BinarySearchFunc(some, next, func(row uint32, next sortedRow) int {
		return x.compare(x.of(int(row)), next)
	})
	return from + at
}
