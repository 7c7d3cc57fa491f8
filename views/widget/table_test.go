package widget

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/views/frametest"
	"quarry/views/style"
)

func drawing(p Pane, width, height int) string {
	return frametest.Draw(p.Render(), width, height)
}

func TestTableIsDrawn(t *testing.T) {
	p := NewTable(style.New(true), testColumns(), 0)
	p.SetRows(records{list: []record{
		{"c", "ping.example.net", 12}, {"a", "日本語.example.com", 3}, {"b", "a.very.long.name.example.org", 1234567},
	}})
	p.Resize(34, 5)
	p.Act(keymap.MoveDown)
	p.Act(keymap.Mark)
	const want = `
   NAME ▴                        N
   a.very.long.name.examp…   1234…
●▌ ping.example.net !           12
   日本語.example.com !          3

`
	if got := "\n" + drawing(p, 34, 5); got != want {
		t.Errorf("got%swant%s", got, want)
	}
	p.Act(keymap.SortNext)
	if got := drawing(p, 34, 5); !strings.HasPrefix(got, "   NAME                        N ▾\n") || p.Status().Sort != "N ▾" {
		t.Errorf("sorted by the number, %q:\n%s", p.Status().Sort, got)
	}
	if s := p.Selection(); s.Target != indicator.MustParse("c.example") || s.Text != "copy of c" {
		t.Errorf("%+v", s)
	}
}

func TestAWideTableScrollsSideways(t *testing.T) {
	columns := []Column{{Title: "FIRST", Min: 10}, {Title: "SECOND", Min: 10}}
	p := NewTable(style.New(true), columns, -1)
	p.SetRows(records{list: []record{{"a", "語語語語語語", 7}}})
	p.Resize(13, 3)
	if p.Act(keymap.ScrollLeft); !strings.HasPrefix(drawing(p, 13, 3), "   FIRST    →\n ▌ 語語語語…\n") {
		t.Errorf("no hint to the right:\n%s", drawing(p, 13, 3))
	}
	seen := ""
	for range 5 {
		if !p.Act(keymap.ScrollRight) {
			t.Fatal("a wide table does not scroll")
		}
		frametest.Check(t, p.Render(), 13, 3)
		seen = drawing(p, 13, 3)
	}
	if !strings.HasPrefix(seen, "  ←SECOND") || !strings.Contains(seen, "▌ 7") || strings.Contains(seen, "→") {
		t.Errorf("at the end:\n%s", seen)
	}
	p.Act(keymap.ScrollLeft)
	frametest.Check(t, p.Render(), 13, 3)
	p.Resize(40, 3)
	if p.Act(keymap.ScrollRight) || !strings.Contains(drawing(p, 40, 3), "FIRST") {
		t.Errorf("a table that fits is scrolled:\n%s", drawing(p, 40, 3))
	}
}

func TestTableWithoutRows(t *testing.T) {
	for _, rows := range []Rows{nil, records{}, records{list: []record{{"a", "a", 1}}}} {
		p := NewTable(style.New(false), testColumns(), 0)
		for _, height := range []int{0, 1, 2, 9} {
			p.Resize(20, height)
			p.SetRows(rows)
			for _, a := range []keymap.Action{
				keymap.MoveDown, keymap.MoveUp, keymap.MoveBottom, keymap.MoveTop, keymap.HalfDown, keymap.HalfUp, keymap.PageDown,
				keymap.PageUp, keymap.Mark, keymap.MarkAll, keymap.MarkInvert, keymap.SortNext, keymap.SortPrevious, keymap.SortReverse,
			} {
				if !p.Act(a) {
					t.Errorf("%s is not taken", a)
				}
			}
			p.Wheel(3)
			p.Wheel(-3)
			for y := range 3 {
				p.Click(1, y)
			}
			checkFrame(t, p.Render(), 20, height)
		}
		if p.SetRows(nil); p.Selection() != (Selection{}) || p.Status().Position != 0 || len(p.Marked()) != 0 {
			t.Errorf("something is left: %+v", p.Selection())
		}
	}
	p := NewTable(style.New(false), nil, 3)
	p.SetRows(records{list: []record{{"a", "a", 1}}})
	p.Resize(10, 3)
	p.Act(keymap.SortNext)
	frametest.Check(t, p.Render(), 10, 3)
	for _, a := range []keymap.Action{keymap.Fold, keymap.Back, keymap.Open, keymap.Copy, "", keymap.ScrollRight} {
		if p.Act(a) {
			t.Errorf("%q is taken", a)
		}
	}
}

