package dossier_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"quarry/api"
	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/views"
	"quarry/views/dossier"
	"quarry/views/safe"
	"quarry/views/viewtest"
)

// failing answers WHOIS and refuses the rest.
type failing struct {
	world world
	err   api.Error
}

func (f failing) Ask(_ context.Context, q api.Query, _ api.Freshness) (api.Answer, error) {
	if q.Endpoint == "whois" {
		return f.world.reply(q)
	}
	a, err := viewtest.Fail(f.err)(q)
	a.FetchedAt, a.Calls = viewtest.Now(), 1
	return a, err
}

// "Nothing known" was paid for: it is an answer, now and from the shelf.
func TestNothingKnownIsAnAnswer(t *testing.T) {
	b := bench(t, "cloudflare.com", recorded(t), time.Hour)
	for _, e := range []api.Endpoint{"domain", "history"} {
		b.Env.Shelf.Keep(api.Answer{
			Query:  api.Query{Endpoint: e, Indicator: indicator.MustParse("cloudflare.com")},
			Status: 404, Body: []byte(`{}`), FetchedAt: viewtest.Now().Add(-20 * time.Minute), Calls: 1,
		})
	}
	b.Env.Source = failing{recorded(t), api.Error{Class: api.NotFound, Status: 404}}
	b.View = dossier.New(b.Env, indicator.MustParse("cloudflare.com"), routes())
	b.Start()
	askRest(t, b)
	b.Golden("nothing")
	if d := b.Drawing(120, 40); !strings.Contains(d, "4 of 4 known") {
		t.Errorf("nothing known is not counted:\n%s", d)
	}
}

func TestHostile(t *testing.T) {
	w := recorded(t)
	w["domain"] = `{"result":{"domain":"cloudflare.com","risk_types":[{"id":131,"name":"Phish\u009b31ming\t"}],"type":"\u001b]52;c;YQ==\u0007","notes":"a\r\nb\u202ec","later":{"x":"\u001b[2J"}},"success":true,"errors":[]}`
	w["history"] = `{"result":[{"domain":"cloudflare.com","categorizations":[{"categories":[{"id":1,"name":"\u001b[H\u2066x` + strings.Repeat("long ", 80) + `"}],"start":"2026-01-01T00:00:00Z"}]}],"success":true,"errors":[]}`
	w["whois"] = `<html>proxy</html>`
	w["phishing"] = `{"result":{"url":7,"verdict":"\u0000"},"success":true,"errors":[]}`
	b := bench(t, "cloudflare.com", w, time.Hour, allOf("")...)
	b.Golden("hostile")
	if len(b.Source.Asked) != 0 {
		t.Errorf("asked %s", asked(b))
	}
	// What cannot be read is asked for anew, not read again.
	w["whois"] = viewtest.Recorded(t, "whois.json")
	b.Send(keymap.LoadAll)
	b.Send(confirm(t, b).Then)
	if d := b.Drawing(200, 60); asked(b) != "phishing cloudflare.com, whois cloudflare.com" || !strings.Contains(d, "CloudFlare, Inc.") {
		t.Errorf("asked %s:\n%s", asked(b), d)
	}
}

func TestCopies(t *testing.T) {
	b := bench(t, "1.1.1.1", recorded(t), 3*time.Hour, "ip")
	if c := bench(t, "1.1.1.1", recorded(t), 0).View.(views.Exporter).Content(); c.Record != nil {
		t.Errorf("nothing is known and there is a record: %v", c.Record)
	}
	c := b.View.(views.Exporter).Content()
	if got := c.Sheet.Markdown(safe.AllDots); !strings.Contains(got, "**passive DNS**\n\n- `not asked`") {
		t.Errorf("what is missing is not told:\n%s", got)
	}
	askRest(t, b)
	c = b.View.(views.Exporter).Content()
	got := c.Sheet.Markdown(safe.AllDots)
	for _, want := range []string{
		"**IP, fetched 2026-11-23 09:00:00Z**", "AS13335 CLOUDFLARENET", "`one[.]one[.]one[.]one`",
		"5 of 778 names loaded", "ping[.]ui[.]com",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the page lacks %q:\n%s", want, got)
		}
	}
	if n := strings.Count(got, "\n"); n > 40 {
		t.Errorf("the page has %d lines", n)
	}
	if strings.Contains(got, "Ask the rest") || strings.Contains(got, "ping.ui.com") {
		t.Errorf("the page has what does not belong on it:\n%s", got)
	}
	doc, err := json.Marshal(c.Record)
	var record map[string]map[string]any
	if err != nil || json.Unmarshal(doc, &record) != nil || len(record) != 2 || record["ip"]["ip"] != "1.1.1.1" || record["pdns"] == nil {
		t.Errorf("the record is %s, %v", doc, err)
	}
}

func TestCostIsTheSumOfWhatIsNotKnown(t *testing.T) {
	for subject, want := range map[string]string{
		"cloudflare.com": "1 of 4 known: 3 calls", "1.1.1.1": "2 calls", "2001:db8::1": "1 call", "AS13335": "2 calls",
		"http://www.example.com/a?b": "4 calls", "http://1.1.1.1/": "3 calls",
	} {
		b := bench(t, subject, recorded(t), time.Hour)
		b.Env.Shelf.Keep(api.Answer{Query: api.Query{Endpoint: "whois", Indicator: indicator.MustParse("cloudflare.com")}, FetchedAt: viewtest.Now()})
		if got := dossier.Cost(b.Env, indicator.MustParse(subject), routes()).String(viewtest.Now()); got != want {
			t.Errorf("%s costs %q, want %q", subject, got, want)
		}
	}
}

func TestTakesWhatAnEndpointTakes(t *testing.T) {
	viewtest.Takes(t, route(), map[string]string{
		"example.com": "example.com", "192.0.2.1": "192.0.2.1", "AS64500": "AS64500", "192.0.2.0/24": "",
		"https://example.com/x": "https://example.com/x",
	})
}
