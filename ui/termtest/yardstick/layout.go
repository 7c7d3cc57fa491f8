package yardstick

// What stands on the screen of the programs: a heading, the rows, and the
// position at the bottom. A mark is
// all that tells the selected row: a framework that restyles it pays for that.
const (
	Mark     = "▌ "
	NoMark   = "  "
	Above    = 1
	Below    = 1
	gap      = 2
	dayWidth = len(FirstDay)
	most     = 40
)

// Headings are the titles of the columns.
func Headings() Row { return Row{"HOST NAME", "FIRST SEEN", "LAST SEEN"} }

// NameWidth is how many columns a name has on a terminal of so many.
func NameWidth(width int) int {
	return max(1, min(most, width-len(NoMark)-2*(gap+dayWidth)))
}

// Columns are where the days stand beside names of so many columns, counted
// from 0.
func Columns(names int) (first, last int) {
	first = len(NoMark) + names + gap
	return first, first + dayWidth + gap
}

// Cut is the row with its name shortened to a width.
func (r Row) Cut(width int) Row {
	r.Name = r.Name[:min(len(r.Name), width)]
	return r
}

// Height is how many rows there is place for on a terminal of so many lines.
func Height(lines int) int { return max(1, lines-Above-Below) }
