package trail

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"quarry/api"
	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/state/investigation"
	"quarry/views"
	"quarry/views/casetable"
	"quarry/views/safe"
	"quarry/views/style"
	"quarry/views/widget"
)

// The columns.
const (
	colQuestion = iota
	colJudged
	colRows
	colCost
	colAsked
)

func columns() []widget.Column {
	return []widget.Column{
		{Title: "ASKED", Min: 36, Ideal: 52, Grow: true, Whole: true, Field: "asked"},
		{Title: "JUDGED", Min: 12, Ideal: 14, Grow: true, Whole: true, Drop: 4, Field: "judged"},
		{Title: "ROWS", Min: 5, Ideal: 7, Right: true, Drop: 1},
		{Title: "COST", Min: 12, Ideal: 12, Drop: 3},
		{Title: "WHEN", Min: 10, Ideal: 11, Drop: 2},
	}
}

// rows is the tree as the table has it: the places that no fold hides.
type rows struct {
	env     views.Env
	src     Source
	summary investigation.Summary
	pruned  int
	places  []investigation.Place
	shown   []int // indices into places, rising
	folded  map[investigation.ID]bool
	judged  map[indicator.Indicator]investigation.Judgement
	ids     []string       // of the places' rows
	at      map[string]int // place by the row's ID
	here    investigation.ID
	// flat is set while a filter is in force: the tree is torn then, and every
	// row has to say what it is by itself.
	flat bool
}

func newRows(env views.Env, src Source) *rows {
	inv := src.Now()
	r := &rows{env: env, src: src, summary: inv.Summary(), places: inv.Trail(), folded: maps.Clone(src.Folded)}
	r.pruned = len(inv.Nodes) - r.summary.Questions
	r.shown = make([]int, 0, len(r.places))
	r.at = make(map[string]int, len(r.places))
	r.ids = make([]string, len(r.places))
	for at := range r.places {
		r.ids[at] = r.places[at].Node.ID.String()
		r.at[r.ids[at]] = at
	}
	for at := 0; at < len(r.places); {
		r.shown = append(r.shown, at)
		if p := &r.places[at]; r.folded[p.Node.ID] {
			at = p.End
		} else {
			at++
		}
	}
	r.judged = make(map[indicator.Indicator]investigation.Judgement, len(inv.Judgements))
	for _, j := range inv.Judgements {
		r.judged[j.Indicator] = j
	}
	return r
}

// seen is the same rows from where the analyst is, as a tree or each by itself. Rows
// do not change once the table has them.
func (r *rows) seen(here investigation.ID, flat bool) *rows {
	other := *r
	other.here, other.flat = here, flat
	return &other
}

// place finds a place by the ID of its row.
func (r *rows) place(id string) (int, bool) {
	at, ok := r.at[id]
	return at, ok
}

// find is the row of a node, or of the fold that hides it; 0 where it is not
// there.
func (r *rows) find(id investigation.ID) int {
	at, ok := r.at[id.String()]
	if !ok {
		return 0
	}
	row, shown := slices.BinarySearch(r.shown, at)
	if !shown {
		row-- // the fold stands before what it hides
	}
	return row
}

// head is the first line of the view.
func (r *rows) head(narrow bool) views.Head {
	s := r.summary
	h := views.Head{Title: "Trail of " + views.CaseName(s)}
	if len(r.places) == 0 && s.Name == "" {
		h.Title = "Trail"
	}
	h.Facts = []string{views.Count(s.Questions, "question"), views.Calls(s.Calls)}
	if r.pruned > 0 {
		h.Facts = append(h.Facts, views.Number(r.pruned)+" pruned")
	}
	if s.Judged > 0 {
		h.Facts = append(h.Facts, views.Number(s.Judged)+" judged")
	}
	if s.TLP.Valid() {
		h.Age.Text, h.Age.Short = s.TLP.String(), s.TLP.String()
	}
	if !s.Created.IsZero() && !narrow {
		h.Age.Text = strings.TrimPrefix(h.Age.Text+" "+style.Dot+" begun "+views.Ago(r.env.Now(), s.Created), " "+style.Dot+" ")
	}
	return h
}

