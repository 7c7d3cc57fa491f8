package bulk

import (
	"encoding/json"
	"time"

	"quarry/api"
	"quarry/api/cf"
	"quarry/state/indicator"
)

// state is what is known of a name. A greater one tells more.
type state uint8

const (
	unknown state = iota // nothing is at hand
	unread               // what is at hand cannot be read
	missing              // the answer has no record of it
	nothing              // the answer is that nothing is known
	told                 // there is a record
)

// row is a name and what is known of it.
type row struct {
	name   indicator.Indicator
	state  state
	record *cf.Domain // where the state is told
	from   *source    // nil where nothing is at hand
	// missed is true where the newest answer that was asked about the name has
	// no record of it, though an older one may.
	missed bool
	asking bool
	why    *api.Error // why asking brought nothing
}

// open reports whether a question about the name would bring something new.
func (r row) open() bool { return r.state <= unread }

// said is the row with what an answer that was asked about the name says of it.
// A record stays where a newer answer has none.
func (r row) said(s *source) row {
	st, record := s.of(r.name)
	r.asking, r.why, r.missed = false, nil, st == missing
	if st == told || r.state != told {
		r.state, r.record, r.from = st, record, s
	}
	return r
}

// comparison is the names that are looked up and what is known of each. It is
// immutable.
type comparison struct{ rows []row }

// count counts the rows that are so.
func (c comparison) count(is func(row) bool) int {
	n := 0
	for _, r := range c.rows {
		if is(r) {
			n++
		}
	}
	return n
}

// sources are the answers that the rows come from, each once.
func (c comparison) sources() []*source {
	var all []*source
	seen := map[*source]bool{}
	for _, r := range c.rows {
		if r.from != nil && !seen[r.from] {
			seen[r.from] = true
			all = append(all, r.from)
		}
	}
	return all
}

// origin stands for all answers: as old as the oldest, as dear as all that were
// paid for now.
func (c comparison) origin() api.Answer {
	// Whether it counts as old is a matter of what it tells, not of how it was
	// asked for.
	o := api.Answer{Known: true, Query: api.Query{Endpoint: cf.EndpointDomain}}
	for n, s := range c.sources() {
		if n == 0 {
			o.Origin = s.answer.Origin
		}
		o.Origin = o.Origin.And(s.answer.Origin)
		if o.FetchedAt.IsZero() || s.answer.FetchedAt.Before(o.FetchedAt) {
			o.FetchedAt = s.answer.FetchedAt
		}
		if !s.answer.Known {
			o.Known, o.Calls = false, o.Calls+s.answer.Calls
		}
	}
	return o
}

// others are the names that answers have records of although nobody asked.
func (c comparison) others() []cf.Name {
	var all []cf.Name
	seen := map[string]bool{}
	for _, s := range c.sources() {
		for _, n := range s.bulk.Others {
			if !seen[n.Raw.Exact()] {
				seen[n.Raw.Exact()] = true
				all = append(all, n)
			}
		}
	}
	return all
}

// MarshalJSON writes {"names": [{"domain", "endpoint", "fetched_at", "record"}],
// "others"}: a name without a record with what the answer says instead, or with
// an error.
func (c comparison) MarshalJSON() ([]byte, error) {
	type jsonRow struct {
		Domain    string       `json:"domain"`
		Endpoint  api.Endpoint `json:"endpoint,omitempty"`
		FetchedAt time.Time    `json:"fetched_at,omitzero"`
		Record    *cf.Domain   `json:"record,omitempty"`
		Missing   bool         `json:"missing,omitempty"`
		Nothing   bool         `json:"nothing_known,omitempty"`
		Error     string       `json:"error,omitempty"`
	}
	out := struct {
		Names  []jsonRow `json:"names"`
		Others []cf.Name `json:"others,omitempty"`
	}{Names: []jsonRow{}, Others: c.others()}
	for _, r := range c.rows {
		j := jsonRow{Domain: r.name.String(), Record: r.record, Missing: r.missed, Nothing: r.state == nothing}
		if r.from != nil {
			j.Endpoint, j.FetchedAt = r.from.answer.Query.Endpoint, r.from.answer.FetchedAt.UTC().Truncate(time.Second)
		}
		switch {
		case r.why != nil:
			j.Error = r.why.Error()
		case r.state == unread:
			j.Error = api.AsError(r.from.err, r.from.answer.Query).Error()
		}
		out.Names = append(out.Names, j)
	}
	return json.Marshal(out)
}
