package insight_test

import (
	"strings"
	"testing"

	"quarry/api"
	"quarry/api/cf"
	"quarry/keymap"
	"quarry/state/investigation"
	"quarry/testdata/hostile"
	"quarry/views"
	"quarry/views/frametest"
	"quarry/views/safe"
	"quarry/views/style"
)

// Every text that a rule quotes is a payload once: registrars, name servers,
// categories, families, lists, names of hosts and of cases, comments, verdicts.
// What is said is alive in nothing, on one line, and no longer than a line may be.
func TestNothingHostileIsAliveInAnInsight(t *testing.T) {
	payloads, err := hostile.Payloads()
	if err != nil {
		t.Fatal(err)
	}
	const name, address = "a.example", "192.0.2.44"
	lines := 0
	for _, p := range payloads {
		w := newWorld(t)
		text := strings.ToValidUTF8(p.Text, "\uFFFD")
		category := func(id int) map[string]any { return map[string]any{"id": id, "name": text, "super_category_id": 21} }
		w.asks(cf.EndpointDomain, "b.example")
		w.asks(cf.EndpointPDNS, address)
		w.asks(cf.EndpointIP, "192.0.2.45")
		w.judges(investigation.Verdict(text), "b.example", address)
		w.judges("malicious", "c.example")
		for _, n := range []string{name, "b.example"} {
			w.whois(n, text, 6*day, 3*day, text, "ns1.a.example")
		}
		w.hosts(address, 4, name, "c.example", text, "d.example")
		w.belongs("192.0.2.45", 64500)
		w.knows(cf.EndpointIP, address, 0, []any{map[string]any{
			"ip": address, "risk_types": []any{category(131)}, "ip_lists": []any{map[string]any{"id": 1, "name": text}},
			"belongs_to_ref": map[string]any{"value": 64500, "description": text},
		}})
		w.knows(cf.EndpointDomain, name, 0, map[string]any{
			"domain": name, "risk_score": 0.9, "risk_types": []any{category(131), map[string]any{"name": text}},
			"additional_information": map[string]any{"suspected_malware_family": text},
			"resolves_to_refs":       []any{map[string]any{"value": text}, map[string]any{"value": address}},
		})
		w.knows(cf.EndpointHistory, name, 0, []any{map[string]any{"domain": name, "categorizations": []any{
			map[string]any{"start": ago(90 * day), "end": ago(20 * day), "categories": []any{map[string]any{"name": text + "!"}}},
			map[string]any{"start": ago(20 * day), "categories": []any{category(131), category(117), map[string]any{"name": text}}},
		}}})
		for _, about := range []string{name, address} {
			w.met[about] = []investigation.Meeting{{
				ID: investigation.NewID(), Name: text, At: now().Add(-9 * day),
				Judgement: investigation.Judgement{Verdict: investigation.Verdict(text), Comment: text, By: text, Changed: now().Add(-8 * day)},
			}, {ID: investigation.NewID(), Name: text, At: now().Add(-9 * day)}}
			w.seen[about] = api.Sighting{First: now().Add(-90 * day), Endpoint: api.Endpoint(text), Indicator: text, Answers: 2}
		}
		for _, subject := range []string{name, address, "https://" + name + "/x", "AS64500"} {
			list := w.rules.Of(w.premises("other", subject))
			for _, i := range list {
				lines++
				checkLine(t, p.ID(), i)
			}
			checkDrawn(t, list)
		}
	}
	if lines < 15*len(payloads) {
		t.Errorf("only %d sentences for %d payloads", lines, len(payloads))
	}
}

func checkLine(t *testing.T, payload string, i views.Insight) {
	t.Helper()
	line := i.Whole(now()).String()
	for _, what := range frametest.Alive(line) {
		t.Errorf("%s is alive in an insight: %s", payload, what)
	}
	if safe.Print(line) != line {
		t.Errorf("%s: not printed: %.200q", payload, line)
	}
	if len([]rune(line)) > 700 {
		t.Errorf("%s: an insight of %d characters: %.200q", payload, len([]rune(line)), line)
	}
}

// checkDrawn draws insights at the widths of bodies.
func checkDrawn(t *testing.T, list []views.Insight) {
	t.Helper()
	env := views.Env{
		Theme: style.New(true), Keys: keymap.Default(), Now: now,
		Insights: func() views.Insights { return views.Insights{List: list, All: true} },
	}
	for _, width := range []int{40, 80, 86, 166} {
		for _, height := range []int{9, 60} {
			lines := views.InsightLines(env, views.Size{Width: width, Height: height})
			frametest.Check(t, strings.Join(lines, "\n"), width, len(lines))
		}
	}
}
