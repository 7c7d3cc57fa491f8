package widget

import (
	"fmt"
	"testing"
)

func TestLayOut(t *testing.T) {
	columns := []Column{
		{Min: 10, Ideal: 30, Grow: true},
		{Min: 10, Ideal: 10, Drop: 2},
		{Min: 4, Ideal: 4, Drop: 2},
		{Min: 8, Ideal: 16, Drop: 1},
	}
	for _, c := range []struct {
		width int
		want  string // column:width …, gap, all
	}{
		{100, "[{0 61} {1 10} {2 4} {3 16}] 3 100"},
		{69, "[{0 30} {1 10} {2 4} {3 16}] 3 69"},
		{68, "[{0 32} {1 10} {2 4} {3 16}] 2 68"},
		{66, "[{0 30} {1 10} {2 4} {3 16}] 2 66"},
		{52, "[{0 20} {1 10} {2 4} {3 12}] 2 52"},
		{38, "[{0 10} {1 10} {2 4} {3 8}] 2 38"},
		{37, "[{0 19} {1 10} {2 4}] 2 37"}, // the one that goes first
		{27, "[{0 15} {1 10}] 2 27"},       // then the last of equals
		{21, "[{0 21}] 2 21"},
		{10, "[{0 10}] 2 10"},
		{9, "[{0 10}] 2 10"}, // to be scrolled
		{0, "[{0 10}] 2 10"},
		{-3, "[{0 10}] 2 10"},
	} {
		l := layOut(columns, c.width)
		if got := fmt.Sprint(l.slots, l.gap, l.width); got != c.want {
			t.Errorf("%d cells: %s, want %s", c.width, got, c.want)
		}
	}
	if l := layOut(nil, 10); len(l.slots) != 0 || l.width != 0 {
		t.Errorf("no columns: %+v", l)
	}
}

// From one width to the next nothing jumps: the layout fills what it is given
// whenever it may, and is never wider unless nothing more can be done.
func TestLayOutFillsAnyWidth(t *testing.T) {
	columns := []Column{{Min: 5, Ideal: 25, Grow: true}, {Min: 3, Ideal: 9}, {Min: 0, Ideal: 0, Drop: 1}, {Min: 7, Ideal: 3}}
	const least = 5 + 2 + 3 + 2 + 7
	for width := range 200 {
		l := layOut(columns, width)
		if want := max(width, least); l.width != want {
			t.Errorf("%d cells: %d", width, l.width)
		}
	}
}

// Where rows tell what they need, no column takes more, and others go before the one
// that names a row is narrower than usual.
func TestColumnsAreAsWideAsTheirCells(t *testing.T) {
	columns := []Column{
		{Title: "NAME", Min: 10, Ideal: 20, Grow: true},
		{Title: "COMMENT", Min: 14, Ideal: 26, Grow: true},
		{Title: "WHEN", Min: 8, Ideal: 8, Drop: 1},
	}
	for _, c := range []struct {
		name   string
		widest []int
		width  int
		want   string
	}{
		{"nothing is known", nil, 60, "[{0 20} {1 26} {2 8}] 3 60"},
		{"nobody has commented", []int{30, 0, 8}, 60, "[{0 34} {1 12} {2 8}] 3 60"},
		{"too little for all", []int{30, 40, 8}, 60, "[{0 24} {1 24} {2 8}] 2 60"},
		{"one cell is very long", []int{500, 10, 8}, 62, "[{0 40} {1 10} {2 8}] 2 62"},
		{"a name that would be cut", []int{30, 40, 8}, 45, "[{0 23} {1 20}] 2 45"},
		{"a name that is cut all the same", []int{30, 40, 8}, 35, "[{0 14} {1 19}] 2 35"},
		{"nothing may go any more", []int{30, 40, 8}, 25, "[{0 10} {1 14}] 2 26"},
		{"a heading alone", []int{1, 1, 1}, 27, "[{0 6} {1 9} {2 6}] 3 27"},
	} {
		l := layOut(fitted(columns, sized{cells: c.widest}), c.width)
		if got := fmt.Sprint(l.slots, l.gap, l.width); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// sized are rows of which it is known how wide the cells are; nothing of no columns.
type sized struct {
	noRows
	cells []int
}

func (s sized) Widest(col int) (int, bool) {
	if col >= len(s.cells) {
		return 0, false
	}
	return s.cells[col], true
}
