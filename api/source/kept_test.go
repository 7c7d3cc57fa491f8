package source_test

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"quarry/api"
	"quarry/api/source"
	"quarry/state/indicator"
	"quarry/state/store"
)

// clock is a clock that tests move.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func newClock() *clock { return &clock{at: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)} }

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// disk opens a store for a test; what is lost is sent to the channel.
func disk(t *testing.T, path string, c *clock) (*source.Disk, chan error) {
	t.Helper()
	lost := make(chan error, 10)
	d := source.OpenDisk(t.Context(), func() (*store.Store, error) {
		s, _, err := store.Open(context.Background(), path, store.Options{Now: c.now})
		return s, err
	}, nil, func(err error) { lost <- err })
	d.Store(t.Context()) // opened from here on
	t.Cleanup(func() { _ = d.Close() })
	return d, lost
}

const account = "0123456789abcdef0123456789abcdef"

func kept(d *source.Disk, c *clock) *source.Kept {
	return source.NewKept(d, account, c.now, func(api.Answer) []indicator.Indicator {
		return []indicator.Indicator{indicator.MustParse("named.example.com")}
	})
}

func answerTo(q api.Query, c *clock, status int) api.Answer {
	return api.Answer{
		Query: q, Status: status, Body: []byte(`{"of":"` + q.Key() + `"}`), FetchedAt: c.now(), Calls: 1,
		Request: api.Request{Method: "GET", URL: "https://api.example.com/" + string(q.Endpoint)},
	}
}

func about(endpoint api.Endpoint, i string) api.Query {
	return api.Query{Endpoint: endpoint, Indicator: indicator.MustParse(i)}
}

func TestAnswersOutlastTheRun(t *testing.T) {
	c, path := newClock(), filepath.Join(t.TempDir(), "quarry.db")
	q := api.Query{Endpoint: "pdns", Indicator: indicator.MustParse("192.0.2.1"), From: 100, To: 130, Page: 2, PerPage: 1000}
	first, _ := disk(t, path, c)
	kept(first, c).Keep(answerTo(q, c, 200))
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	c.pass(40 * 24 * time.Hour)
	second, _ := disk(t, path, c)
	k := kept(second, c)
	at, ok := k.Fetched(q)
	if !ok || !at.Equal(c.now().Add(-40*24*time.Hour)) {
		t.Errorf("fetched %v, %t", at, ok)
	}
	a, ok := k.Known(q)
	if want := answerTo(q, c, 200); !ok || !a.Known || string(a.Body) != string(want.Body) || a.Query != q || a.Request != want.Request || a.Calls != 1 {
		t.Errorf("came back as %+v, %t", a, ok)
	}
	for _, other := range []api.Query{about("pdns", "192.0.2.1"), {Endpoint: "pdns", Indicator: q.Indicator, From: 100, To: 130, Page: 1, PerPage: 1000}, about("ip", "192.0.2.1")} {
		if _, ok := k.Fetched(other); ok {
			t.Errorf("%s is known by the answer to %s", other, q)
		}
	}
}

func TestNothingKnownIsBelievedForAnHour(t *testing.T) {
	c := newClock()
	d, _ := disk(t, filepath.Join(t.TempDir(), "quarry.db"), c)
	q := about("whois", "gone.example.com")
	kept(d, c).Keep(answerTo(q, c, 404))
	c.pass(59 * time.Minute)
	if _, ok := kept(d, c).Known(q); !ok {
		t.Error("forgotten within the hour")
	}
	c.pass(2 * time.Minute)
	k := kept(d, c)
	if _, ok := k.Known(q); ok {
		t.Error("still believed after the hour")
	}
	if _, ok := k.Fetched(q); ok {
		t.Error("still priced as known after the hour")
	}
}

func TestAnotherQuarrysAnswerIsFound(t *testing.T) {
	c, path := newClock(), filepath.Join(t.TempDir(), "quarry.db")
	mine, _ := disk(t, path, c)
	theirs, _ := disk(t, path, c)
	q := about("ip", "192.0.2.9")
	k := kept(mine, c)
	if _, ok := k.Fetched(q); ok {
		t.Fatal("known before anybody asked")
	}
	kept(theirs, c).Keep(answerTo(q, c, 200))
	c.pass(3 * time.Second)
	if _, ok := k.Fetched(q); !ok {
		t.Error("what another quarry fetched is asked for again")
	}
}

