package api

import "time"

// Quota is what is known of the account's calls in the present month. No header
// of Cloudflare's tells it: it is what quarry's own ledger counted, and what
// people corrected by hand.
type Quota struct {
	// Used is the month to date: the ledger's calls, or the last correction
	// and the calls after it.
	Used int
	// Limit is the plan's calls a month; 0 while the plan is unknown.
	Limit int
	// Keep is the reserve: the last calls of the month, which are not spent
	// without asking.
	Keep int
	// SpentOut is true when Cloudflare has said in this month that nothing is
	// left.
	SpentOut bool
	// Ends is the first instant of the next month, in UTC.
	Ends time.Time
	// Kept says that the count is kept on disk. Where it is not, Used counts
	// this run only.
	Kept bool
}

// Left is how many calls remain; false while the plan is unknown.
func (q Quota) Left() (int, bool) {
	switch {
	case q.SpentOut:
		return 0, true
	case q.Limit == 0:
		return 0, false
	}
	return max(0, q.Limit-q.Used), true
}

// Spent reports that the month's calls are used up, as far as is known.
func (q Quota) Spent() bool {
	left, known := q.Left()
	return known && left == 0
}

// Reserved reports whether sending that many calls would touch the reserve.
func (q Quota) Reserved(calls int) bool {
	left, known := q.Left()
	return known && left-calls < q.Keep
}

// Barrier is a reason to ask the analyst before more is sent.
type Barrier struct {
	// Why names it in a sentence without its end: "50 calls are kept back".
	Why string
	// Lift takes the barrier away on the analyst's word: for the rest of the
	// run, or until the next one.
	Lift func()
}

// Gate holds back what should not be sent without asking. It is safe for
// concurrent use.
type Gate interface {
	// Barriers are those that stand in the way of sending that many calls,
	// none where they may go.
	Barriers(calls int) []Barrier
}
