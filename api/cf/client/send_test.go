package client_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log"
	"log/slog"
	"net"
	"net/http"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"quarry/api"
	"quarry/api/cf/client"
)

func discard() *log.Logger { return log.New(io.Discard, "", 0) }

func TestWhatIsSentAndWhatComesBack(t *testing.T) {
	seen := make(chan *http.Request, 2)
	bodies := make(chan string, 2)
	s := serve(t, func(n int, w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		seen <- r
		bodies <- string(b)
		w.Header().Set("Cf-Ray", "8a1b2c3d4e5f-FRA")
		w.Header().Set("Ratelimit", `"default";r=50;t=30`)
		answer(200, good)(n, w, r)
	})
	cl, ck := newClient(t, s.URL+"/client/v4/")
	if left := cl.Traffic().RateLeft; left != -1 {
		t.Errorf("RateLeft is %d before anything is known", left)
	}
	a, err := cl.Ask(t.Context(), question("example.com"), api.Known)
	if err != nil {
		t.Fatal(err)
	}
	r := <-seen
	<-bodies
	want := s.URL + "/client/v4/accounts/" + account + "/intel/domain?domain=example.com"
	if got := s.URL + r.RequestURI; r.Method != "GET" || got != want || a.Request.URL != want || a.Request.Method != "GET" {
		t.Errorf("sent %s %s, the answer says %+v, want %s", r.Method, got, a.Request, want)
	}
	if got := r.Header.Get("Authorization"); got != "Bearer "+secret {
		t.Errorf("Authorization: %q", got)
	}
	if a.RayID.Exact() != "8a1b2c3d4e5f-FRA" || !a.FetchedAt.Equal(ck.Now()) || a.FetchedAt.Location() != time.UTC || a.Known {
		t.Errorf("answer %+v", a)
	}
	if left := cl.Traffic().RateLeft; left != 50 {
		t.Errorf("RateLeft = %d", left)
	}
	a, _ = cl.Ask(t.Context(), report(), api.Known)
	r = <-seen
	if b := <-bodies; r.Method != "POST" || b == "" || b != a.Request.Body || r.Header.Get("Content-Type") != "application/json" {
		t.Errorf("sent %s %q, the answer says %+v", r.Method, b, a.Request)
	}
}

func TestQuestionsThatAreNotSent(t *testing.T) {
	s := serve(t, answer(200, good))
	cl, _ := newClient(t, s.URL)
	_, err := cl.Ask(t.Context(), api.Query{Endpoint: "horoscope"}, api.Known)
	wantClass(t, err, api.Rejected)
	wrong := question("example.com")
	wrong.Indicator = question("192.0.2.1").Indicator
	_, err = cl.Ask(t.Context(), wrong, api.Known)
	wantClass(t, err, api.Rejected)
	cl, _ = newClient(t, s.URL, func(c *client.Config) { c.Account = "" })
	_, err = cl.Ask(t.Context(), question("example.com"), api.Known)
	wantClass(t, err, api.NoAccount)
	if n := s.requests.Load(); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
}

// A kept connection that the server has just closed would leave it open whether
// the request arrived.
func TestPostHasAConnectionOfItsOwn(t *testing.T) {
	from := make(chan string, 3)
	s := serve(t, func(n int, w http.ResponseWriter, r *http.Request) {
		from <- r.RemoteAddr
		answer(200, good)(n, w, r)
	})
	cl, _ := newClient(t, s.URL)
	for _, q := range []api.Query{question("example.com"), question("example.net"), report()} {
		if _, err := cl.Ask(t.Context(), q, api.Known); err != nil {
			t.Fatal(err)
		}
	}
	first, second, post := <-from, <-from, <-from
	if first != second {
		t.Errorf("GETs came over %s and %s: no connection is kept", first, second)
	}
	if post == first {
		t.Error("the POST came over a kept connection")
	}
}

func TestFourAtOnce(t *testing.T) {
	const questions = 10
	var now, most atomic.Int64
	gate := make(chan struct{})
	s := serve(t, func(n int, w http.ResponseWriter, r *http.Request) {
		for here := now.Add(1); ; {
			m := most.Load()
			if here <= m || most.CompareAndSwap(m, here) {
				break
			}
		}
		<-gate
		now.Add(-1)
		answer(200, good)(n, w, r)
	})
	cl, _ := newClient(t, s.URL)
	var replies []<-chan result
	for i := range questions {
		replies = append(replies, ask(t.Context(), cl, question(fmt.Sprintf("n%d.example.com", i))))
	}
	until(t, "four in flight and six queued", func() bool {
		tr := cl.Traffic()
		return tr.InFlight == 4 && tr.Queued == questions-4 && s.requests.Load() == 4
	})
	close(gate)
	for _, ch := range replies {
		if r := <-ch; r.err != nil {
			t.Error(r.err)
		}
	}
	if most.Load() != 4 {
		t.Errorf("%d at once", most.Load())
	}
	if tr := cl.Traffic(); tr.InFlight != 0 || tr.Queued != 0 || tr.Calls != questions {
		t.Errorf("afterwards: %+v", tr)
	}
}

