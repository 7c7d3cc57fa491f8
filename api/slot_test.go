package api_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"quarry/api"
	"quarry/state/indicator"
)

// sourceFunc is a source made of one function.
type sourceFunc func(context.Context, api.Query, api.Freshness) (api.Answer, error)

func (f sourceFunc) Ask(ctx context.Context, q api.Query, fr api.Freshness) (api.Answer, error) {
	return f(ctx, q, fr)
}

func query(s string) api.Query {
	return api.Query{Endpoint: "ip", Indicator: indicator.MustParse(s)}
}

// echo answers every question with its own indicator, unless it is cancelled.
func echo(ctx context.Context, q api.Query, _ api.Freshness) (api.Answer, error) {
	a := api.Answer{Query: q}
	if err := ctx.Err(); err != nil {
		return a, &api.Error{Class: api.Cancelled, Query: q, Err: err}
	}
	a.Status, a.Body = 200, []byte(q.Indicator.String())
	return a, nil
}

// refuse answers nothing.
func refuse(_ context.Context, q api.Query, _ api.Freshness) (api.Answer, error) {
	return api.Answer{Query: q, Status: 503, Body: []byte("down")}, &api.Error{Class: api.ServerFault, Query: q}
}

func text(a api.Answer) (string, error) { return string(a.Body), nil }

func start(s *api.Slot[string], src sourceFunc, q api.Query) func() api.Reply[string] {
	return s.Start(context.Background(), src, q, api.Known, time.Unix(1, 0), text)
}

// wantSlot compares everything that a view reads off a slot.
func wantSlot(t *testing.T, s *api.Slot[string], phase api.Phase, value string, class api.Class) {
	t.Helper()
	got, has := s.Value()
	if s.Phase() != phase || got != value || has != (value != "") || api.ClassOf(s.Err()) != class {
		t.Errorf("phase %d, value %q (%v), error %v; want phase %d, value %q, class %d",
			s.Phase(), got, has, s.Err(), phase, value, class)
	}
	if (s.Err() != nil) != (phase == api.Failed) {
		t.Errorf("error %v in phase %d", s.Err(), s.Phase())
	}
}

func TestSlotTakesItsReply(t *testing.T) {
	s := api.NewSlot[string](7)
	wantSlot(t, &s, api.Idle, "", api.Unclassified)
	run := start(&s, echo, query("192.0.2.1"))
	wantSlot(t, &s, api.Loading, "", api.Unclassified)
	if s.Query() != query("192.0.2.1") || !s.Since().Equal(time.Unix(1, 0)) {
		t.Errorf("asks %v since %v", s.Query(), s.Since())
	}
	r := run()
	if r.Destination() != 7 {
		t.Errorf("the reply goes to frame %d", r.Destination())
	}
	if !s.Take(r) {
		t.Error("its own reply is refused")
	}
	wantSlot(t, &s, api.Ready, "192.0.2.1", api.Unclassified)
	if s.Meta().Status != 200 {
		t.Errorf("meta %+v", s.Meta())
	}
}

func TestSlotRefusesWhatIsNotItsReply(t *testing.T) {
	s := api.NewSlot[string](7)
	first := start(&s, echo, query("192.0.2.1"))
	second := start(&s, echo, query("192.0.2.2"))

	late := first()
	if late.Err == nil {
		t.Error("a superseded request that was not sent goes out all the same")
	}
	if s.Take(late) {
		t.Error("the reply to a superseded request is taken")
	}
	wantSlot(t, &s, api.Loading, "", api.Unclassified)

	r := second()
	foreign := r
	foreign.Frame = 8
	if s.Take(foreign) {
		t.Error("another frame's reply is taken")
	}
	if !s.Take(r) || s.Take(r) {
		t.Error("a reply must be taken once")
	}
	forged := r
	forged.Value = "198.51.100.1"
	if s.Take(forged) {
		t.Error("a second reply of the same number is taken")
	}
	wantSlot(t, &s, api.Ready, "192.0.2.2", api.Unclassified)
}

func TestSlotRepliesOutOfOrder(t *testing.T) {
	s := api.NewSlot[string](7)
	// This source answers though its context has ended, as the client does
	// with what was sent.
	sent := func(_ context.Context, q api.Query, f api.Freshness) (api.Answer, error) {
		return echo(context.Background(), q, f)
	}
	first := start(&s, sent, query("192.0.2.1"))
	second := start(&s, sent, query("192.0.2.2"))
	r2, r1 := second(), first()
	if !s.Take(r2) || s.Take(r1) {
		t.Error("the later question's answer must win")
	}
	wantSlot(t, &s, api.Ready, "192.0.2.2", api.Unclassified)
}

