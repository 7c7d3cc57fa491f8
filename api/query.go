package api

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"quarry/state/indicator"
)

// Endpoint names one of Cloudflare's calls, in lower case: "ip", "pdns",
// "whois". It is the word of the command line's --endpoint and of the JSON
// output. The constants stand beside the code that speaks to each, in api/cf.
type Endpoint string

// Query is one question: endpoint, indicator and parameters, in canonical form.
// Two equal questions are equal values, so a Query is a map key.
type Query struct {
	Endpoint  Endpoint
	Indicator indicator.Indicator
	// Names are what a question about several at once is about; Indicator is
	// then "no indicator". The set is a value, so that the same names in any
	// order are the same question.
	Names indicator.Set

	// From and To bound a window of days, both included. Zero days leave the
	// bound to the server.
	From, To Day
	// Page counts from 1; 0 where the endpoint has no pages. PerPage is the
	// page size asked for, which the server may not grant.
	Page, PerPage int
	// NoResolve asks Cloudflare not to resolve the name (skip_dns=true).
	NoResolve bool
	// Payload is the canonical JSON of a request that changes something. A
	// query with a payload is sent once, never retried, never remembered.
	Payload string
}

// Changes reports whether asking changes something at Cloudflare's side.
func (q Query) Changes() bool { return q.Payload != "" }

// Key is the question as canonical text: equal for equal questions and for no
// others. It is printable ASCII without line breaks, and stays the same from
// version to version, since answers on disk are found by it.
func (q Query) Key() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s", q.Endpoint, q.Indicator)
	add := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, " %s=%s", name, value)
		}
	}
	number := func(n int) string {
		if n == 0 {
			return ""
		}
		return strconv.Itoa(n)
	}
	if !q.Names.IsZero() {
		add("names", strconv.QuoteToASCII(q.Names.String()))
	}
	add("from", q.From.String())
	add("to", q.To.String())
	add("page", number(q.Page))
	add("per_page", number(q.PerPage))
	if q.NoResolve {
		add("skip_dns", "true")
	}
	if q.Payload != "" {
		add("payload", strconv.QuoteToASCII(q.Payload))
	}
	return b.String()
}

// String describes the question for logs and errors, in printable ASCII.
func (q Query) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s", q.Endpoint, q.Indicator)
	if all := q.Names.All(); len(all) > 0 {
		fmt.Fprintf(&b, "%s", all[0])
		if more := len(all) - 1; more > 0 {
			fmt.Fprintf(&b, " and %d more", more)
		}
	}
	if !q.From.IsZero() || !q.To.IsZero() {
		fmt.Fprintf(&b, " %s..%s", q.From, q.To)
	}
	if q.Page > 0 {
		fmt.Fprintf(&b, " page %d", q.Page)
	}
	return b.String()
}

// Day is a calendar day in UTC, as the number of days since 1970-01-01 plus
// one, so that the zero Day means "no day".
type Day int32

// DayOf returns the day in UTC on which t falls; the zero time gives no day.
func DayOf(t time.Time) Day {
	if t.IsZero() {
		return 0
	}
	sec := t.Unix()
	days := sec / 86400
	if sec%86400 < 0 {
		days--
	}
	return Day(days + 1)
}

// ParseDay reads YYYY-MM-DD.
func ParseDay(s string) (Day, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return 0, fmt.Errorf("%q is no date: write YYYY-MM-DD", s)
	}
	return DayOf(t), nil
}

// IsZero reports whether there is no day.
func (d Day) IsZero() bool { return d == 0 }

// Time is the day's first instant in UTC; the zero time for no day.
func (d Day) Time() time.Time {
	if d == 0 {
		return time.Time{}
	}
	return time.Unix(int64(d-1)*86400, 0).UTC()
}

// String is YYYY-MM-DD, or the empty text for no day.
func (d Day) String() string {
	if d == 0 {
		return ""
	}
	return d.Time().Format(time.DateOnly)
}
