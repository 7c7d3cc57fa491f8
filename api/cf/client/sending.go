package client

import (
	"context"
	"crypto/tls"
	"errors"
	"net/http/httptrace"
	"sync"
	"time"
)

// errRepeated ends a try in which net/http would send the request again of its
// own accord, after a kept connection turned out to be closed.
var errRepeated = errors.New("the server closed the kept connection")

// sending watches one try. It draws the line between "not sent yet", where the
// caller's context ends it, and "sent", where only the time limit does.
//
// The line is the moment the request is handed to a connection (GotConn). Calls
// are counted a moment later, when its headers are written (WroteHeaders):
// before that no server can have counted it, after that it may have, even if no
// answer comes. A refused connection or a failed TLS handshake costs nothing.
type sending struct {
	ctx    context.Context
	limit  context.Context
	finish func()
	count  func()

	mu        sync.Mutex
	stage     stage
	calls     int
	handshake error
}

type stage uint8

const (
	unsent stage = iota
	sent
	givenUp  // the caller's context ended while unsent
	repeated // net/http was about to send it a second time
)

// begin starts the watch; count is called for each call that is spent. The
// caller calls finish when the last byte is read.
func begin(caller context.Context, timeout time.Duration, count func()) *sending {
	s := &sending{count: count}
	limit, stop := context.WithTimeout(context.WithoutCancel(caller), timeout)
	ctx, cancel := context.WithCancel(limit)
	forget := context.AfterFunc(caller, func() {
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
			if s.move(unsent, sent) {
				return
			}
			s.move(sent, repeated)
			cancel()
			// HTTP/2 looks at the context before it writes, and the connection
			// is shared with others. HTTP/1 writes without looking.
			if t, ok := c.Conn.(*tls.Conn); !ok || t.ConnectionState().NegotiatedProtocol != "h2" {
				_ = c.Conn.Close()
			}
		},
		WroteHeaders: func() {
			s.mu.Lock()
			defer s.mu.Unlock()
			// HTTP/1 tells of headers that are in its buffer. Where GotConn has
			// closed the connection they do not get further.
			if s.stage == sent {
				s.calls++
				s.count()
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

// outcome returns what was seen until now.
func (s *sending) outcome() (st stage, calls int, handshake error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.stage, s.calls, s.handshake
}