func TestMarksOutliveTheirRows(t *testing.T) {
	all := []record{{"a", "a", 0}, {"b", "b", 1}, {"c", "c", 2}}
	p := NewTable(style.New(true), testColumns(), -1)
	p.SetRows(records{list: all})
	p.Act(keymap.MarkAll)
	p.SetRows(records{list: all[:1]})
	if s := p.Status(); s.Marked != 1 || fmt.Sprint(p.Marked()) != "[a]" {
		t.Errorf("%+v %v", s, p.Marked())
	}
	p.SetRows(records{list: all})
	p.Act(keymap.SortReverse)
	if got := fmt.Sprint(p.Marked(), p.MarkedTargets()); got != "[c b a] [c.example b.example]" {
		t.Error(got)
	}
}

func TestMarkedRowsNameEachOnce(t *testing.T) {
	p := NewTable(style.New(true), testColumns(), -1)
	p.SetRows(records{list: []record{{"a", "a", 0}, {"B", "b", 1}, {"c", "c", 2}, {"b", "b", 3}}})
	p.Act(keymap.MarkAll)
	if got := fmt.Sprint(p.Marked(), p.MarkedTargets()); got != "[a B c b] [b.example c.example]" {
		t.Error(got)
	}
}

func TestTheMouseOnATable(t *testing.T) {
	p := nameTable("a", "b", "c", "d", "e", "f")
	p.Resize(30, 4) // three rows in sight
	if !p.Click(5, 2) || p.Selection().ID != "b" {
		t.Errorf("a click selects %q", p.Selection().ID)
	}
	if !p.Click(0, 3) || fmt.Sprint(p.Marked()) != "[c]" {
		t.Errorf("a click on the margin marks %v", p.Marked())
	}
	p.Wheel(2)
	if s := p.Status(); s.Above != 2 || s.Below != 1 || p.Selection().ID != "c" {
		t.Errorf("the wheel: %+v on %q", s, p.Selection().ID)
	}
	p.Wheel(-100)
	if s := p.Status(); s.Above != 0 || p.Selection().ID != "c" {
		t.Errorf("the wheel back: %+v on %q", s, p.Selection().ID)
	}
	p.Wheel(100)
	if p.Selection().ID != "d" {
		t.Errorf("the cursor stays out of sight on %q", p.Selection().ID)
	}
	if !p.Click(margin, 0) || p.Status().Sort != "NAME ▴" || !p.Click(margin, 0) || p.Status().Sort != "NAME ▾" {
		t.Errorf("clicks on a title sort by %q", p.Status().Sort)
	}
	for _, at := range [][2]int{{0, 0}, {-1, 1}, {30, 1}, {1, 4}, {1, -1}} {
		if p.Click(at[0], at[1]) {
			t.Errorf("something is at %v", at)
		}
	}
	p.Resize(30, 9)
	if p.Click(5, 8) {
		t.Error("something is below the last row")
	}
}

// While rows arrive, the selected one stays under the reader's eye.
func TestArrivingRowsDoNotMoveTheSelection(t *testing.T) {
	list := make([]record, 40)
	for i := range list {
		list[i] = record{fmt.Sprintf("r%02d", i), fmt.Sprintf("m%02d", i), i}
	}
	p := NewTable(style.New(true), testColumns(), 0)
	p.Resize(30, 11)
	p.SetRows(records{list: list})
	for range 20 {
		p.Act(keymap.MoveDown)
	}
	p.Wheel(3)
	lineOf := func() int {
		for y, line := range strings.Split(ansi.Strip(p.Render()), "\n") {
			if strings.Contains(line, "▌ m20") {
				return y
			}
		}
		return -1
	}
	before := lineOf()
	for i := range 15 {
		list = append(list, record{fmt.Sprintf("n%02d", i), fmt.Sprintf("a%02d", i), i})
	}
	p.SetRows(records{list: list})
	if after := lineOf(); before < 1 || after != before {
		t.Errorf("the selection went from line %d to %d", before, after)
	}
}

