package source

import (
	"context"
	"errors"
	"sync"

	"quarry/api"
	"quarry/state/crash"
)

// Stack is the source that views ask. It is safe for concurrent use.
type Stack struct {
	shelf  api.Shelf
	client api.Source
	judge  func(api.Answer) error

	mu       sync.Mutex
	inFlight map[api.Query]*flight
}

// flight is one question in the air and those who wait for its answer.
type flight struct {
	waiters int
	cancel  context.CancelFunc
	landed  chan struct{}
	answer  api.Answer
	err     error
}

// New stacks shelf and flight on a client. judge says what a kept answer that
// is no success means, as the error that the client gave when it came; nil
// leaves it at "nothing known".
func New(shelf api.Shelf, client api.Source, judge func(api.Answer) error) *Stack {
	if judge == nil {
		judge = func(a api.Answer) error {
			return &api.Error{Class: api.NotFound, Query: a.Query, Status: a.Status}
		}
	}
	return &Stack{shelf: shelf, client: client, judge: judge, inFlight: map[api.Query]*flight{}}
}

// known looks a question up on the shelf. A shelf on disk is waited for: it
// answers in a few milliseconds, a call is money.
func (s *Stack) known(ctx context.Context, q api.Query) (a api.Answer, err error, ok bool) {
	if r, waits := s.shelf.(interface {
		Recall(context.Context, api.Query) (api.Answer, bool)
	}); waits {
		a, ok = r.Recall(ctx, q)
	} else {
		a, ok = s.shelf.Known(q)
	}
	if ok && a.NotFound() {
		err = s.judge(a)
	}
	return a, err, ok
}

// Ask implements [api.Source]. The last waiter that leaves cancels the flight;
// the client decides what that means: what was not sent is not sent.
func (s *Stack) Ask(ctx context.Context, q api.Query, f api.Freshness) (api.Answer, error) {
	if f == api.Known && !q.Changes() {
		if a, err, ok := s.known(ctx, q); ok {
			return a, err
		}
	}
	if err := ctx.Err(); err != nil {
		return api.Answer{Query: q}, cancelled(q, err)
	}
	for {
		fl := s.board(ctx, q, f)
		select {
		case <-fl.landed:
			// A flight that others gave up before it was sent is no answer for
			// somebody who is still waiting.
			if api.ClassOf(fl.err) == api.Cancelled && ctx.Err() == nil {
				continue
			}
			return fl.answer, fl.err
		case <-ctx.Done():
			s.leave(fl)
			return api.Answer{Query: q}, cancelled(q, ctx.Err())
		}
	}
}

// leave takes one waiter off a flight. The flight stays where it is: if it was
// sent, whoever asks next shares it.
func (s *Stack) leave(fl *flight) {
	s.mu.Lock()
	defer s.mu.Unlock()
	fl.waiters--
	if fl.waiters == 0 {
		fl.cancel()
	}
}

// board joins the flight of an equal question or starts one.
func (s *Stack) board(ctx context.Context, q api.Query, f api.Freshness) *flight {
	s.mu.Lock()
	defer s.mu.Unlock()
	if fl, ok := s.inFlight[q]; ok {
		fl.waiters++
		return fl
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	fl := &flight{waiters: 1, cancel: cancel, landed: make(chan struct{})}
	s.inFlight[q] = fl
	// What those who wait are told should it panic; the program ends then.
	fl.answer, fl.err = api.Answer{Query: q}, &api.Error{Query: q, Err: errDefect}
	const doing = "asking a question"
	crash.Go(ctx, doing, func() {
		defer cancel()
		crash.Do(ctx, doing, func() { s.fly(ctx, fl, q, f) })
		s.mu.Lock()
		delete(s.inFlight, q)
		s.mu.Unlock()
		close(fl.landed)
	})
	return fl
}

// errDefect is how a question ends that quarry could not ask.
var errDefect = errors.New("a defect of quarry")

// fly asks the client and keeps what it brings.
func (s *Stack) fly(ctx context.Context, fl *flight, q api.Query, f api.Freshness) {
	fl.answer, fl.err = s.client.Ask(ctx, q, f)
	// "Nothing known" is an answer too, and was paid for.
	if fl.err == nil || api.ClassOf(fl.err) == api.NotFound && fl.answer.NotFound() {
		s.shelf.Keep(fl.answer)
	}
}

// Drain waits until everything that was sent has landed and is kept, or until
// ctx ends.
func (s *Stack) Drain(ctx context.Context) error {
	for {
		fl := s.anyFlight()
		if fl == nil {
			return nil
		}
		select {
		case <-fl.landed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// anyFlight returns one of the flights in the air, nil when there is none. (A
// [sync.WaitGroup] would not do: it allows no Add from zero during a Wait.)
func (s *Stack) anyFlight() *flight {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, fl := range s.inFlight {
		return fl
	}
	return nil
}

func cancelled(q api.Query, err error) error {
	return &api.Error{Class: api.ClassOf(err), Query: q, Err: err}
}
