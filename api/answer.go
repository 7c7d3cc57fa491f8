package api

import (
	"net/url"
	"time"

	"quarry/views/safe"
)

const (
	statusOK       = 200
	statusNotFound = 404
)

// Answer is what a question brought: the raw body and where it comes from.
// The record is decoded from it where it is needed, so that a body kept from
// last week is read by today's decoder.
type Answer struct {
	Query   Query
	Request Request
	// Status is the HTTP status; 0 where no answer came.
	Status int
	Body   []byte
	// FetchedAt is when the answer arrived, in UTC.
	FetchedAt time.Time
	// Took is the time from sending to the last byte, retries included.
	Took time.Duration
	// Calls is what the answer cost when it was fetched: the requests sent,
	// retries included.
	Calls int
	// Known is true when the answer was at hand and cost nothing this time.
	Known bool
	// RayID is Cloudflare's own name for the exchange (header Cf-Ray), to be
	// quoted to its support.
	RayID safe.Raw
	// Origin is where it came from, if this installation has not fetched it.
	Origin Origin
}

// heavyBody is how large a body may be that is held beside the record read from
// it, in bytes.
const heavyBody = 64 << 10

// Light is the answer without a body that is large: where that is wanted, it is
// on the [Shelf]. A path of a hundred views may each hold an answer.
func (a Answer) Light() Answer {
	if len(a.Body) > heavyBody {
		a.Body = nil
	}
	return a
}

// HasBody reports whether a body came, be it held here or on the shelf: every
// good answer has one.
func (a Answer) HasBody() bool { return len(a.Body) > 0 || a.Status == statusOK }

// NotFound reports an answer that says that nothing is known (HTTP status 404).
func (a Answer) NotFound() bool { return a.Status == statusNotFound }

// Request is a request as it went on the wire, without the token.
type Request struct {
	Method string
	// URL is complete, with the account's id in its path.
	URL string
	// Body is the JSON that was sent, empty for a GET.
	Body string
}

// Curl is the request as a curl command for a POSIX shell. The token stands in
// it as $CLOUDFLARE_API_TOKEN, never as itself.
func (r Request) Curl() string {
	c := "curl --fail-with-body"
	if r.Method != "GET" {
		c += " -X " + r.Method
	}
	c += ` -H "Authorization: Bearer $CLOUDFLARE_API_TOKEN"`
	if r.Body != "" {
		c += " -H 'Content-Type: application/json' --data-raw " + shellQuote(r.Body)
	}
	return c + " " + shellQuote(r.URL)
}

// Path is the request's path and parameters without host, for a narrow screen.
func (r Request) Path() string {
	u, err := url.Parse(r.URL)
	if err != nil {
		return r.URL
	}
	return u.RequestURI()
}
