package widget

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"

	tea "charm.land/bubbletea/v2"

	"quarry/keymap"
	"quarry/views/style"
)

// kept is a state as it comes back from where it was kept.
func kept(t *testing.T, s PaneState) PaneState {
	t.Helper()
	text, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	var again PaneState
	if err := json.Unmarshal(text, &again); err != nil {
		t.Fatal(err)
	}
	return again
}

// Whatever was done to a table: one that is made anew and restored shows the same,
// and goes on in the same way.
func TestTableIsRestored(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	for run := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, run))
		d := &driven{Rand: r, typed: run%3 > 0, m: &model{
			by: -1, show: func(record) bool { return true }, marks: map[string]bool{}, group: -1, unfolded: map[string]bool{},
		}}
		d.table = NewTable(style.New(true), testColumns(), -1)
		d.table.Settle()
		for step := range 120 {
			did := d.mutate()
			d.work()
			compare(t, fmt.Sprintf("run %d, step %d, %s", run, step, did), d.table, d.m, d.width, d.height)
			if step%10 != 9 || len(d.m.list) == 0 {
				continue
			}
			was := d.table
			d.table, d.late = NewTable(style.New(true), testColumns(), 0), nil
			if run%2 == 1 {
				d.table.inline = -1 // what takes long comes later
			}
			d.table.Resize(d.width, d.height)
			d.setRows()
			d.table.Restore(kept(t, was.State()))
			d.table.Finish()
			where := fmt.Sprintf("run %d, step %d, after %s", run, step, did)
			if a, b := was.Status(), d.table.Status(); a.Above != b.Above || a.Sort != b.Sort || a.Filter != b.Filter || a.Grouped != b.Grouped {
				t.Fatalf("%s: it was %+v and is %+v", where, a, b)
			}
			d.table.flat, d.m.flatBy, d.m.flatFalling = was.flat, max(was.flat.by, -1), was.flat.falling
			compare(t, where, d.table, d.m, d.width, d.height)
			if t.Failed() {
				return
			}
		}
	}
}

// A list comes in parts: the cursor goes to its row when that is there, unless
// somebody has done something meanwhile.
func TestRestoredCursorWaitsForItsRow(t *testing.T) {
	list := []record{}
	for n := range 9 {
		list = append(list, record{fmt.Sprintf("r%d", n), fmt.Sprintf("n%d.example", n), n})
	}
	for _, patient := range []bool{true, false} {
		p := NewTable(style.New(true), testColumns(), 0)
		p.Resize(40, 5)
		p.SetRows(newTypedRecords(list[:3], 1))
		p.Restore(PaneState{Cursor: "r6", Line: 1, Sort: "NAME", Marked: []string{"r1", "r7"}})
		want, above := "r6", 5
		if !patient {
			p.Act(keymap.MoveDown)
			want, above = "r1", 0
		}
		p.SetRows(newTypedRecords(list[:5], 1))
		p.SetRows(newTypedRecords(list, 1))
		if s := p.Status(); p.Selection().ID != want || s.Above != above || s.Marked != 2 {
			t.Errorf("patient %v: on %s, %+v", patient, p.Selection().ID, s)
		}
	}
}

func TestStateOfManyMarksHasNone(t *testing.T) {
	list := make([]record, MostMarks+1)
	for n := range list {
		list[n] = record{fmt.Sprintf("r%d", n), "a.example", n}
	}
	p := NewTable(style.New(true), testColumns(), -1)
	p.SetRows(records{list: list})
	p.Finish()
	p.Act(keymap.MarkAll)
	if s := p.State(); len(s.Marked) != 0 {
		t.Errorf("%d of %d marks are kept", len(s.Marked), len(list))
	}
	p.Act(keymap.Mark)
	if s := p.State(); len(s.Marked) != MostMarks {
		t.Errorf("%d marks are kept", len(s.Marked))
	}
}

// A filter that is being typed is in force, and is what comes back.
func TestFilterBeingTypedIsRestored(t *testing.T) {
	table := func() Restorer {
		p := NewTable(style.New(true), testColumns(), 0)
		p.Resize(40, 5)
		p.SetRows(records{list: []record{{"a", "a.example", 1}, {"b", "b.example", 2}, {"c", "b.example.net", 3}}})
		return p
	}
	doc := func() Restorer {
		d := NewDoc(style.New(true))
		d.Resize(40, 5)
		d.SetRows([]Row{target("a.example"), target("b.example"), target("b.example.net")})
		return d
	}
	for name, pane := range map[string]func() Restorer{"table": table, "doc": doc} {
		was, is := pane(), pane()
		was.Act(keymap.Filter)
		was.Key(tea.KeyPressMsg{Code: 'n', Text: "n"})
		shown := was.Status().Shown
		is.Restore(kept(t, was.State()))
		if s := is.Status(); s.Filter != "n" || s.Typing || s.Shown != 1 || shown != 1 {
			t.Errorf("%s: %+v, and %d were shown", name, s, shown)
		}
	}
}

