package widget

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"quarry/views/frametest"
	"quarry/views/style"
)

// For any rows, filters, orders, groups, marks, sizes and arriving rows, and
// whether the work is done at once or elsewhere, the table shows what its model
// shows.
func TestTableIsItsModel(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	for run := range uint64(90) {
		r := rand.New(rand.NewPCG(seed, run))
		d := &driven{Rand: r, typed: run%3 > 0, m: &model{
			by: r.IntN(3) - 1, show: func(record) bool { return true }, marks: map[string]bool{}, group: -1, unfolded: map[string]bool{},
		}}
		d.table = NewTable(style.New(true), testColumns(), d.m.by)
		d.m.falling = d.m.by == 1
		d.table.Settle() // from here on the cursor stays with its row
		if run%2 == 1 {
			d.table.inline = -1
		}
		for step := range 150 {
			did := d.mutate()
			d.work()
			compare(t, fmt.Sprintf("run %d, step %d, %s", run, step, did), d.table, d.m, d.width, d.height)
			if t.Failed() {
				return
			}
		}
	}
}

// checkFrame is frametest.Check for any size: a frame without lines is empty.
func checkFrame(t *testing.T, frame string, width, height int) {
	t.Helper()
	switch {
	case height > 0:
		frametest.Check(t, frame, width, height)
	case frame != "":
		t.Errorf("a frame without lines: %q", frame)
	}
}

func compare(t *testing.T, where string, table *Table, m *model, width, height int) {
	t.Helper()
	shown, got := m.shown(), []string{}
	for _, row := range table.Visible() {
		got = append(got, table.have.rows.ID(row))
	}
	want := []string{}
	members := func(l modelLine) {
		for _, r := range l.rows {
			want = append(want, r.id)
		}
	}
	lines := m.lines()
	for _, l := range lines {
		members(l)
	}
	if m.group < 0 {
		members(modelLine{rows: shown})
	}
	if !slices.Equal(got, want) {
		t.Fatalf("%s: shows %v, want %v", where, got, want)
	}
	if marked := table.Marked(); !slices.Equal(marked, m.marked()) {
		t.Fatalf("%s: marked %v, want %v", where, marked, m.marked())
	}
	s := table.Status()
	if s.Total != len(m.list) || s.Shown != len(lines) || s.Marked != len(m.marked()) {
		t.Fatalf("%s: status %+v", where, s)
	}
	id := ""
	if len(lines) > 0 {
		id = lines[m.cursor].id
		if s.Position != m.cursor+1 {
			t.Fatalf("%s: at %d, want %d", where, s.Position, m.cursor+1)
		}
	}
	if got := table.Selection().ID; got != id {
		t.Fatalf("%s: cursor on %q, want %q", where, got, id)
	}
	frame := table.Render()
	checkFrame(t, frame, width, height)
	if height > 0 && width > margin && id != "" {
		line := strings.Split(frame, "\n")[min(height-1, 1)+m.cursor-s.Above]
		if !strings.Contains(ansi.Strip(line), style.Cursor) {
			t.Fatalf("%s: the cursor is not on its row:\n%s", where, ansi.Strip(frame))
		}
		if strings.Count(ansi.Strip(frame), style.Cursor) != 1 {
			t.Fatalf("%s: more than one cursor:\n%s", where, ansi.Strip(frame))
		}
	}
}
