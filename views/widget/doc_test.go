package widget

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	tea "charm.land/bubbletea/v2"

	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/views/frametest"
	"quarry/views/style"
)

func target(s string) Row {
	return Row{ID: s, Text: Plain(s), Target: indicator.MustParse(s)}
}

func lines(n int, prefix string) []Row {
	var rows []Row
	for i := range n {
		rows = append(rows, Row{Text: Plain(fmt.Sprintf("%s %d", prefix, i))})
	}
	return rows
}

func whoisRows() []Row {
	member := func(group, s string) Row {
		return Row{ID: group + s, Group: group, Text: T("  ", style.Strong, s), Copy: s}
	}
	return []Row{
		{Text: T(style.Muted, "Registrar   ", "Example Registrar, Inc.")},
		{},
		{ID: "contacts", Group: "contacts", Head: true, Text: Plain("Contacts")},
		member("contacts", "Alice"), member("contacts", "Bob"),
		{ID: "servers", Group: "servers", Head: true, Text: Plain("Name servers")},
		{ID: "ns1", Group: "servers", Text: Plain("  ns1.example.net"), Target: indicator.MustParse("ns1.example.net")},
		{ID: "ns2", Group: "servers", Text: Plain("  ns2.example.net"), Target: indicator.MustParse("ns2.example.net")},
	}
}

func whois() *Doc {
	d := NewDoc(style.New(true))
	d.SetRows(whoisRows())
	d.Resize(30, 9)
	return d
}