func TestSeenBefore(t *testing.T) {
	c := newClock()
	d, _ := disk(t, filepath.Join(t.TempDir(), "quarry.db"), c)
	k := kept(d, c)
	name := indicator.MustParse("named.example.com")
	if _, ok := k.Seen(name); ok {
		t.Fatal("seen before anything was")
	}
	first := c.now()
	k.Keep(answerTo(about("pdns", "192.0.2.1"), c, 200))
	c.pass(time.Hour)
	k.Keep(answerTo(about("whois", "named.example.com"), c, 200))
	s, ok := k.Seen(name)
	if !ok || s.Endpoint != "pdns" || s.Indicator != "192.0.2.1" || !s.First.Equal(first) || !s.Last.Equal(c.now()) || s.Answers != 2 {
		t.Errorf("seen %+v, %t", s, ok)
	}
}

// Who looks while an answer is being written does not find it on the disk, and does
// the next time all the same.
func TestALookWhileAnAnswerIsWritten(t *testing.T) {
	c := newClock()
	d, _ := disk(t, filepath.Join(t.TempDir(), "quarry.db"), c)
	q, name := about("pdns", "192.0.2.1"), indicator.MustParse("named.example.com")
	var k *source.Kept
	found := func() int {
		n := len(k.Held(q.Endpoint, q.Indicator))
		if _, ok := k.Seen(name); ok {
			n++
		}
		return n
	}
	k = source.NewKept(d, account, c.now, func(api.Answer) []indicator.Indicator { // asked before it is written
		if n := found(); n != 0 {
			t.Errorf("it is on the disk %d times already", n)
		}
		return []indicator.Indicator{name}
	})
	k.Keep(answerTo(q, c, 200))
	if n := found(); n != 2 {
		t.Errorf("%d of 2 looks find it", n)
	}
}

func TestWithoutADiskItGoesOnAndSaysSoOnce(t *testing.T) {
	c := newClock()
	why := errors.New("no place")
	lost := make(chan error, 10)
	d := source.OpenDisk(t.Context(), func() (*store.Store, error) { return nil, why }, nil, func(err error) { lost <- err })
	k := kept(d, c)
	l := source.NewLedger(d, account, "analyst", source.Plan{Limit: 10}, c.now)
	for _, i := range []string{"192.0.2.1", "192.0.2.2"} {
		k.Keep(answerTo(about("ip", i), c, 200))
		l.Record(about("ip", i))(200)
	}
	if _, ok := k.Known(about("ip", "192.0.2.2")); !ok {
		t.Error("not even known in this run")
	}
	if q := l.Quota(); q.Used != 2 || q.Kept {
		t.Errorf("quota %+v", q)
	}
	if err := <-lost; err != why {
		t.Errorf("told %v", err)
	}
	select {
	case again := <-lost:
		t.Errorf("told again: %v", again)
	default:
	}
}

func TestLedgersOfTwoQuarrysAddUp(t *testing.T) {
	c, path := newClock(), filepath.Join(t.TempDir(), "quarry.db")
	one, _ := disk(t, path, c)
	two, _ := disk(t, path, c)
	mine := source.NewLedger(one, account, "a", source.Plan{Limit: 100, Keep: 5}, c.now)
	theirs := source.NewLedger(two, account, "b", source.Plan{Limit: 100, Keep: 5}, c.now)
	other := source.NewLedger(two, "ffffffffffffffffffffffffffffffff", "b", source.Plan{}, c.now)
	mine.Record(about("ip", "192.0.2.1"))(200)
	mine.Record(about("ip", "192.0.2.2"))(500)
	mine.Record(about("ip", "192.0.2.3"))(-1) // never sent
	theirs.Record(about("ip", "192.0.2.4"))(200)
	other.Record(about("ip", "192.0.2.5"))(200)
	c.pass(3 * time.Second)
	for _, l := range []*source.Ledger{mine, theirs} {
		if q := l.Quota(); q.Used != 3 || !q.Kept || q.Limit != 100 {
			t.Errorf("quota %+v, want 3 calls", q)
		}
	}
	if q := other.Quota(); q.Used != 1 {
		t.Errorf("another account's quota %+v", q)
	}
	c.pass(8 * 24 * time.Hour) // December
	if q := mine.Quota(); q.Used != 0 {
		t.Errorf("in the next month %+v", q)
	}
}

// refusing is a client to which Cloudflare says that the month is spent.
type refusing struct{ asked int }

func (r *refusing) Ask(_ context.Context, q api.Query, _ api.Freshness) (api.Answer, error) {
	r.asked++
	return api.Answer{Query: q}, &api.Error{Class: api.QuotaSpent, Query: q, Code: 10403}
}

