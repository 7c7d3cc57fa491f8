package widget

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/views/frametest"
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

// model is a table written as plainly as can be: everything is worked out anew
// from the whole data at every look.
type model struct {
	list    []record
	by      int
	falling bool
	show    func(record) bool
	marks   map[string]bool
	cursor  int
	anchor  string // a row
	heading string // the heading that the cursor is on; empty for a row
	typing  bool

	group       int
	unfolded    map[string]bool
	flatBy      int // the order before the rows were grouped
	flatFalling bool
}

// modelLine is a line of the model: a row, or a heading with its rows.
type modelLine struct {
	id   string
	rows []record // of a heading
}

// lines are what can be scrolled through.
func (m *model) lines() []modelLine {
	var names []string
	members := map[string][]record{}
	var all []modelLine
	for _, r := range m.shown() {
		if m.group < 0 {
			all = append(all, modelLine{id: r.id})
			continue
		}
		name := groupOf(r, m.group)
		if len(members[name]) == 0 {
			names = append(names, name)
		}
		members[name] = append(members[name], r)
	}
	for _, name := range names {
		all = append(all, modelLine{headingID(name), members[name]})
		for _, r := range members[name] {
			if m.unfolded[name] {
				all = append(all, modelLine{id: r.id})
			}
		}
	}
	return all
}

// lineOf is the place of a record's line, or of the heading it is folded below.
func (m *model) lineOf(id string) int {
	return slices.IndexFunc(m.lines(), func(l modelLine) bool {
		return l.id == id || !m.unfolded[strings.TrimPrefix(l.id, "\x00")] &&
			slices.ContainsFunc(l.rows, func(r record) bool { return r.id == id })
	})
}

func (m *model) sorted() []record {
	list := slices.Clone(m.list)
	if m.by < 0 && m.falling {
		slices.Reverse(list)
	}
	slices.SortStableFunc(list, func(a, b record) int {
		c := 0
		switch m.by {
		case 0:
			c = strings.Compare(a.name, b.name)
		case 1:
			c = a.n - b.n
		}
		if m.falling {
			c = -c
		}
		return c
	})
	return list
}

func (m *model) shown() []record {
	return slices.DeleteFunc(m.sorted(), func(r record) bool { return !m.show(r) })
}

// follow puts the cursor where it belongs after a change.
func (m *model) follow() {
	after := ""
	past := false
	for _, r := range m.sorted() {
		past = past || r.id == m.anchor
		if past && m.show(r) {
			after = r.id
			break
		}
	}
	if at := slices.IndexFunc(m.lines(), func(l modelLine) bool { return l.id == m.heading }); at >= 0 {
		m.cursor = at
	} else if at := slices.IndexFunc(m.lines(), func(l modelLine) bool { return l.id == m.anchor }); at >= 0 {
		m.cursor = at
	} else if after != "" {
		m.cursor = m.lineOf(after)
	} else if past {
		m.cursor = len(m.lines()) - 1
	}
	m.cursor = max(0, min(m.cursor, len(m.lines())-1))
	if !m.typing {
		m.stay()
	}
}

func (m *model) stay() {
	if !slices.ContainsFunc(m.list, func(r record) bool { return r.id == m.anchor }) {
		m.anchor, m.heading = "", ""
	}
	if s := m.lines(); len(s) > 0 {
		m.anchor, m.heading = s[m.cursor].id, ""
		if rows := s[m.cursor].rows; rows != nil {
			m.anchor, m.heading = rows[0].id, s[m.cursor].id
		}
	}
}

func (m *model) move(to int) {
	to = max(0, min(to, len(m.lines())-1))
	if to != m.cursor {
		m.cursor = to
		m.stay()
	}
}

func (m *model) marked() []string {
	var ids []string
	for _, r := range m.sorted() {
		if m.marks[r.id] {
			ids = append(ids, r.id)
		}
	}
	return ids
}

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

// driven is a table beside its model.
type driven struct {
	*rand.Rand
	table         *Table
	m             *model
	typed         bool
	width, height int
	late          []Worked // results that nobody waits for any more
}

// work lets the table come to rest, in one of the ways there are.
func (d *driven) work() {
	if work := d.table.Work(); work != nil {
		done := work(context.Background())
		if d.IntN(4) > 0 {
			d.table.Take(done)
		}
		d.late = append(d.late, done)
	}
	d.table.Finish()
	if len(d.late) > 0 {
		d.table.Take(d.late[d.IntN(len(d.late))])
	}
}

