package client

import (
	"compress/flate"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"quarry/api"
)

// brokenBody is an error that came while the answer's body was read.
type brokenBody struct{ err error }

func (b *brokenBody) Error() string { return "within the body: " + b.err.Error() }
func (b *brokenBody) Unwrap() error { return b.err }

// explain turns what went wrong below HTTP into an error with a class.
func (c *Client) explain(ca call, s *sending, err error) *api.Error {
	e := &api.Error{Class: api.Unreachable, Query: ca.query, Permission: ca.permission, Err: c.harmless(err)}
	st, handshake := s.outcome()
	var unfinished *brokenBody
	inBody := errors.As(err, &unfinished)
	switch {
	case st == givenUp:
		e.Class, e.Err = api.Cancelled, context.Canceled
	case errors.Is(err, errTooLarge):
		e.Class, e.Limit = api.TooLarge, sizeText(c.config.MaxBody)
	case s.limit.Err() != nil:
		e.Class, e.Limit, e.Err = api.TimedOut, durationText(c.config.Timeout), lateAt(st, inBody)
	case st == repeated:
		e.Err = errRepeated
	case inBody && corrupt(unfinished.err):
		e.Class, e.Err = api.Malformed, fmt.Errorf("it cannot be unpacked: %w", c.harmless(unfinished.err))
	case errors.Is(err, errProxyLogin):
		e.Status = http.StatusProxyAuthRequired
	case !inBody && untrusted(handshake):
		e.Class = api.Insecure
	}
	return e
}

// lateAt says how far an exchange had come when its time was over.
func lateAt(st stage, inBody bool) error {
	switch {
	case inBody:
		return errors.New("the server had begun to answer")
	case st == unsent:
		return errors.New("no connection was made, so nothing was sent")
	}
	return errors.New("the server had not begun to answer")
}

// broken is what net/http puts before the cause.
const broken = "net/http: HTTP/1.x transport connection broken: "

// harmless returns err without the token, should a library have quoted it, and
// without words that tell nothing.
func (c *Client) harmless(err error) error {
	text := err.Error()
	if clean := c.config.Token.Strike(strings.TrimPrefix(text, broken)); clean != text {
		return errors.New(clean)
	}
	return err
}

// leadsTo says where a redirect leads: the host, since the rest may be long and
// hold the token.
func (c *Client) leadsTo(resp *http.Response) error {
	to, err := url.Parse(resp.Header.Get("Location"))
	switch {
	case err != nil:
		return errors.New("to something that is no URL")
	case *to == url.URL{}:
		return errors.New("it does not say where to")
	case to.Host == "" || to.Host == resp.Request.URL.Host && to.Scheme == resp.Request.URL.Scheme:
		return errors.New("to another path of the same server")
	}
	return fmt.Errorf("to %s", c.config.Token.Strike(to.Scheme+"://"+to.Host))
}

// untrusted tells whether a TLS handshake failed over trust, rather than by the
// network under it. crypto/tls has no common error type, but what comes from
// the network is marked as such.
func untrusted(err error) bool {
	if err == nil || errors.Is(err, context.Canceled) {
		return false
	}
	var network net.Error
	if errors.As(err, &network) && network.Timeout() {
		return false
	}
	var op *net.OpError
	if errors.As(err, &op) {
		// "remote error" and "local error" are TLS alerts.
		return op.Op == "remote error" || op.Op == "local error"
	}
	return !brokenOff(err)
}

// corrupt tells whether a body is not what its Content-Encoding says.
func corrupt(err error) bool {
	var flawed flate.CorruptInputError
	return errors.Is(err, gzip.ErrHeader) || errors.Is(err, gzip.ErrChecksum) || errors.As(err, &flawed)
}

// sizeText writes a size limit, "16 MiB".
func sizeText(n int64) string {
	switch {
	case n >= 1<<20 && n%(1<<20) == 0:
		return fmt.Sprintf("%d MiB", n>>20)
	case n >= 1<<10 && n%(1<<10) == 0:
		return fmt.Sprintf("%d KiB", n>>10)
	}
	return fmt.Sprintf("%d bytes", n)
}

// durationText writes a time limit, "30 s".
func durationText(d time.Duration) string {
	if d%time.Second == 0 {
		return fmt.Sprintf("%d s", d/time.Second)
	}
	return fmt.Sprintf("%d ms", d.Milliseconds())
}

// brokenOff tells whether a connection ended in the middle of something.
func brokenOff(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed)
}
