package cfsim

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"
)

// shaped is the answer about login-portal.example, or another subject of the
// case, under the account of a fault.
func shaped(t *testing.T, s *Server, fault, path string) string {
	t.Helper()
	g := direct(s, "/accounts/"+faultNamed(t, fault).Account()+"/"+path)
	if g.status != 200 {
		t.Errorf("%s, %s: status %d", fault, path, g.status)
	}
	return g.body
}

func TestShapesAreWhatTheySay(t *testing.T) {
	s := New(Options{Now: testNow})
	const domain, ip, dns, asn, subnets = "intel/domain?domain=login-portal.example", "intel/ip?ipv4=192.0.2.44",
		"intel/dns?ipv4=192.0.2.44", "intel/asn/64500", "intel/asn/64500/subnets"
	for _, c := range []struct {
		fault, path string
		holds       []string
		lacks       string
		json        bool
	}{
		{"mistyped", domain, []string{`"domain":[{"text":"login-portal.example"}]`, `"risk_score":"many"`, `"content_categories":{"0":2}`, `"success":true`}, "", true},
		{"mistyped", subnets, []string{`"asn":"many"`, `"subnets":{"0":`}, `"success"`, true},
		{"missing", domain, []string{`"risk_score"`, `"content_categories":[{"id":115,"super_category_id":15}`}, `"domain"`, true},
		{"twice", ip, []string{`"ip":"overwritten"`, `"ip":"192.0.2.44"`}, "", true},
		{"unknown", dns, []string{`"x_confidence":0.5`, `"reverse_records":[{`}, "", true},
		{"utf8", dns, []string{".example\xff\xfe\""}, "", true},
		{"errors-too", domain, []string{`"errors":[{"code":10001`, `"result":{"domain":"login-portal.example"`}, "", true},
		{"errors-too", subnets, []string{`"errors":[{"code":10001`, `"subnets":[`}, "", true},
		{"other", domain, []string{`"domain":"another.example"`}, "login-portal", true},
		{"other", ip, []string{`"ip":"192.0.2.250"`}, "192.0.2.44", true},
		{"other", asn, []string{`"asn":64499`}, "64500", true},
		{"other", "intel/ip?ipv6=2001:db8::44", []string{`"ip":"2001:db8::ffff"`}, "2001:db8::44", true},
		{"other", "brand-protection/url-info?url=https://login-portal.example/session/verify?id=7", []string{"https://another.example/session"}, "login-portal", true},
		{"halved", domain, []string{`{"result":{"domain"`}, "", false},
		{"trailing", domain, []string{`}<!-- cached -->`}, "", false},
	} {
		body := shaped(t, s, c.fault, c.path)
		for _, part := range c.holds {
			if !strings.Contains(body, part) {
				t.Errorf("%s, %s lacks %q: %.400s", c.fault, c.path, part, body)
			}
		}
		if c.lacks != "" && strings.Contains(body, c.lacks) {
			t.Errorf("%s, %s holds %q: %.400s", c.fault, c.path, c.lacks, body)
		}
		if json.Valid([]byte(body)) != c.json || utf8.ValidString(body) != (c.fault != "utf8") {
			t.Errorf("%s, %s: JSON %v, UTF-8 %v", c.fault, c.path, json.Valid([]byte(body)), utf8.ValidString(body))
		}
	}
}

// A report meets them too, under their account.
func TestReportsMeetTheFaultsOfAnAccount(t *testing.T) {
	s := start(t, Options{})
	const report = `{"indicator_type":"domain","url":"login-portal.example","security_adds":[131]}`
	for fault, status := range map[string]int{"server": 500, "mistyped": 200, "blocked": 403, "date": 429} {
		path := "/accounts/" + faultNamed(t, fault).Account() + "/intel/miscategorization"
		if g, err := s.try("POST", path, report, "Bearer "+DemoToken); err != nil || g.status != status {
			t.Errorf("%s: %d %v, want %d", fault, g.status, err, status)
		}
	}
}
