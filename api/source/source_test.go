package source_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"quarry/api"
	"quarry/api/source"
	"quarry/state/crash"
	"quarry/state/indicator"
)

func query(s string) api.Query {
	return api.Query{Endpoint: "ip", Indicator: indicator.MustParse(s)}
}

// client is a source that behaves as the real one does: until a question is
// sent its context ends it, after that nothing does.
type client struct {
	// queue holds questions back before they are sent, wire before they are
	// answered; nil holds nothing.
	queue, wire chan struct{}
	err         error

	mu   sync.Mutex
	sent []api.Query
}

func (c *client) Ask(ctx context.Context, q api.Query, _ api.Freshness) (api.Answer, error) {
	if c.queue != nil {
		select {
		case <-c.queue:
		case <-ctx.Done():
		}
	}
	if err := ctx.Err(); err != nil {
		return api.Answer{Query: q}, &api.Error{Class: api.Cancelled, Query: q, Err: err}
	}
	c.mu.Lock()
	c.sent = append(c.sent, q)
	n := len(c.sent)
	c.mu.Unlock()
	if c.wire != nil {
		<-c.wire
	}
	return api.Answer{Query: q, Status: 200, Calls: n}, c.err
}

func (c *client) calls() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.sent)
}

type result struct {
	answer api.Answer
	err    error
}

func ask(ctx context.Context, s *source.Stack, q api.Query, f api.Freshness) chan result {
	ch := make(chan result, 1)
	go func() {
		a, err := s.Ask(ctx, q, f)
		ch <- result{a, err}
	}()
	return ch
}

func TestKnownAnswersCostNothing(t *testing.T) {
	c := &client{}
	s := source.New(source.NewMemory(), c, nil)
	q := query("192.0.2.1")
	for i, want := range []struct {
		fresh api.Freshness
		known bool
		calls int
	}{
		{api.Known, false, 1},
		{api.Known, true, 1},
		{api.Fresh, false, 2}, // bypasses the shelf
		{api.Known, true, 2},  // and what it brought is kept
	} {
		a, err := s.Ask(t.Context(), q, want.fresh)
		if err != nil || a.Known != want.known || c.calls() != want.calls || a.Calls != want.calls {
			t.Errorf("ask %d: %+v, %v after %d calls, want %+v", i, a, err, c.calls(), want)
		}
	}
	if a, err := s.Ask(t.Context(), query("192.0.2.2"), api.Known); err != nil || a.Known || c.calls() != 3 {
		t.Errorf("another question is answered with %+v, %v", a, err)
	}
}

func TestFailuresAreNotKept(t *testing.T) {
	c := &client{err: &api.Error{Class: api.ServerFault}}
	s := source.New(source.NewMemory(), c, nil)
	for i := 1; i <= 2; i++ {
		a, err := s.Ask(t.Context(), query("192.0.2.1"), api.Known)
		if api.ClassOf(err) != api.ServerFault || c.calls() != i || a.Status != 200 {
			t.Errorf("%+v, %v after %d calls", a, err, c.calls())
		}
	}
}

func TestChangesAreNeitherLookedUpNorKept(t *testing.T) {
	c := &client{}
	shelf := source.NewMemory()
	s := source.New(shelf, c, nil)
	q := query("192.0.2.1")
	q.Payload = "{}"
	for i := 1; i <= 2; i++ {
		if a, err := s.Ask(t.Context(), q, api.Known); err != nil || a.Known || c.calls() != i {
			t.Errorf("%+v, %v after %d calls", a, err, c.calls())
		}
	}
	if _, ok := shelf.Known(q); ok {
		t.Error("a request that changes something is on the shelf")
	}
}

func TestEqualQuestionsAreAskedOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &client{wire: make(chan struct{})}
		s := source.New(source.NewMemory(), c, nil)
		var replies []chan result
		for range 20 {
			replies = append(replies, ask(t.Context(), s, query("192.0.2.1"), api.Known))
		}
		replies = append(replies, ask(t.Context(), s, query("192.0.2.1"), api.Fresh))
		other := ask(t.Context(), s, query("192.0.2.2"), api.Known)
		synctest.Wait()
		if c.calls() != 2 {
			t.Errorf("two different questions are %d calls", c.calls())
		}
		close(c.wire)
		for _, ch := range append(replies, other) {
			if r := <-ch; r.err != nil || r.answer.Status != 200 {
				t.Errorf("%+v", r)
			}
		}
		if c.calls() != 2 {
			t.Errorf("afterwards %d calls", c.calls())
		}
	})
}

