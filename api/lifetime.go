package api

import "time"

// Lifetimes say for how long an answer of an endpoint counts as fresh. An older
// one is shown all the same, marked as old; nothing is fetched again by itself.
// An endpoint that is not in the map has no end.
type Lifetimes map[Endpoint]time.Duration

// NotFoundLife is how long "nothing known" is believed. After that it is asked
// again when it is opened: what was unknown an hour ago may be known now.
const NotFoundLife = time.Hour

// Old reports whether an answer fetched at a time counts as old. One about a
// window of days that was over when it was fetched never does: the past does
// not change.
func (l Lifetimes) Old(q Query, fetched, now time.Time) bool {
	if !q.To.IsZero() && !q.To.Time().AddDate(0, 0, 1).After(fetched) {
		return false
	}
	life, ok := l[q.Endpoint]
	return ok && now.Sub(fetched) > life
}
