package export

import (
	"cmp"
	"slices"
	"time"

	"quarry/state/indicator"
	"quarry/state/investigation"
)

// Subject is an indicator of the case: one that was asked about, or judged.
type Subject struct {
	Indicator indicator.Indicator
	// Judgement is blank where nothing was said.
	Judgement investigation.Judgement
	// First and Last are when it was first and last met in the case.
	First, Last time.Time
	// Nodes are the questions about it, in the order of the trail.
	Nodes []investigation.Node
	// From are the answers that it was reached from, or met in, in that order.
	From []Met
}

// Met is an answer in which an indicator was met.
type Met struct {
	Origin
	// Title names the kind of record, as that of [Evidence].
	Title string
	// FetchedAt is when the answer came, the newest where the question was asked
	// more than once; zero where none did.
	FetchedAt time.Time
	// First and Last are when it was seen there; zero where that is not said.
	First, Last time.Time
}

// Origin is a question in whose answer an indicator was met.
type Origin struct {
	Endpoint  string
	Indicator indicator.Indicator
}

// Subjects lists the indicators of the case that are not pruned, each once:
// those asked about in the order in which they were, then those only judged, but
// for what is [investigation.Investigation.Gone].
func (c Case) Subjects() []Subject {
	s := subjects{at: map[indicator.Indicator]int{}}
	places := c.Trail()
	nodes := make([]investigation.Node, len(places))
	for n, p := range places {
		nodes[n] = p.Node
	}
	slices.SortStableFunc(nodes, func(a, b investigation.Node) int { return a.Asked.Compare(b.Asked) })
	for _, n := range nodes {
		for _, i := range c.about(n) {
			one := s.get(i)
			one.Nodes = append(one.Nodes, n)
			one.meet(n.Asked)
			one.meet(n.FetchedAt)
		}
	}
	gone := c.Gone()
	for _, j := range c.Judgements {
		if j.Blank() || gone[j.Indicator] {
			continue
		}
		one := s.get(j.Indicator)
		one.Judgement = j
		if len(one.Nodes) == 0 || j.Changed.Before(one.First) { // judged in a list, opened later
			one.meet(j.Changed)
		}
	}
	s.origins(c, places)
	return s.list
}

// about are the indicators that a question was about.
func (c Case) about(n investigation.Node) []indicator.Indicator {
	if !n.Indicator.IsZero() {
		return []indicator.Indicator{n.Indicator}
	}
	return c.Evidence[n.ID].About
}

type subjects struct {
	list []Subject
	at   map[indicator.Indicator]int
}

func (s *subjects) get(i indicator.Indicator) *Subject {
	n, ok := s.at[i]
	if !ok {
		n = len(s.list)
		s.at[i] = n
		s.list = append(s.list, Subject{Indicator: i, Judgement: investigation.Judgement{Indicator: i}})
	}
	return &s.list[n]
}

func (s *Subject) meet(t time.Time) {
	if t.IsZero() {
		return
	}
	if s.First.IsZero() || t.Before(s.First) {
		s.First = t
	}
	if t.After(s.Last) {
		s.Last = t
	}
}

// origins notes where each subject was reached from: by the pivots, and for
// what was judged without having been opened by what the answers state.
func (s *subjects) origins(c Case, places []investigation.Place) {
	if c.met != nil { // what it was met in may not be in the part
		for n := range s.list {
			s.list[n].From = c.met[s.list[n].Indicator]
		}
		return
	}
	for _, p := range places {
		if p.Parent < 0 {
			continue
		}
		parent := p.Parent // the names of a look-up stood in what it was reached from
		for places[parent].Node.Indicator.IsZero() && places[parent].Parent >= 0 {
			parent = places[parent].Parent
		}
		above := places[parent].Node
		for _, i := range c.about(p.Node) {
			if above.Indicator != i && !above.Indicator.IsZero() {
				s.get(i).from(above, c.Of(above))
			}
		}
	}
	for _, p := range places {
		if p.Node.Indicator.IsZero() {
			continue // what it mentions it was asked about
		}
		for _, met := range c.mentions(p.Node) {
			if n, ok := s.at[met]; ok && len(s.list[n].Nodes) == 0 {
				s.list[n].from(p.Node, c.Of(p.Node))
			}
		}
	}
}

// mentions are the indicators that stand in the answer to a node, its own left
// out.
func (c Case) mentions(n investigation.Node) []indicator.Indicator {
	var all []indicator.Indicator
	e := c.Evidence[n.ID]
	for _, l := range e.Links {
		all = append(all, l.From, l.To)
	}
	for _, f := range e.Fields {
		all = append(all, f.Indicator)
	}
	for _, row := range e.Rows {
		for _, cell := range row {
			if i, ok := indicator.Canonical(cell); ok {
				all = append(all, i)
			}
		}
	}
	return slices.DeleteFunc(all, func(i indicator.Indicator) bool { return i.IsZero() || i == n.Indicator })
}

func (s *Subject) from(n investigation.Node, e Evidence) {
	o := Origin{n.Endpoint, n.Indicator}
	at := slices.IndexFunc(s.From, func(m Met) bool { return m.Origin == o })
	if at < 0 {
		at = len(s.From)
		s.From = append(s.From, Met{Origin: o, Title: e.Title})
	}
	m := &s.From[at]
	m.FetchedAt = later(m.FetchedAt, e.FetchedAt)
	for _, l := range e.Links {
		if l.From != s.Indicator && l.To != s.Indicator {
			continue
		}
		if m.First.IsZero() || !l.First.IsZero() && l.First.Before(m.First) {
			m.First = l.First
		}
		m.Last = later(m.Last, l.Last)
	}
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// Judged are the subjects that have a judgement, the worst verdict first.
func Judged(all []Subject) []Subject {
	var judged []Subject
	for _, s := range all {
		if !s.Judgement.Blank() {
			judged = append(judged, s)
		}
	}
	slices.SortStableFunc(judged, func(a, b Subject) int {
		return cmp.Compare(a.Judgement.Verdict.Rank(), b.Judgement.Verdict.Rank())
	})
	return judged
}
