package client_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
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

// What is on record is what the server counted, and it is on record before the
// server can count it.
func TestRecordIsWhatTheServerCounted(t *testing.T) {
	ok := answer(200, good)
	hang := func(_ int, _ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	for _, c := range []struct {
		name  string
		serve func(int, http.ResponseWriter, *http.Request)
		query api.Query
		limit time.Duration
		want  []int
	}{
		{name: "success", serve: ok, want: []int{200}},
		{name: "not found", serve: failing(404, 1), want: []int{404}},
		{name: "limited, then good", serve: inTurn(failing(429, 971, "Retry-After", "3"), ok), want: []int{429, 200}},
		{name: "always limited", serve: failing(429, 971), want: []int{429, 429, 429}},
		{name: "limited for too long", serve: failing(429, 971, "Retry-After", "300"), want: []int{429}},
		{name: "faults", serve: inTurn(failing(500, 1), failing(503, 1), ok), want: []int{500, 503, 200}},
		{name: "always a fault", serve: failing(502, 1), want: []int{502, 502, 502}},
		{name: "quota spent", serve: failing(403, 10403), want: []int{403}},
		{name: "redirect", serve: func(_ int, w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/", http.StatusFound) }, want: []int{302}},
		{name: "reset after it was read", serve: inTurn(reset, ok), want: []int{0, 200}},
		{name: "always reset", serve: reset, want: []int{0, 0, 0}},
		{name: "the body breaks off", serve: inTurn(truncated, ok), want: []int{200, 200}},
		{name: "no answer in time", serve: hang, limit: 100 * time.Millisecond, want: []int{0}},
		{name: "the body takes too long", limit: 100 * time.Millisecond, want: []int{200}, serve: func(_ int, w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(200)
			w.(http.Flusher).Flush()
			<-r.Context().Done()
		}},
		{name: "a report", serve: ok, query: report(), want: []int{200}},
		{name: "a report, reset", serve: reset, query: report(), want: []int{0}},
		{name: "a report, a fault", serve: failing(500, 1), query: report(), want: []int{500}},
		{name: "a free question", serve: answer(200, `{"success":true,"result":[]}`), query: api.Query{Endpoint: cf.EndpointAccounts}},
	} {
		for _, secured := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, TLS %v", c.name, secured), func(t *testing.T) {
				inTime(c.limit, func(limit time.Duration) bool {
					book := newLedger(t)
					free := c.want == nil
					s := unstarted(t, func(n int, w http.ResponseWriter, r *http.Request) {
						if got := len(book.standing()); got != n && !free {
							t.Errorf("request %d arrives with %d rows on record", n, got)
						}
						c.serve(n, w, r)
					})
					s.Config.ErrorLog = discard()
					cl := clientOf(t, s, secured, book.keep, func(cfg *client.Config) {
						if c.limit != 0 {
							cfg.Timeout = limit
						}
					})
					q := c.query
					if q == (api.Query{}) {
						q = question("example.com")
					}
					a, _ := cl.Ask(t.Context(), q, api.Known)
					if c.limit != 0 && s.requests.Load() == 0 {
						return false
					}
					if got := book.all(); !slices.Equal(got, c.want) {
						t.Errorf("on record is %v, want %v", got, c.want)
					}
					if n := int(s.requests.Load()); !free && n != len(c.want) || cl.Traffic().Calls != len(c.want) || a.Calls != n {
						t.Errorf("the server got %d, traffic %d, the answer says %d, want %d", n, cl.Traffic().Calls, a.Calls, len(c.want))
					}
					for _, got := range book.queries {
						if got != q {
							t.Errorf("%v is on record, %v was asked", got, q)
						}
					}
					return true
				})
			})
		}
	}
}

// clientOf starts a server and returns a client that trusts it.
func clientOf(t *testing.T, s *server, secured bool, change ...func(*client.Config)) *client.Client {
	t.Helper()
	if !secured {
		s.Start()
		cl, _ := newClient(t, s.URL, change...)
		return cl
	}
	s.StartTLS()
	cl, _ := newClient(t, s.URL, change...)
	pool := x509.NewCertPool()
	pool.AddCert(s.Certificate())
	cl.Trust(pool)
	return cl
}