// mutate does the same thing to a table and to its model, and names it.
func (d *driven) mutate() string {
	r, table, m := d.Rand, d.table, d.m
	page := max(min(d.height, 1), d.height-1)
	act := func(a keymap.Action, to int) string {
		table.Act(a)
		m.move(to)
		return string(a)
	}
	n := len(m.lines())
	switch r.IntN(19) {
	case 0, 1:
		m.list = randomList(r, m.list)
		d.setRows()
		m.follow()
		return "rows"
	case 16:
		for range r.IntN(8) {
			id := fmt.Sprintf("r%d", r.IntN(60))
			if !slices.ContainsFunc(m.list, func(x record) bool { return x.id == id }) {
				m.list = append(slices.Clip(m.list), record{id, randomName(r), r.IntN(4)})
			}
		}
		d.setRows()
		m.follow()
		return "more rows"
	case 17:
		if table.Act(keymap.GroupRows) {
			if m.group < 0 {
				m.flatBy, m.flatFalling = m.by, m.falling
			}
			m.group = (m.group+2)%3 - 1
			if m.by, m.falling = m.group, m.group == 1; m.group < 0 {
				m.by, m.falling = m.flatBy, m.flatFalling
			}
			clear(m.unfolded)
			m.follow()
		}
		return "group"
	case 18:
		if table.Act(keymap.Fold) {
			for m.lines()[m.cursor].rows == nil {
				m.cursor--
			}
			m.stay()
			name := strings.TrimPrefix(m.heading, "\x00")
			m.unfolded[name] = !m.unfolded[name]
			m.follow()
		}
		return "fold"
	case 2:
		d.width, d.height = r.IntN(60), r.IntN(14)
		table.Resize(d.width, d.height)
		return "resize"
	case 3:
		return act(keymap.MoveDown, m.cursor+1)
	case 4:
		return act(keymap.MoveUp, m.cursor-1)
	case 5:
		return act(keymap.MoveBottom, n-1)
	case 6:
		return act(keymap.HalfDown, m.cursor+max(1, page/2))
	case 7:
		return act(keymap.PageUp, m.cursor-page)
	case 8:
		return act(keymap.MoveTop, 0)
	case 9:
		step := r.IntN(2)
		table.Act([]keymap.Action{keymap.SortNext, keymap.SortPrevious}[step])
		cycle := []int{-1, 0, 1}
		m.by = cycle[(slices.Index(cycle, m.by)+[]int{1, 2}[step])%3]
		m.falling = m.by == 1
		m.follow()
		return "sort"
	case 10:
		table.Act(keymap.SortReverse)
		m.falling = !m.falling
		m.follow()
		return "reverse"
	case 11:
		table.Act(keymap.Mark)
		if n > 0 {
			l := m.lines()[m.cursor]
			if l.rows == nil {
				m.marks[l.id] = !m.marks[l.id]
			}
			all := !slices.ContainsFunc(l.rows, func(rec record) bool { return !m.marks[rec.id] })
			for _, rec := range l.rows {
				m.marks[rec.id] = !all
			}
		}
		return "mark"
	case 12:
		a := []keymap.Action{keymap.MarkAll, keymap.MarkInvert}[r.IntN(2)]
		table.Act(a)
		for _, rec := range m.shown() {
			m.marks[rec.id] = a == keymap.MarkAll || !m.marks[rec.id]
		}
		return string(a)
	case 13, 14:
		return d.retype()
	default:
		table.Wheel(r.IntN(9) - 4)
		// Where the wheel leaves the cursor is for the table's own test.
		m.cursor = max(0, table.Status().Position-1)
		if n > 0 {
			m.stay()
		}
		return "wheel"
	}
}

// retype types another filter, and takes it or leaves it.
func (d *driven) retype() string {
	r, table, m := d.Rand, d.table, d.m
	before := m.show
	query, show := randomFilter(r, d.typed)
	table.Act(keymap.Filter)
	m.typing = true
	table.Key(tea.KeyPressMsg{Code: 'u', Mod: tea.ModCtrl}) // clears the line
	m.show = func(record) bool { return true }
	m.follow()
	table.Paste(query)
	m.show = show
	m.follow()
	m.typing = false
	if r.IntN(3) == 0 {
		table.Key(press(tea.KeyEscape, ""))
		m.show = before
		m.follow()
		return "cancelled filter " + query
	}
	table.Key(press(tea.KeyEnter, ""))
	m.stay()
	return "filter " + query
}

func (d *driven) setRows() {
	if d.typed {
		d.table.SetRows(newTypedRecords(d.m.list, 1+d.IntN(9)))
	} else {
		d.table.SetRows(records{list: d.m.list})
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