func TestWaitersLeave(t *testing.T) {
	q := query("192.0.2.1")
	t.Run("one of two, before it is sent", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			c := &client{queue: make(chan struct{})}
			s := source.New(source.NewMemory(), c, nil)
			ctx, leave := context.WithCancel(t.Context())
			goes, stays := ask(ctx, s, q, api.Known), ask(t.Context(), s, q, api.Known)
			synctest.Wait()
			leave()
			if r := <-goes; api.ClassOf(r.err) != api.Cancelled || r.answer.Query != q {
				t.Errorf("who left got %+v", r)
			}
			close(c.queue)
			if r := <-stays; r.err != nil || c.calls() != 1 {
				t.Errorf("who stayed got %+v after %d calls", r, c.calls())
			}
		})
	})
	t.Run("the last, before it is sent", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			c := &client{queue: make(chan struct{})}
			s := source.New(source.NewMemory(), c, nil)
			ctx, leave := context.WithCancel(t.Context())
			a, b := ask(ctx, s, q, api.Known), ask(ctx, s, q, api.Known)
			synctest.Wait()
			leave()
			for _, ch := range []chan result{a, b} {
				if r := <-ch; api.ClassOf(r.err) != api.Cancelled {
					t.Errorf("got %+v", r)
				}
			}
			synctest.Wait()
			close(c.queue)
			synctest.Wait()
			if c.calls() != 0 {
				t.Error("it was sent though everybody had left")
			}
		})
	})
	t.Run("the last, after it was sent", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			c := &client{wire: make(chan struct{})}
			shelf := source.NewMemory()
			s := source.New(shelf, c, nil)
			ctx, leave := context.WithCancel(t.Context())
			reply := ask(ctx, s, q, api.Known)
			synctest.Wait()
			leave()
			if r := <-reply; api.ClassOf(r.err) != api.Cancelled {
				t.Errorf("got %+v", r)
			}
			// Whoever comes now shares what is in the air.
			second := ask(t.Context(), s, q, api.Known)
			synctest.Wait()
			close(c.wire)
			if r := <-second; r.err != nil || c.calls() != 1 {
				t.Errorf("the second waiter got %+v after %d calls", r, c.calls())
			}
			if _, ok := shelf.Known(q); !ok {
				t.Error("a paid answer is not kept")
			}
		})
	})
	t.Run("everybody, and it is kept", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			c := &client{wire: make(chan struct{})}
			shelf := source.NewMemory()
			s := source.New(shelf, c, nil)
			ctx, leave := context.WithCancel(t.Context())
			reply := ask(ctx, s, q, api.Known)
			synctest.Wait()
			leave()
			<-reply
			close(c.wire)
			synctest.Wait()
			if a, ok := shelf.Known(q); !ok || !a.Known || a.Status != 200 {
				t.Errorf("on the shelf: %+v, %v", a, ok)
			}
		})
	})
}

// stubborn notices late that it was given up: the moment in which somebody else
// can still join.
type stubborn struct {
	client
	noticed chan struct{}
	goOn    chan struct{}
	once    sync.Once
}

func (c *stubborn) Ask(ctx context.Context, q api.Query, f api.Freshness) (api.Answer, error) {
	c.once.Do(func() {
		<-ctx.Done()
		close(c.noticed)
		<-c.goOn
	})
	return c.client.Ask(ctx, q, f)
}

func TestJoinerOfAGivenUpFlightGetsAnAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &stubborn{noticed: make(chan struct{}), goOn: make(chan struct{})}
		s := source.New(source.NewMemory(), c, nil)
		ctx, leave := context.WithCancel(t.Context())
		first := ask(ctx, s, query("192.0.2.1"), api.Known)
		synctest.Wait()
		leave()
		<-first
		<-c.noticed
		joiner := ask(t.Context(), s, query("192.0.2.1"), api.Known)
		synctest.Wait()
		close(c.goOn)
		if r := <-joiner; r.err != nil || r.answer.Status != 200 || c.calls() != 1 {
			t.Errorf("the joiner got %+v after %d calls", r, c.calls())
		}
	})
}