func TestNothingIsRecordedThatWasNotSent(t *testing.T) {
	ok := answer(200, good)
	for name, ask := range map[string]func(t *testing.T, book *ledger) (*server, *client.Client){
		"refused connection": func(t *testing.T, book *ledger) (*server, *client.Client) {
			s := serve(t, ok)
			url := s.URL
			s.Close()
			cl, _ := newClient(t, url, book.keep)
			_, err := cl.Ask(t.Context(), question("example.com"), api.Known)
			wantClass(t, err, api.Unreachable)
			return s, cl
		},
		"TLS failure": func(t *testing.T, book *ledger) (*server, *client.Client) {
			s := unstarted(t, ok)
			s.Config.ErrorLog = discard()
			s.StartTLS()
			cl, _ := newClient(t, s.URL, book.keep)
			_, err := cl.Ask(t.Context(), question("example.com"), api.Known)
			wantClass(t, err, api.Insecure)
			return s, cl
		},
		"cancelled before": func(t *testing.T, book *ledger) (*server, *client.Client) {
			s := serve(t, ok)
			cl, _ := newClient(t, s.URL, book.keep)
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			_, err := cl.Ask(ctx, question("example.com"), api.Known)
			wantClass(t, err, api.Cancelled)
			return s, cl
		},
		"no such endpoint": func(t *testing.T, book *ledger) (*server, *client.Client) {
			s := serve(t, ok)
			cl, _ := newClient(t, s.URL, book.keep)
			_, err := cl.Ask(t.Context(), api.Query{Endpoint: "horoscope"}, api.Known)
			wantClass(t, err, api.Rejected)
			return s, cl
		},
	} {
		t.Run(name, func(t *testing.T) {
			book := newLedger(t)
			s, cl := ask(t, book)
			if got := book.all(); len(got) != 0 || s.requests.Load() != 0 || cl.Traffic().Calls != 0 {
				t.Errorf("on record is %v, the server got %d, traffic %d", got, s.requests.Load(), cl.Traffic().Calls)
			}
		})
	}
}

// What was sent stays on record when the analyst leaves, also in the middle of
// the recording.
func TestRecordWhenCancelled(t *testing.T) {
	for name, during := range map[string]bool{"while it is recorded": true, "after it was sent": false} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			book := newLedger(t)
			s := serve(t, func(n int, w http.ResponseWriter, r *http.Request) { cancel(); answer(200, good)(n, w, r) })
			cl, _ := newClient(t, s.URL, book.keep)
			if during {
				book.before = func(int) { cancel() }
			}
			a, err := cl.Ask(ctx, question("example.com"), api.Known)
			if err != nil || a.Calls != 1 || s.requests.Load() != 1 || !slices.Equal(book.all(), []int{200}) {
				t.Errorf("%+v, %v; on record is %v, the server got %d", a, err, book.all(), s.requests.Load())
			}
		})
	}
}

// The server closes a kept connection just when it is taken for a question:
// nothing was written, so nothing was spent.
func TestRecordIsWithdrawnOnADeadConnection(t *testing.T) {
	for _, secured := range []bool{false, true} {
		t.Run(fmt.Sprintf("TLS %v", secured), func(t *testing.T) {
			book := newLedger(t)
			s := unstarted(t, answer(200, good))
			closed := make(chan struct{}, 1)
			cl := clientOf(t, s, secured, book.keep)
			cl.WhenClosed(func() {
				select {
				case closed <- struct{}{}:
				default:
				}
			})
			book.before = func(row int) {
				if row == 2 {
					s.CloseClientConnections()
					<-closed
				}
			}
			for i, want := range [][]int{{200}, {200, client.Withdrawn, 200}} {
				a, err := cl.Ask(t.Context(), question(fmt.Sprintf("n%d.example.com", i)), api.Known)
				if err != nil || a.Calls != 1 || !slices.Equal(book.all(), want) {
					t.Errorf("question %d: %d calls, %v; on record is %v, want %v", i, a.Calls, err, book.all(), want)
				}
			}
			if n := s.requests.Load(); n != 2 || cl.Traffic().Calls != 2 {
				t.Errorf("the server got %d, traffic %d, want 2", n, cl.Traffic().Calls)
			}
		})
	}
}

