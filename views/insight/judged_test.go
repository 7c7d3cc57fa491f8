package insight_test

import (
	"testing"
	"time"

	"quarry/api"
	"quarry/api/cf"
	"quarry/state/investigation"
)

func TestWhatItGoesWith(t *testing.T) {
	const address = "192.0.2.44"
	check(t, map[string]ruleCase{
		"a bad name on an address": {subject: address, view: cf.EndpointPDNS, known: func(w *world) {
			w.hosts(address, 3, owners(3)...)
			w.judges("malicious", "www.owner1.example")
		}, want: []string{"✗ www.owner1.example on it is malicious in this case | passive DNS, just now"}},
		"bad names": {subject: address, known: func(w *world) {
			w.judges("malicious", "www.owner1.example", "a.example", "www.owner2.example", "elsewhere.example")
			w.judges("suspicious", "www.owner0.example")
			w.judges("benign", "www.owner3.example")
			w.hosts(address, 4, owners(4)...)
			w.resolves("a.example", address)
		}, want: []string{
			"✗ 3 names on it are malicious in this case: a.example, www.owner1.example, … | domain and passive DNS, just now",
			"▲ www.owner0.example on it is suspicious in this case | passive DNS, just now",
			"· 4 names on it in 30 d | passive DNS, just now",
		}},
		"a bad address": {subject: "a.example", known: func(w *world) {
			w.resolves("a.example", address)
			w.judges("suspicious", address)
		}, want: []string{"▲ resolves to 192.0.2.44, suspicious in this case | domain, just now"}},
		"a bad address before": {subject: "a.example", known: func(w *world) {
			w.hosts(address, 50, append(owners(50), "a.example")...)
			w.asks(cf.EndpointPDNS, address)
			w.judges("malicious", address)
		}, want: []string{
			"✗ seen on 192.0.2.44 in 30 d, malicious in this case | passive DNS, just now",
			"· shared hosting, one of 51 names on 192.0.2.44 in 30 d | passive DNS, just now",
		}},
		"a bad neighbour": {subject: "a.example", known: func(w *world) {
			w.hosts(address, 3, "a.example", "b.example", "c.example")
			w.resolves("a.example", address)
			w.judges("malicious", "b.example", "a.example")
		}, want: []string{
			"✗ shares 192.0.2.44 with b.example, malicious in this case | passive DNS, just now",
			"· one of 3 names on 192.0.2.44 in 30 d | passive DNS, just now",
		}},
		"a bad neighbour on shared hosting": {subject: "www.owner1.example", known: func(w *world) {
			w.hosts(address, 50, owners(50)...)
			w.resolves("www.owner1.example", address)
			w.judges("malicious", "www.owner2.example")
		}, want: []string{"· shared hosting, one of 50 names on 192.0.2.44 in 30 d | passive DNS, just now"}},
		"a bad neighbour among names that are not all here": {subject: "a.example", known: func(w *world) {
			w.hosts(address, 900, "a.example", "b.example")
			w.resolves("a.example", address)
			w.judges("malicious", "b.example")
		}, want: []string{"· one of 900 names (by the server's count) on 192.0.2.44 in 30 d | passive DNS, just now"}},
		"a bad domain above": {subject: "x.login.a.example", known: func(w *world) { w.judges("malicious", "a.example") },
			want: []string{"✗ lies under a.example, malicious in this case | verdict, just now"}},
		"a verdict that was pruned": {subject: "x.a.example", known: func(w *world) {
			w.prunes(w.asks(cf.EndpointDomain, "a.example"))
			w.judges("malicious", "a.example")
		}},
	})
}

