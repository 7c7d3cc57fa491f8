package client

import (
	"context"
	"errors"
	"net/http"

	"golang.org/x/sync/semaphore"

	"quarry/api"
	"quarry/api/cf"
)

// Client asks Cloudflare. It implements [api.Source] and [api.Meter] and is
// safe for concurrent use.
type Client struct {
	config Config
	places *semaphore.Weighted
	pace   pace
	meter  meter
	// kept keeps connections for GETs; single makes one for each request.
	kept, single *http.Transport
}

var (
	_ api.Source = (*Client)(nil)
	_ api.Meter  = (*Client)(nil)
)

// New returns a client. Nothing is sent. Without a token the error is an
// [*api.Error] of class [api.NoToken]; any other names the setting that is
// wrong and what it should be.
func New(c Config) (*Client, error) {
	c, err := c.complete()
	if err != nil {
		return nil, err
	}
	return &Client{
		config: c,
		places: semaphore.NewWeighted(maxConcurrent),
		pace:   newPace(c.Pace),
		meter:  newMeter(),
		kept:   newTransport(c.Timeout),
		single: newSingleUse(c.Timeout),
	}, nil
}

// Ask implements [api.Source]. The client knows no answers, so both kinds of
// freshness are the same to it. When ctx ends before the request is sent, the
// error is of class [api.Cancelled] and nothing was spent; when it ends later,
// the answer is returned all the same, and no further try begins.
//
// The Tries of an error count attempts, also those that ended before anything
// was sent; the answer's Calls count what was sent.
func (c *Client) Ask(ctx context.Context, q api.Query, _ api.Freshness) (api.Answer, error) {
	spec, ok := cf.Lookup(q.Endpoint)
	if !ok {
		return refuse(q, errors.New("quarry knows no such endpoint"))
	}
	wire, err := spec.Wire(q)
	if err != nil {
		return api.Answer{Query: q}, api.AsError(err, q)
	}
	return c.send(ctx, q, spec, wire)
}

// send checks a wire form, completes it and runs it.
func (c *Client) send(ctx context.Context, q api.Query, spec cf.Spec, w cf.Wire) (api.Answer, error) {
	switch {
	case w.Method != http.MethodGet && w.Method != http.MethodPost:
		return refuse(q, errors.New("quarry sends GET and POST only"))
	case !cleanPath(w.Path):
		return refuse(q, errors.New("the path holds characters that would lead elsewhere"))
	case !w.Root && c.config.Account == "":
		return api.Answer{Query: q}, &api.Error{Class: api.NoAccount, Query: q}
	}
	return c.run(ctx, call{
		query:      q,
		permission: spec.Permission,
		free:       spec.Free,
		request:    api.Request{Method: w.Method, URL: c.config.BaseURL + w.RequestURI(c.config.Account), Body: w.Body},
	})
}

// Traffic implements [api.Meter].
func (c *Client) Traffic() api.Traffic { return c.meter.read() }

// Changed returns a channel that is closed at the next change of [Client.Traffic].
// Take it before reading the traffic, then wait on it: no change is missed, and
// many that come together wake the reader once.
func (c *Client) Changed() <-chan struct{} { return c.meter.next() }

// Close gives up the connections that are kept for later. Requests under way
// finish, and the client can still be used.
func (c *Client) Close() {
	c.kept.CloseIdleConnections()
	c.single.CloseIdleConnections()
}

// cleanPath reports whether a path is made of plain segments.
func cleanPath(p string) bool {
	segment := 0
	for i := 0; i <= len(p); i++ {
		if i < len(p) && p[i] != '/' {
			if !unreserved(p[i]) {
				return false
			}
			continue
		}
		if s := p[segment:i]; s == "" || s == "." || s == ".." {
			return false
		}
		segment = i + 1
	}
	return true
}

// unreserved are the characters of RFC 3986 that mean themselves in a path.
func unreserved(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' ||
		c == '-' || c == '.' || c == '_' || c == '~'
}

func refuse(q api.Query, why error) (api.Answer, error) {
	return api.Answer{Query: q}, &api.Error{Class: api.Rejected, Query: q, Err: why}
}