// Time limits that end between the record and the wire.
func TestRecordWhenTheTimeIsUp(t *testing.T) {
	for _, h2 := range []bool{false, true} {
		t.Run(fmt.Sprintf("HTTP/2 %v", h2), func(t *testing.T) {
			const limit = 30 * time.Millisecond
			book := newLedger(t)
			s := unstarted(t, answer(200, good))
			s.Config.ErrorLog = discard()
			s.EnableHTTP2 = h2
			cl := clientOf(t, s, true, book.keep, func(c *client.Config) { c.Timeout = limit })
			book.before = func(row int) {
				if row > 1 {
					<-time.After(limit + limit/10) // the limit is real time
				}
			}
			for i := range 8 {
				_, _ = cl.Ask(t.Context(), question(fmt.Sprintf("n%d.example.com", i)), api.Known)
			}
			s.Close()
			standing, n := book.standing(), int(s.requests.Load())
			// What is in doubt stands: HTTP/2 does not tell whether it wrote, and a
			// busy server may lose what a connection that is closed brought it.
			if len(standing) < n || slices.Contains(standing, open) || cl.Traffic().Calls != len(standing) {
				t.Errorf("the server got %d, on record is %v, traffic %d", n, book.all(), cl.Traffic().Calls)
			}
		})
	}
}

// Many at once, with a slow ledger and all kinds of endings.
func TestRecordOfMany(t *testing.T) {
	for _, h2 := range []bool{false, true} {
		t.Run(fmt.Sprintf("HTTP/2 %v", h2), func(t *testing.T) {
			book := newLedger(t)
			book.before = func(row int) { <-time.After(time.Duration(row%3) * time.Millisecond) }
			s := unstarted(t, func(n int, w http.ResponseWriter, r *http.Request) {
				switch n % 7 {
				case 2:
					failing(503, 1)(n, w, r)
				case 4:
					panic(http.ErrAbortHandler)
				case 5:
					failing(404, 1)(n, w, r)
				default:
					answer(200, good)(n, w, r)
				}
			})
			s.Config.ErrorLog = discard()
			s.EnableHTTP2 = h2
			cl := clientOf(t, s, true, book.keep)
			var all sync.WaitGroup
			for i := range 120 {
				all.Go(func() {
					ctx, cancel := context.WithTimeout(t.Context(), time.Duration(i)*time.Millisecond/2)
					defer cancel()
					_, _ = cl.Ask(ctx, question(fmt.Sprintf("n%d.example.com", i)), api.Known)
				})
			}
			all.Wait()
			s.Close()
			standing, n := book.standing(), int(s.requests.Load())
			if len(standing) != n || slices.Contains(standing, open) || cl.Traffic().Calls != n {
				t.Errorf("the server got %d, %d on record, traffic %d: %v", n, len(standing), cl.Traffic().Calls, standing)
			}
		})
	}
}

// A server that refuses a stream says that it did not process it.
func TestRecordOfARefusedStream(t *testing.T) {
	book := newLedger(t)
	s := unstarted(t, nil)
	s.TLS = &tls.Config{NextProtos: []string{"h2"}}
	s.Config.TLSNextProto = map[string]func(*http.Server, *tls.Conn, http.Handler){"h2": refusingFirst}
	cl := clientOf(t, s, true, book.keep)
	a, err := cl.Ask(t.Context(), question("example.com"), api.Known)
	if err != nil || !strings.Contains(string(a.Body), "example.com") || a.Calls != 1 {
		t.Errorf("%+v, %v", a, err)
	}
	// The connection that was refused on may still be taken for a good one once.
	got := book.all()
	if last := len(got) - 1; last < 1 || slices.ContainsFunc(got[:last], func(s int) bool { return s != client.Withdrawn }) || got[last] != 200 || cl.Traffic().Calls != 1 {
		t.Errorf("on record is %v, want those that are withdrawn and one of 200; traffic %d", got, cl.Traffic().Calls)
	}
}

// A ledger that wants to hear no more of a call, and none at all.
func TestRecordMayBeNil(t *testing.T) {
	s := serve(t, answer(200, good))
	for _, record := range []func(api.Query) func(int){nil, func(api.Query) func(int) { return nil }} {
		cl, _ := newClient(t, s.URL, func(c *client.Config) { c.Record = record })
		if a, err := cl.Ask(t.Context(), question("example.com"), api.Known); err != nil || a.Calls != 1 || cl.Traffic().Calls != 1 {
			t.Errorf("%+v, %v", a, err)
		}
	}
}
