package insight_test

import (
	"testing"
	"time"

	"quarry/api"
	"quarry/api/cf"
	"quarry/state/indicator"
)

func query(e api.Endpoint, about string) api.Query {
	return api.Query{Endpoint: e, Indicator: indicator.MustParse(about)}
}

type period struct {
	from, to   time.Duration // ago; to is negative for one that is open
	categories []int
}

// history is an answer with periods, the oldest first.
func (w *world) history(name string, age time.Duration, periods ...period) {
	w.t.Helper()
	var list []map[string]any
	for _, p := range periods {
		one := map[string]any{"start": ago(p.from)}
		var categories []map[string]any
		for _, id := range p.categories {
			categories = append(categories, map[string]any{"id": id})
		}
		one["categories"] = categories
		if p.to >= 0 {
			one["end"] = ago(p.to)
		}
		if p.from == unknown {
			delete(one, "start")
		}
		list = append(list, one)
	}
	w.knows(cf.EndpointHistory, name, age, []any{map[string]any{"domain": name, "categorizations": list}})
}

const (
	unknown = -1
	open    = -1
	// Categories of Cloudflare's.
	technology, login, phishing, malware, newDomains, groupTechnology = 155, 115, 131, 117, 169, 26
)

func TestCategories(t *testing.T) {
	check(t, map[string]ruleCase{
		"changed twice": {subject: "a.example", known: func(w *world) {
			w.history("a.example", 0, period{90 * day, 12 * day, []int{technology}}, period{12 * day, 5 * day, []int{login}}, period{5 * day, open, []int{technology}})
		}, want: []string{"· category changed twice in 30 days, last 5 days ago | history, just now"}},
		"changed once": {subject: "a.example", known: func(w *world) {
			w.history("a.example", 0, period{90 * day, 12 * day, []int{technology}}, period{12 * day, open, []int{login}})
		}, want: []string{"· category changed 12 days ago | history, just now"}},
		"changed before": {subject: "a.example", known: func(w *world) {
			w.history("a.example", 0, period{90 * day, 30 * day, []int{technology}}, period{30 * day, open, []int{login, phishing}})
		}},
		"the first categories are no change": {subject: "a.example", known: func(w *world) {
			w.history("a.example", 0, period{12 * day, open, []int{technology}})
		}},
		"the same categories once more": {subject: "a.example", known: func(w *world) {
			w.history("a.example", 0, period{90 * day, 12 * day, []int{technology}}, period{12 * day, open, []int{technology, groupTechnology}})
		}},
		"new domains grow old by themselves": {subject: "a.example", known: func(w *world) {
			w.history("a.example", 0, period{20 * day, 12 * day, []int{newDomains}}, period{12 * day, 3 * day, []int{newDomains, login}}, period{3 * day, open, []int{login}})
		}},
		"a risk came": {subject: "a.example", known: func(w *world) {
			w.history("a.example", 0, period{90 * day, 2 * day, []int{login}}, period{2 * day, open, []int{login, phishing}})
		}, want: []string{
			"▲ Phishing since 2026-11-21, 2 days ago | history, just now",
			"· category changed 2 days ago | history, just now",
		}},
		"risky from the beginning": {subject: "a.example", known: func(w *world) {
			w.history("a.example", 0, period{2 * day, open, []int{phishing, malware}})
		}, want: []string{"▲ Malware, Phishing since 2026-11-21, 2 days ago | history, just now"}},
		"a risk went": {subject: "a.example", known: func(w *world) {
			w.history("a.example", 0, period{90 * day, 2 * day, []int{login, phishing}}, period{2 * day, open, []int{login}})
		}, want: []string{
			"· category changed 2 days ago | history, just now",
			"· not Phishing any more, since 2026-11-21, 2 days ago | history, just now",
		}},
		"a risk came and went": {subject: "a.example", known: func(w *world) {
			w.history("a.example", 0, period{90 * day, 9 * day, []int{login}}, period{9 * day, 2 * day, []int{phishing}}, period{2 * day, open, []int{login}})
		}, want: []string{
			"· category changed twice in 30 days, last 2 days ago | history, just now",
			"· not Phishing any more, since 2026-11-21, 2 days ago | history, just now",
		}},
		"an old answer": {subject: "a.example", known: func(w *world) {
			w.history("a.example", 10*day, period{90 * day, 12 * day, []int{technology}}, period{12 * day, open, []int{login}})
		}, want: []string{"· category changed 12 days ago | history, 10 d old"}},
		"days that nobody can read": {subject: "a.example", known: func(w *world) {
			w.history("a.example", 0, period{unknown, 15 * day, []int{login}}, period{12 * day, 5 * day, []int{technology}}, period{5 * day, open, []int{login}})
		}, want: []string{"· category changed at least twice in 30 days, last 5 days ago | history, just now"}},
		"its own view": {subject: "a.example", view: cf.EndpointHistory, known: func(w *world) {
			w.history("a.example", 0, period{90 * day, 2 * day, []int{login}}, period{2 * day, open, []int{phishing}})
			w.whois("a.example", "R", 400*day, 2*day)
		}, want: []string{
			"· registration ends in 2 days | WHOIS, just now",
			"▲ Phishing since 2026-11-21, 2 days ago | history, just now",
			"· category changed 2 days ago | history, just now",
		}},
		"to come": {subject: "a.example", known: func(w *world) {
			w.history("a.example", 0, period{90 * day, 2 * day, []int{login}}, period{-3 * day, open, []int{phishing}})
		}},
		"of another name": {subject: "a.example", known: func(w *world) {
			w.history("b.example", 0, period{90 * day, 2 * day, []int{login}}, period{2 * day, open, []int{phishing}})
		}},
	})
}

