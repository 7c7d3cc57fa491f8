package cfsim

import (
	"encoding/json"
	"math/big"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestWalkFromOneOneOneOne(t *testing.T) {
	s := New(Options{Now: testNow})
	names := result[dnsResult](t, direct(s, pathFor("pdns", "1.1.1.1")))
	if names.Records[1].Hostname != "one.one.one.one" {
		t.Fatalf("passive DNS begins with %v", names.Records[:2])
	}
	d := result[domainResult](t, direct(s, pathFor("domain", "one.one.one.one")))
	if len(*d.Resolves) != 1 || (*d.Resolves)[0].Value != "1.1.1.1" {
		t.Errorf("one.one.one.one resolves to %v", *d.Resolves)
	}
	h := result[[]historyResult](t, direct(s, pathFor("history", "one.one.one.one")))
	if n := len(h[0].Categorizations); n != 3 || h[0].Categorizations[n-1].End != "" || h[0].Categorizations[0].End == "" {
		t.Errorf("history %+v", h)
	}
	w := result[map[string]any](t, direct(s, pathFor("whois", "one.one.one.one")))
	if _, err := time.Parse(time.DateOnly, w["created_date"].(string)); err != nil {
		t.Errorf("created_date is no plain date: %v", err)
	}
	for _, ip := range []string{"104.16.132.229", "104.16.133.229", "2606:4700::6810:84e5", "2606:4700::6810:85e5"} {
		r := result[[]ipResult](t, direct(s, pathFor("ip", ip)))
		if r[0].BelongsTo == nil || r[0].BelongsTo.Value != 13335 || r[0].BelongsTo.ID != "autonomous-system--2fa28d71-3549-5a38-af05-770b79ad6ea8" {
			t.Errorf("%s belongs to %+v", ip, r[0].BelongsTo)
		}
	}
	subnets := subnetsOf(t, s, "13335")
	if !holds(subnets, "1.1.1.1") || !holds(subnets, "104.16.132.229") || !holds(subnets, "2606:4700::6810:84e5") {
		t.Errorf("AS13335 has not the walk's addresses: %v", subnets.Subnets)
	}
}

func TestCaseOfTheLoginPortal(t *testing.T) {
	s := New(Options{Now: testNow})
	d := result[domainResult](t, direct(s, pathFor("domain", "LOGIN-portal.example.")))
	var resolves []string
	networks := map[uint32]bool{}
	for _, r := range *d.Resolves {
		resolves = append(resolves, r.Value)
		host := result[[]ipResult](t, direct(s, pathFor("ip", r.Value)))[0]
		networks[host.BelongsTo.Value] = true
	}
	if want := []string{"192.0.2.44", "192.0.2.45", "2001:db8::44"}; !slices.Equal(resolves, want) {
		t.Errorf("resolves to %v", resolves)
	}
	if !networks[64500] || !networks[64501] {
		t.Errorf("its networks are %v: the chain must end in a choice", networks)
	}
	if *d.Score != 0.83 || d.Risks[0].ID != 131 || d.Risks[1].ID != 178 || d.Rank != 0 || d.Domain != "login-portal.example" {
		t.Errorf("%+v", d)
	}
	skipped := result[map[string]any](t, direct(s, pathFor("domain", "login-portal.example")+"&skip_dns=true"))
	if _, has := skipped["resolves_to_refs"]; has {
		t.Error("skip_dns=true and yet it is resolved")
	}
	w := result[map[string]any](t, direct(s, pathFor("whois", "login-portal.example")))
	if w["created_date"] != "2026-11-17T17:30:05.000Z" || w["created_date_raw"] != "2026-11-17T17:30:05Z" || w["registrant"] != "DATA REDACTED" {
		t.Errorf("WHOIS %v", w)
	}
	h := result[[]historyResult](t, direct(s, pathFor("history", "login-portal.example")))[0].Categorizations
	if len(h) != 3 || h[0].End != h[1].Start || h[2].End != "" || h[2].Categories[1].Name != "Phishing" || !strings.HasSuffix(h[0].Start, ".533482Z") {
		t.Errorf("history %+v", h)
	}
	p := result[[]urlInfoResult](t, direct(s, pathFor("phishing", "https://login-portal.example/session/verify?id=7")))[0]
	if _, err := time.Parse(time.RFC1123, p.Scan.Processed); err != nil || len(p.Models) != 2 || len(p.Rules) != 2 {
		t.Errorf("scan %+v, %v", p, err)
	}
	names, _ := all(t, s, pathFor("pdns", "192.0.2.44"), 1000)
	if !slices.Contains(names, "login-portal.example") || slices.Contains(names[:5], "login-portal.example") {
		t.Error("login-portal.example must stand among the names of 192.0.2.44, and not on top")
	}
	for _, name := range names[:20] {
		d := result[domainResult](t, direct(s, pathFor("domain", name)))
		if (*d.Resolves)[0].Value != "192.0.2.44" {
			t.Errorf("%s was seen at 192.0.2.44 and resolves to %v", name, *d.Resolves)
		}
	}
}

func TestFullRecords(t *testing.T) {
	s := New(Options{Now: testNow})
	w := result[map[string]any](t, direct(s, pathFor("whois", "example.com")))
	filled := 0
	for _, v := range w {
		if v != "" && v != nil {
			filled++
		}
	}
	if len(w) != 87 || filled != 87 {
		t.Errorf("%d fields, %d filled; the description has 87", len(w), filled)
	}
	mail := result[domainResult](t, direct(s, pathFor("domain", "mail.example.com")))
	if mail.InheritedFrom != "example.com" || len(mail.InheritedContent) == 0 || mail.Rank == 0 ||
		mail.Application["name"] == nil || mail.Additional["suspected_malware_family"] == nil {
		t.Errorf("mail.example.com: %+v", mail)
	}
	if r := result[domainResult](t, direct(s, pathFor("domain", "mail.example.com")+"&skip_ranking=true")); r.Rank != 0 {
		t.Errorf("skip_ranking=true and yet rank %d", r.Rank)
	}
	ip := result[[]ipResult](t, direct(s, pathFor("ip", "192.0.2.44")))[0]
	if ip.BelongsTo.Value != 64500 || ip.BelongsTo.Country != "NL" || len(ip.Risks) == 0 || len(ip.Lists) == 0 || !strings.HasSuffix(ip.PTR.Domains[0], ".") {
		t.Errorf("192.0.2.44: %+v", ip)
	}
	quiet := direct(s, pathFor("ip", "104.16.132.229")).body
	if strings.Contains(quiet, "risk_types") || !strings.Contains(quiet, `"ip_lists":null`) {
		t.Errorf("an address with nothing to say: %s", quiet)
	}
}

func subnetsOf(t *testing.T, s *Server, asn string) subnetsResult {
	t.Helper()
	g := direct(s, "intel/asn/"+asn+"/subnets")
	var r subnetsResult
	if err := json.Unmarshal([]byte(g.body), &r); err != nil || g.status != 200 || strings.Contains(g.body, "success") {
		t.Fatalf("%v in %d %.200s", err, g.status, g.body)
	}
	return r
}

func holds(r subnetsResult, ip string) bool {
	return slices.ContainsFunc(r.Subnets, func(p string) bool {
		return netip.MustParsePrefix(p).Contains(netip.MustParseAddr(ip))
	})
}

func TestSubnets(t *testing.T) {
	s := New(Options{Now: testNow})
	r := subnetsOf(t, s, "64500")
	v4, v6 := 0, 0
	for _, text := range r.Subnets {
		p := netip.MustParsePrefix(text)
		if p != p.Masked() {
			t.Errorf("%s has bits past its length", text)
		}
		if p.Addr().Is4() {
			v4++
		} else {
			v6++
		}
	}
	if v4 < 50 || v6 < 300 || r.Count != v4+v6 || duplicates(r.Subnets) != 0 {
		t.Errorf("%d v4, %d v6, count %d, %d twice", v4, v6, r.Count, duplicates(r.Subnets))
	}
	// All addresses of 2001:db8::/32, and of 192.0.2.0/24, 198.51.100.0/24 and
	// 203.0.113.0/24.
	want := new(big.Int).Lsh(big.NewInt(1), 96)
	if want.Add(want, big.NewInt(768)); r.Total.Cmp(want) != 0 {
		t.Errorf("%v addresses, want %v", r.Total, want)
	}
	if !holds(r, "192.0.2.44") || !holds(r, "2001:db8::44") {
		t.Error("AS64500 has not the case's addresses")
	}
	second := direct(s, "intel/asn/64500/subnets?page=2&per_page=100")
	var page subnetsResult
	if err := json.Unmarshal([]byte(second.body), &page); err != nil || !slices.Equal(page.Subnets, r.Subnets[100:200]) || page.Count != r.Count || page.Page != 2 {
		t.Errorf("the second page: %v %.200s", err, second.body)
	}
	if empty := direct(s, "intel/asn/64511/subnets").body; !strings.Contains(empty, `"count":0,"ip_count_total":0`) || !strings.Contains(empty, `"subnets":[]`) {
		t.Errorf("AS64511: %s", empty)
	}
	if isp := direct(s, "intel/asn/64501").body; !strings.Contains(isp, `"type":"isp"`) {
		t.Errorf("AS64501: %s", isp)
	}
}

func TestOddAnswersAreJSON(t *testing.T) {
	for subject, text := range oddBodies() {
		if !json.Valid([]byte(text)) {
			t.Errorf("%s is no JSON", subject)
		}
	}
}
