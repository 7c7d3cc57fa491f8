// Package viewtest is test support for views: it drives a view without a
// program, through the states that every view has, and holds each against a
// golden drawing at every size that quarry is designed for.
package viewtest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"quarry/api"
	"quarry/api/source"
	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/testdata"
	"quarry/views"
	"quarry/views/frametest"
	"quarry/views/style"
)

// Now is the clock of all view tests.
func Now() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) }

// Source answers from what it was given, newest first; a question without an
// answer is Unreachable. It counts what was asked.
type Source struct {
	mu    sync.Mutex
	Asked []api.Query
	reply func(api.Query) (api.Answer, error)
	shelf api.Shelf
}

// Ask implements [api.Source].
func (s *Source) Ask(_ context.Context, q api.Query, f api.Freshness) (api.Answer, error) {
	if f == api.Known {
		if a, ok := s.shelf.Known(q); ok {
			return a, nil
		}
	}
	s.mu.Lock()
	s.Asked = append(s.Asked, q)
	s.mu.Unlock()
	a, err := s.reply(q)
	a.Query = q
	if err == nil {
		s.shelf.Keep(a)
	}
	return a, err
}

// Bench is a view under test with the world around it.
type Bench struct {
	t      testing.TB
	View   views.View
	Env    views.Env
	Source *Source
	// Intents are what the view asked of the root, in order.
	Intents []views.Intent
}

// New makes the bench for a route's view of a subject. reply answers the
// questions; nil means that nothing is reachable.
func New(t testing.TB, r views.Route, subject string, reply func(api.Query) (api.Answer, error)) *Bench {
	t.Helper()
	if reply == nil {
		reply = func(q api.Query) (api.Answer, error) {
			return api.Answer{}, &api.Error{Class: api.Unreachable, Query: q, Err: errors.New("connection refused")}
		}
	}
	shelf := source.NewMemory()
	b := &Bench{t: t, Source: &Source{reply: reply, shelf: shelf}}
	b.Env = views.Env{
		Frame: 1, Context: t.Context(), Source: b.Source, Shelf: shelf,
		Theme: style.New(true), Keys: keymap.Default(), Now: Now,
		Settings: views.Settings{Days: 30, PageSize: 1000, Lifetimes: lifetimes(r.Endpoint)},
		Seen: func() []indicator.Indicator {
			return []indicator.Indicator{indicator.MustParse("192.0.2.44"), indicator.MustParse("1.1.1.1")}
		},
	}
	asked, why := r.Subject(indicator.MustParse(subject))
	if why != "" {
		t.Fatalf("%s does not take %s: %s", r.Endpoint, subject, why)
	}
	b.View = r.New(b.Env, asked)
	return b
}

// lifetimes let every answer of an endpoint grow old after a day.
func lifetimes(e api.Endpoint) api.Lifetimes { return api.Lifetimes{e: 24 * time.Hour} }

// Recorded is a real answer by the name of its file, as it came.
func Recorded(t testing.TB, file string) string {
	t.Helper()
	b, err := testdata.Recorded.ReadFile("recorded/" + file)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// Body is a reply with a body fetched a moment ago.
func Body(body string) func(api.Query) (api.Answer, error) { return Aged(body, 0) }

// Aged is a reply with a body that was fetched some time ago.
func Aged(body string, age time.Duration) func(api.Query) (api.Answer, error) {
	return func(q api.Query) (api.Answer, error) {
		return api.Answer{
			Query: q, Status: 200, Body: []byte(body), FetchedAt: Now().Add(-age), Calls: 1, Took: 80 * time.Millisecond,
			Request: api.Request{Method: "GET", URL: "https://api.cloudflare.com/client/v4/accounts/0123456789abcdef0123456789abcdef/intel/" + string(q.Endpoint)},
		}, nil
	}
}

// Fail is a reply that fails.
func Fail(e api.Error) func(api.Query) (api.Answer, error) {
	return func(q api.Query) (api.Answer, error) {
		e := e
		e.Query = q
		return api.Answer{Query: q, Status: e.Status}, &e
	}
}

// Start gives the view its first size and runs its first request to the end.
func (b *Bench) Start() *Bench {
	b.View.Resize(views.Size{Width: 120, Height: 40})
	b.Run(b.View.Init())
	return b
}

// Run runs a command and everything that follows from it.
func (b *Bench) Run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	switch msg := cmd().(type) {
	case nil:
	case tea.BatchMsg:
		for _, c := range msg {
			b.Run(c)
		}
	default:
		b.Send(msg)
	}
}

// Send gives the view a message and runs what follows.
func (b *Bench) Send(msg tea.Msg) {
	intent, cmd := b.View.Update(msg)
	if intent != nil {
		b.Intents = append(b.Intents, intent)
	}
	b.Run(cmd)
	if w, ok := b.View.(views.Worker); ok {
		b.Run(w.Work())
	}
}

