package cfsim

import (
	"context"
	"fmt"
	"hash/fnv"
	"net/http"
	"slices"
	"sync"
)

// Received is a request as it arrived.
type Received struct {
	Method, Path string
	// Query is the raw query string.
	Query string
	Body  string
	// Status is the HTTP status that was answered; 0 as long as no answer was
	// sent, and for a connection that was broken before one.
	Status int
	// Charged tells whether it was taken from the quota.
	Charged bool
}

// Requests returns what arrived, in order.
func (s *Server) Requests() []Received {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.received)
}

// WaitRequests returns once n requests have arrived, answered or not; an error
// when ctx ends first.
func (s *Server) WaitRequests(ctx context.Context, n int) error {
	for {
		s.mu.Lock()
		have, more := len(s.received), s.arrived
		s.mu.Unlock()
		if have >= n {
			return nil
		}
		select {
		case <-more:
		case <-ctx.Done():
			return fmt.Errorf("%d of %d requests arrived: %w", have, n, ctx.Err())
		}
	}
}

// Calls counts the requests that were taken from the quota: those to the
// intelligence and brand-protection endpoints with a good token and account.
// Asking about token and accounts is free, and so is a refusal because the
// quota is spent.
func (s *Server) Calls() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.calls
}

// SetQuota allows n calls in all, those of the past included; every further one
// is refused with error 10403. A negative n takes the quota away again.
func (s *Server) SetQuota(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.quota = n
}

// Hold makes the requests that arrive from now on wait until release is called.
// They are received, and charged, all the same. Release may be called twice.
func (s *Server) Hold() (release func()) {
	gate := make(chan struct{})
	s.mu.Lock()
	s.gate = gate
	s.mu.Unlock()
	return sync.OnceFunc(func() { close(gate) })
}

// charge takes one call from the quota; false when it is spent.
func (s *Server) charge() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.quota >= 0 && s.calls >= s.quota {
		return false
	}
	s.calls++
	return true
}

// hit counts how often a question was asked, from 1.
func (s *Server) hit(question string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hits[question]++
	return s.hits[question]
}

// record notes a request and returns its place and the gate it has to pass.
func (s *Server) record(r *http.Request, body []byte, charged bool) (int, <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.received = append(s.received, Received{
		Method: r.Method, Path: r.URL.Path, Query: r.URL.RawQuery, Body: string(body), Charged: charged,
	})
	close(s.arrived)
	s.arrived = make(chan struct{})
	return len(s.received) - 1, s.gate
}

// answered notes the status of an answer before it is written, so that whoever
// has read the answer finds it noted.
func (s *Server) answered(index, status int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.received[index].Status = status
}

// rayID names the exchange the way Cloudflare does: 16 hex digits and a place.
func rayID(index int) string {
	h := fnv.New64a()
	fmt.Fprintf(h, "exchange %d", index)
	return fmt.Sprintf("%016x-SIM", h.Sum64())
}

// air is what is under way: from its arrival until its answer begins, since the
// client may send its next before the server has returned from writing the last.
type air struct {
	now    map[string]int
	flying int
	most   int // at once, until now
	twins  int // arrived while an equal one was under way
}

// Air tells how many requests were under way together at the most, and how many
// arrived while an equal one was.
func (s *Server) Air() (most, twins int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.air.most, s.air.twins
}

// takeOff notes that a request is under way until land is called.
func (s *Server) takeOff(r *http.Request, body []byte) (land func()) {
	question := r.Method + " " + r.URL.RequestURI() + " " + string(body)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.air.now == nil {
		s.air.now = map[string]int{}
	}
	if s.air.now[question] > 0 {
		s.air.twins++
	}
	s.air.now[question]++
	s.air.flying++
	s.air.most = max(s.air.most, s.air.flying)
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.air.now[question]--
		s.air.flying--
	}
}