func TestCancelledBeforeSending(t *testing.T) {
	t.Run("at once", func(t *testing.T) {
		s := serve(t, answer(200, good))
		cl, _ := newClient(t, s.URL)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, err := cl.Ask(ctx, question("example.com"), api.Known)
		wantClass(t, err, api.Cancelled)
		if s.requests.Load() != 0 {
			t.Error("it was sent")
		}
	})
	t.Run("in the queue", func(t *testing.T) {
		gate := make(chan struct{})
		s := serve(t, func(n int, w http.ResponseWriter, r *http.Request) { <-gate; answer(200, good)(n, w, r) })
		cl, _ := newClient(t, s.URL)
		var replies []<-chan result
		for i := range 4 {
			replies = append(replies, ask(t.Context(), cl, question(fmt.Sprintf("n%d.example.com", i))))
		}
		until(t, "four under way", func() bool { return s.requests.Load() == 4 })
		ctx, cancel := context.WithCancel(t.Context())
		fifth := ask(ctx, cl, question("example.com"))
		until(t, "one queued", func() bool { return cl.Traffic().Queued == 1 })
		cancel()
		wantClass(t, (<-fifth).err, api.Cancelled)
		close(gate)
		for _, ch := range replies {
			if r := <-ch; r.err != nil {
				t.Error(r.err)
			}
		}
		if n := s.requests.Load(); n != 4 || cl.Traffic().Calls != 4 {
			t.Errorf("server got %d requests", n)
		}
	})
	t.Run("while connecting", func(t *testing.T) {
		// A listener that accepts and never speaks TLS keeps the client in
		// the handshake.
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = l.Close() }()
		accepted := make(chan net.Conn, 1)
		go func() {
			if c, err := l.Accept(); err == nil {
				accepted <- c
			}
		}()
		cl, _ := newClient(t, "https://"+l.Addr().String())
		ctx, cancel := context.WithCancel(t.Context())
		reply := ask(ctx, cl, question("example.com"))
		conn := <-accepted
		cancel()
		r := <-reply
		wantClass(t, r.err, api.Cancelled)
		_ = conn.Close()
		if r.answer.Calls != 0 || cl.Traffic().Calls != 0 {
			t.Errorf("%d calls are counted", r.answer.Calls)
		}
	})
}

func TestCancelledAfterSending(t *testing.T) {
	for _, q := range []api.Query{question("example.com"), report()} {
		gate := make(chan struct{})
		s := serve(t, func(n int, w http.ResponseWriter, r *http.Request) { <-gate; answer(200, good)(n, w, r) })
		cl, _ := newClient(t, s.URL)
		ctx, cancel := context.WithCancel(t.Context())
		reply := ask(ctx, cl, q)
		until(t, "the request arrives", func() bool { return s.requests.Load() == 1 })
		cancel()
		select {
		case r := <-reply:
			t.Fatalf("gave up after sending: %v", r.err)
		default:
		}
		close(gate)
		if r := <-reply; string(r.answer.Body) != good || r.answer.Calls != 1 {
			t.Errorf("the answer is lost: %+v", r)
		}
	}
}

func TestNoRetryAfterLeaving(t *testing.T) {
	t.Run("left during the try", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		s := serve(t, func(n int, w http.ResponseWriter, r *http.Request) { cancel(); failing(503, 1)(n, w, r) })
		cl, ck := newClient(t, s.URL)
		a, err := cl.Ask(ctx, question("example.com"), api.Known)
		wantClass(t, err, api.ServerFault)
		if s.requests.Load() != 1 || a.Calls != 1 || len(ck.naps()) != 0 {
			t.Errorf("server got %d, slept %v", s.requests.Load(), ck.naps())
		}
	})
	t.Run("left during the pause", func(t *testing.T) {
		s := serve(t, failing(503, 1))
		asleep := make(chan time.Duration, 1)
		cl, ck := newClient(t, s.URL, func(c *client.Config) {
			c.Sleep = func(ctx context.Context, d time.Duration) error {
				asleep <- d
				<-ctx.Done()
				return ctx.Err()
			}
		})
		ctx, cancel := context.WithCancel(t.Context())
		reply := ask(ctx, cl, question("example.com"))
		d := <-asleep
		w, ok := cl.Traffic().Waits[question("example.com")]
		if !ok || w.Try != 2 || !w.Until.Equal(ck.Now().Add(d)) || w.Cause == nil || w.Cause.Class != api.ServerFault {
			t.Errorf("the wait shown is %+v", w)
		}
		if tr := cl.Traffic(); tr.InFlight != 0 {
			t.Errorf("a pause holds one of the places: %+v", tr)
		}
		cancel()
		wantClass(t, (<-reply).err, api.ServerFault)
		if n := s.requests.Load(); n != 1 {
			t.Errorf("server got %d", n)
		}
	})
}

