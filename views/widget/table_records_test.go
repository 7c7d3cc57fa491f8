package widget

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"quarry/state/indicator"
	"quarry/views/style"
)

// record is a row of the tests: a name, a number with many ties.
type record struct {
	id, name string
	n        int
}

type records struct {
	list  []record
	cells *int // how many cells were asked for
}

func (r records) Len() int          { return len(r.list) }
func (r records) ID(row int) string { return r.list[row].id }
func (r records) Cell(row, col, _ int) Text {
	if r.cells != nil {
		*r.cells++
	}
	if col == 0 {
		return T(r.list[row].name, style.Bad, " !")
	}
	return Toned(style.Muted, fmt.Sprint(r.list[row].n))
}
func (r records) Compare(col, a, b int) int {
	if col == 0 {
		return strings.Compare(r.list[a].name, r.list[b].name)
	}
	return cmp.Compare(r.list[a].n, r.list[b].n)
}
func (r records) FilterText(row int) string { return r.list[row].name }
func (r records) Copy(row int) string       { return "copy of " + r.list[row].id }
func (r records) Target(row int) indicator.Indicator {
	if r.list[row].n == 0 {
		return indicator.Indicator{}
	}
	i, _ := indicator.Parse(r.list[row].id + ".example")
	return i
}

// typedRecords are records with everything that rows can have.
type typedRecords struct {
	records
	blocks []TextBlock
}

func newTypedRecords(list []record, size int) typedRecords {
	r := typedRecords{records: records{list: list}}
	for from := 0; from < len(list); from += size {
		var b TextBlock
		for n, rec := range list[from:min(from+size, len(list))] {
			text := strings.ToLower(rec.name)
			if n%5 == 3 { // what is odd is not looked for in the block
				b.Odd, text = append(b.Odd, n), ""
			}
			b.Text += text
			b.Ends = append(b.Ends, uint32(len(b.Text)))
			b.Text += "\n"
		}
		r.blocks = append(r.blocks, b)
	}
	return r
}

func (r typedRecords) Texts() []TextBlock { return r.blocks }
func (r typedRecords) Value(row, col int) (float64, bool) {
	n := r.list[row].n
	return float64(n), n != 3 && col == 1
}
func (r typedRecords) FilterText(row int) string { return searched(r.list[row]) }
func (r typedRecords) Extends(other Rows) bool {
	o, ok := other.(typedRecords)
	return ok && len(o.list) <= len(r.list) && slices.Equal(o.list, r.list[:len(o.list)])
}
func (r typedRecords) SortKey(row, col int) (Key, bool) {
	if col == 1 {
		return Key{Low: uint64(r.list[row].n)}, true
	}
	return TextKey(r.list[row].name[:min(1, len(r.list[row].name))]), false
}
func (r typedRecords) GroupBy() []GroupWay { return []GroupWay{{"first letter", 0}, {"number", 1}} }
func (r typedRecords) GroupOf(by, row int) string {
	return groupOf(r.list[row], by)
}
func (r typedRecords) Heading(by int, rows []uint32) Heading {
	name := groupOf(r.list[rows[0]], by)
	return Heading{
		Cell: func(col, _ int) Text { return Plain(fmt.Sprintf("%d: %s %d", col, name, len(rows))) },
		Copy: name,
	}
}

func groupOf(r record, by int) string {
	if by == 1 {
		return fmt.Sprint(r.n)
	}
	return string([]rune(r.name + "?")[0])
}

// searched is a record's text for the filter: its name, and its number as the
// day that it is in a column of days.
func searched(r record) string {
	if r.n == 3 {
		return r.name
	}
	return r.name + "\n" + dayText(float64(r.n))
}

func testColumns() []Column {
	return []Column{
		{Title: "NAME", Min: 6, Ideal: 20, Grow: true, Whole: true, Field: "name"},
		{Title: "N", Right: true, Min: 3, Ideal: 5, Falling: true, Drop: 1, Field: "n", Kind: DayColumn},
	}
}