func wantDrawing(t *testing.T, p Pane, want string) {
	t.Helper()
	want = strings.TrimPrefix(want, "\n")
	if got := drawing(p, 30, 9); strings.TrimRight(got, "\n") != strings.TrimRight(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestDocIsDrawn(t *testing.T) {
	d := whois()
	wantDrawing(t, d, `
   Registrar   Example Regist…

 ▌ ▾ Contacts
     Alice
     Bob
   ▾ Name servers
     ns1.example.net
     ns2.example.net
`)
	d.Act(keymap.MoveDown)
	if s := d.Selection(); s != (Selection{ID: "contactsAlice", Text: "Alice"}) {
		t.Errorf("%+v", s)
	}
	if !d.Act(keymap.Fold) || d.Selection().ID != "contacts" || !d.Folded("contacts") {
		t.Errorf("folded, on %q", d.Selection().ID)
	}
	d.Act(keymap.MoveBottom)
	wantDrawing(t, d, `
   Registrar   Example Regist…

   ▸ Contacts
   ▾ Name servers
     ns1.example.net
 ▌   ns2.example.net
`)
	if s := d.Selection(); s.Target != indicator.MustParse("ns2.example.net") {
		t.Errorf("%+v", s)
	}
	if s := d.Status(); s.Position != 4 || s.Shown != 4 || s.Total != 6 {
		t.Errorf("%+v", s)
	}
	if d.Act(keymap.Open) {
		t.Error("enter on a name is not for the pane")
	}
	d.Act(keymap.MoveTop)
	if !d.Act(keymap.Open) || d.Folded("contacts") {
		t.Error("enter does not open a group")
	}
	if !d.Click(5, 2) || !d.Folded("contacts") || !d.Click(5, 3) || d.Selection().ID != "servers" || d.Click(5, 1) {
		t.Errorf("clicks: on %q", d.Selection().ID)
	}
	for _, a := range []keymap.Action{keymap.Mark, keymap.SortNext, keymap.Back, keymap.FilterNext, ""} {
		if d.Act(a) {
			t.Errorf("%q is taken", a)
		}
	}
}

func TestDocFilterFindsWhatIsFolded(t *testing.T) {
	d := whois()
	d.SetFolded("servers", true)
	d.Act(keymap.Filter)
	typed(d, "ns2[.]ex")
	wantDrawing(t, d, `
   ▾ Name servers
 ▌   ns2.example.net
`)
	d.Key(tea.KeyPressMsg{Code: 'u', Mod: tea.ModCtrl})
	typed(d, "example")
	d.Key(press(tea.KeyEnter, ""))
	for _, want := range []string{"ns2", "ns1", "ns2"} { // heads are passed over
		if d.Act(keymap.FilterNext); d.Selection().ID != want {
			t.Errorf("n goes to %q, want %q", d.Selection().ID, want)
		}
	}
	if !d.Escape() || d.Escape() || d.Selection().ID != "servers" {
		t.Errorf("after the filter on %q", d.Selection().ID)
	}
	d.Act(keymap.Filter)
	d.Paste("nowhere")
	wantDrawing(t, d, "   nothing here matches the f…")
	if d.Selection() != (Selection{}) || d.Status().Position != 0 {
		t.Errorf("%+v", d.Selection())
	}
	if d.Escape(); d.Selection().ID != "servers" {
		t.Errorf("a filter taken back leaves the cursor on %q", d.Selection().ID)
	}
}

// Going down key by key shows every line, stops at every row that can be
// selected, and never selects what is out of sight.
func TestEveryLineOfADocCanBeReached(t *testing.T) {
	rows := append(lines(12, "head"), target("a.example"), target("b.example"))
	rows = append(append(rows, lines(15, "middle")...), target("c.example"))
	rows = append(rows, lines(7, "tail")...)
	for height := 1; height < 45; height++ {
		d := NewDoc(style.New(true))
		d.SetRows(rows)
		d.Resize(20, height)
		for _, way := range []struct {
			action keymap.Action
			last   string
			order  string
		}{{keymap.MoveDown, "tail 6", "a.example b.example c.example"}, {keymap.MoveUp, "head 0", "c.example b.example a.example"}} {
			seen, visited := map[string]bool{}, []string{}
			for range 2 * len(rows) {
				for _, line := range strings.Split(ansi.Strip(d.Render()), "\n") {
					seen[strings.TrimSpace(strings.Trim(line, " ▌"))] = true
				}
				id := d.Selection().ID
				if selected := strings.Contains(d.Render(), style.Cursor); selected != (id != "") {
					t.Fatalf("height %d: %q is selected out of sight", height, id)
				}
				if id != "" && (len(visited) == 0 || visited[len(visited)-1] != id) {
					visited = append(visited, id)
				}
				d.Act(way.action)
			}
			if !seen[way.last] {
				t.Fatalf("height %d: %s never shows %q", height, way.action, way.last)
			}
			for _, r := range rows {
				if !seen[r.Text.String()] {
					t.Fatalf("height %d: %s never shows %q", height, way.action, r.Text)
				}
			}
			if got := strings.Join(visited, " "); got != way.order {
				t.Fatalf("height %d: %s selects %s", height, way.action, got)
			}
		}
	}
}

func TestDocKeepsTheRowAndItsLine(t *testing.T) {
	d := NewDoc(style.New(true))
	d.Resize(20, 5)
	d.SetRows(append(lines(3, "x"), target("a.example"), target("b.example"), target("c.example")))
	d.Act(keymap.MoveBottom)
	d.Act(keymap.MoveUp)
	line := func() int {
		above, _, _ := strings.Cut(drawing(d, 20, 5), style.Cursor)
		return strings.Count(above, "\n")
	}
	before := line()
	d.SetRows(append(lines(30, "x"), target("a.example"), target("b.example"), target("c.example")))
	if d.Selection().ID != "b.example" || line() != before {
		t.Errorf("on %q:\n%s", d.Selection().ID, drawing(d, 20, 5))
	}
	d.SetRows(append(lines(30, "x"), target("a.example"), target("c.example")))
	if d.Selection().ID != "c.example" {
		t.Errorf("gone, on %q", d.Selection().ID)
	}
	d.SetRows(lines(2, "x"))
	if d.Selection() != (Selection{}) {
		t.Error("a selection is left")
	}
}

func TestDocDrawsForItsWidth(t *testing.T) {
	drawn := 0
	d := NewDoc(style.New(true))
	d.SetRows([]Row{{Draw: func(width int) Text { drawn++; return Plain(strings.Repeat("=", width)) }}})
	for _, width := range []int{30, 12, 3, 0} {
		drawn = 0
		d.Resize(width, 2)
		if got := strings.Count(d.Render(), "="); got != max(0, width-margin) {
			t.Errorf("%d cells: %d", width, got)
		}
		d.Render()
		if drawn != 1 {
			t.Errorf("%d cells: drawn %d times", width, drawn)
		}
	}
}

func TestALongLineScrollsSideways(t *testing.T) {
	d := NewDoc(style.New(true))
	d.SetRows([]Row{{Text: T("0123456789", style.Bad, "日本語abc")}, {Text: Plain("short")}})
	d.Resize(13, 2)
	for range 2 {
		if !d.Act(keymap.ScrollRight) {
			t.Fatal("does not scroll")
		}
	}
	if got := drawing(d, 13, 2); got != "   9日本語abc\n\n" {
		t.Errorf("%q", got)
	}
	d.Resize(40, 2)
	if d.Act(keymap.ScrollRight) || !strings.Contains(d.Render(), "0123456789") {
		t.Error("lines that fit are scrolled")
	}
}

// Whatever is done to a pane in whatever order, it is exactly as large as it
// should be and selects only what it shows.
func TestDocSurvivesAnything(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	actions := []keymap.Action{
		keymap.MoveDown, keymap.MoveUp, keymap.MoveTop, keymap.MoveBottom, keymap.HalfDown, keymap.HalfUp, keymap.PageDown, keymap.PageUp,
		keymap.ScrollLeft, keymap.ScrollRight, keymap.Filter, keymap.FilterNext, keymap.FilterPrevious, keymap.Fold, keymap.Open,
	}
	for run := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, run))
		d := NewDoc(style.New(false))
		width, height := 0, 0
		for step := range 150 {
			switch r.IntN(10) {
			case 0:
				d.SetRows(randomRows(r))
			case 1:
				width, height = r.IntN(50), r.IntN(12)
				d.Resize(width, height)
			case 2:
				query, _ := randomFilter(r, false)
				d.Paste(query)
			case 3:
				d.Key(press([]rune{tea.KeyEnter, tea.KeyEscape, tea.KeyDown, tea.KeyUp}[r.IntN(4)], ""))
			case 4:
				d.Wheel(r.IntN(9) - 4)
			case 5:
				d.Click(r.IntN(60)-5, r.IntN(15)-2)
			case 6:
				d.Escape()
			default:
				d.Act(actions[r.IntN(len(actions))])
			}
			frame := d.Render()
			checkFrame(t, frame, width, height)
			if shows := strings.Contains(frame, style.Cursor); width > margin && shows != (d.Selection().ID != "") {
				t.Errorf("selected %q, shown: %v", d.Selection().ID, shows)
			}
			if s := d.Status(); s.Position > s.Shown || s.Shown > s.Total || s.Above < 0 || s.Below < 0 {
				t.Errorf("%+v", s)
			}
			if t.Failed() {
				t.Fatalf("run %d, step %d", run, step)
			}
		}
	}
}