func TestChangedWakesTheReader(t *testing.T) {
	gate := make(chan struct{})
	s := serve(t, func(n int, w http.ResponseWriter, r *http.Request) { <-gate; answer(200, good)(n, w, r) })
	cl, _ := newClient(t, s.URL)
	changed := cl.Changed()
	select {
	case <-changed:
		t.Fatal("changed before anything happened")
	default:
	}
	reply := ask(t.Context(), cl, question("example.com"))
	<-changed
	for {
		changed = cl.Changed()
		if cl.Traffic().Calls == 1 {
			break
		}
		<-changed
	}
	close(gate)
	<-reply
	<-changed
}

func TestTrafficIsACopy(t *testing.T) {
	cl, _ := newClient(t, "https://api.example.com")
	tr := cl.Traffic()
	tr.Waits[question("example.com")] = api.Wait{Try: 9}
	if len(cl.Traffic().Waits) != 0 {
		t.Error("a reader can change the client's map")
	}
}

// A proxy's error page may repeat the request's headers.
func TestTokenIsNotEchoed(t *testing.T) {
	for name, handle := range map[string]func(int, http.ResponseWriter, *http.Request){
		"in a body": func(_ int, w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Cf-Ray", r.Header.Get("Authorization"))
			answer(400, `{"success":false,"errors":[{"code":6003,"message":"bad `+r.Header.Get("Authorization")+`"}]}`)(0, w, r)
		},
		"in a page": func(_ int, w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(502)
			_, _ = io.WriteString(w, "<pre>"+r.Header.Get("Authorization")+"</pre>")
		},
		"in no HTTP": func(_ int, w http.ResponseWriter, r *http.Request) {
			conn, _, err := w.(http.Hijacker).Hijack()
			if err == nil {
				_, _ = io.WriteString(conn, r.Header.Get("Authorization")+"\r\n\r\n")
				_ = conn.Close()
			}
		},
		"in a redirect": func(_ int, w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/?t="+r.Header.Get("Authorization"), http.StatusFound)
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := serve(t, handle)
			var logged bytes.Buffer
			cl, _ := newClient(t, s.URL, func(c *client.Config) {
				c.Log = slog.New(slog.NewTextHandler(&logged, &slog.HandlerOptions{Level: slog.LevelDebug - 4}))
			})
			a, err := cl.Ask(t.Context(), question("example.com"), api.Known)
			if err == nil {
				t.Fatal("no error")
			}
			e := api.AsError(err, a.Query)
			told := fmt.Sprintf("%v %+v %#v %v %s %s %v %v", err, err, *e, e.Err, e.Message.Exact(), a.Body, a.RayID.Exact(), a)
			for what, text := range map[string]string{"error or answer": told, "log": logged.String(), "traffic": fmt.Sprintf("%+v", cl.Traffic())} {
				if strings.Contains(text, secret) {
					t.Errorf("the %s holds the token: %s", what, text)
				}
			}
			if logged.Len() == 0 || strings.Contains(logged.String(), "Bearer") {
				t.Errorf("log: %s", logged.String())
			}
		})
	}
}

func TestNoGoroutineIsLeftBehind(t *testing.T) {
	before := runtime.NumGoroutine()
	s := serve(t, inTurn(answer(200, good), failing(503, 1), reset, truncated, answer(200, good)))
	cl, _ := newClient(t, s.URL)
	for i := range 20 {
		ctx, cancel := context.WithCancel(t.Context())
		if i%5 == 4 {
			cancel()
		}
		_, _ = cl.Ask(ctx, question("example.com"), api.Known)
		_, _ = cl.Ask(ctx, report(), api.Known)
		cancel()
	}
	cl.Close()
	s.CloseClientConnections()
	s.Close()
	until(t, "the goroutines end", func() bool { return runtime.NumGoroutine() <= before })
}
