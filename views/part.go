package views

import (
	"fmt"

	"quarry/state/indicator"
	"quarry/views/widget"
)

// Part is which rows of a table are meant.
type Part uint8

// The parts of a table that can be copied.
const (
	Selected Part = iota // the row under the cursor
	Marked               // the marked rows, those that the filter hides included
	Shown                // what the filter shows, folded groups included
)

// Rows are rows of a table in exact values, in the order of the screen. One is
// made when it is asked for, since there may be a million. They stay as they were
// whatever becomes of the table, and may be read outside the update loop.
type Rows struct {
	// Header names the columns; nil where there is no table.
	Header []string
	Len    int
	Cells  func(n int) []string
	// Target is what a row names; the zero indicator where that is nothing.
	Target func(n int) indicator.Indicator
	// Of says of what they are a part, printable: "3 of 640 rows"; empty where
	// they are all there is.
	Of string
}

// PartOf is a part of a table whose rows have these cells.
func PartOf(t *widget.Table, p Part, header []string, cells func(row int) []string) Rows {
	var rows widget.Excerpt
	switch p {
	case Selected:
		rows = t.SelectedRows()
	case Marked:
		rows = t.MarkedRows()
	default:
		rows = t.VisibleRows()
	}
	r := Rows{
		Header: header, Len: rows.Len,
		Cells:  func(n int) []string { return cells(rows.At(n)) },
		Target: func(n int) indicator.Indicator { return rows.Data.Target(rows.At(n)) },
	}
	if all := rows.Data.Len(); all > rows.Len {
		r.Of = fmt.Sprintf("%s of %s rows", Number(rows.Len), Number(all))
	}
	return r
}

// First is the first rows of them, at most so many.
func (r Rows) First(most int) Rows {
	r.Len = min(r.Len, most)
	return r
}

// Pick is the rows at some places of them.
func (r Rows) Pick(places []int) Rows {
	cells, target := r.Cells, r.Target
	r.Len = len(places)
	r.Cells = func(n int) []string { return cells(places[n]) }
	r.Target = func(n int) indicator.Indicator { return target(places[n]) }
	return r
}
