package widget

import (
	"fmt"
	"testing"

	"quarry/keymap"
	"quarry/views/style"
)

// A row that is sought is seen as if somebody had stepped there from the first one,
// wherever the cursor was before.
func TestSeekIsSteppingThere(t *testing.T) {
	list := make([]record, 60)
	for n := range list {
		list[n] = record{fmt.Sprint(n), fmt.Sprintf("host %02d", n), n + 1}
	}
	for _, height := range []int{0, 1, 2, 3, 7, 20, 61, 90} {
		sought, stepped := NewTable(style.New(true), testColumns(), -1), NewTable(style.New(true), testColumns(), -1)
		for _, p := range []*Table{sought, stepped} {
			p.SetRows(records{list: list})
			p.Resize(40, height)
		}
		for n := range 3 * len(list) {
			row := n * 17 % len(list)
			sought.Seek(row)
			stepped.Act(keymap.MoveTop)
			for range row {
				stepped.Act(keymap.MoveDown)
			}
			if got, want := sought.Selection(), stepped.Selection(); got != want || sought.Render() != stepped.Render() {
				t.Fatalf("row %d at a height of %d: %v, want %v\n%s\nwant\n%s", row, height, got, want, sought.Render(), stepped.Render())
			}
		}
	}
}

// A row that is out of sight is sought as well as that can be.
func TestSeekWhatIsOutOfSight(t *testing.T) {
	list := []record{{"1", "ape", 3}, {"2", "bee", 1}, {"3", "asp", 2}, {"4", "cow", 1}, {"5", "ant", 9}}
	p := NewTable(style.New(true), testColumns(), 0)
	p.Seek(0) // there are no rows yet
	p.SetRows(newTypedRecords(list, 2))
	p.Resize(40, 10)
	at := func(what string, row int, want string) {
		t.Helper()
		p.Seek(row)
		if got := p.Selection().ID; got != want {
			t.Errorf("%s, row %d: at %q, want %q", what, row, got, want)
		}
	}
	at("all in sight", 1, "2")
	at("no such row", 5, "2")
	at("no such row", -1, "2")
	filterFor(p, "a")
	at("in the filter", 2, "3")
	at("the last is not shown", 3, "3")
	p.Escape()
	p.Act(keymap.GroupRows)
	at("folded", 4, headingID("a"))
	p.Act(keymap.Fold)
	at("unfolded", 4, "5")
}
