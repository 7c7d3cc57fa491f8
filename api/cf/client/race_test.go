package client_test

import (
	"context"
	"crypto/x509"
	"fmt"
	"net/http"
	"runtime"
	"slices"
	"sync"
	"testing"

	"quarry/api"
)

// Contexts that end at every possible moment: what is called cancelled must
// never have reached the server, and what reached it must have been counted.
func TestCancelledMeansNotSent(t *testing.T) {
	for _, h2 := range []bool{false, true} {
		t.Run(fmt.Sprintf("HTTP/2 %v", h2), func(t *testing.T) {
			var mu sync.Mutex
			received := map[string]int{}
			s := unstarted(t, func(n int, w http.ResponseWriter, r *http.Request) {
				mu.Lock()
				received[r.URL.Query().Get("domain")]++
				mu.Unlock()
				answer(200, good)(n, w, r)
			})
			s.Config.ErrorLog = discard()
			s.EnableHTTP2 = h2
			s.StartTLS()
			book := newLedger(t)
			cl, _ := newClient(t, s.URL, book.keep)
			pool := x509.NewCertPool()
			pool.AddCert(s.Certificate())
			cl.Trust(pool)

			cancelled, answered := 0, 0
			for i := range 400 {
				q := question(fmt.Sprintf("n%d.example.com", i))
				ctx, cancel := context.WithCancel(t.Context())
				reply := ask(ctx, cl, q)
				for range i % 50 * 20 {
					runtime.Gosched()
				}
				cancel()
				r := <-reply
				mu.Lock()
				got := received[q.Indicator.String()]
				mu.Unlock()
				switch {
				case r.err == nil:
					answered++
					if got != 1 || r.answer.Calls != 1 {
						t.Fatalf("answered: the server got %d, %d counted", got, r.answer.Calls)
					}
				case api.ClassOf(r.err) == api.Cancelled:
					cancelled++
				default:
					t.Fatal(r.err)
				}
			}
			s.Close() // waits for handlers that are late
			mu.Lock()
			defer mu.Unlock()
			if len(received) != answered || cl.Traffic().Calls != answered {
				t.Errorf("%d answered, %d cancelled, but the server got %d and %d were counted", answered, cancelled, len(received), cl.Traffic().Calls)
			}
			if rows := book.standing(); len(rows) != answered || slices.ContainsFunc(rows, func(status int) bool { return status != 200 }) {
				t.Errorf("%d answered, %d on record: %v", answered, len(rows), rows)
			}
			t.Logf("%d answered, %d cancelled", answered, cancelled)
		})
	}
}

// The server ends an HTTP/2 stream without an answer.
func TestHTTP2Abort(t *testing.T) {
	s := unstarted(t, func(int, http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	s.Config.ErrorLog = discard()
	s.EnableHTTP2 = true
	s.StartTLS()
	cl, _ := newClient(t, s.URL)
	pool := x509.NewCertPool()
	pool.AddCert(s.Certificate())
	cl.Trust(pool)
	for q, want := range map[api.Query]int{question("example.com"): 3, report(): 1} {
		before := s.requests.Load()
		a, err := cl.Ask(t.Context(), q, api.Known)
		wantClass(t, err, api.Unreachable)
		if got := s.requests.Load() - before; int(got) != want || a.Calls != want {
			t.Errorf("%v: server got %d, answer says %d, want %d", q, got, a.Calls, want)
		}
	}
}