// What cannot be made sense of, as from another version, is left out.
func TestRestoringNonsense(t *testing.T) {
	p := NewTable(style.New(true), testColumns(), 0)
	p.Resize(40, 5)
	p.SetRows(records{list: []record{{"a", "a.example", 1}, {"b", "b.example", 2}}})
	p.Restore(PaneState{Cursor: "gone", Heading: "none", Line: -7, Filter: "/(/", Sort: "GONE", Group: "none", Toggled: []string{"x"}, Marked: []string{"gone"}})
	if s := p.Status(); s.Shown != 2 || s.Position != 1 || s.Marked != 0 || s.FilterError != "" || s.Filter != "" {
		t.Errorf("%+v", s)
	}
	checkFrame(t, p.Render(), 40, 5)
}

// Whatever was done to a sheet, one that is made anew and restored shows the same.
func TestDocIsRestored(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	actions := []keymap.Action{
		keymap.MoveDown, keymap.MoveUp, keymap.MoveBottom, keymap.HalfDown, keymap.PageUp, keymap.Fold, keymap.Filter, keymap.Open,
	}
	for run := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, run))
		rows := randomRows(r)
		width, height := 20+r.IntN(40), 1+r.IntN(12)
		open := func() *Doc {
			d := NewDoc(style.New(true))
			d.Resize(width, height)
			d.SetRows(rows)
			return d
		}
		d := open()
		for range 80 {
			if r.IntN(8) == 0 {
				query, _ := randomFilter(r, false)
				d.Paste(query)
				d.Key(press(tea.KeyEnter, ""))
			} else {
				d.Act(actions[r.IntN(len(actions))])
			}
		}
		if d.Capturing() {
			d.Escape()
		}
		if d.Selection().ID == "" { // scrolled away from: it is selected again
			continue
		}
		twin := open()
		twin.Restore(kept(t, d.State()))
		if got, want := drawing(twin, width, height), drawing(d, width, height); got != want || twin.Selection() != d.Selection() {
			t.Fatalf("run %d: it was on %q\n%s\nand is on %q\n%s", run, d.Selection().ID, want, twin.Selection().ID, got)
		}
	}
}

// The height of a table may come after its state, and change as what stands above it
// comes.
func TestTheLineIsRestoredAtAnyHeight(t *testing.T) {
	var all []record
	for n := range 30 {
		all = append(all, record{fmt.Sprint("r", n), fmt.Sprint("n", n), n + 1})
	}
	for _, before := range []int{0, 3, 20, 26, 30, 60} {
		p := NewTable(style.New(true), testColumns(), -1)
		p.Resize(60, before)
		p.SetRows(records{list: all})
		p.Restore(PaneState{Cursor: "r22", Line: 15})
		p.Resize(60, 24)
		if p.cursor != 22 || p.top != 7 {
			t.Errorf("%d lines high before: row %d, %d lines above it", before, p.cursor, p.cursor-p.top)
		}
		p.Act(keymap.MoveDown)
		p.Resize(60, 60)
		if p.cursor != 23 || p.top != 0 {
			t.Errorf("after a key, in a higher one: row %d, first row %d", p.cursor, p.top)
		}
	}
}

// Going through all ways to group ends on the row that it began on.
func TestGroupingComesBackToTheRow(t *testing.T) {
	p := NewTable(style.New(true), testColumns(), 0)
	p.Resize(40, 10)
	var list []record
	for n := range 20 {
		list = append(list, record{fmt.Sprintf("r%d", n), fmt.Sprintf("n%02d.example", n), n % 7})
	}
	p.SetRows(newTypedRecords(list, 1))
	ways := len(p.Groupings())
	if ways == 0 {
		t.Fatal("nothing to group by")
	}
	for range 12 {
		p.Act(keymap.MoveDown)
	}
	was := p.Selection().ID
	for range ways + 1 {
		p.Act(keymap.GroupRows)
	}
	if is := p.Selection().ID; p.Grouped() || is != was {
		t.Errorf("on %s, and it was %s", is, was)
	}
	// Whoever moves meanwhile means the row that they moved to.
	p.Act(keymap.GroupRows)
	p.Act(keymap.MoveTop)
	p.Act(keymap.Fold)
	p.Act(keymap.MoveDown)
	was = p.Selection().ID
	for range ways {
		p.Act(keymap.GroupRows)
	}
	if is := p.Selection().ID; is != was {
		t.Errorf("on %s, and it was %s", is, was)
	}
}