// empty stands in place of the tree where there is none.
func (r *rows) empty() views.Notice {
	n := views.Notice{Tone: style.Strong, Mark: style.Dot, What: "Nothing asked yet"}
	opens := r.env.Keys.Key(keymap.NewIndicator) + " opens an indicator."
	text := opens + " Every question becomes a line here, below the one that it was reached from."
	if r.pruned > 0 {
		n.What = "Everything is pruned"
		text = views.Count(r.pruned, "question") + ": still in the case, but out of sight and out of exports. " +
			r.env.Keys.Key(keymap.Undo) + " takes a pruning of this run back. " + opens
	}
	n.Lines = []string{text}
	return n
}

// Len implements [widget.Rows].
func (r *rows) Len() int { return len(r.shown) }

// ID implements [widget.Rows].
func (r *rows) ID(n int) string { return r.ids[r.shown[n]] }

func (r *rows) node(n int) *investigation.Node { return &r.places[r.shown[n]].Node }

// Cell implements [widget.Rows].
func (r *rows) Cell(n, col, width int) widget.Text {
	node := r.node(n)
	switch col {
	case colQuestion:
		return r.question(r.shown[n], width)
	case colJudged:
		return views.JudgementText(r.judged[node.Indicator])
	case colRows:
		if node.Rows < 0 {
			return nil
		}
		return widget.Plain(views.Number(node.Rows))
	case colCost:
		return r.cost(node)
	case colAsked:
		return widget.Toned(style.Muted, views.Ago(r.env.Now(), node.Asked))
	}
	return nil
}

// question is a node in the tree: what leads to it, whether it is folded, what
// it is about and how it was reached.
func (r *rows) question(at, width int) widget.Text {
	p := &r.places[at]
	var t widget.Text
	if !r.flat {
		t = widget.Toned(style.Muted, r.guides(at, width))
		if investigation.Kids(r.places, at) {
			sign := style.Unfolded
			if r.folded[p.Node.ID] {
				sign = style.Folded
			}
			t = widget.T(t, style.Muted, sign+" ")
		}
	}
	name, of := style.Text, style.Muted
	if p.Node.ID == r.here {
		name, of = style.Strong, style.Strong
		t = widget.T(t, style.Accent, style.Arrow+" ")
	}
	more := ""
	if r.folded[p.Node.ID] && !r.flat {
		more = fmt.Sprintf("  %s more", views.Number(p.End-at-1))
	}
	about := safe.Show(p.Node.Indicator)
	same := !r.flat && p.Parent >= 0 && r.places[p.Parent].Node.Indicator == p.Node.Indicator
	switch way := r.way(&p.Node); {
	case same || about == "":
		t = widget.T(t, name, way)
	default:
		about, way = fitted(about, way, r.endpoint(&p.Node), width-t.Width()-widget.Cells(more))
		t = widget.T(t, name, about, of, "  "+way)
	}
	return widget.T(t, style.Muted, more)
}

// fitted are an indicator and how it was reached, for so many cells: questions about
// one indicator are told apart by their endpoints, so the days go first, then the end
// of the indicator.
func fitted(about, way, endpoint string, room int) (string, string) {
	const gap, telling = 2, 14 // of a name in fewer cells too little is left
	left := room - gap - widget.Cells(endpoint)
	if widget.Cells(about) <= left || left < telling {
		return about, way // whose end is cut
	}
	return ansi.Truncate(about, left, style.Ellipsis), endpoint
}

// endpoint is the word for a node's endpoint.
func (r *rows) endpoint(n *investigation.Node) string {
	return r.src.Words.Of(api.Endpoint(n.Endpoint))
}

