package insight_test

import (
	"fmt"
	"testing"

	"quarry/api"
	"quarry/api/cf"
	"quarry/views"
)

func TestHosting(t *testing.T) {
	const address = "192.0.2.44"
	check(t, map[string]ruleCase{
		"shared": {subject: address, known: func(w *world) { w.hosts(address, 50, owners(50)...) },
			want: []string{"· shared hosting, 50 names on it in 30 d | passive DNS, just now"}},
		"not shared": {subject: address, known: func(w *world) { w.hosts(address, 49, owners(49)...) },
			want: []string{"· 49 names on it in 30 d | passive DNS, just now"}},
		"one owner of many names": {subject: address, known: func(w *world) {
			var names []string
			for i := range 200 {
				names = append(names, fmt.Sprintf("host%d.owner.example", i))
			}
			w.hosts(address, 200, names...)
		}, want: []string{"· 200 names on it in 30 d | passive DNS, just now"}},
		"a resolver is no host": {subject: "9.9.9.9", known: func(w *world) { w.hosts("9.9.9.9", 60, owners(60)...) },
			want: []string{"· 60 names on it in 30 d | passive DNS, just now"}},
		"5 of 778":        {subject: address, known: func(w *world) { w.hosts(address, 778, owners(5)...) }, want: []string{"· 778 names (by the server's count) on it in 30 d | passive DNS, just now"}},
		"a count too low": {subject: address, known: func(w *world) { w.hosts(address, 1, owners(3)...) }, want: []string{"· 3 names on it in 30 d | passive DNS, just now"}},
		"no count": {subject: address, known: func(w *world) {
			w.hostsWithin(address, views.Window{From: 100, To: 110}, nil, owners(1000)...)
		}, want: []string{"· shared hosting, at least 1,000 names on it in 1970-04-10..1970-04-20 | passive DNS, just now"}},
		"none":       {subject: address, known: func(w *world) { w.hosts(address, 0) }},
		"unreadable": {subject: address, known: func(w *world) { w.knows(cf.EndpointPDNS, address, 0, `"no"`) }},
		"the newest days": {subject: address, known: func(w *world) {
			w.hostsWithin(address, views.Window{From: 100, To: 110}, 1, owners(1)...)
			w.hosts(address, 2, owners(2)...)
		}, want: []string{"· 2 names on it in 30 d | passive DNS, just now"}},
		"its own view": {subject: address, view: cf.EndpointPDNS, known: func(w *world) {
			w.hosts(address, 50, owners(50)...)
			w.knows(cf.EndpointIP, address, 0, []any{map[string]any{"ip": address, "risk_types": []any{map[string]any{"id": malware}}}})
		}, want: []string{
			"▲ rated Malware | IP, just now",
			"· shared hosting, 50 names on it in 30 d | passive DNS, just now",
		}},
		"its own view says how many": {subject: address, view: cf.EndpointPDNS, known: func(w *world) { w.hosts(address, 49, owners(49)...) }},

		"a name on it": {subject: "www.owner7.example", known: func(w *world) {
			w.hosts(address, 50, owners(50)...)
			w.asks(cf.EndpointPDNS, address)
		}, want: []string{"· shared hosting, one of 50 names on 192.0.2.44 in 30 d | passive DNS, just now"}},
		"not in this case": {subject: "www.owner7.example", known: func(w *world) { w.hosts(address, 50, owners(50)...) }},
		"not on it": {subject: "elsewhere.example", known: func(w *world) {
			w.hosts(address, 50, owners(50)...)
			w.asks(cf.EndpointPDNS, address)
		}},
		"it resolves to it": {subject: "www.owner7.example", known: func(w *world) {
			w.hosts(address, 50, owners(50)...)
			w.resolves("www.owner7.example", address, "2001:db8::1")
		}, want: []string{"· shared hosting, one of 50 names on 192.0.2.44 in 30 d | passive DNS, just now"}},
		"it resolves to it since": {subject: "late.example", known: func(w *world) {
			w.hosts(address, 50, owners(50)...)
			w.resolves("late.example", address)
		}, want: []string{"· shared hosting, resolves to 192.0.2.44, which has 50 names in 30 d | passive DNS, just now"}},
		"alone": {subject: "a.example", known: func(w *world) {
			w.hosts(address, 1, "a.example")
			w.resolves("a.example", address)
		}, want: []string{"· the only name on 192.0.2.44 in 30 d | passive DNS, just now"}},
		"a name that names nothing": {subject: "a.example", known: func(w *world) {
			w.hosts(address, 2, "a.example", "\x1b]0;a.example\x07")
			w.resolves("a.example", address)
		}, want: []string{"· one of 2 names on 192.0.2.44 in 30 d | passive DNS, just now"}},
	})
}

