package iocs

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"quarry/api"
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
	colIndicator = iota
	colKind
	colVerdict
	colComment
	colFrom
	colJudged
)

func columns() []widget.Column {
	return []widget.Column{
		{Title: "INDICATOR", Min: 23, Ideal: 34, Grow: true, Whole: true, Field: "indicator"},
		{Title: "KIND", Min: 6, Ideal: 6, Drop: 1, Field: "kind"},
		{Title: "VERDICT", Min: 12, Ideal: 12, Field: "verdict"},
		{Title: "COMMENT", Min: 14, Ideal: 26, Grow: true, Whole: true, Drop: 4, Field: "comment"},
		{Title: "REACHED FROM", Min: 18, Ideal: 28, Grow: true, Whole: true, Drop: 3, Field: "from"},
		{Title: "JUDGED", Min: 11, Ideal: 11, Drop: 2, Falling: true},
	}
}

// shelf is indicators of a case as rows.
type shelf struct {
	env     views.Env
	summary investigation.Summary
	rows    []row
	// listed counts what is on the list of IOCs, others what is not.
	listed, others int
}

// row is an indicator and how one came to it, in printable words.
type row struct {
	indicator indicator.Indicator
	judgement investigation.Judgement
	way
}

// way is how one came to an indicator first: by which node, and from where in
// words.
type way struct {
	node investigation.ID
	from string
}

// newShelf lists what is on the list of IOCs, or all that was seen. Of what was not
// opened met says where it stood.
func newShelf(env views.Env, src Source, seen bool, met map[indicator.Indicator]string) *shelf {
	inv := src.Now()
	s := &shelf{env: env, summary: inv.Summary()}
	from := ways(inv, src.Words)
	gone := inv.Gone()
	add := func(j investigation.Judgement) {
		if j.IOC() {
			s.listed++
		} else if s.others++; !seen {
			return
		}
		w, opened := from[j.Indicator]
		if !opened {
			if w.from = met[j.Indicator]; w.from == "" {
				w.from = "not opened"
			}
		}
		s.rows = append(s.rows, row{j.Indicator, j, w})
	}
	judged := map[indicator.Indicator]bool{}
	for _, j := range inv.Judgements {
		if !j.Blank() && !gone[j.Indicator] {
			judged[j.Indicator] = true
			add(j)
		}
	}
	for _, i := range inv.Seen() {
		if !judged[i] && !i.IsZero() {
			add(investigation.Judgement{Indicator: i})
		}
	}
	return s
}

// ways say of what was asked about how one came to it first: by a question about
// something else, or because it was entered.
func ways(inv investigation.Investigation, words views.Words) map[indicator.Indicator]way {
	from := map[indicator.Indicator]way{}
	places := inv.Trail()
	for at, p := range places {
		i := p.Node.Indicator
		if _, told := from[i]; !told {
			from[i] = way{p.Node.ID, above(places, at, words)}
		}
	}
	return from
}

// above is the nearest question above a place that is about something else.
func above(places []investigation.Place, at int, words views.Words) string {
	i := places[at].Node.Indicator
	for at = places[at].Parent; at >= 0; at = places[at].Parent {
		n := places[at].Node
		if n.Indicator == i {
			continue
		}
		word := words.Of(api.Endpoint(n.Endpoint))
		if n.Indicator.IsZero() { // about several
			return word
		}
		return word + " of " + safe.Show(n.Indicator)
	}
	return "entered"
}

// verdicts are how many there are of each verdict on the list.
func (s *shelf) verdicts() []string {
	n := map[investigation.Verdict]int{}
	for _, r := range s.rows {
		n[r.judgement.Verdict]++
	}
	var facts []string
	for _, v := range investigation.Verdicts() {
		if n[v] > 0 {
			facts = append(facts, fmt.Sprintf("%s %s", views.Number(n[v]), v))
		}
	}
	return facts
}

// node is the one by which an indicator was opened first; zero where it was not.
func (s *shelf) node(i indicator.Indicator) investigation.ID {
	if n := slices.IndexFunc(s.rows, func(r row) bool { return r.indicator == i }); n >= 0 {
		return s.rows[n].way.node
	}
	return investigation.ID{}
}