// What nobody has looked at yet has no place to lose.
func TestAnUntouchedTableStaysAtTheTop(t *testing.T) {
	p := NewTable(style.New(true), testColumns(), 0)
	p.Resize(30, 11)
	p.SetRows(records{list: []record{{"m", "m", 1}}})
	p.SetRows(records{list: []record{{"m", "m", 1}, {"a", "a", 1}}})
	if got := p.Selection().ID; got != "a" {
		t.Errorf("rows came, and the cursor is on %q", got)
	}
	p.Settle()
	p.SetRows(records{list: []record{{"m", "m", 1}, {"a", "a", 1}, {"0", "0", 1}}})
	if got := p.Selection().ID; got != "a" {
		t.Errorf("rows came after a key, and the cursor is on %q", got)
	}
}

func TestTableRendersOnce(t *testing.T) {
	cells := 0
	p := NewTable(style.New(true), testColumns(), -1)
	p.SetRows(records{list: []record{{"a", "a", 1}, {"b", "b", 2}}, cells: &cells})
	p.Resize(40, 5)
	first := p.Render()
	drawn := cells
	p.Resize(40, 5)
	p.Status()
	p.Selection()
	p.Escape()
	p.Act(keymap.MoveUp)
	if p.Render() != first || cells != drawn || drawn == 0 {
		t.Errorf("%d cells drawn, then %d", drawn, cells)
	}
	p.SetTheme(style.New(false))
	if p.Act(keymap.MoveDown); p.Render() == first || cells == drawn {
		t.Error("the picture is stale")
	}
}

// Half pages and pages leave the cursor on its line of the screen, and at the
// ends take it all the way.
func TestPagesMoveTheWindowWithTheCursor(t *testing.T) {
	var names []string
	for i := range 30 {
		names = append(names, fmt.Sprintf("r%02d", i))
	}
	p := nameTable(names...)
	p.Resize(30, 9) // eight rows in sight
	for _, step := range []struct {
		action keymap.Action
		id     string
		above  int
	}{
		{keymap.MoveDown, "r01", 0}, {keymap.HalfDown, "r05", 4}, {keymap.PageDown, "r13", 12}, {keymap.HalfUp, "r09", 8},
		{keymap.PageUp, "r01", 0}, {keymap.PageUp, "r00", 0}, {keymap.MoveBottom, "r29", 22}, {keymap.HalfUp, "r25", 18},
		{keymap.PageDown, "r29", 22}, {keymap.PageDown, "r29", 22}, {keymap.MoveTop, "r00", 0},
	} {
		p.Act(step.action)
		if s := p.Status(); p.Selection().ID != step.id || s.Above != step.above {
			t.Errorf("%s: on %s below %d, want %s below %d", step.action, p.Selection().ID, s.Above, step.id, step.above)
		}
	}
}

// A cursor that steps over the edge finds the window moved ahead by nearly half,
// and does not move it again for as many steps.
func TestTheWindowMovesAheadOfTheCursor(t *testing.T) {
	var names []string
	for i := range 40 {
		names = append(names, fmt.Sprintf("r%02d", i))
	}
	p := nameTable(names...)
	p.Resize(30, 13) // twelve rows in sight
	walk := func(action keymap.Action, want []int) {
		t.Helper()
		var above []int
		for range want {
			p.Act(action)
			above = append(above, p.Status().Above)
		}
		if !slices.Equal(above, want) {
			t.Errorf("%s: the window is at %v, want %v", action, above, want)
		}
	}
	walk(keymap.MoveDown, []int{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 4, 4, 4, 8, 8, 8, 8, 12})
	walk(keymap.MoveUp, []int{12, 12, 12, 12, 12, 12, 12, 12, 8, 8, 8, 8, 4, 4, 4, 4, 0, 0})
	p.Act(keymap.MoveBottom)
	walk(keymap.MoveUp, []int{28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 24})
	p.Resize(30, 2) // one row
	walk(keymap.MoveDown, []int{28, 29, 30})
	walk(keymap.MoveUp, []int{29, 28, 27})
}
