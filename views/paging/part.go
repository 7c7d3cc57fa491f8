package paging

import (
	"time"

	"quarry/api"
	"quarry/api/cf"
)

// part is the pages of one list that have come. It is immutable.
type part[T any] struct {
	record  T // the pages joined
	pages   []page[T]
	rows    int           // in record
	added   int           // rows that the last page brought
	count   cf.Maybe[int] // the server's, of the last page that gave one
	granted int           // rows that a page brings, as the first one says
	size    int           // rows that a page brings
	full    bool          // the last page was as large as a page can be
	paged   bool          // the answer gave a count or a page size
}

// page is one page of a list. What it was read from is on the shelf.
type page[T any] struct {
	record T
	answer api.Answer // without its body
}

// pageOf is the page read from an answer.
func pageOf[T any](record T, a api.Answer) page[T] {
	a.Body = nil
	return page[T]{record, a}
}

// grow is the part with one more page.
func (f Form[T]) grow(s part[T], p page[T]) part[T] {
	first := len(s.pages) == 0
	if first {
		var nothing T
		s.record = f.Join(p.record, nothing)
	} else {
		s.record = f.Join(s.record, p.record)
	}
	s.pages = append(s.pages[:len(s.pages):len(s.pages)], p)
	c, before := f.Counters(p.record), s.rows
	s.rows = f.Counters(s.record).Rows
	s.added = s.rows - before
	if c.Count.Known() {
		s.count = c.Count
	}
	granted := c.PerPage.Or(0)
	if first {
		s.granted = c.Rows
		if granted > 0 {
			s.granted = granted
		}
	}
	s.full = granted > 0 && c.Rows >= s.granted
	s.paged = s.paged || c.Count.Known() || granted > 0
	s.size = s.granted
	// A server that grants less than it says grants what it sends.
	most := f.Counters(s.pages[0].record).Rows
	if count, ok := s.count.Get(); ok && most > 0 && most < s.size && count > s.rows {
		s.size = most
	}
	if f.Whole != nil && s.done() {
		s.record = f.Whole(s.record)
	}
	return s
}

// done reports whether there is no further page to ask for: the server's count
// is reached, a page brought nothing new, or, where the count says nothing, a
// page was not full.
func (s part[T]) done() bool {
	count, counted := s.count.Get()
	switch {
	case len(s.pages) == 0:
		return false
	case s.added == 0 || !s.paged:
		return true
	case counted && count >= s.rows:
		return count == s.rows
	}
	return !s.full
}

// left is how many calls the rest costs by the server's count; false where that
// is not known. Before the first page it is that one.
func (s part[T]) left() (calls int, known bool) {
	switch {
	case s.done():
		return 0, true
	case len(s.pages) == 0:
		return 1, true
	}
	if missing := s.count.Or(0) - s.rows; missing > 0 {
		return (missing-1)/max(1, s.size) + 1, true
	}
	return 0, false
}

// spread is how far apart in time the pages were fetched.
func (s part[T]) spread() time.Duration {
	var first, last time.Time
	for _, p := range s.pages {
		at := p.answer.FetchedAt
		if first.IsZero() || at.Before(first) {
			first = at
		}
		if at.After(last) {
			last = at
		}
	}
	return last.Sub(first)
}
