package cfsim

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// direct asks a server without a connection.
func direct(s *Server, path string) got {
	if !strings.HasPrefix(path, "/") {
		path = "/accounts/" + DemoAccount + "/" + path
	}
	r := httptest.NewRequest(http.MethodGet, BasePath+path, nil)
	r.Header.Set("Authorization", "Bearer "+DemoToken)
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return got{w.Code, w.Header(), w.Body.String()}
}

func TestQuotaRefusesAfterSoManyCalls(t *testing.T) {
	s := New(Options{Now: testNow})
	s.SetQuota(2)
	direct(s, "/user/tokens/verify")
	direct(s, "/accounts")
	for range 2 {
		if g := direct(s, "intel/ip?ipv4=192.0.2.44"); g.status != 200 {
			t.Fatalf("within the quota: %d", g.status)
		}
	}
	spent := direct(s, "brand-protection/url-info?url=login-portal.example")
	if spent.status != http.StatusForbidden || codes(t, spent)[0] != 10403 {
		t.Errorf("past the quota: %d %s", spent.status, spent.body)
	}
	if n := s.Calls(); n != 2 {
		t.Errorf("%d calls charged, want 2", n)
	}
	if g := direct(s, "/user/tokens/verify"); g.status != 200 {
		t.Errorf("what costs nothing must still answer: %d", g.status)
	}
	s.SetQuota(-1)
	if g := direct(s, "intel/asn/64500"); g.status != 200 || s.Calls() != 3 {
		t.Errorf("without a quota again: %d, %d calls", g.status, s.Calls())
	}
}

func TestRequestsTellWhatArrived(t *testing.T) {
	s := start(t, Options{})
	s.get("/user/tokens/verify")
	s.get("intel/ip?ipv4=192.0.2.44")
	s.get("intel/domain?domain=err-notfound.example")
	body := `{"indicator_type":"ipv4","ip":"192.0.2.44","security_adds":[131]}`
	if _, err := s.try("POST", "intel/miscategorization", body, "Bearer "+DemoToken); err != nil {
		t.Fatal(err)
	}
	base := BasePath + "/accounts/" + DemoAccount
	want := []Received{
		{"GET", BasePath + "/user/tokens/verify", "", "", 200, false},
		{"GET", base + "/intel/ip", "ipv4=192.0.2.44", "", 200, true},
		{"GET", base + "/intel/domain", "domain=err-notfound.example", "", 404, true},
		{"POST", base + "/intel/miscategorization", "", body, 200, true},
	}
	have := s.Requests()
	if len(have) != len(want) {
		t.Fatalf("%d requests, want %d", len(have), len(want))
	}
	for i := range want {
		if have[i] != want[i] {
			t.Errorf("request %d: %+v, want %+v", i, have[i], want[i])
		}
	}
}

func TestHeldRequestsWaitForTheirRelease(t *testing.T) {
	s := start(t, Options{})
	release := s.Hold()
	answered := make(chan got, 1)
	go func() { answered <- direct(s.Server, "intel/asn/64500") }()
	if err := s.WaitRequests(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	if r := s.Requests()[0]; r.Status != 0 || !r.Charged || s.Calls() != 1 {
		t.Errorf("while held: %+v, %d calls", r, s.Calls())
	}
	select {
	case g := <-answered:
		t.Fatalf("answered while held: %d", g.status)
	default:
	}
	release()
	release()
	if g := <-answered; g.status != 200 {
		t.Errorf("after the release: %d", g.status)
	}
	if g := direct(s.Server, "intel/asn/64500"); g.status != 200 {
		t.Errorf("a request after the release: %d", g.status)
	}
}

func TestHeldRequestEndsWhenItsClientLeaves(t *testing.T) {
	s := start(t, Options{})
	defer s.Hold()()
	ctx, leave := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.base+"/accounts", nil)
		if err == nil {
			_, err = s.http.Do(req)
		}
		done <- err
	}()
	if err := s.WaitRequests(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	leave()
	if err := <-done; err == nil {
		t.Error("an answer to a client that left")
	}
}

func TestWaitRequestsEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := New(Options{}).WaitRequests(ctx, 1); err == nil {
		t.Error("no error although nothing arrived")
	}
}

func TestLatencyDelaysEveryAnswer(t *testing.T) {
	const latency = 30 * time.Millisecond
	s := New(Options{Now: testNow, Latency: latency})
	began := time.Now()
	if g := direct(s, "intel/asn/64500"); g.status != 200 || time.Since(began) < latency {
		t.Errorf("status %d after %v", g.status, time.Since(began))
	}
}

func TestStopBreaksWhatIsUnderWay(t *testing.T) {
	s := New(Options{Now: testNow})
	base, stop, err := s.Start()
	if err != nil {
		t.Fatal(err)
	}
	defer s.Hold()()
	done := make(chan error, 1)
	go func() {
		res, err := http.Get(base + "/accounts")
		if err == nil {
			res.Body.Close()
		}
		done <- err
	}()
	if err := s.WaitRequests(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	stop()
	stop()
	if err := <-done; err == nil {
		t.Error("a held request was answered by stop")
	}
}

func TestAirTellsWhatWasUnderWay(t *testing.T) {
	s := start(t, Options{})
	release := s.Hold()
	var asking sync.WaitGroup
	for _, path := range []string{"intel/asn/64500", "intel/asn/64501", "intel/asn/64500"} {
		asking.Go(func() { direct(s.Server, path) })
	}
	if err := s.WaitRequests(t.Context(), 3); err != nil {
		t.Fatal(err)
	}
	release()
	asking.Wait()
	direct(s.Server, "intel/asn/64500")
	if most, twins := s.Air(); most != 3 || twins != 1 {
		t.Errorf("%d at once, %d twins", most, twins)
	}
}

func TestConcurrentUse(t *testing.T) {
	s := start(t, Options{})
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for _, e := range Indicators() {
				for _, endpoint := range e.Endpoints {
					direct(s.Server, pathFor(endpoint, e.Indicator))
				}
			}
			direct(s.Server, "intel/domain?domain=err-flaky.example")
			s.Requests()
			s.SetQuota(-1)
			s.Hold()()
		})
	}
	wg.Wait()
	if s.Calls() != len(s.Requests()) {
		t.Errorf("%d calls for %d requests", s.Calls(), len(s.Requests()))
	}
}

func TestNoAnswerIsNotAnEmptyAnswer(t *testing.T) {
	s := New(Options{Now: testNow})
	defer s.Hold()()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	r := httptest.NewRequestWithContext(ctx, http.MethodGet, BasePath+"/accounts", nil)
	defer func() {
		if p := recover(); p != http.ErrAbortHandler {
			t.Errorf("the handler of a request that was given up ended with %v: net/http answers 200 for it", p)
		}
	}()
	s.ServeHTTP(httptest.NewRecorder(), r)
}
