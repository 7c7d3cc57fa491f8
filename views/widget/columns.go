package widget

import (
	"encoding/binary"

	"quarry/state/indicator"
)

// Column is how a column of a [Table] is headed and how wide it is. Widths are
// in cells.
type Column struct {
	Title string
	Right bool // numbers stand on the right
	Min   int  // never narrower
	Ideal int  // wide enough for the usual cell; at least Min
	Grow  bool // takes a share of the width that is left over
	// Whole columns show their cells uncut when the table is scrolled sideways.
	Whole bool
	// Drop, when positive, lets the column go where even the least widths do
	// not fit: 1 goes first. Columns of equal Drop go from right to left.
	Drop int
	// Falling columns are sorted from the largest value down when they are
	// chosen, such as dates of which the newest matters.
	Falling bool
	// Field is the name by which a filter asks for the column: "last" in
	// last>2023-07. It is in lower case; empty where none does.
	Field string
	// Kind says what the column holds. Rows with columns that hold anything but
	// text implement [Values].
	Kind ColumnKind

	wish int // when positive, others go before it is narrower
}

// ColumnKind is what a column holds.
type ColumnKind uint8

const (
	TextColumn   ColumnKind = iota
	NumberColumn            // the value is the number
	DayColumn               // the value is the days since 1970-01-01 in UTC
)

// Rows is the data of a [Table]. It does not change once the table has it; new
// data is a new Rows. Rows are numbered from 0 to Len()-1. Tables filter and
// sort many rows outside the update loop: all methods may be called at the same
// time.
type Rows interface {
	Len() int
	// ID names a row: unique, and stable across new data.
	ID(row int) string
	// Cell is what a column shows in about width cells; the table cuts and pads.
	Cell(row, col, width int) Text
	// Compare orders two rows by a column, as cmp.Compare does.
	Compare(col, a, b int) int
	// FilterText is what the filter looks for matches in, a cell a line. A
	// match lies within one cell.
	FilterText(row int) string
	// Target is the indicator that the row names; zero when none.
	Target(row int) indicator.Indicator
	// Copy is what to copy of a row without a target, in the form that is safe
	// to show.
	Copy(row int) string
}

// What only some [Rows] do, so that a million of them are no burden.
type (
	// Values is implemented by rows with typed columns.
	Values interface {
		// Value is what a column holds, and whether that is known.
		Value(row, col int) (float64, bool)
	}

	// Texts is implemented by rows whose text lies in large pieces, which are
	// searched much faster than row by row. What FilterText says of a row is
	// then its text in the block, the days of its day columns, and nothing
	// else, but for the block's Odd rows.
	Texts interface{ Texts() []TextBlock }

	// Growing is implemented by rows that come in parts.
	Growing interface {
		// Extends reports whether these are the other rows with more after
		// them: rows have the numbers that they had.
		Extends(other Rows) bool
	}

	// Keyed is implemented by rows that are sorted faster by a number.
	Keyed interface {
		// SortKey is a number for a row's value in a column: of two rows, the
		// one with the smaller number comes first. decides reports whether
		// rows with the same number are equal; else Compare tells.
		SortKey(row, col int) (key Key, decides bool)
	}

	// Sized is implemented by rows that are few enough to know how wide their
	// cells are. Columns are then no wider than they need be, and those that need
	// more than their ideal width get it before others grow.
	Sized interface {
		// Widest is the cells that the widest cell of a column takes, and whether
		// that is known.
		Widest(col int) (cells int, known bool)
	}

	// Grouping is implemented by rows that can be put into groups.
	Grouping interface {
		// GroupBy lists the ways to group, in the order of the key.
		GroupBy() []GroupWay
		// GroupOf names a row's group. Rows of one group have equal names.
		GroupOf(by, row int) string
		// Heading is the line of a group, made of all its rows that are shown.
		Heading(by int, rows []uint32) Heading
	}
)

// Key is a number of 128 bits by which rows are sorted.
type Key struct{ High, Low uint64 }

// TextKey is the beginning of a text as a key that is in order with the keys of
// other texts.
func TextKey(text string) Key {
	var b [16]byte
	copy(b[:], text)
	return Key{binary.BigEndian.Uint64(b[:8]), binary.BigEndian.Uint64(b[8:])}
}

// TextBlock is the text of consecutive rows: of each what is searched, in lower case,
// without line breaks, followed by one.
type TextBlock struct {
	Text string
	Ends []uint32 // where each row's text ends in Text: at its line break
	// Odd are the rows, counted from the block's first and rising, whose text
	// in the block is not what FilterText says.
	Odd []int
}

// GroupWay is a way to group rows: what the groups are called, and the column by
// which the rows are sorted when it is chosen, so that the groups are in order.
type GroupWay struct {
	Name   string
	Column int
}

// Heading is the line that stands above the rows of a group, and for them where
// they are folded away.
type Heading struct {
	Cell   func(col, width int) Text
	Target indicator.Indicator // what the group is named after; zero when that is no indicator
	Copy   string              // as [Rows.Copy]
}
