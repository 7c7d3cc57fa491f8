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

	noun   string
	parts  []part[T]
	fitted bool         // Record is not all that came
	rows   int          // in Record
	newest []api.Answer // of all pages, the newest last, without their bodies
	origin api.Answer   // stands for all of them: as old as the oldest, as dear as all that were paid for now
}

// MarshalJSON writes the joined record.
func (l Listing[T]) MarshalJSON() ([]byte, error) { return json.Marshal(l.Record) }

// Pages is how many pages have come, of all parts.
func (l Listing[T]) Pages() int {
	n := 0
	for _, p := range l.parts {
		n += len(p.pages)
	}
	return n
}

// Parts is how many lists are joined.
func (l Listing[T]) Parts() int { return len(l.parts) }

// empty is the listing before its first page.
func (f Form[T]) empty() Listing[T] {
	return Listing[T]{noun: f.Noun, fitted: f.Fit != nil, parts: make([]part[T], len(f.Parts)), origin: api.Answer{Known: true}}
}

// fold joins the pages of a list to a listing; at least one.
func (f Form[T]) fold(pages []page[T]) Listing[T] {
	l := f.empty()
	for _, p := range pages {
		l = f.add(l, 0, p)
	}
	return l
}

// add is the listing with one more page of a part.
func (f Form[T]) add(l Listing[T], at int, p page[T]) Listing[T] {
	first := l.Pages() == 0
	l.parts = slices.Clone(l.parts)
	l.parts[at] = f.grow(l.parts[at], p)
	share := p.record
	if f.Fit != nil {
		share = f.Fit(share)
	}
	switch {
	case len(l.parts) == 1 && f.Fit == nil:
		l.Record = l.parts[at].record
	case first:
		var nothing T
		l.Record = f.Join(share, nothing)
	default:
		l.Record = f.Join(l.Record, share)
	}
	if f.Whole != nil && l.Done() {
		l.Record = f.Whole(l.Record)
	}
	l.rows = f.Counters(l.Record).Rows
	l.note(p.answer)
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
	if len(l.newest) == 0 {
		l.origin.Origin = a.Origin
	}
	l.origin.Origin = l.origin.Origin.And(a.Origin)
	l.newest = slices.Insert(slices.Clone(l.newest), at, a)
	if l.origin.FetchedAt.IsZero() || a.FetchedAt.Before(l.origin.FetchedAt) {
		// Whether it counts as old depends on what was asked.
		l.origin.FetchedAt, l.origin.Query = a.FetchedAt, a.Query
	}
	if !a.Known {
		l.origin.Known, l.origin.Calls = false, l.origin.Calls+a.Calls
	}
}

// with is the listing with a page put in its place in a part, counted from 1.
func (f Form[T]) with(l Listing[T], at, n int, p page[T]) Listing[T] {
	if n > len(l.parts[at].pages) {
		return f.add(l, at, p)
	}
	// Only a list of one part is fetched again page by page.
	pages := slices.Clone(l.parts[at].pages)
	pages[n-1] = p
	return f.fold(pages)
}

// Done reports whether there is no further page to ask for.
func (l Listing[T]) Done() bool {
	for _, p := range l.parts {
		if !p.done() {
			return false
		}
	}
	return true
}

// Left is how many calls the rest of the list costs by the server's count;
// false where that is not known.
func (l Listing[T]) Left() (calls int, known bool) {
	known = true
	for _, p := range l.parts {
		c, k := p.left()
		calls, known = calls+c, known && k
	}
	if !known {
		return 0, false
	}
	return calls, true
}

// Size is how many rows a page brings.
func (l Listing[T]) Size() int { return l.parts[len(l.parts)-1].size }

// count is how many rows there are in all, as the server says: of a list that is
// shown as it is.
func (l Listing[T]) count() (int, bool) {
	if len(l.parts) > 1 || l.fitted {
		return 0, false
	}
	return l.parts[0].count.Get()
}

// Loaded says which part of the list is here: "778 names, all loaded", "5 of
// 778 names loaded: 155 more calls", "770 names loaded, the server says 778".
func (l Listing[T]) Loaded() string {
	_, counted := l.count()
	switch calls, known := l.Left(); {
	case l.Whole():
		return l.many(l.rows) + ", all loaded"
	case !l.Done() && known && counted:
		return l.Here() + ": " + more(calls)
	case !l.Done() && known:
		return l.many(l.rows) + " loaded: " + more(calls)
	}
	return l.Here()
}

// Whole reports whether this is all there is, as far as one can tell.
func (l Listing[T]) Whole() bool { return l.Done() && l.doubt() == "" }

// Here says how much of the list is here, without what the rest would cost: "5 of
// 778 names loaded".
func (l Listing[T]) Here() string {
	count, counted := l.count()
	_, known := l.Left()
	switch {
	case l.Whole():
		return l.many(l.rows) + " loaded"
	case l.Done():
		return l.many(l.rows) + " loaded, " + l.doubt()
	case known && counted:
		return fmt.Sprintf("%s of %s loaded", views.Number(l.rows), l.many(count))
	case known:
		return l.many(l.rows) + " loaded, not all"
	}
	return l.many(l.rows) + " loaded, perhaps not all"
}

// doubt says why a list that has come to its end may not be all there is; empty
// where nothing speaks for that.
func (l Listing[T]) doubt() string {
	if count, counted := l.count(); counted && count != l.rows {
		return "the server says " + views.Number(count)
	}
	for _, p := range l.parts {
		count, counted := p.count.Get()
		switch {
		case counted && count != p.rows:
			return "the server counts otherwise"
		case !p.paged && p.rows > 0:
			return "the server does not say of how many"
		}
	}
	return ""
}

func more(calls int) string { return views.Count(calls, "more call") }

// many is a number of rows in words.
func (l Listing[T]) many(n int) string { return views.Count(n, l.noun) }

// spread is how far apart in time the pages of a list were fetched.
func (l Listing[T]) spread() time.Duration {
	most := time.Duration(0)
	for _, p := range l.parts {
		most = max(most, p.spread())
	}
	return most
}
