package insight_test

import (
	"testing"
	"time"

	"quarry/api"
	"quarry/api/cf"
)

func TestRegistration(t *testing.T) {
	const year = 365 * day
	check(t, map[string]ruleCase{
		"nothing known": {subject: "a.example", known: func(*world) {}},
		"young":         {subject: "a.example", known: func(w *world) { w.whois("a.example", "R", 6*day, year) }, want: []string{"▲ registered 6 days ago | WHOIS, just now"}},
		"hours old":     {subject: "a.example", known: func(w *world) { w.whois("a.example", "R", 5*time.Hour, year) }, want: []string{"▲ registered 5 h ago | WHOIS, just now"}},
		"29 days":       {subject: "a.example", known: func(w *world) { w.whois("a.example", "R", 29*day, year) }, want: []string{"▲ registered 29 days ago | WHOIS, just now"}},
		"30 days":       {subject: "a.example", known: func(w *world) { w.whois("a.example", "R", 30*day, year) }},
		"to come":       {subject: "a.example", known: func(w *world) { w.whois("a.example", "R", -3*day, year) }},
		"no dates": {subject: "a.example", known: func(w *world) {
			w.knows(cf.EndpointWHOIS, "a.example", 0, map[string]any{"domain": "a.example", "created_date": "soon", "expiration_date": ""})
		}},
		"not registered": {subject: "a.example", known: func(w *world) {
			w.knows(cf.EndpointWHOIS, "a.example", 0, map[string]any{"domain": "a.example", "found": false, "created_date": ago(6 * day)})
		}},
		"about something else": {subject: "a.example", known: func(w *world) {
			w.knows(cf.EndpointWHOIS, "a.example", 0, map[string]any{"domain": "b.example", "created_date": ago(6 * day)})
		}},
		"nothing found": {subject: "a.example", known: func(w *world) {
			w.shelf.Keep(api.Answer{Query: query(cf.EndpointWHOIS, "a.example"), Status: 404, FetchedAt: now(), Body: []byte(`{"success":false}`)})
		}},
		"an old answer says how old it is": {subject: "a.example", known: func(w *world) {
			w.knows(cf.EndpointWHOIS, "a.example", 20*day, map[string]any{"domain": "a.example", "created_date": ago(22 * day)})
		}, want: []string{"▲ registered 22 days ago | WHOIS, 20 d old"}},
		"of the domain above": {subject: "login.a.example", known: func(w *world) { w.whois("a.example", "R", 6*day, year) },
			want: []string{"▲ a.example was registered 6 days ago | WHOIS of a.example, just now"}},
		"of the domain above, asked about the name": {subject: "login.a.example", known: func(w *world) {
			w.knows(cf.EndpointWHOIS, "login.a.example", 0, map[string]any{"domain": "login.a.example", "created_date": ago(6 * day)})
		}, want: []string{"▲ a.example was registered 6 days ago | WHOIS, just now"}},
		"of a URL's host": {subject: "https://a.example/x", known: func(w *world) { w.whois("a.example", "R", 6*day, year) },
			want: []string{"▲ registered 6 days ago | WHOIS of a.example, just now"}},
		"its own view": {subject: "a.example", view: cf.EndpointWHOIS, known: func(w *world) {
			w.whois("a.example", "R", 6*day, year)
			w.asks(cf.EndpointWHOIS, "b.example")
			w.whois("b.example", "r", 6*day, year)
		}, want: []string{
			"▲ registered on the same day through the same registrar as b.example | WHOIS, just now",
			"▲ registered 6 days ago | WHOIS, just now",
		}},
		"ends":       {subject: "a.example", known: func(w *world) { w.whois("a.example", "R", year, 12*day) }, want: []string{"· registration ends in 12 days | WHOIS, just now"}},
		"ends today": {subject: "a.example", known: func(w *world) { w.whois("a.example", "R", year, time.Hour) }, want: []string{"· registration ends within a day | WHOIS, just now"}},
		"ended":      {subject: "a.example", known: func(w *world) { w.whois("a.example", "R", year, -3*day) }, want: []string{"▲ registration ended 3 days ago | WHOIS, just now"}},
		"was to end": {subject: "www.a.example", known: func(w *world) {
			w.knows(cf.EndpointWHOIS, "a.example", 5*day, map[string]any{"domain": "a.example", "created_date": ago(year), "expiration_date": ago(3 * day)})
		}, want: []string{"▲ registration of a.example was to end 3 days ago, unless it was renewed since | WHOIS of a.example, 5 d old"}},
	})
}

