// Package trail is the view of everything that was asked in an investigation: a
// tree of questions, with what each brought, cost, and was judged to be. It asks
// nothing itself and knows no endpoint.
package trail

import (
	"context"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"quarry/api"
	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/state/investigation"
	"quarry/views"
	"quarry/views/style"
	"quarry/views/widget"
)

// Source is where the view finds what it shows.
type Source struct {
	// Now is the investigation as it is.
	Now func() investigation.Investigation
	// Here is the node that the analyst came from.
	Here func() investigation.ID
	// Name is the word for an endpoint; empty for one that is not known.
	Name func(endpoint string) string
}

// New returns the trail with the cursor where the analyst came from.
func New(env views.Env, src Source) views.View {
	t := &trail{env: env, src: src, table: widget.NewTable(env.Theme, columns(), -1), folded: map[investigation.ID]bool{}, stale: true}
	t.learn()
	t.seek(src.Here())
	return t
}

type trail struct {
	env    views.Env
	src    Source
	table  *widget.Table
	rows   *rows
	folded map[investigation.ID]bool
	size   views.Size
	frame  string
	stale  bool
	// giveUp ends the work of the table that is under way.
	giveUp context.CancelFunc
}

// arranged is the end of a table's work.
type arranged struct {
	frame api.FrameID
	work  widget.Worked
}

// Destination implements [api.Routed].
func (a arranged) Destination() api.FrameID { return a.frame }

// learn takes the investigation as it is now.
func (t *trail) learn() {
	t.stale = true
	t.rows = newRows(t.env, t.src, t.folded).drawn(t.table.Status().Filter != "")
	t.table.SetRows(t.rows)
	t.table.Finish() // the cursor is put by row; the rows are in order as they are
}

// seek puts the cursor on a node, or on the fold that hides it.
func (t *trail) seek(id investigation.ID) {
	at := t.rows.find(id)
	t.table.Act(keymap.MoveTop)
	for range at {
		t.table.Act(keymap.MoveDown)
	}
}

// Title implements [views.View].
func (t *trail) Title() string { return "trail" }

// Init implements [views.View]. The trail asks nothing.
func (t *trail) Init() tea.Cmd { return nil }

// Update implements [views.View].
func (t *trail) Update(msg tea.Msg) (views.Intent, tea.Cmd) {
	t.stale = true
	switch msg := msg.(type) {
	case views.Noted:
		t.learn()
	case keymap.Action:
		if msg == keymap.Fold {
			t.fold()
		} else if t.Disabled(msg) == "" {
			t.table.Act(msg)
		}
	case tea.KeyPressMsg:
		t.table.Key(msg)
	case tea.PasteMsg:
		t.table.Paste(msg.Content)
	case views.Click:
		t.table.Click(msg.X, msg.Y-t.above())
	case views.Wheel:
		t.table.Wheel(msg.Delta)
	case arranged:
		t.table.Take(msg.work)
	case views.Restyle:
		t.env.Theme = msg.Theme
		t.table.SetTheme(msg.Theme)
	}
	t.flatten()
	return nil, nil
}

// flatten draws every row by itself while a filter tears the tree.
func (t *trail) flatten() {
	if flat := t.table.Status().Filter != ""; flat != t.rows.flat {
		t.rows = t.rows.drawn(flat)
		t.table.SetRows(t.rows)
	}
}

// fold folds the branch of the selected node, or unfolds it; on a leaf, the
// branch that it is in.
func (t *trail) fold() {
	at, ok := t.rows.place(t.table.Selection().ID)
	if !ok {
		return
	}
	if !investigation.Kids(t.rows.places, at) {
		if at = t.rows.places[at].Parent; at < 0 {
			return
		}
	}
	id := t.rows.places[at].Node.ID
	if t.folded[id] {
		delete(t.folded, id)
	} else {
		t.folded[id] = true
	}
	t.learn()
	t.seek(id)
}

// Resize implements [views.View].
func (t *trail) Resize(s views.Size) {
	if s != t.size {
		t.size, t.stale = s, true
	}
}

// lowBody is the height below which the body gives up the line between head and
// tree.
const lowBody = 14