// Rows are the cells of a part of the view's table; the header first.
func (b *Bench) Rows(p views.Part) (header []string, cells [][]string) {
	b.t.Helper()
	v, ok := b.View.(views.Tabler)
	if !ok {
		b.t.Fatal("the view has no table")
	}
	rows := v.Rows(p)
	for n := range rows.Len {
		cells = append(cells, rows.Cells(n))
	}
	return rows.Header, cells
}

// Shown are the cells of the rows that the view shows.
func (b *Bench) Shown() [][]string {
	b.t.Helper()
	_, cells := b.Rows(views.Shown)
	return cells
}

// Type sends each character as a key press, as a capturing view gets them.
func (b *Bench) Type(text string) {
	for _, c := range text {
		b.Send(tea.KeyPressMsg{Code: c, Text: string(c)})
	}
}

// Drawing is the view at a size, as a person sees it; it fails the test where
// the frame is not exactly that size.
func (b *Bench) Drawing(width, height int) string {
	b.t.Helper()
	b.View.Resize(views.Size{Width: width, Height: height})
	frame := b.View.Render()
	frametest.Check(b.t, frame, width, height)
	return frametest.Draw(frame, width, height)
}

// Golden compares the view at every designed size with one golden file.
func (b *Bench) Golden(name string) {
	b.t.Helper()
	var all strings.Builder
	for _, s := range frametest.Sizes() {
		fmt.Fprintf(&all, "── %d×%d ", s[0], s[1])
		all.WriteString(strings.Repeat("─", 20) + "\n" + b.Drawing(s[0], s[1]))
	}
	frametest.Golden(b.t, name, all.String())
}

// Cases are the bodies for the states that depend on the endpoint. An empty
// body leaves its state out, for an endpoint that has no such state.
type Cases struct {
	Route                       views.Route
	Subject                     string
	OK, Empty, Partial, Hostile string
}

// States holds every state of a view against its golden drawing: loading, ok,
// empty, partial, stale, left, hostile, and each failure an analyst can meet.
func States(t *testing.T, c Cases) {
	for name, body := range map[string]string{"ok": c.OK, "empty": c.Empty, "partial": c.Partial, "hostile": c.Hostile} {
		if body == "" {
			continue
		}
		t.Run(name, func(t *testing.T) { New(t, c.Route, c.Subject, Body(body)).Start().Golden(name) })
	}
	t.Run("loading", func(t *testing.T) {
		b := New(t, c.Route, c.Subject, nil)
		b.View.Resize(views.Size{Width: 80, Height: 24})
		b.View.Init()
		b.Send(views.Tick{Now: Now().Add(3 * time.Second)})
		b.Golden("loading")
	})
	t.Run("known", func(t *testing.T) {
		b := New(t, c.Route, c.Subject, Aged(c.OK, 75*time.Hour)).Start()
		again := New(t, c.Route, c.Subject, nil)
		again.Source.shelf = b.Source.shelf
		again.Start().Golden("known")
		if n := len(again.Source.Asked); n != 0 {
			t.Errorf("%d questions sent for a known answer", n)
		}
	})
	t.Run("stale", func(t *testing.T) {
		b := New(t, c.Route, c.Subject, Aged(c.OK, 75*time.Hour)).Start()
		b.Source.reply = Fail(api.Error{Class: api.ServerFault, Status: 502, Tries: 3})
		b.Send(keymap.Refresh)
		b.Golden("stale")
	})
	t.Run("left", func(t *testing.T) {
		b := New(t, c.Route, c.Subject, Body(c.OK))
		b.View.Resize(views.Size{Width: 80, Height: 24})
		cmd := b.View.Init()
		b.View.(views.Resumer).Leave()
		b.Run(cmd)
		b.Golden("left")
		b.Run(b.View.(views.Resumer).Resume())
		if got := b.Drawing(120, 40); got != New(t, c.Route, c.Subject, Body(c.OK)).Start().Drawing(120, 40) && !strings.Contains(got, "known") {
			t.Errorf("returned to, the view does not show its data:\n%s", got)
		}
	})
	for name, e := range Failures() {
		t.Run(name, func(t *testing.T) { New(t, c.Route, c.Subject, Fail(e)).Start().Golden(name) })
	}
}

// Failures are the failures that every view is shown with.
func Failures() map[string]api.Error {
	return map[string]api.Error{
		"error":  {Class: api.Unreachable, Tries: 3, Err: errors.New("dial tcp 192.0.2.1:443: connection refused")},
		"denied": {Class: api.Forbidden, Status: 403, Code: 10000, Permission: "Account › Intel › Read"},
		"quota":  {Class: api.QuotaSpent, Status: 403, Code: 10403},
	}
}

// Takes checks what a route takes: subjects maps an indicator to what the route
// asks about, the empty text where it does not take it and must say why.
func Takes(t *testing.T, r views.Route, subjects map[string]string) {
	t.Helper()
	for in, want := range subjects {
		got, why := r.Subject(indicator.MustParse(in))
		if got.String() != want || (want == "") != (why != "") {
			t.Errorf("%s takes %s as %q (%s), want %q", r.Endpoint, in, got, why, want)
		}
	}
}
