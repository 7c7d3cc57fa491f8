package client

import (
	"context"
	"crypto/tls"
	"errors"
	"net/http/httptrace"
	"sync"
	"time"

	"quarry/state/crash"
)

// errRepeated ends a try in which net/http would send the request again of its
// own accord, after a kept connection turned out to be closed.
var errRepeated = errors.New("the server closed the kept connection")

// sending watches one try. It draws the line between "not sent yet", where the
// caller's context ends it, and "sent", where only the time limit does.
//
// The line is the moment the request is handed to a connection (GotConn). There
// the call is recorded, before its first byte is written, so that no server can
// count a call that is not on record. A refused connection or a failed TLS
// handshake does not get that far. What dies between the line and the wire is
// taken back in settled.
type sending struct {
	ctx    context.Context
	limit  context.Context
	finish func()

	mu        sync.Mutex
	stage     stage
	settle    func(status int)
	handshake error
	// written is what HTTP/1 wrote of this request until now. HTTP/2 shares
	// its connection with others.
	written func() int64
	h2      bool
}

type stage uint8

const (
	unsent stage = iota
	sent
	givenUp  // the caller's context ended while unsent
	repeated // net/http was about to send it a second time
)

// begin starts the watch; record is called at most once, when the request is
// about to be written. The caller calls settled once RoundTrip is back and
// finish when the last byte is read.
func begin(caller context.Context, timeout time.Duration, record func() (settle func(status int))) *sending {
	s := &sending{}
	limit, stop := context.WithTimeout(context.WithoutCancel(caller), timeout)
	ctx, cancel := context.WithCancel(limit)
	forget := crash.AfterFunc(caller, "giving a request up", func() {
		if s.move(unsent, givenUp) {
			cancel()
		}
	})
	s.limit = limit
	s.finish = func() {
		forget()
		cancel()
		stop()
	}
	s.ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn: func(c httptrace.GotConnInfo) {
			secured, ok := c.Conn.(*tls.Conn)
			h2 := ok && secured.ConnectionState().NegotiatedProtocol == "h2"
			if s.move(unsent, sent) {
				written := writtenTo(c.Conn)
				// net/http calls this from RoundTrip itself, holding no lock:
				// the writing to disk delays nobody else.
				settle := record()
				s.mu.Lock()
				defer s.mu.Unlock()
				s.settle, s.written, s.h2 = settle, written, h2
				return
			}
			s.move(sent, repeated)
			cancel()
			// HTTP/2 looks at the context before it writes, and the connection
			// is shared with others. HTTP/1 writes without looking.
			if !h2 {
				_ = c.Conn.Close()
			}
		},
		TLSHandshakeDone: func(_ tls.ConnectionState, err error) {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.handshake = err
		},
	})
	return s
}

// move goes from one stage to another and reports whether it was in the first.
func (s *sending) move(from, to stage) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stage != from {
		return false
	}
	s.stage = to
	return true
}

// settled closes the record once RoundTrip is back, with the status or 0, and
// returns how many calls were spent. least is the number of bytes below which
// no server can have got the request.
func (s *sending) settled(status int, least int64) (calls int) {
	s.mu.Lock()
	settle := s.settle
	s.settle = nil
	reached := settle != nil && (status != 0 || s.reached(least))
	s.mu.Unlock()
	switch {
	case settle == nil:
		return 0
	case !reached:
		settle(Withdrawn)
		return 0
	}
	settle(status)
	return 1
}

// reached reports whether the server may have got the request: in doubt the
// call counts as spent.
func (s *sending) reached(least int64) bool {
	if s.h2 {
		// RoundTrip of HTTP/2 may return while its writer is still at work, so
		// only one thing is certain: what it sends again by itself, the server
		// has said that it did not process (RFC 9113, 8.7).
		return s.stage != repeated
	}
	// RoundTrip returns an error only after its writing has come to an end, so
	// nothing can follow.
	return s.written() >= least
}

// outcome returns what was seen until now.
func (s *sending) outcome() (st stage, handshake error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.stage, s.handshake
}
