package views

import (
	"quarry/api"
	"quarry/state/indicator"
	"quarry/views/widget"
)

// Form is what an endpoint adds to a [Page]: the words around its record and
// the record as a sheet.
type Form[T any] struct {
	// Name is the endpoint's word on the path: "WHOIS".
	Name string
	// Subject is what the view is about.
	Subject indicator.Indicator
	// About names what the record turned out to be about where that is not the
	// subject: the network that an address led to. nil or zero for the subject.
	About func(T) indicator.Indicator
	// Title is the head line's: "WHOIS of example.com".
	Title string
	// Asking is what is being done while loading: "Asking for the WHOIS record
	// of example.com".
	Asking string
	Query  api.Query
	Decode func(api.Answer) (T, error)
	// Sheet lays the record out as fields. It is called when the record or the
	// theme changes, never while drawing.
	Sheet func(Env, T) *Sheet
	// List, where the record is a list, lays it out as a table instead; Sheet
	// is then nil.
	List *List[T]
	// Facts are the head line's middle; nil for none.
	Facts func(Env, T) []string
	// Empty explains a record that says nothing; the empty text means that it
	// says something.
	Empty func(T) string
	// Problems names the fields with which something is wrong.
	Problems func(T) Problems
	// Merge joins a record that was fetched again with the one that was there;
	// nil puts it in its place.
	Merge func(had, fresh T) T
	// Age stands at the right end of the head line, while nothing is fetched
	// again; nil for where the answer comes from and how old it is.
	Age func(Env, T, api.Answer, Tick) Stamp
	// Notices are lines below the head that qualify the record; nil for none.
	Notices func(Env, T) []Notice
}

// List is the table of a record that is a list.
type List[T any] struct {
	Columns []widget.Column
	// SortBy is the column that the table is sorted by at first, -1 for the
	// order of the answer.
	SortBy int
	Rows   func(Env, T) widget.Rows
	// Above draws lines between head and table; nil for none. Where the body
	// is low they are left out.
	Above func(Env, T, int) []widget.Text
	// Header and Cells are the table in exact values, for copies: the cells of
	// the nth row of Rows.
	Header []string
	Cells  func(T, int) []string
}
