package cfsim

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
	"unicode/utf8"
)

// faultPaths are questions about each of a fault's indicators.
func faultPaths(f Fault) []string {
	var paths []string
	for _, subject := range f.subjects() {
		switch {
		case strings.HasPrefix(subject, "AS"):
			paths = append(paths, pathFor("asn", subject), pathFor("subnets", subject))
		case subject == f.IP:
			paths = append(paths, pathFor("ip", subject), pathFor("pdns", subject))
		default:
			paths = append(paths, pathFor("domain", subject), pathFor("history", subject), pathFor("whois", subject),
				pathFor("phishing", "https://"+subject+"/a?b=c"), pathFor("phishing", subject))
		}
	}
	return paths
}

func TestFaultsAreTold(t *testing.T) {
	owner := map[string]string{}
	for _, f := range Faults() {
		if f.Name == "" || f.What == "" || len(f.subjects()) == 0 {
			t.Errorf("%+v is incomplete", f)
		}
		for _, subject := range f.subjects() {
			if owner[subject] != "" {
				t.Errorf("%s belongs to %s and %s", subject, owner[subject], f.Name)
			}
			owner[subject] = f.Name
		}
		if addr, err := netip.ParseAddr(f.IP); err != nil || !documentation(addr) || addr.As4()[3] < 200 {
			t.Errorf("%s: address %q, which the world may use", f.Name, f.IP)
		}
		if f.ASN != 0 && (f.ASN < 64496 || f.ASN > 64511) && (f.ASN < 65536 || f.ASN > 65551) {
			t.Errorf("%s: AS%d", f.Name, f.ASN)
		}
		if account := f.Account(); len(account) != 32 || owner[account] != "" || account == DemoAccount {
			t.Errorf("%s: account %q", f.Name, account)
		} else {
			owner[account] = f.Name
		}
	}
}

func documentation(addr netip.Addr) bool {
	for _, p := range []string{"192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24"} {
		if netip.MustParsePrefix(p).Contains(addr) {
			return true
		}
	}
	return false
}

// The documentation of the package has the table of faults.
func TestFaultsAreDocumented(t *testing.T) {
	doc, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	var table strings.Builder
	for _, f := range Faults() {
		fmt.Fprintf(&table, "//\t%-15s %-15s %s\n", f.Name, f.IP, f.What)
	}
	if !strings.Contains(string(doc), table.String()) {
		t.Errorf("doc.go should have this table:\n%s", table.String())
	}
}

// A fault answers with the status that it tells, for every indicator and for
// every endpoint under its account.
func TestFaultsHaveTheirStatus(t *testing.T) {
	s := start(t, Options{})
	for _, f := range Faults() {
		if slices.Contains([]string{"slow", "latency", "drip", "huge", "huge-said", "large"}, f.Name) || f.Status == 0 {
			continue // tests of their own
		}
		paths := faultPaths(f)
		for _, below := range []string{"intel/asn/64500", "intel/asn/64500/subnets", "intel/dns?ipv4=192.0.2.44", "intel/ip?ipv6=2001:db8::44", "intel/domain?domain=login-portal.example"} {
			paths = append(paths, "/accounts/"+f.Account()+"/"+below)
		}
		for _, path := range paths {
			g, err := s.try("GET", path, "", "Bearer "+DemoToken)
			if g.status != f.Status && err == nil {
				t.Errorf("%s, %s: status %d, want %d", f.Name, path, g.status, f.Status)
			}
		}
	}
}

func TestAccountOfAFault(t *testing.T) {
	s := New(Options{Now: testNow})
	account := "/accounts/" + faultNamed(t, "forbidden").Account()
	for path, want := range map[string]int{
		account: 200, account + "/tokens/verify": 200, account + "/intel/ip?ipv4=192.0.2.44": 403,
		account + "/intel/nowhere": 404, "/accounts/" + strings.Repeat("e", 32) + "/intel/ip?ipv4=192.0.2.44": 404,
	} {
		if g := direct(s, path); g.status != want {
			t.Errorf("%s: %d, want %d", path, g.status, want)
		}
	}
}