// way is how a node was reached: the endpoint, and the days or how many names it
// was asked about.
func (r *rows) way(n *investigation.Node) string {
	way := r.endpoint(n)
	q, ok := api.ParseKey(n.Question)
	if w := views.WindowOf(q); ok && !w.IsZero() {
		way += ", " + w.String()
	}
	if ok && !q.Names.IsZero() {
		way += " of " + views.Count(q.Names.Len(), "name")
	}
	return way
}

// How deep the tree is drawn, as far as there is room for the names; a number
// stands for what is above.
const minGuides, maxGuides, nameRoom = 6, 16, 22

// guides are the lines that lead from a node's parents to it.
func (r *rows) guides(at, width int) string {
	p, most := &r.places[at], min(max(minGuides, (width-nameRoom)/2), maxGuides)
	if p.Parent < 0 {
		return ""
	}
	var parts []string
	turn := style.Branch
	if p.Last {
		turn = style.LastOne
	}
	parts = append(parts, turn+" ")
	for a := p.Parent; r.places[a].Parent >= 0; a = r.places[a].Parent {
		if len(parts) == most {
			parts = append(parts, "+"+strconv.Itoa(r.places[a].Depth)+" ")
			break
		}
		line := style.Wall
		if r.places[a].Last {
			line = " "
		}
		parts = append(parts, line+" ")
	}
	var b strings.Builder
	for n := len(parts) - 1; n >= 0; n-- {
		b.WriteString(parts[n])
	}
	return b.String()
}

// cost is what a node has cost, or where its answer is not at hand any more what
// it would cost to open it; offline, that it is not known.
func (r *rows) cost(n *investigation.Node) widget.Text {
	q, ok := api.ParseKey(n.Question)
	if ok && q.Names.IsZero() && api.PriceOf(r.env.Shelf, q).Calls > 0 && !r.whole(q) {
		if r.env.Offline {
			return widget.Toned(style.Warn, "not known")
		}
		return widget.Toned(style.Warn, "asks: "+views.Calls(1))
	}
	if n.Calls == 0 {
		return widget.Toned(style.Muted, "known")
	}
	return widget.Plain(views.Calls(n.Calls))
}

// whole reports whether something else that is known may hold the answer: a
// window of days is put together of others.
func (r *rows) whole(q api.Query) bool {
	return !q.From.IsZero() && len(r.env.Shelf.Held(q.Endpoint, q.Indicator)) > 0
}

// Compare implements [widget.Rows]. The trail has one order.
func (r *rows) Compare(_, a, b int) int { return cmp.Compare(a, b) }

// FilterText implements [widget.Rows].
func (r *rows) FilterText(n int) string {
	node := r.node(n)
	j := r.judged[node.Indicator]
	return safe.Show(node.Indicator) + "  " + r.way(node) + "\n" + views.JudgementText(j).String()
}

// Target implements [widget.Rows].
func (r *rows) Target(n int) indicator.Indicator { return r.node(n).Indicator }

// Copy implements [widget.Rows].
func (r *rows) Copy(n int) string { return r.way(r.node(n)) }

// header and exact are the trail in exact values, for copies.
func header() []string {
	return []string{"depth", "indicator", "endpoint", "asked", "fetched", "calls", "rows", "verdict", "star", "comment", "by"}
}

func (r *rows) exact(n int) []string {
	p := r.places[r.shown[n]]
	j := r.judged[p.Node.Indicator]
	rows, star := "", ""
	if p.Node.Rows >= 0 {
		rows = strconv.Itoa(p.Node.Rows)
	}
	if j.Starred {
		star = "yes"
	}
	return []string{
		strconv.Itoa(p.Depth), p.Node.Indicator.String(), p.Node.Endpoint, casetable.Moment(p.Node.Asked), casetable.Moment(p.Node.FetchedAt),
		strconv.Itoa(p.Node.Calls), rows, string(j.Verdict), star, j.Comment, j.By,
	}
}
