package ui

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"quarry/api"
	"quarry/api/source"
	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/state/search"
	"quarry/ui/clipboard"
	"quarry/views"
	"quarry/views/frametest"
	"quarry/views/widget"
)

// now is the clock of the tests of the root.
func now() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) }

// rig is the root model without a program: commands are collected, and run when
// the test says so, in the order that the test says.
type rig struct {
	t      testing.TB
	m      *Model
	client *stubClient
	cases  *source.Cases
	cmds   []tea.Cmd
	copied []string
	soon   []func(time.Time) tea.Msg // what a moment brings
}

// stubClient answers every question with its own text, when it is let.
type stubClient struct {
	mu    sync.Mutex
	asked []api.Query
	fail  error
}

func (c *stubClient) Ask(ctx context.Context, q api.Query, _ api.Freshness) (api.Answer, error) {
	if err := ctx.Err(); err != nil {
		return api.Answer{}, &api.Error{Class: api.Cancelled, Query: q, Err: err}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.asked = append(c.asked, q)
	return api.Answer{Query: q, Body: []byte(q.String()), FetchedAt: now(), Calls: 1, Status: 200}, c.fail
}

func (c *stubClient) Traffic() api.Traffic {
	c.mu.Lock()
	defer c.mu.Unlock()
	return api.Traffic{Calls: len(c.asked), RateLeft: -1}
}

// ample is how long a frame waits for prices and insights in tests: they come with
// it however busy the machine is.
const ample = 30 * time.Second

func newRig(t testing.TB, start string) *rig {
	t.Helper()
	r := &rig{t: t, client: &stubClient{}}
	shelf := source.NewMemory()
	r.cases = source.NewCases(t.Context(), nil, "acc", now)
	t.Cleanup(r.cases.Close)
	opt := Options{
		Cases: r.cases, Account: "acc", User: "ann",
		Context: t.Context(), Source: source.New(shelf, r.client, nil), Shelf: shelf, Meter: r.client,
		Keys: keymap.Default(), Routes: stubRoutes(), Now: now, After: r.after, Patience: ample, Mouse: true, AskAbove: 1,
		Search: search.Default(),
		Clipboard: clipboard.New(clipboard.Host{
			Getenv: func(k string) string { return map[string]string{"DISPLAY": ":0"}[k] }, GOOS: "linux", NativeAvailable: true,
			Write: func(s string) error { r.copied = append(r.copied, s); return nil },
		}),
	}
	if start != "" {
		opt.Start = indicator.MustParse(start)
	}
	r.m = New(opt)
	r.send(tea.WindowSizeMsg{Width: 120, Height: 40})
	r.keep(r.m.Init())
	return r
}

// keep notes a command for later.
func (r *rig) keep(cmd tea.Cmd) {
	if cmd != nil {
		r.cmds = append(r.cmds, cmd)
	}
}

// send gives the model a message and keeps what it wants done.
func (r *rig) send(msg tea.Msg) {
	_, cmd := r.m.Update(msg)
	r.keep(cmd)
}

// press sends keys by their names, as a person presses them: a moment passes after
// each.
func (r *rig) press(keys ...string) {
	for _, k := range keys {
		r.burst(k)
		r.moment()
	}
}

// burst sends keys by their names, with no time between them.
func (r *rig) burst(keys ...string) {
	for _, k := range keys {
		r.send(keyPress(k))
	}
}

// moment brings what has waited for a moment.
func (r *rig) moment() {
	soon := r.soon
	r.soon = nil
	for _, bring := range soon {
		r.send(bring(now()))
	}
}

// after makes clocks of which only those run that wait for a moment, between the
// keys of a person. What the others bring, a test sends itself.
func (r *rig) after(d time.Duration, bring func(time.Time) tea.Msg) tea.Cmd {
	const moment = 100 * time.Millisecond
	if d > moment {
		return stopped(d, bring)
	}
	r.soon = append(r.soon, bring)
	return nil
}

func keyPress(k string) tea.KeyPressMsg {
	named := map[string]rune{"enter": tea.KeyEnter, "esc": tea.KeyEscape, "down": tea.KeyDown, "up": tea.KeyUp, "backspace": tea.KeyBackspace, "tab": tea.KeyTab}
	if k == "space" {
		return tea.KeyPressMsg{Code: tea.KeySpace, Text: " "}
	}
	if code, ok := named[k]; ok {
		return tea.KeyPressMsg{Code: code}
	}
	if rest, ok := strings.CutPrefix(k, "ctrl+"); ok {
		return tea.KeyPressMsg{Code: rune(rest[0]), Mod: tea.ModCtrl}
	}
	return tea.KeyPressMsg{Code: []rune(k)[0], Text: k}
}

// clock is the message of a command that only waits.
type clock struct{}

// stopped makes clocks that do not run: what they bring, a test sends itself.
func stopped(time.Duration, func(time.Time) tea.Msg) tea.Cmd {
	return func() tea.Msg { return clock{} }
}

// replies runs the kept commands and returns the replies they end in, undelivered.
func (r *rig) replies() []tea.Msg {
	r.t.Helper()
	var out []tea.Msg
	cmds := r.cmds
	r.cmds = nil
	for _, c := range cmds {
		for _, msg := range r.run(c) {
			if _, ok := msg.(api.Routed); ok {
				out = append(out, msg)
			} else {
				r.send(msg)
			}
		}
	}
	return out
}

// run runs a command to its messages, however long a busy machine takes; those of
// clocks are left out.
func (r *rig) run(c tea.Cmd) []tea.Msg {
	r.t.Helper()
	if c == nil {
		return nil
	}
	done := make(chan tea.Msg, 1)
	go func() { done <- c() }()
	select {
	case msg := <-done:
		switch msg := msg.(type) {
		case nil, clock:
			return nil
		case tea.BatchMsg:
			var out []tea.Msg
			for _, b := range msg {
				out = append(out, r.run(b)...)
			}
			return out
		}
		return []tea.Msg{msg}
	case <-time.After(30 * time.Second):
		r.t.Fatal("a command does not end")
		return nil
	}
}

// settle delivers every reply at once.
func (r *rig) settle() {
	r.t.Helper()
	for len(r.cmds) > 0 {
		for _, msg := range r.replies() {
			r.send(msg)
		}
	}
}

// drawing is the whole screen as a person sees it, once the prices are known.
func (r *rig) drawing() string {
	r.t.Helper()
	r.wait()
	return r.drawingNow()
}

// wait finds out the prices and the insights that a busy machine has not found out
// in time.
func (r *rig) wait() {
	if find := r.m.unknown(); find != nil {
		r.m.priced(find())
	}
	if c := r.m.beginInferring(); c.insights != nil {
		r.m.takeInsights(<-c.insights)
	}
}

// price is what stands beside an action's key, once it is known.
func (r *rig) price(a keymap.Action) string {
	r.wait()
	return r.m.price(a)
}

// drawingNow is the screen even while prices are being found out.
func (r *rig) drawingNow() string {
	r.t.Helper()
	w, h := r.m.size.Width, r.m.size.Height
	frame := r.m.View().Content
	frametest.Check(r.t, frame, w, h)
	return frametest.Draw(frame, w, h)
}

func (r *rig) wants(parts ...string) {
	r.t.Helper()
	d := r.drawing()
	for _, p := range parts {
		if !strings.Contains(d, p) {
			r.t.Errorf("the screen lacks %q:\n%s", p, d)
		}
	}
}

func (r *rig) lacks(parts ...string) {
	r.t.Helper()
	d := r.drawing()
	for _, p := range parts {
		if strings.Contains(d, p) {
			r.t.Errorf("the screen shows %q:\n%s", p, d)
		}
	}
}

// stubRoutes are two endpoints: "alpha", the home of IPs and domains, and
// "beta", which takes domains only; "dear" costs three calls.
func stubRoutes() []views.Route {
	any := views.Kinds("takes an address or a name", indicator.IPv4, indicator.Domain)
	names := views.Kinds("takes a domain", indicator.Domain)
	route := func(e api.Endpoint, a keymap.Action, subject func(indicator.Indicator) (indicator.Indicator, string), calls int) views.Route {
		query := func(_ views.Env, i indicator.Indicator) api.Query { return api.Query{Endpoint: e, Indicator: i} }
		return views.Route{
			Endpoint: e, Action: a, Name: string(e), Subject: subject, Query: query,
			Cost: func(env views.Env, i indicator.Indicator) views.Cost {
				c := views.CostOf(env.Shelf, query(env, i))
				c.Calls *= calls
				return c
			},
			New: func(env views.Env, i indicator.Indicator) views.View {
				return &stubView{env: env, query: query(env, i), name: string(e), slot: api.NewSlot[string](env.Frame)}
			},
		}
	}
	alpha := route("alpha", keymap.PivotIP, any, 1)
	alpha.Natural = []indicator.Kind{indicator.IPv4, indicator.Domain}
	alpha.Home = alpha.Natural
	beta := route("beta", keymap.PivotWHOIS, names, 1)
	beta.Natural = []indicator.Kind{indicator.Domain}
	return []views.Route{alpha, beta, route("dear", keymap.PivotHistory, any, 3)}
}

// stubView shows the answer's text, counts the moves of its cursor, and has one
// row per name in rows.
type stubView struct {
	env    views.Env
	query  api.Query
	name   string
	slot   api.Slot[string]
	size   views.Size
	cursor int
	got    []string // every reply that was accepted
	marked []indicator.Indicator
}

var errStub = errors.New("stub")

func (v *stubView) Title() string { return v.name }
func (v *stubView) Init() tea.Cmd { return v.ask(api.Known) }
func (v *stubView) ask(f api.Freshness) tea.Cmd {
	return views.Command(v.slot.Start(v.env.Context, v.env.Source, v.query, f, now(), func(a api.Answer) (string, error) {
		if strings.Contains(string(a.Body), "broken") {
			return "", errStub
		}
		return string(a.Body), nil
	}))
}

func (v *stubView) Update(msg tea.Msg) (views.Intent, tea.Cmd) {
	switch msg := msg.(type) {
	case api.Reply[string]:
		if v.slot.Take(msg) && msg.Err == nil {
			v.got = append(v.got, msg.Value)
		}
	case keymap.Action:
		switch msg {
		case keymap.MoveDown:
			v.cursor++
		case keymap.Refresh:
			return nil, v.ask(api.Fresh)
		}
	}
	return nil, nil
}

func (v *stubView) Resize(s views.Size) { v.size = s }
func (v *stubView) Render() string {
	text, _ := v.slot.Value()
	return widget.Block([]string{v.name + " of " + v.query.Indicator.String(), "answer: " + text, "cursor: " + views.Number(v.cursor)}, v.size.Width, v.size.Height)
}

func (v *stubView) Selection() views.Selection {
	i := v.query.Indicator
	if v.cursor > 0 {
		i = indicator.MustParse("name" + views.Number(v.cursor) + ".example.com")
	}
	return views.Selection{Indicator: i}
}
func (v *stubView) Marked() []indicator.Indicator { return v.marked }
func (v *stubView) Leave()                        { v.slot.Leave() }
func (v *stubView) Waiting() bool                 { return v.slot.Phase() == api.Loading }
func (v *stubView) Answers() []api.Answer {
	if m := v.slot.Meta(); m.Status != 0 {
		return []api.Answer{m}
	}
	return nil
}
func (v *stubView) Refresh() []api.Query { return []api.Query{v.query} }
func (v *stubView) Resume() tea.Cmd {
	if v.slot.Phase() == api.Left {
		return v.ask(api.Known)
	}
	return nil
}
