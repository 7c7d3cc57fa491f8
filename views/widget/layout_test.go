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
