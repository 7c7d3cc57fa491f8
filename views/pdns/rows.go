package pdns

import (
	"cmp"
	"strings"
	"sync"

	"quarry/api"
	"quarry/api/cf"
	"quarry/state/indicator"
	"quarry/views/safe"
	"quarry/views/widget"
)

// rows is the table of the names.
type rows struct {
	cf.Hosts
	window api.Query
	days   *sync.Map // the names of groups by day
}

func newRows(list cf.Hosts, window api.Query) rows { return rows{list, window, &sync.Map{}} }

// Cell implements [widget.Rows].
func (r rows) Cell(row, col, width int) widget.Text {
	x := r.At(row)
	switch col {
	case colFirst:
		return date(x.First)
	case colLast:
		return date(x.Last)
	case colDays:
		return length(span(x.First, x.Last))
	case colWindow:
		return widget.Bar(r.window.From.Time(), r.window.To.Time(), x.First.Time(), x.Last.Time(), width)
	}
	return name(x.Name, width+1)
}

// Compare implements [widget.Rows]. Names are sorted by the domain that was
// registered: what belongs together stands together.
func (r rows) Compare(col, a, b int) int {
	if col != colName {
		x, _ := r.SortKey(a, col)
		y, _ := r.SortKey(b, col)
		return cmp.Or(cmp.Compare(x.High, y.High), cmp.Compare(x.Low, y.Low))
	}
	xDomain, xBefore := r.Domain(a)
	yDomain, yBefore := r.Domain(b)
	return cmp.Or(strings.Compare(xDomain, yDomain), strings.Compare(xBefore, yBefore))
}

// SortKey implements [widget.Keyed].
func (r rows) SortKey(row, col int) (key widget.Key, decides bool) {
	if col == colName {
		domain, _ := r.Domain(row)
		return widget.TextKey(domain), false
	}
	first, last := r.Days(row)
	switch col {
	case colFirst:
		return widget.Key{High: number(first)}, true
	case colLast:
		return widget.Key{High: number(last)}, true
	case colDays:
		return widget.Key{High: uint64(span(first, last))}, true
	}
	return widget.Key{High: number(first), Low: number(last)}, true
}

// number is a day as a number that is in order with others, also before 1970.
func number(d api.Day) uint64 { return uint64(uint32(d) ^ 1<<31) }

// Value implements [widget.Values].
func (r rows) Value(row, col int) (float64, bool) {
	first, last := r.Days(row)
	switch col {
	case colFirst:
		return float64(first - 1), !first.IsZero()
	case colLast:
		return float64(last - 1), !last.IsZero()
	case colDays:
		n := span(first, last)
		return float64(n), n > 0
	}
	return 0, false
}

// FilterText implements [widget.Rows].
func (r rows) FilterText(row int) string {
	x := r.At(row)
	return name(x.Name, safe.MaxPrint).String() + "\n" + x.First.String() + "\n" + x.Last.String()
}

// Texts implements [widget.Texts].
func (r rows) Texts() []widget.TextBlock {
	blocks := r.Blocks()
	texts := make([]widget.TextBlock, len(blocks))
	for n, b := range blocks {
		texts[n] = widget.TextBlock{Text: b.Text, Ends: b.Ends, Odd: b.Odd}
	}
	return texts
}

// Extends implements [widget.Growing].
func (r rows) Extends(other widget.Rows) bool {
	o, ok := other.(rows)
	return ok && o.window == r.window && r.Hosts.Extends(o.Hosts)
}

// Target implements [widget.Rows].
func (r rows) Target(row int) indicator.Indicator { return r.At(row).Name.Indicator }

// Copy implements [widget.Rows].
func (r rows) Copy(row int) string { return r.At(row).Name.Raw.Visible() }
