package client

import (
	"compress/flate"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"time"

	"quarry/api"
)

// brokenBody is an error that came while the answer's body was read.
type brokenBody struct{ err error }

func (b *brokenBody) Error() string { return "the answer broke off: " + b.err.Error() }
func (b *brokenBody) Unwrap() error { return b.err }

// explain turns what went wrong below HTTP into an error with a class.
func (c *Client) explain(ca call, s *sending, err error) *api.Error {
	e := &api.Error{Class: api.Unreachable, Query: ca.query, Permission: ca.permission, Err: c.harmless(err)}
	st, handshake := s.outcome()
	var broken *brokenBody
	inBody := errors.As(err, &broken)
	switch {
	case st == givenUp:
		e.Class, e.Err = api.Cancelled, context.Canceled
	case errors.Is(err, errTooLarge):
		e.Class, e.Limit = api.TooLarge, sizeText(c.config.MaxBody)
	case s.limit.Err() != nil:
		e.Class, e.Limit = api.TimedOut, durationText(c.config.Timeout)
	case st == repeated:
		e.Err = errRepeated
	case inBody && corrupt(broken.err):
		e.Class = api.Malformed
	case !inBody && untrusted(handshake):
		e.Class = api.Insecure
	}
	return e
}

// harmless returns err without the token, should a library have quoted it.
func (c *Client) harmless(err error) error {
	if text := err.Error(); c.config.Token.strike(text) != text {
		return errors.New(c.config.Token.strike(text))
	}
	return err
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
