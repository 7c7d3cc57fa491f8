package widget

import "slices"

// layout is which columns a table shows in its width, and how wide.
type layout struct {
	slots []slot
	gap   int // cells between columns
	width int // of all together; more than there is when the table must be scrolled sideways
}

type slot struct {
	column, width int
}

// Cells between columns: loose where the columns have their ideal widths, tight
// where they were shrunk.
const (
	looseGap = 3
	tightGap = 2
)

// layOut fits columns into width cells. It shrinks them to their least widths,
// then lets go the ones that may be dropped, and where that is not enough it
// leaves the layout wider than it should be.
func layOut(columns []Column, width int) layout {
	l := layout{gap: looseGap}
	for i, c := range columns {
		l.slots = append(l.slots, slot{i, ideal(c)})
	}
	if spare := width - l.total(); spare >= 0 {
		l.grow(columns, spare)
		l.width = l.total()
		return l
	}
	l, fits := shrunk(columns, width, wished)
	if !fits {
		l, _ = shrunk(columns, width, least)
	}
	l.fill(columns, width-l.total())
	l.width = l.total()
	return l
}

// shrunk are columns in their least widths, those that fit; false where those that
// must stay do not.
func shrunk(columns []Column, width int, least func(Column) int) (layout, bool) {
	l := layout{gap: tightGap}
	for i, c := range columns {
		l.slots = append(l.slots, slot{i, least(c)})
	}
	for l.total() > width {
		if !l.drop(columns) {
			return l, false
		}
	}
	return l, true
}

// fitted are the columns for rows: as wide as these need, where they tell. A single
// long cell does not get more than twice the ideal width. What names a row comes
// before what is said of it: up to its ideal width others go for it.
func fitted(columns []Column, rows Rows) []Column {
	sized, ok := rows.(Sized)
	if !ok {
		return columns
	}
	columns = slices.Clone(columns)
	for col := range columns {
		c := &columns[col]
		widest, known := sized.Widest(col)
		if !known {
			continue
		}
		need := min(max(widest, Cells(c.Title)+sortMark), 2*ideal(*c))
		if col == 0 {
			c.wish = min(need, ideal(*c))
		}
		c.Min, c.Ideal = min(least(*c), need), need
	}
	return columns
}

// sortMark is what the mark of the column that sorts takes beside its title.
const sortMark = 2

func least(c Column) int  { return max(1, c.Min) }
func wished(c Column) int { return max(least(c), c.wish) }
func ideal(c Column) int  { return max(least(c), c.Ideal) }

func (l *layout) total() int {
	total := max(0, len(l.slots)-1) * l.gap
	for _, s := range l.slots {
		total += s.width
	}
	return total
}

// grow shares spare cells among the columns that grow, the first ones getting
// what does not divide.
func (l *layout) grow(columns []Column, spare int) {
	growing := 0
	for _, s := range l.slots {
		if columns[s.column].Grow {
			growing++
		}
	}
	for i, s := range l.slots {
		if columns[s.column].Grow {
			share := (spare + growing - 1) / growing
			l.slots[i].width += share
			spare, growing = spare-share, growing-1
		}
	}
}

// fill gives spare cells to columns that are short of their ideal widths, in
// proportion to what they lack; what is left then goes to those that grow.
func (l *layout) fill(columns []Column, spare int) {
	lack := 0
	for _, s := range l.slots {
		lack += ideal(columns[s.column]) - s.width
	}
	for i, s := range l.slots {
		if spare <= 0 || lack == 0 {
			break
		}
		own := ideal(columns[s.column]) - s.width
		share := min(own, (own*spare+lack-1)/lack)
		l.slots[i].width += share
		spare, lack = spare-share, lack-own
	}
	if spare > 0 {
		l.grow(columns, spare)
	}
}

// drop lets one column go; false when there is none that may.
func (l *layout) drop(columns []Column) bool {
	first := -1
	for i, s := range l.slots {
		d := columns[s.column].Drop
		if d > 0 && (first < 0 || d <= columns[l.slots[first].column].Drop) {
			first = i
		}
	}
	if first < 0 {
		return false
	}
	l.slots = append(l.slots[:first], l.slots[first+1:]...)
	return true
}
