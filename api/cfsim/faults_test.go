package cfsim

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/netip"
	"strings"
	"syscall"
	"testing"
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
		if addr, err := netip.ParseAddr(f.IP); err != nil || !netip.MustParsePrefix("198.51.100.0/24").Contains(addr) {
			t.Errorf("%s: address %q", f.Name, f.IP)
		}
		if f.ASN != 0 && (f.ASN < 64496 || f.ASN > 64511) {
			t.Errorf("%s: AS%d", f.Name, f.ASN)
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
		{"deep", 200, "", strings.Repeat("[", 20000)},
		{"hostile", 400, "", `\u001b]52;c;`},
	} {
		f := faultNamed(t, c.name)
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
	for name, first := range map[string]int{"rate": 1, "date": 1, "flaky": 2} {
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
	if g := s.get(pathFor("domain", "err-huge.example")); len(g.body) < 16<<20 || g.status != 200 {
		t.Errorf("huge: %d bytes", len(g.body))
	}
	g := s.get(pathFor("domain", "err-gzip.example"))
	if g.header.Get("Content-Encoding") != "gzip" || len(g.body) > 1<<20 {
		t.Fatalf("gzip: %d bytes in %q", len(g.body), g.header.Get("Content-Encoding"))
	}
	z, err := gzip.NewReader(strings.NewReader(g.body))
	if err != nil {
		t.Fatal(err)
	}
	if n, err := io.Copy(io.Discard, z); err != nil || n < 64<<20 {
		t.Errorf("gzip unpacks to %d bytes, %v", n, err)
	}
}

func TestSlowAnswerDripsUntilTheClientLeaves(t *testing.T) {
	s := start(t, Options{})
	ctx, leave := context.WithCancel(t.Context())
	defer leave()
	path := s.base + "/accounts/" + DemoAccount + "/" + pathFor("domain", "err-slow.example")
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, path, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+DemoToken)
	res, err := s.http.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	drip := make([]byte, 2)
	if _, err := io.ReadFull(res.Body, drip); err != nil || len(bytes.TrimSpace(drip)) != 0 {
		t.Fatalf("%q %v", drip, err)
	}
	leave()
	if _, err := io.ReadAll(res.Body); !errors.Is(err, context.Canceled) {
		t.Errorf("after leaving: %v", err)
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
		"an escaped newline": `line\nSECOND`, "bare HTML": "<script>", "bytes that are no UTF-8": "utf8\xff\xfeend",
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