// Len implements [widget.Rows].
func (s *shelf) Len() int { return len(s.rows) }

// ID implements [widget.Rows].
func (s *shelf) ID(n int) string { return s.rows[n].indicator.String() }

// Cell implements [widget.Rows].
func (s *shelf) Cell(n, col, _ int) widget.Text {
	r := s.rows[n]
	j := r.judgement
	switch col {
	case colKind:
		return widget.Toned(style.Muted, r.indicator.Kind().String())
	case colVerdict:
		return views.VerdictText(j.Verdict)
	case colComment:
		j.Verdict = ""
		return views.JudgementText(j)
	case colFrom:
		return widget.Toned(style.Muted, r.from)
	case colJudged:
		if j.Blank() {
			return nil
		}
		return widget.Toned(style.Muted, views.Ago(s.env.Now(), j.Changed))
	}
	return views.Named(r.indicator)
}

// Compare implements [widget.Rows]. What a column does not tell apart comes in the
// order of the indicators.
func (s *shelf) Compare(col, a, b int) int {
	x, y := s.rows[a], s.rows[b]
	by := 0
	switch col {
	case colKind:
		by = cmp.Compare(x.indicator.Kind(), y.indicator.Kind())
	case colVerdict:
		by = cmp.Compare(x.judgement.Verdict.Rank(), y.judgement.Verdict.Rank())
	case colComment:
		by = cmp.Or(cmp.Compare(starred(y), starred(x)), strings.Compare(x.judgement.Comment, y.judgement.Comment))
	case colFrom:
		by = strings.Compare(x.from, y.from)
	case colJudged:
		by = x.judgement.Changed.Compare(y.judgement.Changed)
	}
	return cmp.Or(by, strings.Compare(x.indicator.String(), y.indicator.String()))
}

func starred(r row) int {
	if r.judgement.Starred {
		return 1
	}
	return 0
}

// sizedRows is up to how many rows it is found out how wide their cells are, each
// time that something is judged.
const sizedRows = 1_000

// Widest implements [widget.Sized]. Ages grow by themselves.
func (s *shelf) Widest(col int) (cells int, known bool) {
	if col == colJudged || len(s.rows) > sizedRows {
		return 0, false
	}
	for n := range s.rows {
		cells = max(cells, s.Cell(n, col, 0).Width())
	}
	return cells, true
}

// FilterText implements [widget.Rows].
func (s *shelf) FilterText(n int) string {
	cells := make([]string, colJudged)
	for col := range cells {
		cells[col] = s.Cell(n, col, 0).String()
	}
	return strings.Join(cells, "\n")
}

// Target implements [widget.Rows].
func (s *shelf) Target(n int) indicator.Indicator { return s.rows[n].indicator }

// Copy implements [widget.Rows].
func (s *shelf) Copy(int) string { return "" }

// record is an indicator of the list as JSON has it.
type record struct {
	Indicator string `json:"indicator"`
	Kind      string `json:"kind"`
	Verdict   string `json:"verdict,omitempty"`
	Starred   bool   `json:"starred,omitempty"`
	Comment   string `json:"comment,omitempty"`
	From      string `json:"from"`
	By        string `json:"by,omitempty"`
	JudgedAt  string `json:"judged_at,omitempty"` // RFC 3339, UTC
}

func (s *shelf) record(n int) record {
	r := s.rows[n]
	j := r.judgement
	return record{
		Indicator: r.indicator.String(), Kind: strings.ToLower(r.indicator.Kind().String()), Verdict: string(j.Verdict),
		Starred: j.Starred, Comment: j.Comment, From: r.from, By: j.By, JudgedAt: casetable.Moment(j.Changed),
	}
}

// header and exact are the list in exact values, for copies.
func header() []string {
	return []string{"indicator", "kind", "verdict", "star", "comment", "from", "by", "judged"}
}

func (s *shelf) exact(n int) []string {
	r := s.record(n)
	star := ""
	if r.Starred {
		star = "yes"
	}
	return []string{r.Indicator, r.Kind, r.Verdict, star, r.Comment, r.From, r.By, r.JudgedAt}
}
