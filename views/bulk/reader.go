package bulk

import (
	"cmp"
	"errors"
	"slices"
	"time"

	"quarry/api"
	"quarry/api/cf"
	"quarry/state/indicator"
	"quarry/views"
)

// source is an answer that tells of names: of one, or of many.
type source struct {
	answer  api.Answer
	records map[indicator.Indicator]*cf.Domain
	// bulk is what the answer says as a whole, where it is about many.
	bulk cf.Bulk
	// nothing is true where the answer is that nothing is known.
	nothing bool
	err     error // why it cannot be read
}

// newSource reads an answer of the shelf.
func newSource(a api.Answer) *source {
	switch {
	case a.NotFound():
		return &source{answer: a, nothing: true}
	case a.Query.Endpoint == cf.EndpointBulk:
		b, err := cf.DecodeBulk(a)
		return bulkSource(a, b, err)
	}
	s := &source{answer: a}
	d, err := cf.DecodeDomain(a)
	s.err, s.nothing = err, d.Empty
	if err == nil && !d.Empty {
		s.records = map[indicator.Indicator]*cf.Domain{a.Query.Indicator: &d}
	}
	return s
}

func bulkSource(a api.Answer, b cf.Bulk, err error) *source {
	s := &source{answer: a, bulk: b, err: err, records: map[indicator.Indicator]*cf.Domain{}}
	for n, d := range b.Domains {
		s.records[d.Domain.Indicator] = &b.Domains[n]
	}
	return s
}

// of is what the answer says of a name that it was asked about.
func (s *source) of(name indicator.Indicator) (state, *cf.Domain) {
	switch record := s.records[name]; {
	case s.err != nil:
		return unread, nil
	case record != nil:
		return told, record
	case s.nothing:
		return nothing, nil
	}
	return missing, nil
}

// reader finds what is at hand of names, and reads every answer once.
type reader struct {
	env     views.Env
	sources map[api.Query]*source
}

func newReader(env views.Env) *reader { return &reader{env, map[api.Query]*source{}} }

// read gives what is known of a name: the newest record, be it from an answer
// about the name alone or about many. Where no answer at hand has a record, the
// row says what the newest one says instead.
func (r *reader) read(name indicator.Indicator) row {
	best := row{name: name}
	for n, at := range r.places(name) {
		s := r.source(at.query)
		if s == nil {
			continue
		}
		st, record := s.of(name)
		if st == missing && n == 0 {
			best.missed = true
		}
		// That an answer has no record is believed for as long as that nothing
		// is known: it may have one now.
		if st == missing && r.env.Now().Sub(s.answer.FetchedAt) > api.NotFoundLife {
			continue
		}
		if st > best.state {
			best.state, best.record, best.from = st, record, s
		}
		if st == told {
			break // older ones tell no more
		}
	}
	if best.from == nil {
		best.missed = false
	}
	return best
}

// place is a question that may tell of a name, and when it was answered.
type place struct {
	query api.Query
	at    time.Time
}

// places are the answers at hand that may tell of a name, the newest first.
// Whether the name was to be resolved makes no difference here.
func (r *reader) places(name indicator.Indicator) []place {
	var all []place
	for _, unresolved := range []bool{false, true} {
		q := api.Query{Endpoint: cf.EndpointDomain, Indicator: name, NoResolve: unresolved}
		if at, ok := r.env.Shelf.Fetched(q); ok {
			all = append(all, place{q, at})
		}
	}
	for _, q := range r.env.Shelf.Held(cf.EndpointBulk, name) {
		if at, ok := r.env.Shelf.Fetched(q); ok {
			all = append(all, place{q, at})
		}
	}
	slices.SortStableFunc(all, func(a, b place) int { return cmp.Compare(b.at.UnixNano(), a.at.UnixNano()) })
	return all
}

// source reads the answer to a question; nil where it is not there after all.
func (r *reader) source(q api.Query) *source {
	at, ok := r.env.Shelf.Fetched(q)
	if !ok {
		return nil
	}
	if s := r.sources[q]; s != nil && s.answer.FetchedAt.Equal(at) {
		return s
	}
	a, ok := r.env.Shelf.Known(q)
	if !ok {
		return nil
	}
	s := newSource(a)
	r.sources[q] = s
	return s
}

// take reads the reply to a question. That nothing is known of any of its names
// is an answer, too; any other failure is none, and returned.
func (r *reader) take(reply api.Reply[cf.Bulk], q api.Query) (*source, *api.Error) {
	var s *source
	var e *api.Error
	switch {
	case reply.Err == nil:
		s = bulkSource(reply.Meta, reply.Value, nil)
	case errors.As(reply.Err, &e) && e.Class == api.NotFound && reply.Meta.NotFound():
		s = &source{answer: reply.Meta, nothing: true}
	default:
		return nil, api.AsError(reply.Err, q)
	}
	r.sources[q] = s
	return s, nil
}