func (t *trail) above() int {
	if t.size.Height >= lowBody {
		return 2
	}
	return 1
}

// Render implements [views.View].
func (t *trail) Render() string {
	if t.stale {
		t.frame, t.stale = t.draw(), false
	}
	return t.frame
}

func (t *trail) draw() string {
	lines := []string{t.rows.head().Render(t.env.Theme, t.size.Width)}
	if len(t.rows.places) == 0 {
		n := views.Notice{Tone: style.Strong, Mark: style.Dot, What: "Nothing asked yet",
			Lines: []string{t.env.Keys.Key(keymap.NewIndicator) + " opens an indicator. Every question becomes a line here, below the one that it was reached from."}}
		return widget.Block(append(lines, n.Body(t.env.Theme, t.size)...), t.size.Width, t.size.Height)
	}
	if t.above() > 1 {
		lines = append(lines, "")
	}
	t.table.Resize(t.size.Width, max(0, t.size.Height-t.above()))
	return widget.Block(append(lines, strings.Split(t.table.Render(), "\n")...), t.size.Width, t.size.Height)
}

// Node implements [views.Brancher].
func (t *trail) Node() investigation.ID {
	if at, ok := t.rows.place(t.table.Selection().ID); ok {
		return t.rows.places[at].Node.ID
	}
	return investigation.ID{}
}

// Branches implements [views.Brancher].
func (t *trail) Branches() []investigation.ID {
	var marked []investigation.ID
	for _, id := range t.table.Marked() {
		if at, ok := t.rows.place(id); ok {
			marked = append(marked, t.rows.places[at].Node.ID)
		}
	}
	if id := t.Node(); len(marked) == 0 && !id.IsZero() {
		return []investigation.ID{id}
	}
	return marked
}

// Selection implements [views.Selector].
func (t *trail) Selection() views.Selection {
	s := t.table.Selection()
	return views.Selection{Indicator: s.Target, Text: s.Text, Nameless: s.Target.IsZero()}
}

// Marked implements [views.Marker].
func (t *trail) Marked() []indicator.Indicator {
	met := map[indicator.Indicator]bool{}
	return slices.DeleteFunc(t.table.MarkedTargets(), func(i indicator.Indicator) bool {
		twice := met[i]
		met[i] = true
		return twice
	})
}

// Disabled implements [views.Limiter].
func (t *trail) Disabled(a keymap.Action) string {
	switch a {
	case keymap.SortNext, keymap.SortPrevious, keymap.SortReverse, keymap.GroupRows:
		return "the trail stays in the order asked"
	case keymap.LoadMore, keymap.LoadAll:
		return "the trail has no further pages"
	case keymap.Fold:
		if len(t.rows.places) == 0 {
			return "nothing to fold here"
		}
	}
	return ""
}

// Capturing implements [views.Capturer].
func (t *trail) Capturing() bool { return t.table.Capturing() }

// Escape implements [views.Escaper].
func (t *trail) Escape() bool {
	escaped := t.table.Escape()
	t.stale = true
	t.flatten()
	return escaped
}

// Status implements [views.Statuser].
func (t *trail) Status() widget.Status { return t.table.Status() }

// Work implements [views.Worker].
func (t *trail) Work() tea.Cmd {
	work := t.table.Work()
	if work == nil {
		return nil
	}
	if t.giveUp != nil {
		t.giveUp()
	}
	ctx, cancel := context.WithCancel(t.env.Context)
	t.giveUp = cancel
	frame := t.env.Frame
	return func() tea.Msg {
		defer cancel()
		return arranged{frame, work(ctx)}
	}
}

// Settle implements [views.Worker].
func (t *trail) Settle() {
	t.table.Settle()
	t.stale = true
}

// Leave implements [views.Resumer].
func (t *trail) Leave() {}

// Resume implements [views.Resumer]: it shows what was done meanwhile.
func (t *trail) Resume() tea.Cmd {
	t.learn()
	return nil
}

// Content implements [views.Exporter].
func (t *trail) Content() views.Content {
	c := views.Content{Title: t.rows.head().Title, Header: header()}
	for _, row := range t.table.Visible() {
		c.Rows = append(c.Rows, t.rows.exact(row))
	}
	return c
}
