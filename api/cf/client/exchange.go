package client

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"quarry/api"
	"quarry/api/cf"
	"quarry/views/safe"
)

// attempt is what one try brought.
type attempt struct {
	// status, body and ray are those of a complete answer; status alone also
	// of one that could not be read to its end.
	status     int
	body       []byte
	ray        safe.Raw
	retryAfter time.Duration
	at         time.Time
	calls      int
	// failure is nil where the answer is good; passing tells whether trying
	// again may help.
	failure *api.Error
	passing bool
}

// errTooLarge is a body beyond the limit.
var errTooLarge = errors.New("the body is larger than the limit")

// exchange makes one try: it sends the request and reads the answer to its end.
func (c *Client) exchange(ctx context.Context, ca call) attempt {
	s := begin(ctx, c.config.Timeout, func() func(int) { return c.record(ca) })
	defer s.finish()
	req, err := c.request(s.ctx, ca)
	if err != nil {
		return attempt{at: c.config.Now(), failure: &api.Error{Class: api.Rejected, Query: ca.query, Err: err}}
	}
	transport := c.kept
	if !ca.repeatable() {
		transport = c.single
	}
	var t attempt
	resp, err := transport.RoundTrip(req)
	if err == nil {
		t.status = resp.StatusCode
	}
	t.calls = s.settled(t.status, c.least(ca))
	if err == nil {
		t.ray = safe.FromOutside(c.config.Token.Strike(resp.Header.Get("Cf-Ray")))
		t.retryAfter = retryAfter(resp.Header, c.config.Now())
		if w, ok := rateWindow(resp.Header); ok {
			c.meter.heard(w, c.config.Now())
		}
		t.body, err = readBody(resp, c.config.MaxBody)
		if err != nil {
			err = &brokenBody{err}
		}
	}
	t.at = c.config.Now()
	if st, _ := s.outcome(); st == repeated {
		// The others that are kept are likely as dead as this one was.
		c.kept.CloseIdleConnections()
	}
	if err != nil {
		t.failure = c.explain(ca, s, err)
		t.passing = t.failure.Class == api.Unreachable && !errors.Is(err, errProxyLogin)
		if t.failure.Class == api.TooLarge || t.failure.Class == api.Malformed {
			t.failure.Status = t.status
		}
		return t
	}
	t.body = c.config.Token.strikeBytes(t.body)
	contentType := c.config.Token.Strike(resp.Header.Get("Content-Type"))
	t.failure = cf.Classify(ca.query, ca.permission, t.status, contentType, t.retryAfter, t.body)
	if t.failure != nil && t.failure.Class == api.Redirected {
		t.failure.Err = c.leadsTo(resp)
	}
	t.passing = t.failure != nil && passing(t.status, t.failure.Class)
	return t
}

// request builds the HTTP request. Its body cannot be rewound (no GetBody), so
// that net/http never sends it twice.
func (c *Client) request(ctx context.Context, ca call) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, ca.request.Method, ca.request.URL, nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", "Bearer "+c.config.Token.reveal())
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", c.config.UserAgent)
	if ca.request.Body != "" {
		req.Header.Set("Content-Type", "application/json")
		req.Body = io.NopCloser(strings.NewReader(ca.request.Body))
		req.ContentLength = int64(len(ca.request.Body))
	}
	return req, nil
}

// least is how many bytes a request takes on the wire at the least: its host,
// path, parameters and token. It is more than TLS writes to close a connection.
func (c *Client) least(ca call) int64 {
	return int64(len(ca.request.URL) - len("https://") + len(c.config.Token.reveal()))
}

// readBody reads a body of at most limit bytes, counted after decompression.
// An incomplete body is dropped: it must not be taken for the answer.
func readBody(resp *http.Response, limit int64) ([]byte, error) {
	defer func() { _ = resp.Body.Close() }()
	if resp.ContentLength > limit {
		return nil, errTooLarge
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, limit+1))
	switch {
	case err != nil:
		return nil, err
	case int64(len(body)) > limit:
		return nil, errTooLarge
	}
	return body, nil
}
