package client_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"quarry/api"
	"quarry/api/cf"
	"quarry/api/cf/client"
	"quarry/state/indicator"
)

const (
	secret  = "v1.0-SecretSecretSecretSecretSecretSecret"
	account = "0123456789abcdef0123456789abcdef"
	good    = `{"success":true,"errors":[],"messages":[],"result":{"domain":"example.com"}}`
)

// question is a GET about a domain.
func question(domain string) api.Query {
	return api.Query{Endpoint: cf.EndpointDomain, Indicator: indicator.MustParse(domain)}
}

// report is the one question that changes something.
func report() api.Query {
	return api.Query{
		Endpoint:  cf.EndpointMiscategorization,
		Indicator: indicator.MustParse("example.com"),
		Payload:   `{"indicator_type":"domain","url":"example.com","security_adds":[131]}`,
	}
}

// server is a stub that counts what reaches it.
type server struct {
	*httptest.Server
	requests atomic.Int64
}

// serve starts a stub; handle gets the number of the request, from 1.
func serve(t *testing.T, handle func(n int, w http.ResponseWriter, r *http.Request)) *server {
	t.Helper()
	s := unstarted(t, handle)
	s.Start()
	return s
}

func unstarted(t *testing.T, handle func(n int, w http.ResponseWriter, r *http.Request)) *server {
	t.Helper()
	s := &server{}
	s.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		handle(int(s.requests.Add(1)), w, r)
	}))
	t.Cleanup(func() {
		s.CloseClientConnections()
		s.Close()
	})
	return s
}

// answer is a handler that always gives the same.
func answer(status int, body string) func(int, http.ResponseWriter, *http.Request) {
	return func(_ int, w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}
}

// inTurn gives the first request the first answer, and so on; the last stays.
func inTurn(handlers ...func(int, http.ResponseWriter, *http.Request)) func(int, http.ResponseWriter, *http.Request) {
	return func(n int, w http.ResponseWriter, r *http.Request) {
		handlers[min(n, len(handlers))-1](n, w, r)
	}
}

// failing is a refusal with Cloudflare's envelope and headers.
func failing(status, code int, headers ...string) func(int, http.ResponseWriter, *http.Request) {
	return func(n int, w http.ResponseWriter, r *http.Request) {
		for i := 0; i < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		answer(status, `{"success":false,"errors":[{"code":`+strconv.Itoa(code)+`,"message":"no"}],"messages":[],"result":null}`)(n, w, r)
	}
}

// clock is a time that only passes when somebody sleeps.
type clock struct {
	mu    sync.Mutex
	now   time.Time
	slept []time.Duration
}

func newClock() *clock { return &clock{now: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	c.slept = append(c.slept, d)
	return ctx.Err()
}

func (c *clock) naps() []time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]time.Duration(nil), c.slept...)
}

// newClient is a client of a stub with a clock of its own, closed at the end.
func newClient(t *testing.T, url string, change ...func(*client.Config)) (*client.Client, *clock) {
	t.Helper()
	token, err := client.NewToken(secret)
	if err != nil {
		t.Fatal(err)
	}
	ck := newClock()
	config := client.Config{
		BaseURL: url, Token: token, Account: account, Timeout: 30 * time.Second, // plenty: a third of it is for a connection
		Now: ck.Now, Sleep: ck.Sleep,
	}
	for _, f := range change {
		f(&config)
	}
	c, err := client.New(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c, ck
}

// wantClass fails unless err is an [*api.Error] of a class, with texts.
func wantClass(t *testing.T, err error, class api.Class) *api.Error {
	t.Helper()
	var e *api.Error
	if !errors.As(err, &e) {
		t.Fatalf("error is %T %v, want an *api.Error of class %d", err, err, class)
	}
	if e.Class != class {
		t.Fatalf("class = %d (%v), want %d", e.Class, e, class)
	}
	if e.What() == "" || e.Why() == "" || e.Next() == "" {
		t.Errorf("error %+v lacks a text", e)
	}
	return e
}

// until waits for a condition.
func until(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); !ok(); runtime.Gosched() {
		if time.Now().After(end) {
			t.Fatalf("never: %s", what)
		}
	}
}

// inTime runs what is to run out of time, with more of it where the machine is so busy
// that nothing could be sent in it: run reports whether something was.
func inTime(limit time.Duration, run func(limit time.Duration) (sent bool)) {
	const most = 30 * time.Second
	for !run(limit) && limit < most {
		limit *= 4
	}
}

// result is what Ask returned.
type result struct {
	answer api.Answer
	err    error
}

// ask asks in the background.
func ask(ctx context.Context, c *client.Client, q api.Query) <-chan result {
	ch := make(chan result, 1)
	go func() {
		a, err := c.Ask(ctx, q, api.Known)
		ch <- result{a, err}
	}()
	return ch
}

// receive waits for a value.
func receive[T any](t *testing.T, what string, ch <-chan T) (v T) {
	t.Helper()
	select {
	case v = <-ch:
	case <-time.After(10 * time.Second):
		t.Fatalf("never: %s", what)
	}
	return v
}