// The line of a call about several names says how many.
func TestTheLedgerCountsNames(t *testing.T) {
	c, path := newClock(), filepath.Join(t.TempDir(), "quarry.db")
	d, _ := disk(t, path, c)
	ledger := source.NewLedger(d, account, "a", source.Plan{}, c.now)
	names := indicator.SetOf(indicator.MustParse("a.example.com"), indicator.MustParse("b.example.com"))
	ledger.Record(api.Query{Endpoint: "bulk", Names: names})(200)
	ledger.Record(about("ip", "192.0.2.1"))(200)
	m, err := d.Store(t.Context()).Month(t.Context(), account, c.now())
	if want := []store.Count{{Name: "bulk", Calls: 1, Names: 2}, {Name: "ip", Calls: 1}}; err != nil || !slices.Equal(m.ByEndpoint, want) {
		t.Errorf("%v %v, want %v", m.ByEndpoint, err, want)
	}
}

func TestSpentIsRememberedUntilTheMonthEnds(t *testing.T) {
	c, path := newClock(), filepath.Join(t.TempDir(), "quarry.db")
	d, _ := disk(t, path, c)
	client := &refusing{}
	gate := source.NewGate(client, source.NewLedger(d, account, "a", source.Plan{}, c.now), nil)
	if b := gate.Barriers(1); len(b) != 0 {
		t.Fatalf("held back before anything was said: %v", b[0].Why)
	}
	if _, err := gate.Ask(t.Context(), about("ip", "192.0.2.1"), api.Known); api.ClassOf(err) != api.QuotaSpent {
		t.Fatal(err)
	}
	again, _ := disk(t, path, c) // another run
	gate = source.NewGate(client, source.NewLedger(again, account, "a", source.Plan{}, c.now), nil)
	if _, err := gate.Ask(t.Context(), about("ip", "192.0.2.1"), api.Known); api.ClassOf(err) != api.HeldBack || client.asked != 1 {
		t.Errorf("asked %d times, last with %v", client.asked, err)
	}
	for _, b := range gate.Barriers(1) {
		b.Lift()
	}
	if _, err := gate.Ask(t.Context(), about("ip", "192.0.2.1"), api.Known); api.ClassOf(err) != api.QuotaSpent {
		t.Errorf("on the analyst's word: %v", err)
	}
	c.pass(9 * 24 * time.Hour)
	third, _ := disk(t, path, c)
	gate = source.NewGate(client, source.NewLedger(third, account, "a", source.Plan{}, c.now), nil)
	if b := gate.Barriers(1); len(b) != 0 {
		t.Errorf("held back in the next month: %v", b[0].Why)
	}
}

func TestTheReserveIsNotSpentWithoutAsking(t *testing.T) {
	c := newClock()
	d, _ := disk(t, filepath.Join(t.TempDir(), "quarry.db"), c)
	l := source.NewLedger(d, account, "a", source.Plan{Limit: 10, Keep: 3}, c.now)
	for range 5 {
		l.Record(about("ip", "192.0.2.1"))(200)
	}
	gate := source.NewGate(&refusing{}, l, nil)
	for calls, want := range map[int]int{0: 0, 1: 0, 2: 0, 3: 1, 5: 1, 6: 1} {
		if got := len(gate.Barriers(calls)); got != want {
			t.Errorf("%d calls with 5 left and 3 kept back meet %d barriers, want %d", calls, got, want)
		}
	}
}

// throttling is a client that Cloudflare asks to wait.
type throttling struct{ asked int }

func (r *throttling) Ask(_ context.Context, q api.Query, _ api.Freshness) (api.Answer, error) {
	r.asked++
	return api.Answer{Query: q}, &api.Error{Class: api.RateLimited, Query: q, Status: 429, RetryAfter: time.Hour}
}

func TestNothingIsSentBeforeRetryAfterIsOver(t *testing.T) {
	c := newClock()
	d, _ := disk(t, filepath.Join(t.TempDir(), "quarry.db"), c)
	client := &throttling{}
	gate := source.NewGate(client, source.NewLedger(d, account, "a", source.Plan{}, c.now), nil)
	q := about("ip", "192.0.2.1")
	if _, err := gate.Ask(t.Context(), q, api.Known); api.ClassOf(err) != api.RateLimited {
		t.Fatal(err)
	}
	c.pass(59 * time.Minute)
	if _, err := gate.Ask(t.Context(), q, api.Known); api.ClassOf(err) != api.HeldBack || client.asked != 1 {
		t.Errorf("asked %d times, last with %v", client.asked, err)
	}
	b := gate.Barriers(1)
	if len(b) != 1 || !strings.Contains(b[0].Why, "1m0s from now") {
		t.Fatalf("barriers %v", b)
	}
	b[0].Lift() // the analyst insists
	if _, err := gate.Ask(t.Context(), q, api.Known); api.ClassOf(err) != api.RateLimited || client.asked != 2 {
		t.Errorf("asked %d times, last with %v", client.asked, err)
	}
	c.pass(61 * time.Minute)
	if b := gate.Barriers(1); len(b) != 0 {
		t.Errorf("held back when the wait is over: %v", b[0].Why)
	}
}
