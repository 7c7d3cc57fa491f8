package evidence

import (
	"time"

	"quarry/api"
	"quarry/state/indicator"
	"quarry/state/investigation"
)

// within is a shelf of which only the answers to a case's own questions are seen.
// What a view says beside an answer, such as whose network an address is, comes from
// other answers: those that are pruned, not in the part that is exported, or of
// another case must not show, and the same case says the same wherever it is.
type within struct {
	api.Shelf
	asked map[api.Query]bool
}

func withinCase(shelf api.Shelf, inv investigation.Investigation) within {
	w := within{shelf, make(map[api.Query]bool, len(inv.Nodes))}
	for _, n := range inv.Nodes {
		if q, ok := api.ParseKey(n.Question); ok && !n.Pruned {
			w.asked[q] = true
		}
	}
	return w
}

// Known implements [api.Shelf].
func (w within) Known(q api.Query) (api.Answer, bool) {
	if !w.asked[q] {
		return api.Answer{}, false
	}
	return w.Shelf.Known(q)
}

// Fetched implements [api.Shelf].
func (w within) Fetched(q api.Query) (time.Time, bool) {
	if !w.asked[q] {
		return time.Time{}, false
	}
	return w.Shelf.Fetched(q)
}

// Held implements [api.Shelf].
func (w within) Held(e api.Endpoint, i indicator.Indicator) (all []api.Query) {
	for _, q := range w.Shelf.Held(e, i) {
		if w.asked[q] {
			all = append(all, q)
		}
	}
	return all
}
