package client_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"quarry/api"
	"quarry/api/cf"
	"quarry/api/cf/client"
)

// slow is a pace of one request at once and then one every ten seconds.
func slow(c *client.Config) { c.Pace = []client.Bucket{{Burst: 1, Rate: 0.1}} }

// mostWithin is the largest number of times that lie in any span.
func mostWithin(times []time.Time, span time.Duration) (most int) {
	first := 0
	for last := range times {
		for times[last].Sub(times[first]) > span {
			first++
		}
		most = max(most, last-first+1)
	}
	return most
}

// Somebody asks as fast as the client lets him, then pauses and does it again.
func TestDefaultPaceKeepsBelowTheLimits(t *testing.T) {
	var mu sync.Mutex
	var arrivals []time.Time
	var ck *clock
	s := serve(t, func(n int, w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		arrivals = append(arrivals, ck.Now())
		mu.Unlock()
		answer(200, good)(n, w, r)
	})
	cl, ck := newClient(t, s.URL)
	for i := range 2400 {
		if i == 1300 {
			_ = ck.Sleep(t.Context(), 4*time.Minute)
		}
		if _, err := cl.Ask(t.Context(), question("example.com"), api.Known); err != nil {
			t.Fatal(err)
		}
	}
	mu.Lock()
	defer mu.Unlock()
	if most := mostWithin(arrivals, 5*time.Minute); most >= 1200 || most < 1000 {
		t.Errorf("%d requests within 5 minutes; want fewer than 1,200, and not far fewer", most)
	}
	if most := mostWithin(arrivals, time.Second); most >= 200 || most < 100 {
		t.Errorf("%d requests within a second; want fewer than 200, and not far fewer", most)
	}
}

func TestPaceCountsEveryRequest(t *testing.T) {
	for name, c := range map[string]struct {
		serve func(int, http.ResponseWriter, *http.Request)
		first func(context.Context, *client.Client) error
		// sent is how many requests first makes.
		sent int
	}{
		"a retry": {inTurn(failing(503, 1), answer(200, good)), func(ctx context.Context, cl *client.Client) error {
			_, err := cl.Ask(ctx, question("example.net"), api.Known)
			return err
		}, 2},
		"a free question": {answer(200, activeToken), func(ctx context.Context, cl *client.Client) error {
			_, err := cl.VerifyToken(ctx)
			return err
		}, 1},
		"a list of accounts": {answer(200, `{"success":true,"result":[],"result_info":{"total_pages":1}}`), func(ctx context.Context, cl *client.Client) error {
			_, err := cl.Accounts(ctx)
			return err
		}, 1},
		"a report": {answer(200, good), func(ctx context.Context, cl *client.Client) error {
			_, err := cl.Ask(ctx, report(), api.Known)
			return err
		}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			s := serve(t, c.serve)
			cl, ck := newClient(t, s.URL, slow)
			began := ck.Now()
			if err := c.first(t.Context(), cl); err != nil {
				t.Fatal(err)
			}
			_, _ = cl.Ask(t.Context(), api.Query{Endpoint: cf.EndpointAccounts}, api.Known)
			if n := int(s.requests.Load()); n != c.sent+1 {
				t.Fatalf("%d requests", n)
			}
			want := time.Duration(c.sent) * 10 * time.Second
			// The limiter reckons in floating point: a nanosecond is no error.
			if took := ck.Now().Sub(began).Round(time.Microsecond); took < want || took > want+2*time.Second {
				t.Errorf("%d requests took %v, want %v", c.sent+1, took, want)
			}
		})
	}
}

// sleeper is a clock that waits for leave before it lets the time pass.
type sleeper struct {
	*clock
	asleep chan time.Duration
	wake   chan struct{}
}

// paused makes a client sleep under the test's eyes.
func paused(t *testing.T, url string, change ...func(*client.Config)) (*client.Client, *sleeper) {
	s := &sleeper{asleep: make(chan time.Duration, 9), wake: make(chan struct{})}
	cl, ck := newClient(t, url, append(change, func(c *client.Config) {
		c.Sleep = func(ctx context.Context, d time.Duration) error {
			s.asleep <- d
			select {
			case <-s.wake:
				return s.clock.Sleep(ctx, d)
			case <-ctx.Done():
				return ctx.Err()
			}
		}
	})...)
	s.clock = ck
	return cl, s
}