func randomRows(r *rand.Rand) []Row {
	var rows []Row
	group := ""
	for i := range r.IntN(40) {
		row := Row{Text: T(randomName(r), style.Warn, randomName(r))}
		switch r.IntN(4) {
		case 0:
			row.ID, row.Copy = fmt.Sprint("c", i), "x"
		case 1:
			row.ID, row.Target = fmt.Sprint("t", i), indicator.FromASN(64500)
		case 2:
			if group = ""; r.IntN(3) > 0 {
				group = fmt.Sprint("g", i)
				row.ID, row.Head = group, true
			}
		}
		row.Group = group
		rows = append(rows, row)
	}
	return rows
}

func TestDocWithoutRows(t *testing.T) {
	d := NewDoc(style.New(true))
	for _, size := range [][2]int{{0, 0}, {1, 1}, {20, 3}, {-5, -5}} {
		d.Resize(size[0], size[1])
		for _, a := range []keymap.Action{keymap.MoveDown, keymap.MoveUp, keymap.MoveTop, keymap.MoveBottom, keymap.PageDown, keymap.Filter} {
			d.Act(a)
		}
		d.Key(press('x', "x"))
		d.Escape()
		checkFrame(t, d.Render(), max(0, size[0]), size[1])
	}
	frametest.Check(t, func() string { d.Resize(4, 2); return d.Render() }(), 4, 2)
}

func TestPagesOfADoc(t *testing.T) {
	rows := append([]Row{target("a.example")}, lines(20, "x")...)
	rows = append(rows, target("b.example"), target("c.example"))
	d := NewDoc(style.New(true))
	d.SetRows(rows)
	d.Resize(20, 8)
	for _, step := range []struct {
		action keymap.Action
		id     string
		above  int
	}{
		{keymap.PageDown, "", 8}, {keymap.HalfDown, "", 12}, {keymap.PageDown, "c.example", 15}, {keymap.MoveUp, "b.example", 15},
		{keymap.HalfUp, "", 11}, {keymap.HalfUp, "", 7}, {keymap.PageUp, "a.example", 0}, {keymap.MoveBottom, "c.example", 15},
		{keymap.MoveTop, "a.example", 0},
	} {
		d.Act(step.action)
		if s := d.Status(); d.Selection().ID != step.id || s.Above != step.above {
			t.Errorf("%s: on %q below %d, want %q below %d", step.action, d.Selection().ID, s.Above, step.id, step.above)
		}
	}
	d.Wheel(10)
	if d.Selection().ID != "" || d.Status().Above != 10 {
		t.Errorf("the wheel: on %q", d.Selection().ID)
	}
}
