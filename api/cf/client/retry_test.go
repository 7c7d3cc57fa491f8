package client_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"quarry/api"
	"quarry/api/cf"
	"quarry/api/cf/client"
)

func TestGetIsRetried(t *testing.T) {
	ok := answer(200, good)
	for _, c := range []struct {
		name  string
		serve func(int, http.ResponseWriter, *http.Request)
		calls int
		class api.Class
	}{
		{"good at once", ok, 1, api.Unclassified},
		{"500 then good", inTurn(failing(500, 1), ok), 2, api.Unclassified},
		{"503, 408, then good", inTurn(failing(503, 1), failing(408, 1), ok), 3, api.Unclassified},
		{"429 then good", inTurn(failing(429, 971), ok), 2, api.Unclassified},
		{"always 500", failing(500, 1), 3, api.ServerFault},
		{"always 502 in HTML", answer(502, "<html>bad gateway</html>"), 3, api.ServerFault},
		{"always 429", failing(429, 971), 3, api.RateLimited},
		{"reset then good", inTurn(reset, ok), 2, api.Unclassified},
		{"always reset", reset, 3, api.Unreachable},
		{"truncated then good", inTurn(truncated, ok), 2, api.Unclassified},
		{"always truncated", truncated, 3, api.Unreachable},
		{"quota, as 429", failing(429, 10403), 1, api.QuotaSpent},
		{"quota, as 403", failing(403, 10403), 1, api.QuotaSpent},
		{"quota, as 500", failing(500, 10403), 1, api.QuotaSpent},
		{"401", failing(401, 1000), 1, api.BadToken},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := serve(t, c.serve)
			cl, ck := newClient(t, s.URL)
			a, err := cl.Ask(t.Context(), question("example.com"), api.Known)
			if c.class == api.Unclassified {
				if err != nil {
					t.Fatal(err)
				}
				if string(a.Body) != good || a.Status != 200 {
					t.Errorf("status %d body %s", a.Status, a.Body)
				}
			} else if e := wantClass(t, err, c.class); e.Tries != c.calls {
				t.Errorf("Tries = %d, want %d", e.Tries, c.calls)
			}
			if got := int(s.requests.Load()); got != c.calls || a.Calls != c.calls || cl.Traffic().Calls != c.calls {
				t.Errorf("server got %d, answer says %d, traffic %d, want %d", got, a.Calls, cl.Traffic().Calls, c.calls)
			}
			if naps := ck.naps(); len(naps) != c.calls-1 {
				t.Errorf("slept %v between %d tries", naps, c.calls)
			}
			if tr := cl.Traffic(); tr.InFlight != 0 || tr.Queued != 0 || len(tr.Waits) != 0 {
				t.Errorf("afterwards %+v is left", tr)
			}
		})
	}
}

func TestPausesGrowAndJitter(t *testing.T) {
	s := serve(t, failing(503, 1))
	cl, ck := newClient(t, s.URL)
	firsts := map[time.Duration]bool{}
	for range 5 {
		_, _ = cl.Ask(t.Context(), question("example.com"), api.Known)
	}
	naps := ck.naps()
	if len(naps) != 10 {
		t.Fatalf("slept %v", naps)
	}
	for i := 0; i < len(naps); i += 2 {
		first, second := naps[i], naps[i+1]
		firsts[first] = true
		if first < 250*time.Millisecond || first > 751*time.Millisecond || second < 500*time.Millisecond || second > 1501*time.Millisecond {
			t.Errorf("pauses %v and %v are out of range", first, second)
		}
	}
	if len(firsts) < 2 {
		t.Errorf("no jitter: %v", naps)
	}
}

func TestRetryAfter(t *testing.T) {
	now := newClock().Now()
	for _, c := range []struct {
		name, header string
		atLeast      time.Duration // of the wait; 0: not waited for
		said         time.Duration
	}{
		{"seconds", "7", 7 * time.Second, 0},
		{"the longest that is waited for", "60", 60 * time.Second, 0},
		{"a date", now.Add(20 * time.Second).Format(http.TimeFormat), 20 * time.Second, 0},
		{"a date in the past", now.Add(-time.Hour).Format(http.TimeFormat), time.Millisecond, 0},
		{"nonsense", "soon", time.Millisecond, 0},
		{"negative", "-5", time.Millisecond, 0},
		{"too long", "61", 0, 61 * time.Second},
		{"a far date", now.Add(5 * time.Minute).Format(http.TimeFormat), 0, 5 * time.Minute},
		{"beyond counting", "99999999999999999999999", 0, 365 * 24 * time.Hour},
		{"large", "9223372037", 0, 365 * 24 * time.Hour},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := serve(t, inTurn(failing(429, 971, "Retry-After", c.header), answer(200, good)))
			cl, ck := newClient(t, s.URL)
			a, err := cl.Ask(t.Context(), question("example.com"), api.Known)
			if c.atLeast == 0 {
				e := wantClass(t, err, api.RateLimited)
				if e.RetryAfter != c.said || s.requests.Load() != 1 || len(ck.naps()) != 0 {
					t.Errorf("RetryAfter = %v after %d requests and %v, want %v after one", e.RetryAfter, s.requests.Load(), ck.naps(), c.said)
				}
				if len(a.Body) == 0 || a.Status != 429 {
					t.Errorf("the refusal cannot be read: %+v", a)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if naps := ck.naps(); len(naps) != 1 || naps[0] < c.atLeast || naps[0] > c.atLeast+time.Second {
				t.Errorf("slept %v, want a little more than %v", naps, c.atLeast)
			}
		})
	}
}

