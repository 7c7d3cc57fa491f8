package paging

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"quarry/api"
	"quarry/api/cf"
	"quarry/views"
)

// Counters are what a record says about its rows and about the whole list.
type Counters struct {
	// Rows is how many rows the record holds.
	Rows int
	// Count is how many there are in all, as the server says.
	Count cf.Maybe[int]
	// PerPage is the page size that the server granted, as it says.
	PerPage cf.Maybe[int]
}

// Listing is the pages of a list that have come, and the record that they make
// together. It is immutable.
type Listing[T any] struct {
	// Record is the pages joined.
	Record T

	noun    string
	pages   []page[T]
	newest  []api.Answer  // of all pages, the newest last, without their bodies
	origin  api.Answer    // stands for all of them: as old as the oldest, as dear as all that were paid for now
	rows    int           // in Record
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

// MarshalJSON writes the joined record.
func (l Listing[T]) MarshalJSON() ([]byte, error) { return json.Marshal(l.Record) }

// Pages is how many pages have come.
func (l Listing[T]) Pages() int { return len(l.pages) }

// fold joins pages to a listing; at least one.
func (f Form[T]) fold(pages []page[T]) Listing[T] {
	l := Listing[T]{noun: f.Noun, origin: api.Answer{Known: true}}
	for _, p := range pages {
		l = f.add(l, p)
	}
	return l
}

// add is the listing with one more page.
func (f Form[T]) add(l Listing[T], p page[T]) Listing[T] {
	first := len(l.pages) == 0
	if first {
		var nothing T
		l.Record = f.Join(p.record, nothing)
	} else {
		l.Record = f.Join(l.Record, p.record)
	}
	l.pages = append(l.pages[:len(l.pages):len(l.pages)], p)
	l.note(p.answer)
	c, before := f.Counters(p.record), l.rows
	l.rows = f.Counters(l.Record).Rows
	l.added = l.rows - before
	if c.Count.Known() {
		l.count = c.Count
	}
	granted := c.PerPage.Or(0)
	if first {
		l.granted = c.Rows
		if granted > 0 {
			l.granted = granted
		}
	}
	l.full = granted > 0 && c.Rows >= l.granted
	l.paged = l.paged || c.Count.Known() || granted > 0
	l.size = l.granted
	// A server that grants less than it says grants what it sends.
	most := f.Counters(l.pages[0].record).Rows
	if count, ok := l.count.Get(); ok && most > 0 && most < l.size && count > l.rows {
		l.size = most
	}
	if f.Whole != nil && l.Done() {
		l.Record = f.Whole(l.Record)
	}
	return l
}

// note takes the answer of one more page into account.
func (l *Listing[T]) note(a api.Answer) {
	at, _ := slices.BinarySearchFunc(l.newest, a.FetchedAt, func(b api.Answer, t time.Time) int {
		if b.FetchedAt.After(t) {
			return 1
		}
		return -1
	})
	l.newest = slices.Insert(slices.Clone(l.newest), at, a)
	if l.origin.FetchedAt.IsZero() || a.FetchedAt.Before(l.origin.FetchedAt) {
		// Whether it counts as old depends on what was asked.
		l.origin.FetchedAt, l.origin.Query = a.FetchedAt, a.Query
	}
	if !a.Known {
		l.origin.Known, l.origin.Calls = false, l.origin.Calls+a.Calls
	}
}

// with is the listing with a page put in its place, counted from 1.
func (f Form[T]) with(l Listing[T], n int, p page[T]) Listing[T] {
	if n > len(l.pages) {
		return f.add(l, p)
	}
	pages := slices.Clone(l.pages)
	pages[n-1] = p
	return f.fold(pages)
}

// Done reports whether there is no further page to ask for: the server's count
// is reached, a page brought nothing new, or, where the count says nothing, a
// page was not full.
func (l Listing[T]) Done() bool {
	count, counted := l.count.Get()
	switch {
	case l.added == 0 || !l.paged:
		return true
	case counted && count >= l.rows:
		return count == l.rows
	}
	return !l.full
}

// Left is how many calls the rest of the list costs by the server's count;
// false where that is not known.
func (l Listing[T]) Left() (calls int, known bool) {
	if l.Done() {
		return 0, true
	}
	if missing := l.count.Or(0) - l.rows; missing > 0 {
		return (missing-1)/max(1, l.size) + 1, true
	}
	return 0, false
}

// Size is how many rows a page brings.
func (l Listing[T]) Size() int { return l.size }

// Loaded says which part of the list is here: "778 names, all loaded", "5 of
// 778 names loaded: 155 more calls", "770 names loaded, the server says 778".
func (l Listing[T]) Loaded() string {
	count, counted := l.count.Get()
	calls, known := l.Left()
	switch {
	case !l.Done() && known:
		return fmt.Sprintf("%s of %s loaded: %s", views.Number(l.rows), l.many(count), more(calls))
	case !l.Done():
		return l.many(l.rows) + " loaded, perhaps not all"
	case counted && count != l.rows:
		return fmt.Sprintf("%s loaded, the server says %s", l.many(l.rows), views.Number(count))
	}
	return l.many(l.rows) + ", all loaded"
}

func more(calls int) string {
	if calls == 1 {
		return "1 more call"
	}
	return views.Number(calls) + " more calls"
}

// many is a number of rows in words.
func (l Listing[T]) many(n int) string {
	if n == 1 {
		return "1 " + l.noun
	}
	return views.Number(n) + " " + l.noun + "s"
}

// spread is how far apart in time the pages were fetched.
func (l Listing[T]) spread() time.Duration {
	return l.newest[len(l.newest)-1].FetchedAt.Sub(l.newest[0].FetchedAt)
}
