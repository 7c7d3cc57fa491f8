package widget

import "quarry/state/indicator"

// Column is how a column of a [Table] is headed and how wide it is. Widths are
// in cells.
type Column struct {
	Title string
	Right bool // numbers stand on the right
	Min   int  // never narrower
	Ideal int  // wide enough for the usual cell; at least Min
	Grow  bool // takes a share of the width that is left over
	// Drop, when positive, lets the column go where even the least widths do
	// not fit: 1 goes first. Columns of equal Drop go from right to left.
	Drop int
	// Falling columns are sorted from the largest value down when they are
	// chosen, such as dates of which the newest matters.
	Falling bool
}

// Rows is the data of a [Table]. It does not change once the table has it; new
// data is a new Rows. Rows are numbered from 0 to Len()-1.
type Rows interface {
	Len() int
	// ID names a row: unique, and stable across new data.
	ID(row int) string
	// Cell is what a column shows in about width cells; the table cuts and pads.
	Cell(row, col, width int) Text
	// Compare orders two rows by a column, as cmp.Compare does.
	Compare(col, a, b int) int
	// FilterText is what the filter looks for matches in.
	FilterText(row int) string
	// Target is the indicator that the row names; zero when none.
	Target(row int) indicator.Indicator
	// Copy is what to copy of a row without a target, in the form that is safe
	// to show.
	Copy(row int) string
}