func TestRegisteredTogether(t *testing.T) {
	const old = 400 * day
	const same = "▲ registered on the same day through the same registrar as b.example | WHOIS, just now"
	both := func(registrar string, created time.Duration, servers ...string) func(w *world) {
		return func(w *world) {
			w.asks(cf.EndpointDomain, "b.example")
			w.whois("a.example", "Registrar, Inc.", old, 0, "ns1.a-dns.example", "ns2.a-dns.example")
			w.whois("b.example", registrar, created, 0, servers...)
		}
	}
	check(t, map[string]ruleCase{
		"registrar and day": {subject: "a.example", known: both("REGISTRAR, INC.", old), want: []string{same}},
		"another day":       {subject: "a.example", known: both("Registrar, Inc.", old+day)},
		"another registrar": {subject: "a.example", known: both("Other", old)},
		"a registrar that is withheld": {subject: "a.example", known: func(w *world) {
			w.asks(cf.EndpointDomain, "b.example")
			w.whois("a.example", "DATA REDACTED", old, 0)
			w.whois("b.example", "DATA REDACTED", old, 0)
		}},
		"days that registries make up": {subject: "a.example", known: func(w *world) {
			w.asks(cf.EndpointDomain, "b.example")
			for _, name := range []string{"a.example", "b.example"} {
				w.knows(cf.EndpointWHOIS, name, 0, map[string]any{"domain": name, "created_date": "1970-01-01", "registrar": "R"})
			}
		}},
		"not in this case": {subject: "a.example", known: func(w *world) {
			w.whois("a.example", "R", old, 0)
			w.whois("b.example", "R", old, 0)
		}},
		"pruned": {subject: "a.example", known: func(w *world) {
			w.prunes(w.asks(cf.EndpointDomain, "b.example"))
			w.whois("a.example", "R", old, 0)
			w.whois("b.example", "R", old, 0)
		}},
		"the same registration": {subject: "www.a.example", known: func(w *world) {
			w.asks(cf.EndpointDomain, "a.example", "mail.a.example")
			w.whois("a.example", "R", old, 0, "ns1.dns.example")
		}},
		"judged, not asked": {subject: "a.example", known: func(w *world) {
			w.judges("malicious", "b.example")
			w.whois("a.example", "R", old, 0)
			w.whois("b.example", "R", old, 0)
		}, want: []string{same}},
		"several": {subject: "a.example", known: func(w *world) {
			w.asks(cf.EndpointDomain, "b.example", "c.example", "d.example")
			for _, name := range []string{"a.example", "b.example", "c.example", "d.example"} {
				w.whois(name, "R", old, 0)
			}
		}, want: []string{"▲ registered on the same day through the same registrar as d.example, c.example, … | WHOIS, just now"}},

		"a name server of their own": {subject: "a.example", known: both("Other", old+day, "ns9.b.example", "ns2.a-dns.example"),
			want: []string{"▲ shares the name server ns2.a-dns.example with b.example | WHOIS, just now"}},
		"a provider's": {subject: "a.example", known: func(w *world) {
			w.asks(cf.EndpointDomain, "b.example")
			w.whois("a.example", "R", old, 0, "ada.ns.cloudflare.com", "ns1.domaincontrol.com")
			w.whois("b.example", "S", old, 0, "ada.ns.cloudflare.com", "ns1.domaincontrol.com")
		}},
		"everybody's": {subject: "a.example", known: func(w *world) {
			both("Other", old+day, "ns1.a-dns.example")(w)
			w.seen["ns1.a-dns.example"] = api.Sighting{Answers: 21}
		}},
		"everybody's, but its own": {subject: "a.example", known: func(w *world) {
			w.asks(cf.EndpointDomain, "b.example")
			w.whois("a.example", "R", old, 0, "ns1.a.example")
			w.whois("b.example", "S", old, 0, "ns1.a.example")
			w.seen["ns1.a.example"] = api.Sighting{Answers: 500}
		}, want: []string{"▲ shares the name server ns1.a.example with b.example | WHOIS, just now"}},
	})
}