func TestRatings(t *testing.T) {
	risk := func(w *world, age time.Duration, score float64) {
		w.knows(cf.EndpointDomain, "a.example", age, map[string]any{
			"domain": "a.example", "risk_score": score, "risk_types": []any{map[string]any{"id": phishing}, map[string]any{"id": 32, "name": "Security Risks"}},
			"additional_information": map[string]any{"suspected_malware_family": "Bot"},
		})
	}
	const said = "▲ risk 0.83 high, Phishing, Security Risks, malware Bot | domain, just now"
	check(t, map[string]ruleCase{
		"a name":          {subject: "a.example", known: func(w *world) { risk(w, 0, 0.83) }, want: []string{said}},
		"in its own view": {subject: "a.example", view: cf.EndpointDomain, known: func(w *world) { risk(w, 0, 0.83) }},
		"no risk":         {subject: "a.example", known: func(w *world) { w.resolves("a.example") }},
		"a score that says": {subject: "a.example", known: func(w *world) {
			w.knows(cf.EndpointDomain, "a.example", 0, map[string]any{"domain": "a.example", "risk_score": 0.4})
		}, want: []string{"▲ risk 0.40 medium | domain, just now"}},
		"a low score": {subject: "a.example", known: func(w *world) {
			w.knows(cf.EndpointDomain, "a.example", 0, map[string]any{"domain": "a.example", "risk_score": 0.1})
		}},
		"a newer one among others": {subject: "a.example", known: func(w *world) {
			risk(w, 2*day, 0.83)
			names := indicator.SetOf(indicator.MustParse("a.example"), indicator.MustParse("b.example"))
			w.keep(api.Query{Endpoint: cf.EndpointBulk, Names: names}, day, []any{map[string]any{"domain": "a.example", "risk_score": 0.9}})
		}, want: []string{"▲ risk 0.90 high | look-up, 1 d old"}},
		"an address": {subject: "192.0.2.7", known: func(w *world) {
			w.knows(cf.EndpointIP, "192.0.2.7", 0, []any{map[string]any{
				"ip": "192.0.2.7", "risk_types": []any{map[string]any{"id": malware}}, "ip_lists": []any{map[string]any{"id": 3, "name": "Open Proxies"}},
			}})
		}, want: []string{"▲ rated Malware, on the IP list Open Proxies | IP, just now"}},
	})
}
