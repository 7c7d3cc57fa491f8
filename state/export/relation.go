package export

import (
	"net/netip"
	"time"

	"quarry/state/indicator"
	"quarry/state/investigation"
)

// Relation is a relation between two subjects of the case.
type Relation struct {
	Link
	// At is when it became known: when the answer that states it came, or the
	// step was made.
	At time.Time
	// By is the question that it follows from.
	By Origin
}

// Relations lists the relations between the subjects, each once: what the
// answers state, and for each step of the trail that no answer explains, that an
// analyst took it. A step never becomes more than that: that a name was opened
// from an address does not say that it resolved to it.
func (c Case) Relations(all []Subject) []Relation {
	r := relations{subject: map[indicator.Indicator]bool{}, seen: map[Link]bool{}, pair: map[pair]bool{}}
	for _, s := range all {
		r.subject[s.Indicator] = true
	}
	places := c.Trail()
	for _, p := range places {
		e := c.Of(p.Node)
		for _, l := range e.Links {
			r.state(l, p.Node, e.FetchedAt)
		}
		r.contained(p.Node, e, all)
	}
	for _, p := range places {
		if p.Parent >= 0 {
			r.step(places[p.Parent].Node, p.Node)
		}
	}
	return r.list
}

// pair are two indicators, in whichever order.
type pair struct{ a, b indicator.Indicator }

type relations struct {
	list    []Relation
	subject map[indicator.Indicator]bool
	seen    map[Link]bool // without times
	pair    map[pair]bool
}

// state notes what an answer states of two subjects.
func (r *relations) state(l Link, n investigation.Node, at time.Time) {
	key := Link{Type: l.Type, From: l.From, To: l.To}
	if l.From == l.To || !r.subject[l.From] || !r.subject[l.To] || r.seen[key] {
		return
	}
	r.seen[key] = true
	r.pair[pair{l.From, l.To}], r.pair[pair{l.To, l.From}] = true, true
	r.list = append(r.list, Relation{Link: l, At: at, By: Origin{n.Endpoint, n.Indicator}})
}

// contained notes that addresses of the case lie in a prefix of which an answer
// states where it belongs.
func (r *relations) contained(n investigation.Node, e Evidence, all []Subject) {
	var prefixes []Link
	for _, l := range e.Links {
		if l.Type == BelongsTo && l.From.Kind() == indicator.CIDR && r.subject[l.To] {
			prefixes = append(prefixes, l)
		}
	}
	if len(prefixes) == 0 {
		return
	}
	for _, s := range all {
		addr, ok := s.Indicator.Addr()
		if !ok {
			continue
		}
		for _, l := range prefixes {
			if p, ok := l.From.Prefix(); ok && contains(p, addr) {
				l.From = s.Indicator
				r.state(l, n, e.FetchedAt)
				break
			}
		}
	}
}

func contains(p netip.Prefix, a netip.Addr) bool {
	return p.Addr().BitLen() == a.BitLen() && p.Contains(a)
}

// step notes a pivot between two subjects of which nothing else is known.
func (r *relations) step(from, to investigation.Node) {
	l := Link{Type: RelatedTo, From: from.Indicator, To: to.Indicator}
	if !r.pair[pair{l.From, l.To}] {
		r.state(l, from, to.Asked)
	}
}
