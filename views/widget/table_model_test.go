package widget

import (
	"cmp"
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

func testColumns() []Column {
	return []Column{
		{Title: "NAME", Min: 6, Ideal: 20, Grow: true},
		{Title: "N", Right: true, Min: 3, Ideal: 5, Falling: true, Drop: 1},
	}
}

// model is a table written as plainly as can be: everything is worked out anew
// from the whole data at every look.
type model struct {
	list    []record
	by      int
	falling bool
	show    func(string) bool
	marks   map[string]bool
	cursor  int
	anchor  string
	typing  bool
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
	return slices.DeleteFunc(m.sorted(), func(r record) bool { return !m.show(r.name) })
}

// follow puts the cursor where it belongs after a change.
func (m *model) follow() {
	before := 0
	for _, r := range m.sorted() {
		if r.id == m.anchor {
			m.cursor = before
			break
		}
		if m.show(r.name) {
			before++
		}
	}
	m.cursor = max(0, min(m.cursor, len(m.shown())-1))
	if !m.typing {
		m.stay()
	}
}

func (m *model) stay() {
	if s := m.shown(); len(s) > 0 {
		m.anchor = s[m.cursor].id
	}
}

func (m *model) move(to int) {
	to = max(0, min(to, len(m.shown())-1))
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

// names has few letters, so that filters match often, and wide and combining
// ones.
func randomName(r *rand.Rand) string {
	letters := []string{"a", "b", "A", ".", "日", "e\u0301", "🦊"}
	var b strings.Builder
	for range r.IntN(9) {
		b.WriteString(letters[r.IntN(len(letters))])
	}
	if r.IntN(20) == 0 {
		b.WriteString(strings.Repeat("ab語", 40))
	}
	return b.String()
}

func randomList(r *rand.Rand, old []record) []record {
	var list []record
	for _, rec := range old {
		if r.IntN(5) > 0 {
			list = append(list, rec)
		}
	}
	for range r.IntN(12) {
		id := fmt.Sprintf("r%d", r.IntN(60))
		if !slices.ContainsFunc(list, func(x record) bool { return x.id == id }) {
			list = append(list, record{id, randomName(r), r.IntN(4)})
		}
	}
	if r.IntN(12) == 0 {
		return nil
	}
	r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list
}

// randomFilter gives a filter and, written another way, what it shows.
func randomFilter(r *rand.Rand) (string, func(string) bool) {
	contains := func(word string) func(string) bool {
		return func(s string) bool { return strings.Contains(strings.ToLower(s), strings.ToLower(word)) }
	}
	inOrder := func(word string) func(string) bool {
		return func(s string) bool {
			rest := []rune(word)
			for _, c := range strings.ToLower(s) {
				if len(rest) > 0 && c == rest[0] {
					rest = rest[1:]
				}
			}
			return len(rest) == 0
		}
	}
	kinds := []struct {
		query string
		show  func(string) bool
	}{
		{"a", contains("a")}, {"AB", contains("ab")}, {"日", contains("日")}, {"a[.]b", contains("a.b")},
		{"~ab", inOrder("ab")}, {"~a.b", inOrder("a.b")},
		{"/^a/", func(s string) bool { return strings.HasPrefix(strings.ToLower(s), "a") }},
		{"/b$/", func(s string) bool { return strings.HasSuffix(strings.ToLower(s), "b") }},
		{"nowhere", func(string) bool { return false }},
	}
	var query []string
	var tests []func(string) bool
	for range r.IntN(3) {
		k := kinds[r.IntN(len(kinds))]
		if r.IntN(3) == 0 {
			query = append(query, "!"+k.query)
			tests = append(tests, func(s string) bool { return !k.show(s) })
			continue
		}
		query, tests = append(query, k.query), append(tests, k.show)
	}
	return strings.Join(query, " "), func(s string) bool {
		return !slices.ContainsFunc(tests, func(test func(string) bool) bool { return !test(s) })
	}
}

func press(code rune, text string) tea.KeyPressMsg { return tea.KeyPressMsg{Code: code, Text: text} }

func TestTableIsItsModel(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	for run := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, run))
		by := r.IntN(3) - 1
		table := NewTable(style.New(true), testColumns(), by)
		m := &model{by: by, falling: by == 1, show: func(string) bool { return true }, marks: map[string]bool{}}
		width, height := 0, 0
		for step := range 150 {
			did := mutate(r, table, m, &width, &height)
			compare(t, fmt.Sprintf("run %d, step %d, %s", run, step, did), table, m, width, height)
			if t.Failed() {
				return
			}
		}
	}
}

// mutate does the same thing to a table and to its model, and names it.
func mutate(r *rand.Rand, table *Table, m *model, width, height *int) string {
	page := max(min(*height, 1), *height-1)
	act := func(a keymap.Action, to int) string {
		table.Act(a)
		m.move(to)
		return string(a)
	}
	n := len(m.shown())
	switch r.IntN(16) {
	case 0, 1:
		m.list = randomList(r, m.list)
		table.SetRows(records{list: m.list})
		m.follow()
		return "rows"
	case 2:
		*width, *height = r.IntN(60), r.IntN(14)
		table.Resize(*width, *height)
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
			id := m.shown()[m.cursor].id
			m.marks[id] = !m.marks[id]
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
		return retype(r, table, m)
	default:
		table.Wheel(r.IntN(9) - 4)
		// Where the wheel leaves the cursor is for the table's own test.
		m.cursor = max(0, table.Status().Position-1)
		if n > 0 {
			m.anchor = table.Selection().ID
		}
		return "wheel"
	}
}

// retype types another filter, and takes it or leaves it.
func retype(r *rand.Rand, table *Table, m *model) string {
	before := m.show
	query, show := randomFilter(r)
	table.Act(keymap.Filter)
	m.typing = true
	table.Key(tea.KeyPressMsg{Code: 'u', Mod: tea.ModCtrl}) // clears the line
	m.show = func(string) bool { return true }
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
		got = append(got, table.rows.ID(row))
	}
	want := []string{}
	for _, r := range shown {
		want = append(want, r.id)
	}
	if !slices.Equal(got, want) {
		t.Fatalf("%s: shows %v, want %v", where, got, want)
	}
	if marked := table.Marked(); !slices.Equal(marked, m.marked()) {
		t.Fatalf("%s: marked %v, want %v", where, marked, m.marked())
	}
	s := table.Status()
	if s.Total != len(m.list) || s.Shown != len(shown) || s.Marked != len(m.marked()) {
		t.Fatalf("%s: status %+v", where, s)
	}
	id := ""
	if len(shown) > 0 {
		id = shown[m.cursor].id
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
