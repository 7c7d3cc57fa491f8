package cfsim

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"quarry/testdata"
)

// testNow is the clock of the tests.
func testNow() time.Time { return time.Date(2026, 11, 23, 17, 30, 5, 0, time.UTC) }

// sim is a started server and a client that follows no redirect.
type sim struct {
	*Server
	t    *testing.T
	base string
	http *http.Client
}

func start(t *testing.T, opt Options) *sim {
	t.Helper()
	if opt.Now == nil {
		opt.Now = testNow
	}
	s := New(opt)
	base, stop, err := s.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	transport := &http.Transport{DisableKeepAlives: true, DisableCompression: true}
	return &sim{s, t, base, &http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse
	}}}
}

type got struct {
	status int
	header http.Header
	body   string
}

// get asks for a path below the base URL; one that begins with "intel" or
// "brand" lies below the account.
func (s *sim) get(path string) got {
	s.t.Helper()
	r, err := s.try(http.MethodGet, path, "", "Bearer "+DemoToken)
	if err != nil {
		s.t.Fatalf("GET %s: %v", path, err)
	}
	return r
}

func (s *sim) try(method, path, body, authorization string) (got, error) {
	if !strings.HasPrefix(path, "/") {
		path = "/accounts/" + DemoAccount + "/" + path
	}
	req, err := http.NewRequestWithContext(s.t.Context(), method, s.base+path, strings.NewReader(body))
	if err != nil {
		return got{}, err
	}
	if authorization != "" {
		req.Header.Set("Authorization", authorization)
	}
	res, err := s.http.Do(req)
	if err != nil {
		return got{}, err
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	return got{res.StatusCode, res.Header, string(b)}, err
}

// result decodes the result of a good answer.
func result[T any](t *testing.T, g got) T {
	t.Helper()
	var e struct {
		Success bool
		Errors  []struct{ Code int }
		Result  T
	}
	if err := json.Unmarshal([]byte(g.body), &e); err != nil {
		t.Fatalf("%v in %.300s", err, g.body)
	}
	if g.status != http.StatusOK || !e.Success || len(e.Errors) != 0 {
		t.Fatalf("status %d, body %.300s", g.status, g.body)
	}
	return e.Result
}

// codes are the error codes of a refusal, those of chains after their own.
func codes(t *testing.T, g got) []int {
	t.Helper()
	type entry struct {
		Code  int
		Chain []struct{ Code int } `json:"error_chain"`
	}
	var e struct {
		Success bool
		Errors  []entry
		Result  any
	}
	if err := json.Unmarshal([]byte(g.body), &e); err != nil {
		t.Fatalf("%v in %.300s", err, g.body)
	}
	if e.Success || e.Result != nil {
		t.Errorf("a refusal with success %v and result %v", e.Success, e.Result)
	}
	var list []int
	for _, x := range e.Errors {
		list = append(list, x.Code)
		for _, c := range x.Chain {
			list = append(list, c.Code)
		}
	}
	return list
}

func TestRecordedAnswersAreServedByteForByte(t *testing.T) {
	s := start(t, Options{})
	request, err := testdata.Recorded.ReadFile("recorded/miscategorization.request.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ file, method, path, body string }{
		{"asn-overview.json", "GET", "intel/asn/13335", ""},
		{"domain.json", "GET", "intel/domain?domain=cloudflare.com", ""},
		{"domain-history.json", "GET", "intel/domain-history?domain=cloudflare.com", ""},
		{"ip.json", "GET", "intel/ip?ipv4=1.1.1.1", ""},
		{"dns.json", "GET", "intel/dns?ipv4=1.1.1.1&start=2023-07-15&end=2023-07-18&per_page=5", ""},
		{"dns.json", "GET", "intel/dns?ipv4=1.1.1.1&start=2023-07-15&end=2023-07-18&page=1&per_page=5", ""},
		{"url-info.json", "GET", "brand-protection/url-info?url=" + url.QueryEscape(scannedURL), ""},
		{"whois.json", "GET", "intel/whois?domain=cloudflare.com", ""},
		{"miscategorization.json", "POST", "intel/miscategorization", string(request)},
	} {
		want, err := testdata.Recorded.ReadFile("recorded/" + c.file)
		if err != nil {
			t.Fatal(err)
		}
		g, err := s.try(c.method, c.path, c.body, "Bearer "+DemoToken)
		if err != nil {
			t.Fatal(err)
		}
		if g.status != http.StatusOK || g.body != string(want) {
			t.Errorf("%s: status %d, body differs from %s:\n%s", c.path, g.status, c.file, g.body)
		}
		if ct := g.header.Get("Content-Type"); ct != "application/json" {
			t.Errorf("%s: content type %q", c.path, ct)
		}
	}
}

func TestUnresolvedRecordedDomain(t *testing.T) {
	s := start(t, Options{})
	r := result[map[string]any](t, s.get("intel/domain?domain=cloudflare.com&skip_dns=true"))
	if _, resolved := r["resolves_to_refs"]; resolved || r["domain"] != "cloudflare.com" || r["notes"] != "Apex domain given." {
		t.Errorf("skip_dns=true: %v", r)
	}
}

func TestTokensAndAccounts(t *testing.T) {
	const verify, free, intel = "/user/tokens/verify", "/accounts", "intel/asn/13335"
	other := "/accounts/" + strings.Repeat("f", 32) + "/intel/asn/13335"
	s := start(t, Options{})
	for _, c := range []struct {
		name, path, authorization string
		status                    int
		codes                     string
	}{
		{"good token", verify, "Bearer " + DemoToken, 200, "[]"},
		{"good token, accounts", free, "Bearer " + DemoToken, 200, "[]"},
		{"no header", intel, "", 400, "[6003,6111]"},
		{"no header, verify", verify, "", 400, "[6003,6111]"},
		{"no bearer", intel, DemoToken, 400, "[6003,6111]"},
		{"no characters of a token", intel, "Bearer a b", 400, "[6003,6111]"},
		{"empty token", intel, "Bearer ", 400, "[6003,6111]"},
		{"wrong token, verify", verify, "Bearer wrong", 401, "[1000]"},
		{"wrong token", intel, "Bearer wrong", 401, "[10000]"},
		{"wrong token, accounts", free, "Bearer wrong", 401, "[10000]"},
		{"wrong account", other, "Bearer " + DemoToken, 404, "[7003,7000]"},
		{"no such path", "/nowhere", "Bearer " + DemoToken, 404, "[7003,7000]"},
		{"expired, verify", verify, "Bearer " + ExpiredToken, 200, "[]"},
		{"expired", intel, "Bearer " + ExpiredToken, 401, "[10000]"},
		{"disabled, verify", verify, "Bearer " + DisabledToken, 200, "[]"},
		{"disabled", intel, "Bearer " + DisabledToken, 401, "[10000]"},
		{"no permission", intel, "Bearer " + NoIntelToken, 403, "[9109]"},
		{"no permission, accounts", free, "Bearer " + NoIntelToken, 200, "[]"},
		{"read only", intel, "Bearer " + ReadOnlyToken, 200, "[]"},
		{"account's token", intel, "Bearer " + AccountToken, 200, "[]"},
		{"account's token, accounts", free, "Bearer " + AccountToken, 400, "[1001]"},
	} {
		g, err := s.try("GET", c.path, "", c.authorization)
		if err != nil {
			t.Fatal(err)
		}
		var e struct {
			Errors []struct {
				Code  int
				Chain []struct{ Code int } `json:"error_chain"`
			}
		}
		if err := json.Unmarshal([]byte(g.body), &e); err != nil {
			t.Fatal(err)
		}
		have := []int{}
		for _, x := range e.Errors {
			have = append(have, x.Code)
			for _, y := range x.Chain {
				have = append(have, y.Code)
			}
		}
		if list, _ := json.Marshal(have); g.status != c.status || string(list) != c.codes {
			t.Errorf("%s: %d %s, want %d %s", c.name, g.status, list, c.status, c.codes)
		}
	}
	for token, want := range map[string]string{DemoToken: "active", ExpiredToken: "expired", DisabledToken: "disabled"} {
		g, err := s.try("GET", verify, "", "Bearer "+token)
		if err != nil {
			t.Fatal(err)
		}
		if r := result[map[string]any](t, g); r["status"] != want {
			t.Errorf("state of a token %v, want %s", r["status"], want)
		}
	}
	g, err := s.try("POST", "intel/miscategorization", `{}`, "Bearer "+ReadOnlyToken)
	if err != nil || g.status != 403 {
		t.Errorf("a report with a token that may only read: %d %v", g.status, err)
	}
}

func TestHeadersCountDown(t *testing.T) {
	now := testNow()
	s := New(Options{Now: func() time.Time { return now }})
	first, second := direct(s, "/user/tokens/verify"), direct(s, "/user/tokens/verify")
	if a, b := first.header.Get("Ratelimit"), second.header.Get("Ratelimit"); a != `"default";r=1199;t=300` || b != `"default";r=1198;t=300` {
		t.Errorf("Ratelimit %q, then %q", a, b)
	}
	if p := first.header.Get("Ratelimit-Policy"); p != `"default";q=1200;w=300` {
		t.Errorf("Ratelimit-Policy %q", p)
	}
	if a, b := first.header.Get("Cf-Ray"), second.header.Get("Cf-Ray"); a == "" || a == b {
		t.Errorf("Cf-Ray %q, then %q", a, b)
	}
	now = now.Add(100 * time.Second)
	for range 1198 {
		if g := direct(s, "/user/tokens/verify"); g.status != 200 {
			t.Fatalf("status %d within the limit", g.status)
		}
	}
	over := direct(s, "/user/tokens/verify")
	if over.status != 429 || over.header.Get("Retry-After") != "300" || codes(t, over)[0] != 10100 {
		t.Errorf("past the limit: %d, Retry-After %q, %s", over.status, over.header.Get("Retry-After"), over.body)
	}
	now = now.Add(299 * time.Second)
	if g := direct(s, "/user/tokens/verify"); g.status != 429 || g.header.Get("Retry-After") != "1" {
		t.Errorf("a second before the end: %d, Retry-After %q", g.status, g.header.Get("Retry-After"))
	}
	now = now.Add(time.Second)
	if g := direct(s, "/user/tokens/verify"); g.status != 200 || g.header.Get("Ratelimit") != `"default";r=1199;t=300` {
		t.Errorf("after the five minutes: %d, Ratelimit %q", g.status, g.header.Get("Ratelimit"))
	}
}