func TestPlainFaults(t *testing.T) {
	for _, c := range []struct {
		name   string
		status int
		header string // "Name: value"
		body   string // what the body holds
	}{
		{"quota", 403, "", `"code":10403`},
		{"rate", 429, "Retry-After: 2", `"code":971`},
		{"rate-long", 429, "Retry-After: 3600", `"code":971`},
		{"date", 429, "Retry-After: Mon, 23 Nov 2026 17:30:07 GMT", `"code":971`},
		{"auth", 401, "", `"code":10000`},
		{"forbidden", 403, "", `"code":9109`},
		{"entitled", 403, "", `"code":10010,"message":"intel.not_entitled"`},
		{"server", 500, "Content-Type: text/html; charset=utf-8", "Internal Server Error"},
		{"flaky", 503, "", "Service Unavailable"},
		{"html", 200, "Content-Type: text/html; charset=utf-8", "<html>"},
		{"notfound", 404, "", `"success":false`},
		{"false", 200, "Content-Type: application/json", `"success":false,"errors":{"code":10433`},
		{"redirect", 302, "Location: https://elsewhere.example/login", ""},
		{"null", 200, "Content-Type: application/json", "null"},
		{"empty", 200, "Content-Length: 0", ""},
		{"deep", 200, "", strings.Repeat("[", 100000)},
		{"deep-closed", 200, "", strings.Repeat("[", 100000) + "1" + strings.Repeat("]", 100000)},
		{"rate-bare", 429, "", `"code":971`},
		{"rate-page", 429, "Content-Type: text/html; charset=utf-8", "1015"},
		{"auth-bare", 401, "Content-Length: 0", ""},
		{"blocked", 403, "Content-Type: text/html; charset=utf-8", "Access denied"},
		{"unavailable", 503, "Retry-After: 2", "Service Unavailable"},
		{"login", 200, "Content-Type: application/json", "<html>"},
		{"false-null", 200, "", `"success":false,"errors":null`},
		{"false-bare", 200, "", `{"success":false}`},
		{"redirect-path", 301, "", ""},
		{"redirect-bare", 302, "Location: ", ""},
		{"gzip-broken", 200, "Content-Encoding: gzip", `{"success":true`},
		{"null-result", 200, "", `"result":null`},
		{"hostile", 400, "", `\u001b]52;c;`},
	} {
		f := faultNamed(t, c.name)
		if len(faultPaths(f)) == 0 {
			t.Errorf("%s has nothing to ask about", c.name)
		}
		if f.Status != c.status {
			t.Errorf("%s says status %d", c.name, f.Status)
		}
		s := start(t, Options{})
		for _, path := range faultPaths(f) {
			g := s.get(path)
			name, want, _ := strings.Cut(c.header, ": ")
			if g.status != c.status || !strings.Contains(g.body, c.body) || name != "" && g.header.Get(name) != want {
				t.Errorf("%s, %s: %d, %s %q, %.200s", c.name, path, g.status, name, g.header.Get(name), g.body)
			}
			if g.header.Get("Ratelimit") == "" || g.header.Get("Cf-Ray") == "" {
				t.Errorf("%s, %s: headers are missing", c.name, path)
			}
		}
	}
}

func TestSomeFaultsPass(t *testing.T) {
	for name, first := range map[string]int{"rate": 1, "date": 1, "unavailable": 1, "flaky": 2} {
		s := New(Options{Now: testNow})
		f := faultNamed(t, name)
		if f.First != first {
			t.Errorf("%s: First is %d", name, f.First)
		}
		for _, path := range faultPaths(f) {
			for i := range first + 2 {
				if g := direct(s, path); (g.status == 200) != (i >= first) {
					t.Errorf("%s, %s, try %d: %d", name, path, i+1, g.status)
				}
			}
		}
	}
}

func TestReportsMeetFaults(t *testing.T) {
	s := start(t, Options{})
	for body, want := range map[string]int{
		`{"indicator_type":"domain","url":"err-server.example","security_adds":[131]}`:         500,
		`{"indicator_type":"url","url":"https://err-quota.example/x","security_adds":[131]}`:   403,
		`{"indicator_type":"ipv4","ip":"198.51.100.204","url":null,"security_adds":[131]}`:     401,
		`{"indicator_type":"domain","ip":null,"url":"shop.example.org","security_adds":[131]}`: 200,
	} {
		if g, err := s.try("POST", "intel/miscategorization", body, "Bearer "+DemoToken); err != nil || g.status != want {
			t.Errorf("%s: %d %v, want %d", body, g.status, err, want)
		}
	}
}

func TestBrokenBodies(t *testing.T) {
	s := start(t, Options{})
	for _, c := range []struct {
		name string
		want error
	}{
		{"truncated", io.ErrUnexpectedEOF},
		{"reset", syscall.ECONNRESET},
	} {
		for _, path := range faultPaths(faultNamed(t, c.name)) {
			g, err := s.try("GET", path, "", "Bearer "+DemoToken)
			if !errors.Is(err, c.want) || g.status != 200 || !strings.HasPrefix(g.body, `{"success":true`) {
				t.Errorf("%s, %s: %d %q %v, want %v", c.name, path, g.status, g.body, err, c.want)
			}
		}
	}
	for _, path := range faultPaths(faultNamed(t, "drop")) {
		if g, err := s.try("GET", path, "", "Bearer "+DemoToken); err == nil || g.status != 0 {
			t.Errorf("drop, %s: %d %v", path, g.status, err)
		}
	}
}

