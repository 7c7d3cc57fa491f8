package cfsim

import (
	"net/netip"
	"net/url"
	"strings"
	"testing"
)

// pathFor is the path and query of a question, below the account.
func pathFor(endpoint, indicator string) string {
	q := url.QueryEscape(indicator)
	number := strings.TrimPrefix(indicator, "AS")
	switch endpoint {
	case "asn":
		return "intel/asn/" + number
	case "subnets":
		return "intel/asn/" + number + "/subnets"
	case "ip":
		if addr, err := netip.ParseAddr(indicator); err == nil && addr.Is6() {
			return "intel/ip?ipv6=" + q
		}
		return "intel/ip?ipv4=" + q
	case "pdns":
		return "intel/dns?ipv4=" + q
	case "domain":
		return "intel/domain?domain=" + q
	case "history":
		return "intel/domain-history?domain=" + q
	case "whois":
		return "intel/whois?domain=" + q
	case "phishing":
		return "brand-protection/url-info?url=" + q
	}
	return "no such endpoint"
}

func TestEveryExampleAnswers(t *testing.T) {
	s := New(Options{Now: testNow})
	seen := map[string]bool{}
	for _, e := range Indicators() {
		if e.What == "" || len(e.Endpoints) == 0 || seen[e.Indicator] {
			t.Errorf("%q is incomplete or there twice", e.Indicator)
		}
		seen[e.Indicator] = true
		for _, endpoint := range e.Endpoints {
			if g := direct(s, pathFor(endpoint, e.Indicator)); g.status != 200 || len(g.body) < 10 {
				t.Errorf("%s of %s: %d %.200s", endpoint, e.Indicator, g.status, g.body)
			}
		}
	}
}

func TestSameMomentSameAnswers(t *testing.T) {
	a, b := New(Options{Now: testNow}), New(Options{Now: testNow})
	for _, e := range append(Indicators(),
		Example{"www.green-bakery.example", "", []string{"domain", "history", "whois", "phishing"}},
		Example{"198.51.100.7", "", []string{"ip", "pdns"}},
		Example{"AS64505", "", []string{"asn", "subnets"}},
	) {
		for _, endpoint := range e.Endpoints {
			path := pathFor(endpoint, e.Indicator)
			if x, y := direct(a, path), direct(b, path); x.body != y.body || x.status != y.status {
				t.Errorf("%s of %s differs between two servers", endpoint, e.Indicator)
			}
		}
	}
}

func TestNothingIsMadeUpAboutRealNames(t *testing.T) {
	s := New(Options{Now: testNow})
	for _, c := range []struct {
		path, holds string
		status      int
	}{
		{"intel/domain?domain=ping.ui.com", `"success":false`, 404},
		{"intel/domain-history?domain=ping.ui.com", `"result":[]`, 200},
		{"intel/whois?domain=ping.ui.com", `"found":false`, 200},
		{"brand-protection/url-info?url=https%3A%2F%2Fping.ui.com%2F", `"result":[]`, 200},
		{"intel/ip?ipv4=9.9.9.9", `{"ip":"9.9.9.9","belongs_to_ref":null,"ip_lists":null,"ptr_lookup":null,"iana_reservations":null}`, 200},
		{"intel/dns?ipv4=9.9.9.9", `{"reverse_records":[],"count":0,"page":1,"per_page":20}`, 200},
		{"intel/asn/3356", `"success":false`, 404},
		{"intel/asn/3356/subnets", `"success":false`, 404},
		{"intel/domain?domain=example.com.evil.test", `"success":false`, 404},
		{"intel/domain?domain=notexample.com", `"success":false`, 404},
		{"intel/domain?domain=.example", `"success":false`, 404},
	} {
		if g := direct(s, c.path); g.status != c.status || !strings.Contains(g.body, c.holds) {
			t.Errorf("%s: %d %s", c.path, g.status, g.body)
		}
	}
}

func TestQuestionsThatAreNone(t *testing.T) {
	s := start(t, Options{})
	for _, path := range []string{
		"intel/ip", "intel/ip?ipv4=", "intel/ip?ipv4=2001:db8::1", "intel/ip?ipv6=192.0.2.1", "intel/ip?ipv6=fe80::1%25eth0",
		"intel/dns", "intel/dns?ipv6=2001:db8::1", "intel/dns?ipv4=192.0.2.44&page=0", "intel/dns?ipv4=192.0.2.44&per_page=x",
		"intel/dns?ipv4=192.0.2.44&start=yesterday", "intel/dns?ipv4=192.0.2.44&start=2026-02-01&end=2026-01-01",
		"intel/domain", "intel/domain?name=example.com", "intel/domain-history?domain=", "intel/whois?domain=a%20b.example",
		"brand-protection/url-info", "intel/asn/AS64500", "intel/asn/99999999999", "intel/asn/64500/subnets?page=-1",
	} {
		if g := s.get(path); g.status != 400 || codes(t, g)[0] != 10433 {
			t.Errorf("%s: %d %s", path, g.status, g.body)
		}
	}
	for _, body := range []string{
		"", "[]", `{"indicator_type":"mutex","url":"a.example","content_adds":[1]}`,
		`{"indicator_type":"domain","content_adds":[1]}`, `{"indicator_type":"ipv6","ip":"192.0.2.1","content_adds":[1]}`,
		`{"indicator_type":"domain","url":"a.example"}`,
	} {
		g, err := s.try("POST", "intel/miscategorization", body, "Bearer "+DemoToken)
		if err != nil || g.status != 400 {
			t.Errorf("report %s: %d %v", body, g.status, err)
		}
	}
	if g, err := s.try("DELETE", "intel/ip?ipv4=192.0.2.44", "", "Bearer "+DemoToken); err != nil || g.status != 405 {
		t.Errorf("a method that is not there: %d %v", g.status, err)
	}
	if g := s.get("intel/ip?ipv4=192.0.2.44&unheard_of=1"); g.status != 200 {
		t.Errorf("an unknown parameter must be ignored: %d", g.status)
	}
}