func TestOtherCases(t *testing.T) {
	met := func(w *world, about, name string, j investigation.Judgement) {
		w.met[about] = append(w.met[about], investigation.Meeting{ID: investigation.NewID(), Name: name, At: now().Add(-40 * day), Judgement: j})
	}
	threeWeeks := now().Add(-21 * day)
	check(t, map[string]ruleCase{
		"malicious": {subject: "a.example", known: func(w *world) {
			met(w, "a.example", "Login portal", investigation.Judgement{Verdict: "malicious", Changed: threeWeeks})
		}, want: []string{"✗ malicious in another case | case Login portal, 21 days ago"}},
		"benign, with a comment": {subject: "192.0.2.1", known: func(w *world) {
			met(w, "192.0.2.1", "", investigation.Judgement{Verdict: "benign", Comment: "our\nown  host", Changed: threeWeeks})
		}, want: []string{"✓ benign in another case: our own host | an unnamed case, 21 days ago"}},
		"starred": {subject: "AS64500", known: func(w *world) {
			met(w, "AS64500", "X", investigation.Judgement{Starred: true, Changed: threeWeeks})
		}, want: []string{"· noted in another case | case X, 21 days ago"}},
		"asked": {subject: "a.example", known: func(w *world) { met(w, "a.example", "X", investigation.Judgement{}) },
			want: []string{"· asked about in another case | case X, 40 days ago"}},
		"this case": {subject: "a.example", known: func(w *world) {
			w.met["a.example"] = []investigation.Meeting{{ID: w.book.Head().ID, At: now()}}
		}},
		"the host of a URL": {subject: "https://a.example/x", known: func(w *world) {
			met(w, "a.example", "X", investigation.Judgement{Verdict: "suspicious", Changed: threeWeeks})
			met(w, "https://a.example/x", "Y", investigation.Judgement{})
		}, want: []string{
			"▲ a.example is suspicious in another case | case X, 21 days ago",
			"· asked about in another case | case Y, 40 days ago",
		}},
		"bad first": {subject: "a.example", known: func(w *world) {
			w.whois("a.example", "R", 6*day, 0)
			met(w, "a.example", "X", investigation.Judgement{Verdict: "benign", Changed: threeWeeks})
			met(w, "a.example", "Y", investigation.Judgement{Verdict: "malicious", Changed: threeWeeks})
		}, want: []string{
			"✗ malicious in another case | case Y, 21 days ago",
			"▲ registered 6 days ago | WHOIS, just now",
			"✓ benign in another case | case X, 21 days ago",
		}},
	})
}

func TestMetBefore(t *testing.T) {
	seen := func(about string, age time.Duration, in string) func(*world) {
		return func(w *world) {
			w.seen[about] = api.Sighting{First: now().Add(-age), Last: now(), Endpoint: cf.EndpointPDNS, Indicator: in, Answers: 4}
		}
	}
	check(t, map[string]ruleCase{
		"long ago":          {subject: "a.example", known: seen("a.example", 94*day, "192.0.2.44"), want: []string{"· first met 3 months ago | passive DNS of 192.0.2.44, 2026-08-21"}},
		"asked about":       {subject: "192.0.2.44", known: seen("192.0.2.44", 94*day, "192.0.2.44"), want: []string{"· first met 3 months ago | passive DNS, 2026-08-21"}},
		"among others":      {subject: "a.example", known: seen("a.example", 94*day, ""), want: []string{"· first met 3 months ago | passive DNS, 2026-08-21"}},
		"lately":            {subject: "a.example", known: seen("a.example", 6*day, "192.0.2.44")},
		"a public resolver": {subject: "9.9.9.9", known: seen("9.9.9.9", 94*day, "9.9.9.9")},
		"a network":         {subject: "AS13335", known: seen("AS13335", 94*day, "1.1.1.1")},
		"the host of a URL": {subject: "http://a.example/", known: seen("a.example", 94*day, "a.example"), want: []string{"· a.example was first met 3 months ago | passive DNS, 2026-08-21"}},
		"since this case": {subject: "a.example", known: func(w *world) {
			w.book = investigation.Begin("acc", "ann", now().Add(-100*day))
			seen("a.example", 94*day, "192.0.2.44")(w)
		}},
	})
}
