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

	noun  string
	pages []page[T]
	rows  int           // in Record
	added int           // rows that the last page brought
	count cf.Maybe[int] // the server's, of the last page that gave one
	size  int           // rows that a page brings
	full  bool          // the last page was as large as a page can be
	paged bool          // the answer gave a count or a page size
}

type page[T any] struct {
	record T
	answer api.Answer
}

// MarshalJSON writes the joined record.
func (l Listing[T]) MarshalJSON() ([]byte, error) { return json.Marshal(l.Record) }

// Pages is how many pages have come.
func (l Listing[T]) Pages() int { return len(l.pages) }

// fold joins pages to a listing; at least one.
func (f Form[T]) fold(pages []page[T]) Listing[T] {
	l := Listing[T]{noun: f.Noun, pages: pages}
	for n, p := range pages {
		if n == 0 {
			var nothing T
			l.Record = f.Join(p.record, nothing)
		} else {
			l.Record = f.Join(l.Record, p.record)
		}
		c, before := f.Counters(p.record), l.rows
		l.rows = f.Counters(l.Record).Rows
		l.added = l.rows - before
		if c.Count.Known() {
			l.count = c.Count
		}
		granted := c.PerPage.Or(0)
		if n == 0 {
			l.size = c.Rows
			if granted > 0 {
				l.size = granted
			}
		}
		l.full = granted > 0 && c.Rows >= l.size
		l.paged = l.paged || c.Count.Known() || granted > 0
	}
	// A server that grants less than it says grants what it sends.
	first := f.Counters(pages[0].record).Rows
	if count, ok := l.count.Get(); ok && first > 0 && first < l.size && count > l.rows {
		l.size = first
	}
	return l
}

// with is the listing with a page put in its place, counted from 1.
func (f Form[T]) with(l Listing[T], n int, p page[T]) Listing[T] {
	pages := slices.Clone(l.pages)
	if n <= len(pages) {
		pages[n-1] = p
	} else {
		pages = append(pages, p)
	}
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

// answers are the answers of all pages, the newest last.
func (l Listing[T]) answers() []api.Answer {
	all := make([]api.Answer, len(l.pages))
	for n, p := range l.pages {
		all[n] = p.answer
	}
	slices.SortStableFunc(all, func(a, b api.Answer) int { return a.FetchedAt.Compare(b.FetchedAt) })
	return all
}

// origin stands for the answers of all pages: as old as the oldest, as dear as
// all that were paid for now.
func (l Listing[T]) origin() api.Answer {
	o := api.Answer{Known: true}
	for _, p := range l.pages {
		if o.FetchedAt.IsZero() || p.answer.FetchedAt.Before(o.FetchedAt) {
			// Whether it counts as old depends on what was asked.
			o.FetchedAt, o.Query = p.answer.FetchedAt, p.answer.Query
		}
		if !p.answer.Known {
			o.Known, o.Calls = false, o.Calls+p.answer.Calls
		}
	}
	return o
}

// spread is how far apart in time the pages were fetched.
func (l Listing[T]) spread() time.Duration {
	all := l.answers()
	return all[len(all)-1].FetchedAt.Sub(all[0].FetchedAt)
}