func TestPaceIsShownAndCanBeLeft(t *testing.T) {
	book := newLedger(t)
	s := serve(t, answer(200, good))
	cl, ck := paused(t, s.URL, slow, book.keep)
	if _, err := cl.Ask(t.Context(), question("example.com"), api.Known); err != nil {
		t.Fatal(err)
	}
	wantWait := func() {
		t.Helper()
		if d := receive(t, "the question waits", ck.asleep); d != 10*time.Second {
			t.Errorf("it waits %v", d)
		}
		tr := cl.Traffic()
		w := tr.Waits[question("example.net")]
		if w.Try != 1 || !w.Until.Equal(ck.Now().Add(10*time.Second)) || tr.InFlight != 0 || tr.Queued != 1 {
			t.Errorf("%+v, the wait is %+v", tr, w)
		}
		e := wantClass(t, w.Cause, api.RateLimited)
		if !e.Paced || e.Status != 0 || !strings.Contains(e.Error(), "nothing was refused") {
			t.Errorf("the cause is %v", e)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	reply := ask(ctx, cl, question("example.net"))
	wantWait()
	cancel()
	wantClass(t, receive(t, "it is left", reply).err, api.Cancelled)
	if tr := cl.Traffic(); tr.Queued != 0 || tr.InFlight != 0 || len(tr.Waits) != 0 || len(book.all()) != 1 || s.requests.Load() != 1 {
		t.Errorf("afterwards %+v, on record %v", tr, book.all())
	}
	// The turn that was not used is there for the next one.
	reply = ask(t.Context(), cl, question("example.net"))
	wantWait()
	close(ck.wake)
	if r := receive(t, "it goes on by itself", reply); r.err != nil || len(cl.Traffic().Waits) != 0 {
		t.Errorf("%v, %+v", r.err, cl.Traffic())
	}
}

func TestShortWaitsAreNotShown(t *testing.T) {
	s := serve(t, answer(200, good))
	cl, ck := paused(t, s.URL, func(c *client.Config) { c.Pace = []client.Bucket{{Burst: 1, Rate: 10}} })
	_, _ = cl.Ask(t.Context(), question("example.com"), api.Known)
	reply := ask(t.Context(), cl, question("example.net"))
	if d := receive(t, "it waits", ck.asleep); d != 100*time.Millisecond || len(cl.Traffic().Waits) != 0 {
		t.Errorf("a wait of %v, shown are %v", d, cl.Traffic().Waits)
	}
	close(ck.wake)
	if r := receive(t, "it goes on", reply); r.err != nil {
		t.Error(r.err)
	}
}

func TestRateLimitHeaderHoldsBack(t *testing.T) {
	for header, want := range map[string]time.Duration{
		`"default";r=0;t=30`:                      31 * time.Second,
		`"default";r=0;t=0`:                       time.Second,
		`"default";r=0;t=4000000`:                 5 * time.Minute,
		`"burst";r=0;t=3, "daily";r=0;t=100`:      101 * time.Second,
		`"default";r=0`:                           0, // nobody says until when
		`"default";r=1;t=30`:                      0,
		`"default";r=nothing;t=30`:                0,
		`"default";r=0;t=99999999999999999999999`: 0,
	} {
		s := serve(t, inTurn(func(n int, w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Ratelimit", header)
			answer(200, good)(n, w, r)
		}, answer(200, good)))
		cl, ck := newClient(t, s.URL)
		for _, q := range []api.Query{question("example.com"), question("example.net")} {
			if _, err := cl.Ask(t.Context(), q, api.Known); err != nil {
				t.Fatal(err)
			}
		}
		var naps []time.Duration
		if want != 0 {
			naps = append(naps, want)
		}
		if got := ck.naps(); !slices.Equal(got, naps) {
			t.Errorf("%s: slept %v, want %v", header, got, naps)
		}
	}
}

// Requests in the air take up what is left, also where the server has not
// counted them yet.
func TestRateLimitHeaderAndRequestsInTheAir(t *testing.T) {
	for left, free := range map[int]int{0: 0, 2: 0, 3: 0, 4: 1, 5: 2} {
		t.Run(fmt.Sprint(left), func(t *testing.T) {
			headers := make(chan string)
			s := serve(t, func(n int, w http.ResponseWriter, r *http.Request) {
				if h := <-headers; h != "" {
					w.Header().Set("Ratelimit", h)
				}
				answer(200, good)(n, w, r)
			})
			cl, ck := paused(t, s.URL)
			t.Cleanup(func() { close(headers) })
			replies := make(chan result, 9)
			send := func(name string) {
				go func() {
					a, err := cl.Ask(t.Context(), question(name), api.Known)
					replies <- result{a, err}
				}()
			}
			for i := range 4 {
				send(fmt.Sprintf("n%d.example.com", i))
			}
			until(t, "four are in the air", func() bool { return s.requests.Load() == 4 })
			headers <- fmt.Sprintf(`"default";r=%d;t=30`, left)
			receive(t, "the first answer", replies)
			for i := range free {
				send(fmt.Sprintf("free%d.example.com", i))
				until(t, "one that has room is sent", func() bool { return int(s.requests.Load()) == 5+i })
				headers <- ""
				receive(t, "its answer", replies)
			}
			send("example.net")
			if d := receive(t, "one without room waits", ck.asleep); d != 31*time.Second {
				t.Errorf("it waits %v", d)
			}
			w := cl.Traffic().Waits[question("example.net")]
			if e := wantClass(t, w.Cause, api.RateLimited); !e.Paced || w.Try != 1 {
				t.Errorf("the wait is %+v", w)
			}
			close(ck.wake)
			for range 4 {
				headers <- ""
				if r := receive(t, "the rest", replies); r.err != nil {
					t.Error(r.err)
				}
			}
			if n := int(s.requests.Load()); n != 5+free {
				t.Errorf("%d requests", n)
			}
		})
	}
}

// A refusal and a header that both hold back: the longer wait counts, once.
func TestRefusalAndHeaderTogether(t *testing.T) {
	for header, want := range map[string]time.Duration{
		`"default";r=0;t=10`: 30 * time.Second,
		`"default";r=0;t=50`: 51 * time.Second,
	} {
		s := serve(t, inTurn(failing(429, 971, "Retry-After", "30", "Ratelimit", header), answer(200, good)))
		cl, ck := newClient(t, s.URL)
		_, err := cl.Ask(t.Context(), report(), api.Known)
		wantClass(t, err, api.RateLimited)
		if _, err := cl.Ask(t.Context(), question("example.com"), api.Known); err != nil {
			t.Fatal(err)
		}
		if naps := ck.naps(); !slices.Equal(naps, []time.Duration{want}) {
			t.Errorf("%s: slept %v, want %v", header, naps, want)
		}
	}
}

// A wait that was sat out is over, even if the clock does not say so.
func TestNoWaitIsSatOutTwice(t *testing.T) {
	s := serve(t, func(n int, w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Ratelimit", `"default";r=0;t=30`)
		answer(200, good)(n, w, r)
	})
	naps := 0
	cl, _ := newClient(t, s.URL, func(c *client.Config) {
		c.Sleep = func(context.Context, time.Duration) error { naps++; return nil }
	})
	for range 3 {
		if _, err := cl.Ask(t.Context(), question("example.com"), api.Known); err != nil {
			t.Fatal(err)
		}
	}
	if naps != 2 {
		t.Errorf("slept %d times between three questions", naps)
	}
}

func TestPaceThatLetsNothingThrough(t *testing.T) {
	tok, _ := client.NewToken(secret)
	for _, c := range []struct {
		bucket client.Bucket
		ok     bool
	}{
		{client.Bucket{Burst: 1, Rate: 0.01}, true},
		{client.Bucket{}, false},
		{client.Bucket{Rate: 1}, false},
		{client.Bucket{Burst: 1}, false},
		{client.Bucket{Burst: -1, Rate: 1}, false},
		{client.Bucket{Burst: 1, Rate: -1}, false},
	} {
		if _, err := client.New(client.Config{Token: tok, Pace: []client.Bucket{c.bucket}}); (err == nil) != c.ok {
			t.Errorf("%+v: %v", c.bucket, err)
		}
	}
}