func TestLargeBodies(t *testing.T) {
	s := start(t, Options{})
	for _, name := range []string{"huge", "huge-said"} {
		res := s.response("err-" + name + ".example")
		n, err := io.Copy(io.Discard, res.Body)
		if n < 50<<20-1<<17 || (err != nil) != (name == "huge-said") {
			t.Errorf("%s: %d bytes, %v", name, n, err)
		}
	}
	large := s.get(pathFor("domain", "err-large.example")).body
	if !json.Valid([]byte(large)) || len(large) < 15<<20 || len(large) > 16<<20 || !strings.Contains(large, `"domain":"err-large.example"`) {
		t.Errorf("large: %d bytes", len(large))
	}
	g := s.get(pathFor("domain", "err-gzip.example"))
	if g.header.Get("Content-Encoding") != "gzip" || len(g.body) > 1<<20 {
		t.Fatalf("gzip: %d bytes in %q", len(g.body), g.header.Get("Content-Encoding"))
	}
	z, err := gzip.NewReader(strings.NewReader(g.body))
	if err != nil {
		t.Fatal(err)
	}
	if n, err := io.CopyN(io.Discard, z, 64<<20); err != nil {
		t.Errorf("gzip unpacks to %d bytes, %v", n, err)
	}
}

func TestLateAnswersAreWhole(t *testing.T) {
	s := start(t, Options{})
	for _, name := range []string{"latency", "drip"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			began := time.Now()
			g := direct(s.Server, pathFor("domain", "err-"+name+".example"))
			if took := time.Since(began); took < late*9/10 {
				t.Errorf("it took %v", took)
			}
			if r := result[domainResult](t, g); r.Domain != "err-"+name+".example" {
				t.Errorf("%+v", r)
			}
		})
	}
}

func TestNeverAnswers(t *testing.T) {
	s := start(t, Options{})
	ctx, leave := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.base+"/accounts/"+faultNamed(t, "never").Account()+"/intel/asn/64500", nil)
		if err == nil {
			req.Header.Set("Authorization", "Bearer "+DemoToken)
			_, err = s.http.Do(req)
		}
		done <- err
	}()
	if err := s.WaitRequests(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	leave()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("after leaving: %v", err)
	}
}

// response is the answer to a question about a domain, with its body unread.
func (s *sim) response(domain string) *http.Response {
	s.t.Helper()
	req, err := http.NewRequestWithContext(s.t.Context(), http.MethodGet, s.base+"/accounts/"+DemoAccount+"/"+pathFor("domain", domain), nil)
	if err != nil {
		s.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+DemoToken)
	res, err := s.http.Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { _ = res.Body.Close() })
	return res
}

// Whoever follows a redirect to this machine is noticed.
func TestRedirectsLeadToTheServer(t *testing.T) {
	s := start(t, Options{})
	for _, name := range []string{"redirect-port", "redirect-host", "redirect-path"} {
		res := s.response("err-" + name + ".example")
		before := len(s.Requests())
		at, err := res.Location()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if same := at.Host == strings.TrimSuffix(strings.TrimPrefix(s.base, "http://"), BasePath); same != (name == "redirect-path") {
			t.Errorf("%s leads to %s", name, at)
		}
		if followed, err := http.Get(at.String()); err == nil {
			_ = followed.Body.Close()
		}
		if n := len(s.Requests()); n == before {
			t.Errorf("%s: following it to %s was not noticed", name, at)
		}
	}
}

func TestSlowAnswerDripsUntilTheClientLeaves(t *testing.T) {
	s := start(t, Options{})
	res := s.response("err-slow.example")
	drip := make([]byte, 2)
	if _, err := io.ReadFull(res.Body, drip); err != nil || len(bytes.TrimSpace(drip)) != 0 {
		t.Fatalf("%q %v", drip, err)
	}
	if err := res.Body.Close(); err != nil {
		t.Error(err)
	}
}

func TestHostileTextReachesTheWireUnharmed(t *testing.T) {
	s := New(Options{Now: testNow})
	for _, path := range []string{
		pathFor("domain", "hostile.example"), pathFor("history", "hostile.example"), pathFor("whois", "hostile.example"),
		pathFor("phishing", "https://hostile.example/"), pathFor("ip", "203.0.113.66"), pathFor("pdns", "203.0.113.66"),
		pathFor("domain", "err-hostile.example"),
	} {
		g := direct(s, path)
		if !json.Valid([]byte(g.body)) {
			t.Errorf("%s is no JSON", path)
		}
		if strings.ContainsFunc(g.body, func(r rune) bool { return r < ' ' }) {
			t.Errorf("%s has bare control characters, which JSON forbids", path)
		}
	}
	names := direct(s, pathFor("pdns", "203.0.113.66")+"&per_page=100").body
	for what, text := range map[string]string{
		"an escaped ESC": `\u001b[2J`, "a bare C1": "\u009b31m", "a bare bidi override": "\u202e",
		"an escaped newline": `line\u000a ▌`, "bare HTML": "<script>", "bytes that are no UTF-8": "a\xff\xfeb",
		"a name of 100,000 characters": strings.Repeat("a", 100000),
	} {
		if !strings.Contains(names, text) {
			t.Errorf("passive DNS has not %s", what)
		}
	}
	if utf8.ValidString(names) {
		t.Error("passive DNS is valid UTF-8")
	}
}

func faultNamed(t *testing.T, name string) Fault {
	t.Helper()
	for _, f := range Faults() {
		if f.Name == name {
			return f
		}
	}
	t.Fatalf("no fault %q", name)
	return Fault{}
}
