// Package trail is the view of everything that was asked in an investigation: a
// tree of questions, with what each brought, cost, and was judged to be. It asks
// nothing itself and knows no endpoint.
package trail

import (
	"maps"

	tea "charm.land/bubbletea/v2"

	"quarry/keymap"
	"quarry/state/investigation"
	"quarry/views"
	"quarry/views/casetable"
)

// Source is where the view finds what it shows.
type Source struct {
	// Now is the investigation as it is, and Changes counts its changes: while that
	// stays, so does the investigation.
	Now     func() investigation.Investigation
	Changes func() int
	// Here is the node that the analyst came from.
	Here func() investigation.ID
	// Words are those for the endpoints.
	Words views.Words
	// Folded are the nodes whose branches are folded. Trails that share it are
	// folded alike.
	Folded map[investigation.ID]bool
}

// New returns the trail with the cursor where the analyst came from.
func New(env views.Env, src Source) *View {
	t := &View{env: env, src: src}
	t.Table = casetable.New(env, columns(), -1, casetable.Form{
		Head:  func() views.Head { return t.rows.head(t.narrow) },
		Empty: func() (views.Notice, bool) { return t.rows.empty(), len(t.rows.places) == 0 },
	})
	t.learn()
	t.Select(src.Here())
	return t
}

// View is the trail. It is filled when it is made.
type View struct {
	*casetable.Table
	env  views.Env
	src  Source
	rows *rows
	// learned is the count of changes that the rows are of.
	learned int
	// narrow has no room for the column of judgements, nor for the age of the case.
	narrow bool
}

// narrowWidth is the width in cells below which what was judged is a mark in the
// margin.
const narrowWidth = 52

// Resize implements [views.View].
func (t *View) Resize(s views.Size) {
	if t.narrow = s.Width < narrowWidth; t.narrow {
		t.Widget().SetNoter(t.env.Noter())
	} else {
		t.Widget().SetNoter(nil)
	}
	t.Table.Resize(s)
}

// Follow shows the investigation as it is, with the place that the analyst is at in
// sight and no cursor: as a pane beside that place, which nobody is in.
func (t *View) Follow() {
	t.Widget().SetIdle(true)
	t.learn()
	t.Select(t.src.Here())
}

// learn takes the investigation as it is now. A large one is laid out once for each
// change: mostly it is the place of the analyst alone that is another one.
func (t *View) learn() {
	if n := t.src.Changes(); t.rows == nil || n != t.learned || !maps.Equal(t.rows.folded, t.src.Folded) {
		t.rows, t.learned = newRows(t.env, t.src), n
	}
	t.rows = t.rows.seen(t.src.Here(), t.Widget().Status().Filter != "")
	t.SetRows(t.rows)
	t.Widget().Finish() // the cursor is put by row; the rows are in order as they are
}

// Select puts the cursor on a node, or on the fold that hides it.
func (t *View) Select(id investigation.ID) { t.Seek(t.rows.find(id)) }

// Title implements [views.View].
func (t *View) Title() string { return "trail" }

// Update implements [views.View].
func (t *View) Update(msg tea.Msg) (views.Intent, tea.Cmd) {
	switch msg := msg.(type) {
	case views.Noted:
		t.learn()
	case keymap.Action:
		if msg == keymap.Fold {
			t.fold()
		} else if t.Disabled(msg) == "" {
			t.Take(msg)
		}
	default:
		t.Take(msg)
	}
	t.flatten()
	return nil, nil
}

// flatten draws every row by itself while a filter tears the tree.
func (t *View) flatten() {
	if flat := t.Widget().Status().Filter != ""; flat != t.rows.flat {
		t.rows = t.rows.seen(t.rows.here, flat)
		t.SetRows(t.rows)
	}
}

// fold folds the branch of the selected node, or unfolds it; on a leaf, the
// branch that it is in.
func (t *View) fold() {
	at, ok := t.selected()
	if !ok {
		return
	}
	if !investigation.Kids(t.rows.places, at) {
		if at = t.rows.places[at].Parent; at < 0 {
			return
		}
	}
	id := t.rows.places[at].Node.ID
	if t.src.Folded[id] {
		delete(t.src.Folded, id)
	} else {
		t.src.Folded[id] = true
	}
	t.learn()
	t.Select(id)
}

// selected is the place that the cursor is on.
func (t *View) selected() (int, bool) { return t.rows.place(t.Widget().Selection().ID) }

// Node implements [views.Brancher].
func (t *View) Node() investigation.ID {
	if at, ok := t.selected(); ok {
		return t.rows.places[at].Node.ID
	}
	return investigation.ID{}
}

// Branches implements [views.Brancher].
func (t *View) Branches() []investigation.ID {
	var marked []investigation.ID
	for _, id := range t.Widget().Marked() {
		if at, ok := t.rows.place(id); ok {
			marked = append(marked, t.rows.places[at].Node.ID)
		}
	}
	if id := t.Node(); len(marked) == 0 && !id.IsZero() {
		return []investigation.ID{id}
	}
	return marked
}

// Disabled implements [views.Limiter].
func (t *View) Disabled(a keymap.Action) string {
	switch a {
	case keymap.SortNext, keymap.SortPrevious, keymap.SortReverse, keymap.GroupRows:
		return "the trail stays in the order asked"
	case keymap.LoadMore, keymap.LoadAll:
		return "the trail has no further pages"
	case keymap.Fold:
		at, ok := t.selected()
		if !ok {
			return "nothing to fold here"
		}
		if !investigation.Kids(t.rows.places, at) && t.rows.places[at].Parent < 0 {
			return "nothing lies below this question"
		}
	case keymap.Filter, keymap.FilterNext, keymap.FilterPrevious, keymap.Mark, keymap.MarkAll, keymap.MarkInvert:
		if len(t.rows.places) == 0 {
			return "the trail is empty"
		}
	}
	return ""
}

// Escape implements [views.Escaper].
func (t *View) Escape() bool {
	escaped := t.Table.Escape()
	t.flatten()
	return escaped
}

// Resume implements [views.Resumer]: it shows what was done meanwhile.
func (t *View) Resume() tea.Cmd {
	t.learn()
	return nil
}

// Content implements [views.Exporter].
func (t *View) Content() views.Content {
	return views.Content{Title: t.rows.head(false).Title}
}

// Rows implements [views.Tabler].
func (t *View) Rows(p views.Part) views.Rows {
	return views.PartOf(t.Widget(), p, header(), t.rows.exact)
}
