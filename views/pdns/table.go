package pdns

import (
	"strconv"

	"quarry/api"
	"quarry/api/cf"
	"quarry/views"
	"quarry/views/paging"
	"quarry/views/style"
	"quarry/views/widget"
)

// The columns.
const (
	colName = iota
	colFirst
	colLast
	colDays
	colWindow
)

func table(q api.Query) *views.List[paging.Listing[cf.PDNS]] {
	alive := alive{window: q}
	return &views.List[paging.Listing[cf.PDNS]]{
		Columns: []widget.Column{
			{Title: "HOST NAME", Min: 16, Ideal: 38, Grow: true, Whole: true, Field: "name"},
			{Title: "FIRST SEEN", Min: 10, Ideal: 10, Drop: 2, Falling: true, Field: "first", Kind: widget.DayColumn},
			{Title: "LAST SEEN", Min: 10, Ideal: 10, Drop: 4, Falling: true, Field: "last", Kind: widget.DayColumn},
			{Title: "DAYS", Min: 4, Ideal: 6, Drop: 3, Right: true, Falling: true, Field: "days", Kind: widget.NumberColumn},
			{Title: "IN WINDOW", Min: 9, Ideal: 16, Grow: true, Drop: 1},
		},
		SortBy: colName,
		Rows: func(_ views.Env, l paging.Listing[cf.PDNS]) widget.Rows {
			return newRows(l.Record.Rows, q)
		},
		Above: func(_ views.Env, l paging.Listing[cf.PDNS], width int) []widget.Text {
			return alive.draw(l.Record.Rows, l.Done(), width)
		},
		Header: []string{"hostname", "first_seen", "last_seen", "days"},
		Cells: func(l paging.Listing[cf.PDNS], row int) []string {
			r := l.Record.Rows.At(row)
			cells := []string{r.Name.Raw.Exact(), r.First.String(), r.Last.String(), ""}
			if n := span(r.First, r.Last); n > 0 {
				cells[3] = strconv.Itoa(n)
			}
			return cells
		},
	}
}

// name is a host name in at most so many characters, with a mark where it is
// none, and with its Unicode form where it is written in Punycode.
func name(n cf.Name, most int) widget.Text {
	switch {
	case n.IsZero():
		return widget.Toned(style.Muted, "no name given")
	case n.Indicator.IsZero():
		return widget.T(style.Warn, style.Warning+" ", style.Text, n.Raw.Cut(most))
	}
	return views.Named(n.Indicator)
}

func date(d api.Day) widget.Text {
	if d.IsZero() {
		return widget.Toned(style.Muted, "not given")
	}
	return widget.Plain(d.String())
}

// length is a number of days in a cell.
func length(days int) widget.Text {
	if days == 0 {
		return widget.Toned(style.Muted, "–")
	}
	return widget.Plain(views.Number(days))
}

// span is how many days there are from the first to the last; 0 when that is not
// known.
func span(first, last api.Day) int {
	if first.IsZero() || last.IsZero() {
		return 0
	}
	return int(max(first, last)-min(first, last)) + 1
}