func TestSlotKeepsTheOldValue(t *testing.T) {
	s := api.NewSlot[string](7)
	s.Take(start(&s, echo, query("192.0.2.1"))())

	run := start(&s, refuse, query("192.0.2.1"))
	wantSlot(t, &s, api.Loading, "192.0.2.1", api.Unclassified)
	s.Take(run())
	wantSlot(t, &s, api.Failed, "192.0.2.1", api.ServerFault)
	if s.Meta().Status != 200 {
		t.Errorf("the value's origin became that of the failure: %+v", s.Meta())
	}

	broken := func(api.Answer) (string, error) { return "half", &api.Error{Class: api.Malformed} }
	s.Take(s.Start(context.Background(), sourceFunc(echo), query("192.0.2.1"), api.Fresh, time.Time{}, broken)())
	wantSlot(t, &s, api.Failed, "192.0.2.1", api.Malformed)

	s.Take(start(&s, echo, query("192.0.2.2"))())
	wantSlot(t, &s, api.Ready, "192.0.2.2", api.Unclassified)
}

func TestSlotFirstFailureShowsItsAnswer(t *testing.T) {
	s := api.NewSlot[string](7)
	s.Take(start(&s, refuse, query("192.0.2.1"))())
	wantSlot(t, &s, api.Failed, "", api.ServerFault)
	if string(s.Meta().Body) != "down" {
		t.Errorf("the refusal cannot be read: %+v", s.Meta())
	}
}

func TestSlotLeave(t *testing.T) {
	s := api.NewSlot[string](7)
	s.Leave() // nothing to leave

	wantSlot(t, &s, api.Idle, "", api.Unclassified)

	run := start(&s, echo, query("192.0.2.1"))
	s.Leave()
	s.Leave()
	wantSlot(t, &s, api.Left, "", api.Unclassified)
	r := run()
	if api.ClassOf(r.Err) != api.Cancelled {
		t.Errorf("the reply after leaving says %v", r.Err)
	}
	if s.Take(r) {
		t.Error("the reply after leaving is taken")
	}
	wantSlot(t, &s, api.Left, "", api.Unclassified)

	// Coming back asks again, and a value from before is still there.
	s.Take(start(&s, echo, query("192.0.2.2"))())
	wantSlot(t, &s, api.Ready, "192.0.2.2", api.Unclassified)
	s.Leave()
	wantSlot(t, &s, api.Ready, "192.0.2.2", api.Unclassified)
	run = start(&s, echo, query("192.0.2.3"))
	s.Leave()
	if s.Take(run()) {
		t.Error("the reply after leaving is taken")
	}
	wantSlot(t, &s, api.Left, "192.0.2.2", api.Unclassified)
}

// The program's context ends everything at once.
func TestSlotParentContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	s := api.NewSlot[string](7)
	run := s.Start(ctx, sourceFunc(echo), query("192.0.2.1"), api.Known, time.Time{}, text)
	cancel()
	s.Take(run())
	wantSlot(t, &s, api.Left, "", api.Unclassified)
}

// The command runs elsewhere while the slot goes on; the race detector watches.
func TestSlotCommandTouchesNoSlot(t *testing.T) {
	s := api.NewSlot[string](7)
	var wg sync.WaitGroup
	replies := make(chan api.Reply[string], 50)
	for range 50 {
		run := start(&s, echo, query("192.0.2.1"))
		wg.Go(func() { replies <- run() })
	}
	wg.Wait()
	close(replies)
	taken := 0
	for r := range replies {
		if s.Take(r) {
			taken++
		}
	}
	if taken != 1 || s.Phase() != api.Ready {
		t.Errorf("%d replies were taken, phase %d", taken, s.Phase())
	}
}

func TestSlotPassesFreshness(t *testing.T) {
	for _, want := range []api.Freshness{api.Known, api.Fresh} {
		s := api.NewSlot[string](7)
		var got []api.Freshness
		src := sourceFunc(func(_ context.Context, q api.Query, f api.Freshness) (api.Answer, error) {
			got = append(got, f)
			return api.Answer{Query: q}, errors.New("x")
		})
		s.Take(s.Start(context.Background(), src, query("192.0.2.1"), want, time.Time{}, text)())
		if len(got) != 1 || got[0] != want {
			t.Errorf("asked %v, want one of %v", got, want)
		}
	}
}

// A large body is held once, on the shelf, and not beside every record.
func TestSlotLetsGoOfALargeBody(t *testing.T) {
	for size, held := range map[int]bool{10: true, 64 << 10: true, 64<<10 + 1: false, 15 << 20: false} {
		s := api.NewSlot[int](1)
		src := sourceFunc(func(_ context.Context, q api.Query, _ api.Freshness) (api.Answer, error) {
			return api.Answer{Query: q, Status: 200, Body: make([]byte, size)}, nil
		})
		run := s.Start(t.Context(), src, query("192.0.2.1"), api.Known, time.Time{}, func(a api.Answer) (int, error) { return len(a.Body), nil })
		if !s.Take(run()) {
			t.Fatal("the reply was not taken")
		}
		if got, _ := s.Value(); got != size {
			t.Errorf("decoded from %d bytes, want %d", got, size)
		}
		if m := s.Meta(); (len(m.Body) > 0) != held || !m.HasBody() {
			t.Errorf("%d bytes: %d held, has a body: %v", size, len(m.Body), m.HasBody())
		}
	}
}
