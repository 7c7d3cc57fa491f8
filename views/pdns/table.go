package pdns

import (
	"cmp"
	"strconv"
	"strings"

	"quarry/api"
	"quarry/api/cf"
	"quarry/state/indicator"
	"quarry/views"
	"quarry/views/paging"
	"quarry/views/safe"
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
	return &views.List[paging.Listing[cf.PDNS]]{
		Columns: []widget.Column{
			{Title: "HOST NAME", Min: 16, Ideal: 38, Grow: true},
			{Title: "FIRST SEEN", Min: 10, Ideal: 10, Drop: 2, Falling: true},
			{Title: "LAST SEEN", Min: 10, Ideal: 10, Drop: 4, Falling: true},
			{Title: "DAYS", Min: 4, Ideal: 6, Drop: 3, Right: true, Falling: true},
			{Title: "IN WINDOW", Min: 9, Ideal: 16, Grow: true, Drop: 1},
		},
		SortBy: colName,
		Rows: func(_ views.Env, l paging.Listing[cf.PDNS]) widget.Rows {
			return rows{l.Record.Rows, ids(l.Record.Rows), q}
		},
		Above: func(_ views.Env, l paging.Listing[cf.PDNS], width int) []widget.Text {
			return alive(q, l.Record.Rows, l.Done(), width)
		},
		Header: []string{"hostname", "first_seen", "last_seen", "days"},
		Cells: func(l paging.Listing[cf.PDNS], row int) []string {
			r := l.Record.Rows[row]
			cells := []string{r.Name.Raw.Exact(), r.First.String(), r.Last.String(), ""}
			if n := days(r); n > 0 {
				cells[3] = strconv.Itoa(n)
			}
			return cells
		},
	}
}

// rows is the table of the names.
type rows struct {
	list   []cf.PDNSRow
	ids    []string
	window api.Query
}

// Len implements [widget.Rows].
func (r rows) Len() int { return len(r.list) }

// ID implements [widget.Rows].
func (r rows) ID(row int) string { return r.ids[row] }

// Cell implements [widget.Rows].
func (r rows) Cell(row, col, width int) widget.Text {
	x := r.list[row]
	switch col {
	case colFirst:
		return date(x.First)
	case colLast:
		return date(x.Last)
	case colDays:
		if n := days(x); n > 0 {
			return widget.Plain(views.Number(n))
		}
		return widget.Toned(style.Muted, "–")
	case colWindow:
		return widget.Bar(r.window.From.Time(), r.window.To.Time(), x.First.Time(), x.Last.Time(), width)
	}
	return name(x.Name)
}

// name is a host name, with a mark where it is none, and with its Unicode form
// where it is written in Punycode.
func name(n cf.Name) widget.Text {
	switch {
	case n.IsZero():
		return widget.Toned(style.Muted, "no name given")
	case n.Indicator.IsZero():
		return widget.T(style.Warn, style.Warning+" ", style.Text, n.Raw.String())
	}
	text := widget.Plain(safe.Show(n.Indicator))
	if u := n.Indicator.Unicode(); u != n.Indicator.String() {
		text = widget.T(text, style.Warn, "  shows as "+safe.Print(u))
	}
	return text
}

func date(d api.Day) widget.Text {
	if d.IsZero() {
		return widget.Toned(style.Muted, "not given")
	}
	return widget.Plain(d.String())
}

// days is how many days a name was seen on, from the first to the last; 0 when
// that is not known.
func days(r cf.PDNSRow) int {
	if r.First.IsZero() || r.Last.IsZero() {
		return 0
	}
	return int(max(r.First, r.Last)-min(r.First, r.Last)) + 1
}

// Compare implements [widget.Rows].
func (r rows) Compare(col, a, b int) int {
	x, y := r.list[a], r.list[b]
	switch col {
	case colFirst:
		return cmp.Compare(x.First, y.First)
	case colLast:
		return cmp.Compare(x.Last, y.Last)
	case colDays:
		return cmp.Compare(days(x), days(y))
	case colWindow:
		return cmp.Or(cmp.Compare(x.First, y.First), cmp.Compare(x.Last, y.Last))
	}
	return strings.Compare(r.ids[a], r.ids[b])
}

// FilterText implements [widget.Rows].
func (r rows) FilterText(row int) string {
	x := r.list[row]
	return name(x.Name).String() + "\n" + x.First.String() + "\n" + x.Last.String()
}

// Target implements [widget.Rows].
func (r rows) Target(row int) indicator.Indicator { return r.list[row].Name.Indicator }

// Copy implements [widget.Rows].
func (r rows) Copy(row int) string { return r.list[row].Name.Raw.String() }
