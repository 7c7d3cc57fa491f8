package pdns

import (
	"cmp"
	"slices"
	"sync"
	"time"

	"quarry/api"
	"quarry/api/cf"
	"quarry/views"
)

// coverage finds out which days of a window are known from windows that were
// asked about before, so that only the others are asked for. It remembers what
// it read of their first pages. It may be used by several goroutines.
type coverage struct {
	mu     sync.Mutex
	counts map[api.Query]firstPage
}

// firstPage is what the first page of a window says of the others.
type firstPage struct {
	fetched time.Time
	pages   int // of the whole window; 0 where that is not told
}

func newCoverage() *coverage { return &coverage{counts: map[api.Query]firstPage{}} }

// piece is a window whose pages are all known, and the days of it that count.
type piece struct {
	first api.Query
	days  views.Window
}

// plan is the questions for the first pages of the lists that together tell all
// of a window's days: the known ones first, and at most one that must be sent.
// Where nothing of use is known, it is the window's own.
func (c *coverage) plan(shelf api.Shelf, whole api.Query) []api.Query {
	if _, known := shelf.Fetched(whole); known {
		return []api.Query{whole}
	}
	days := views.WindowOf(whole)
	pieces := c.pieces(shelf, whole)
	gap := gapOf(days, pieces)
	if gap == days {
		return []api.Query{whole}
	}
	var parts []api.Query
	// What the gap does not hold is told by as few pieces as possible.
	parts = append(parts, cover(views.Window{From: days.From, To: gap.From - 1}, pieces)...)
	if gap.IsZero() {
		return cover(days, pieces)
	}
	for _, q := range cover(views.Window{From: gap.To + 1, To: days.To}, pieces) {
		if !slices.Contains(parts, q) {
			parts = append(parts, q)
		}
	}
	rest := whole
	rest.From, rest.To = gap.From, gap.To
	return append(parts, rest)
}

// pieces are the known windows that tell days of a window, by their first days.
func (c *coverage) pieces(shelf api.Shelf, whole api.Query) []piece {
	var all []piece
	for _, q := range shelf.Held(whole.Endpoint, whole.Indicator) {
		if q.Page != 1 || q.To < whole.From || q.From > whole.To {
			continue
		}
		if at, ok := c.complete(shelf, q); ok {
			// What happened on the day of the question, or later, was not known
			// in full.
			days := views.Window{From: max(q.From, whole.From), To: min(q.To, whole.To, api.DayOf(at)-1)}
			if days.From <= days.To {
				all = append(all, piece{q, days})
			}
		}
	}
	slices.SortFunc(all, func(a, b piece) int {
		return cmp.Or(cmp.Compare(a.days.From, b.days.From), cmp.Compare(b.days.To, a.days.To))
	})
	return all
}

// complete reports whether all pages of a window are known, by the count of its
// first, and when that one came.
func (c *coverage) complete(shelf api.Shelf, first api.Query) (time.Time, bool) {
	at, ok := shelf.Fetched(first)
	if !ok {
		return time.Time{}, false
	}
	c.mu.Lock()
	page, have := c.counts[first]
	c.mu.Unlock()
	if !have || !page.fetched.Equal(at) {
		page = readFirst(shelf, first, at)
		c.mu.Lock()
		c.counts[first] = page
		c.mu.Unlock()
	}
	for n := 2; n <= page.pages; n++ {
		q := first
		q.Page = n
		if _, ok := shelf.Fetched(q); !ok {
			return time.Time{}, false
		}
	}
	return at, page.pages > 0
}

// readFirst reads of a first page how many there are.
func readFirst(shelf api.Shelf, first api.Query, at time.Time) firstPage {
	page := firstPage{fetched: at}
	a, ok := shelf.Known(first)
	if !ok {
		return page
	}
	record, err := cf.DecodePDNS(a)
	count, counted := record.Count.Get()
	rows := record.Rows.Len()
	switch {
	case err != nil || !counted || count < rows:
	case count == rows:
		page.pages = 1
	case rows > 0:
		page.pages = (count-1)/rows + 1
	}
	return page
}

// gapOf is the shortest run of days that holds all that no piece tells; the zero
// window where there are none. Two gaps with known days between them are one
// question all the same: two would cost twice.
func gapOf(days views.Window, pieces []piece) views.Window {
	var gap views.Window
	next := days.From // the first day that is not told yet
	for _, p := range pieces {
		if p.days.From > next {
			if gap.IsZero() {
				gap.From = next
			}
			gap.To = p.days.From - 1
		}
		next = max(next, p.days.To+1)
	}
	if next <= days.To {
		if gap.IsZero() {
			gap.From = next
		}
		gap.To = days.To
	}
	return gap
}

// cover is the fewest pieces that tell a run of days, which they can; none where
// it ends before it begins.
func cover(days views.Window, pieces []piece) []api.Query {
	var all []api.Query
	for next := days.From; next <= days.To; {
		var best piece
		for _, p := range pieces {
			if p.days.From <= next && p.days.To >= next && p.days.To > best.days.To {
				best = p
			}
		}
		if best.days.To < next {
			break
		}
		all = append(all, best.first)
		next = best.days.To + 1
	}
	return all
}