func TestNetworks(t *testing.T) {
	check(t, map[string]ruleCase{
		"others of this case": {subject: "192.0.2.1", known: func(w *world) {
			w.asks(cf.EndpointIP, "192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4", "192.0.2.5")
			for n := 1; n <= 4; n++ {
				w.belongs(fmt.Sprintf("192.0.2.%d", n), 64500)
			}
			w.belongs("192.0.2.5", 64501)
		}, want: []string{"· its network AS64500 holds 3 other addresses of this case: 192.0.2.4, 192.0.2.3, … | IP, just now"}},
		"one other": {subject: "192.0.2.1", known: func(w *world) {
			w.asks(cf.EndpointIP, "192.0.2.1", "192.0.2.2")
			w.belongs("192.0.2.1", 64500)
			w.belongs("192.0.2.2", 64500)
		}, want: []string{"· its network AS64500 also holds 192.0.2.2 of this case | IP, just now"}},
		"some are not known": {subject: "192.0.2.1", known: func(w *world) {
			w.asks(cf.EndpointIP, "192.0.2.1", "192.0.2.2", "192.0.2.3")
			w.belongs("192.0.2.1", 64500)
			w.belongs("192.0.2.2", 64500)
		}, want: []string{"· its network AS64500 holds at least 1 other address of this case: 192.0.2.2 | IP, just now"}},
		"its own network is not known": {subject: "192.0.2.1", known: func(w *world) {
			w.asks(cf.EndpointIP, "192.0.2.1", "192.0.2.2")
			w.belongs("192.0.2.2", 64500)
		}},
		"not of this case": {subject: "192.0.2.1", known: func(w *world) {
			w.belongs("192.0.2.1", 64500)
			w.belongs("192.0.2.2", 64500)
		}},
		"pruned": {subject: "192.0.2.1", known: func(w *world) {
			w.prunes(w.asks(cf.EndpointIP, "192.0.2.2"))
			w.judges("benign", "192.0.2.2")
			w.belongs("192.0.2.1", 64500)
			w.belongs("192.0.2.2", 64500)
		}},
		"pruned in one place, asked in another": {subject: "192.0.2.1", known: func(w *world) {
			w.prunes(w.asks(cf.EndpointIP, "192.0.2.2"))
			w.asks(cf.EndpointPDNS, "192.0.2.2")
			w.belongs("192.0.2.1", 64500)
			w.belongs("192.0.2.2", 64500)
		}, want: []string{"· its network AS64500 also holds 192.0.2.2 of this case | IP, just now"}},
		"of a name": {subject: "a.example", known: func(w *world) {
			w.resolves("a.example", "192.0.2.1", "192.0.2.2")
			w.asks(cf.EndpointIP, "192.0.2.1", "192.0.2.2", "192.0.2.3")
			for n := 1; n <= 3; n++ {
				w.belongs(fmt.Sprintf("192.0.2.%d", n), 64500)
			}
		}, want: []string{"· its network AS64500 also holds 192.0.2.3 of this case | IP, just now"}},
		"by the subnets": {subject: "192.0.2.1", known: func(w *world) {
			w.asks(cf.EndpointSubnets, "AS64500", "AS64501")
			w.asks(cf.EndpointIP, "192.0.2.2", "192.0.2.200")
			w.knows(cf.EndpointSubnets, "AS64500", 0, map[string]any{"asn": 64500, "subnets": []string{"192.0.2.0/24", "no"}})
			w.knows(cf.EndpointSubnets, "AS64501", 0, map[string]any{"asn": 64501, "subnets": []string{"192.0.2.192/26"}})
		}, want: []string{"· its network AS64500 also holds 192.0.2.2 of this case | subnets, just now"}},
		"a network": {subject: "AS64500", known: func(w *world) {
			w.asks(cf.EndpointIP, "192.0.2.1", "https://192.0.2.2/x")
			w.belongs("192.0.2.1", 64500)
			w.asks(cf.EndpointSubnets, "AS64500")
			w.knows(cf.EndpointSubnets, "AS64500", 3*day, map[string]any{"asn": 64500, "subnets": []string{"192.0.2.2/32"}})
		}, want: []string{"· holds 2 addresses of this case: 192.0.2.2, 192.0.2.1 | IP and subnets, 3 d old"}},
		"an empty network": {subject: "AS64500", known: func(w *world) { w.asks(cf.EndpointASN, "AS64500") }},
		"a prefix": {subject: "192.0.2.0/28", known: func(w *world) {
			w.asks(cf.EndpointIP, "192.0.2.1", "192.0.2.2", "192.0.2.99")
		}, want: []string{"· holds 2 addresses of this case: 192.0.2.2, 192.0.2.1 | this case"}},
	})
}

// A list is read once, however often one judges; an answer that is fetched again is
// read again.
func TestAnswersAreReadOnce(t *testing.T) {
	w := newWorld(t)
	w.hosts("192.0.2.44", 3, owners(3)...)
	for range 3 {
		w.judges("malicious", "www.owner1.example")
		w.judges("benign", "www.owner1.example")
		if got := w.says("ip", "192.0.2.44"); len(got) != 1 {
			t.Errorf("it says %q", got)
		}
	}
	if w.shelf.read != 1 {
		t.Errorf("read %d times", w.shelf.read)
	}
	a, _ := w.shelf.Shelf.Known(w.shelf.Held(cf.EndpointPDNS, query(cf.EndpointPDNS, "192.0.2.44").Indicator)[0])
	a.FetchedAt, a.Body = now().Add(day), []byte(`{"success":true,"result":{"reverse_records":[{"hostname":"a.example"}],"count":1}}`)
	w.shelf.Keep(a)
	if got := w.says("ip", "192.0.2.44"); len(got) != 1 || got[0] != "· 1 name on it in 2026-10-24..2026-11-23 | passive DNS, just now" {
		t.Errorf("fetched again, it says %q", got)
	}
	if w.shelf.read != 2 {
		t.Errorf("read %d times", w.shelf.read)
	}
}

var _ api.Memory = (*world)(nil)