func TestAskWithAnEndedContext(t *testing.T) {
	c := &client{}
	shelf := source.NewMemory()
	s := source.New(shelf, c, nil)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Ask(ctx, query("192.0.2.1"), api.Known); api.ClassOf(err) != api.Cancelled || c.calls() != 0 {
		t.Errorf("%v after %d calls", err, c.calls())
	}
	shelf.Keep(api.Answer{Query: query("192.0.2.1"), Status: 200})
	if a, err := s.Ask(ctx, query("192.0.2.1"), api.Known); err != nil || !a.Known {
		t.Errorf("what is known needs no time: %+v, %v", a, err)
	}
}

func TestDrain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &client{wire: make(chan struct{})}
		shelf := source.NewMemory()
		s := source.New(shelf, c, nil)
		if err := s.Drain(t.Context()); err != nil {
			t.Errorf("nothing to drain: %v", err)
		}
		ctx, leave := context.WithCancel(t.Context())
		reply := ask(ctx, s, query("192.0.2.1"), api.Known)
		synctest.Wait()
		leave()
		<-reply

		short, cancel := context.WithCancel(t.Context())
		cancel()
		if err := s.Drain(short); !errors.Is(err, context.Canceled) {
			t.Errorf("a drain that ran out of time says %v", err)
		}
		drained := make(chan error, 1)
		go func() { drained <- s.Drain(t.Context()) }()
		synctest.Wait()
		select {
		case err := <-drained:
			t.Fatalf("drained too early: %v", err)
		default:
		}
		close(c.wire)
		if err := <-drained; err != nil {
			t.Error(err)
		}
		if _, ok := shelf.Known(query("192.0.2.1")); !ok {
			t.Error("drained, but the answer is not kept")
		}
	})
}

// At the end of the program late questions come while it drains.
func TestDrainWhileAsking(t *testing.T) {
	s := source.New(source.NewMemory(), &client{}, nil)
	var wg sync.WaitGroup
	for i := range 50 {
		q := query("192.0.2.1")
		q.Page = i
		wg.Go(func() { _, _ = s.Ask(t.Context(), q, api.Known) })
		wg.Go(func() {
			if err := s.Drain(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

// A panic on the goroutine that asks is handled before those who wait for the
// answer are told; nobody is left waiting.
func TestPanicOfTheClient(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &client{queue: make(chan struct{})}
		s := source.New(source.NewMemory(), panicking{c}, nil)
		var handled atomic.Int32
		ctx := crash.WithHandler(t.Context(), func(p *crash.Panic) {
			if p.Value != "boom" {
				t.Errorf("handled %v", p.Value)
			}
			handled.Add(1)
		})
		got := make(chan error, 2)
		for range 2 {
			go func() {
				_, err := s.Ask(ctx, query("192.0.2.1"), api.Known)
				if handled.Load() != 1 {
					t.Error("told before it was handled")
				}
				got <- err
			}()
		}
		synctest.Wait()
		close(c.queue)
		for range 2 {
			if err := <-got; api.ClassOf(err) != api.Unclassified || !strings.Contains(err.Error(), "a defect of quarry") {
				t.Errorf("the asker is told %v", err)
			}
		}
		if err := s.Drain(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

type panicking struct{ c *client }

func (p panicking) Ask(context.Context, api.Query, api.Freshness) (api.Answer, error) {
	<-p.c.queue
	panic("boom")
}

func TestMemoryIsSafeForConcurrentUse(t *testing.T) {
	m := source.NewMemory()
	var wg sync.WaitGroup
	for i := range 20 {
		q := query("192.0.2.1")
		q.Page = i % 3
		wg.Go(func() { m.Keep(api.Answer{Query: q}) })
		wg.Go(func() { m.Known(q) })
	}
	wg.Wait()
	if a, ok := m.Known(query("192.0.2.9")); ok || a.Known {
		t.Errorf("what nobody asked is known: %+v", a)
	}
}