// The rate limit counts all requests of the token together, so others hold back
// as well.
func TestRateLimitHoldsEverybody(t *testing.T) {
	s := serve(t, inTurn(failing(429, 971, "Retry-After", "30"), answer(200, good)))
	first := make(chan struct{})
	goOn := make(chan struct{})
	var ck *clock
	cl, ck := newClient(t, s.URL, func(c *client.Config) {
		c.Sleep = func(ctx context.Context, d time.Duration) error {
			select {
			case first <- struct{}{}:
			case <-goOn:
			}
			<-goOn
			return ck.Sleep(ctx, d)
		}
	})
	limited := ask(t.Context(), cl, question("example.com"))
	receive(t, "the limited question waits", first)
	other := ask(t.Context(), cl, question("example.net"))
	receive(t, "the other question waits", first)
	waits := cl.Traffic().Waits
	w, ok := waits[question("example.net")]
	if !ok || w.Try != 1 || w.Cause == nil || w.Cause.Class != api.RateLimited || w.Until.Sub(ck.Now()) != 30*time.Second {
		t.Errorf("the other question's wait is %+v", w)
	}
	w = waits[question("example.com")]
	if w.Try != 2 || w.Until.Sub(ck.Now()) < 30*time.Second {
		t.Errorf("the limited question's wait is %+v", w)
	}
	if n := s.requests.Load(); n != 1 {
		t.Errorf("%d requests during the hold", n)
	}
	close(goOn)
	for _, ch := range []<-chan result{limited, other} {
		if r := <-ch; r.err != nil {
			t.Error(r.err)
		}
	}
	if len(cl.Traffic().Waits) != 0 {
		t.Errorf("waits are left: %v", cl.Traffic().Waits)
	}
}

func TestPostIsSentOnce(t *testing.T) {
	for _, c := range []struct {
		name  string
		serve func(int, http.ResponseWriter, *http.Request)
		class api.Class
	}{
		{"500", failing(500, 1), api.ServerFault},
		{"503 with Retry-After", failing(503, 1, "Retry-After", "1"), api.ServerFault},
		{"429", failing(429, 971, "Retry-After", "1"), api.RateLimited},
		{"reset", reset, api.Unreachable},
		{"truncated", truncated, api.Unreachable},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := serve(t, c.serve)
			cl, ck := newClient(t, s.URL)
			a, err := cl.Ask(t.Context(), report(), api.Known)
			wantClass(t, err, c.class)
			if n := s.requests.Load(); n != 1 || a.Calls != 1 || cl.Traffic().Calls != 1 || len(ck.naps()) != 0 {
				t.Errorf("server got %d, answer says %d, slept %v", n, a.Calls, ck.naps())
			}
		})
	}
}

// A kept connection that the server closes is where net/http repeats requests
// by itself.
func TestKeptConnectionClosedByServer(t *testing.T) {
	t.Run("POST", func(t *testing.T) {
		s := serve(t, inTurn(answer(200, good), reset))
		cl, _ := newClient(t, s.URL)
		if _, err := cl.Ask(t.Context(), question("example.com"), api.Known); err != nil {
			t.Fatal(err)
		}
		a, err := cl.Ask(t.Context(), report(), api.Known)
		wantClass(t, err, api.Unreachable)
		if n := s.requests.Load(); n != 2 || a.Calls != 1 {
			t.Errorf("server got %d requests in all, want 2; the POST says %d", n, a.Calls)
		}
	})
	t.Run("GET", func(t *testing.T) {
		s := serve(t, inTurn(answer(200, good), reset))
		cl, ck := newClient(t, s.URL)
		if _, err := cl.Ask(t.Context(), question("example.com"), api.Known); err != nil {
			t.Fatal(err)
		}
		a, err := cl.Ask(t.Context(), question("example.net"), api.Known)
		wantClass(t, err, api.Unreachable)
		if n := s.requests.Load(); n != 4 || a.Calls != 3 || len(ck.naps()) != 2 {
			t.Errorf("server got %d requests in all, want 4; the second question says %d, slept %v", n, a.Calls, ck.naps())
		}
	})
}

func TestNothingSentNothingCounted(t *testing.T) {
	s := serve(t, answer(200, good))
	url := s.URL
	s.Close()
	cl, ck := newClient(t, url)
	a, err := cl.Ask(t.Context(), question("example.com"), api.Known)
	e := wantClass(t, err, api.Unreachable)
	if e.Tries != 3 || len(ck.naps()) != 2 {
		t.Errorf("a refused connection was tried %d times, slept %v", e.Tries, ck.naps())
	}
	if a.Calls != 0 || cl.Traffic().Calls != 0 {
		t.Errorf("counted %d and %d calls, though none was sent", a.Calls, cl.Traffic().Calls)
	}
	if a.Query != question("example.com") || a.Request.URL == "" {
		t.Errorf("the answer does not say what was asked: %+v", a)
	}
}

func TestFreeCallsAreNotCounted(t *testing.T) {
	s := serve(t, answer(200, `{"success":true,"errors":[],"messages":[],"result":[]}`))
	cl, _ := newClient(t, s.URL)
	a, err := cl.Ask(t.Context(), api.Query{Endpoint: cf.EndpointAccounts}, api.Known)
	if err != nil || a.Calls != 1 {
		t.Fatalf("%+v, %v", a, err)
	}
	if n := cl.Traffic().Calls; n != 0 {
		t.Errorf("listing accounts counts as %d intelligence calls", n)
	}
}
