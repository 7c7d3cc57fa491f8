package ui

import (
	"fmt"
	"slices"
	"time"

	"quarry/api"
	"quarry/state/indicator"
	"quarry/views"
	"quarry/views/safe"
)

// asked are the indicators that were asked about in this run, each once, in that order.
type asked struct {
	list []indicator.Indicator // nothing in it ever changes: its beginning may be shared
	has  map[indicator.Indicator]bool
}

func (a *asked) add(all ...indicator.Indicator) {
	if a.has == nil {
		a.has = map[indicator.Indicator]bool{}
	}
	for _, i := range all {
		if !a.has[i] && !i.IsZero() {
			a.has[i] = true
			a.list = append(a.list, i)
		}
	}
}

// past is where indicators were met before: in this run, or in any answer that
// is kept. It is asked beside the update loop.
type past struct {
	memory  api.Memory
	words   views.Words
	started time.Time
	seen    []indicator.Indicator
}

func (m *Model) past() past {
	return past{m.opt.Memory, m.words(), m.started, m.seen.list}
}

// of says where an indicator was met before.
func (p past) of(i indicator.Indicator) string {
	if p.memory != nil {
		if s, ok := p.memory.Seen(i); ok && (s.First.Before(p.started) || !slices.Contains(p.seen, i)) {
			return p.sighted(i, s)
		}
	}
	if slices.Contains(p.seen, i) {
		return "asked about in this run"
	}
	return "not seen before"
}

func (p past) sighted(i indicator.Indicator, s api.Sighting) string {
	when := s.First.UTC().Format(time.DateOnly)
	if !s.First.Before(p.started) {
		when = "in this run,"
	}
	text := fmt.Sprintf("first seen %s in %s", when, p.where(i, s))
	if s.Answers > 1 {
		text += fmt.Sprintf(", %s answers since", views.Number(s.Answers))
	}
	return text
}

// where is the answer in which an indicator stood first: "passive DNS of
// 192.0.2.44".
func (p past) where(i indicator.Indicator, s api.Sighting) string {
	where := p.words.Of(s.Endpoint)
	if s.Indicator != "" && s.Indicator != i.String() {
		where += " of " + safe.Print(s.Indicator)
	}
	return where
}

// first is where each of the indicators stood first; those are left out of which
// that is not known.
func (p past) first(all []indicator.Indicator) map[indicator.Indicator]string {
	met := map[indicator.Indicator]string{}
	if p.memory == nil {
		return met
	}
	for _, i := range all {
		if s, ok := p.memory.Seen(i); ok {
			met[i] = p.where(i, s)
		}
	}
	return met
}
