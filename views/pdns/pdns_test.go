package pdns

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"quarry/api"
	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/views"
	"quarry/views/viewtest"
)

// within is the route with a window of its own.
func within(from, to string) views.Route {
	r := Route()
	set := func(env views.Env) views.Env {
		env.Settings.From, _ = api.ParseDay(from)
		env.Settings.To, _ = api.ParseDay(to)
		return env
	}
	make, ask, cost := r.New, r.Query, r.Cost
	r.Cost = func(env views.Env, i indicator.Indicator) views.Cost { return cost(set(env), i) }
	r.New = func(env views.Env, i indicator.Indicator) views.View { return make(set(env), i) }
	r.Query = func(env views.Env, i indicator.Indicator) api.Query { return ask(set(env), i) }
	return r
}

type sighting struct {
	Hostname string `json:"hostname"`
	First    string `json:"first_seen"`
	Last     string `json:"last_seen"`
}

// names are n names with spans that differ, in the 30 days before the tests'
// clock and a little before.
func names(n int) []sighting {
	list := make([]sighting, n)
	for i := range list {
		last := viewtest.Now().AddDate(0, 0, -(i*7)%29)
		first := last.AddDate(0, 0, -(i*5)%17)
		list[i] = sighting{
			Hostname: fmt.Sprintf("host-%03d.example.net", (i*37)%n), First: first.Format(time.RFC3339), Last: last.Format(time.RFC3339),
		}
	}
	return list
}

// page is an answer's body.
func page(list []sighting, count, number, size int) string {
	b, _ := json.Marshal(map[string]any{
		"success": true, "errors": []any{},
		"result": map[string]any{"reverse_records": list, "count": count, "page": number, "per_page": size},
	})
	return string(b)
}

// served answers with the pages of a list, size rows each, counted as count.
func served(list []sighting, size, count int) func(api.Query) (api.Answer, error) {
	return func(q api.Query) (api.Answer, error) {
		from := min(len(list), (q.Page-1)*size)
		return viewtest.Body(page(list[from:min(len(list), from+size)], count, q.Page, size))(q)
	}
}

const long = "a-name-that-goes-on-and-on-"

func TestStates(t *testing.T) {
	viewtest.States(t, viewtest.Cases{
		Route:   within("2023-07-15", "2023-07-18"),
		Subject: "1.1.1.1",
		OK:      viewtest.Recorded(t, "dns.json"),
		Empty:   `{"result":{"reverse_records":[],"count":0,"page":1,"per_page":1000},"success":true,"errors":[]}`,
		Partial: `{"result":{"reverse_records":[{"hostname":"dated.example","first_seen":"2023-07-16","last_seen":"2023-07-17"},
			{"hostname":null,"first_seen":"2023-07-16T00:00:00Z"},{"hostname":"undated.example"},{"hostname":42,"last_seen":"soon"},"text.example",null],
			"count":"6","page":"1","per_page":null,"cursor":{"next":"abc"}},"success":true,"errors":[]}`,
		Hostile: `{"result":{"reverse_records":[
			{"hostname":"\u001b]0;owned\u0007.example","first_seen":"2023-07-15","last_seen":"2023-07-18"},
			{"hostname":"moc.elgoog\u202e.example\r\nping.example","first_seen":"\u001b[2J","last_seen":"2023-07-18"},
			{"hostname":"xn--mller-kva.example","first_seen":"0001-01-01","last_seen":"9999-12-31"},
			{"hostname":"` + strings.Repeat(long, 40) + `","first_seen":"2023-07-18","last_seen":"2023-07-15"},
			{"hostname":"=cmd|' /C calc'!A0","first_seen":"2023-07-15","last_seen":"2023-07-15"},
			{"hostname":"<img src=x>` + "`" + `[a](http://x)","first_seen":"2023-07-15","last_seen":"2023-07-15"}],
			"count":6,"page":1,"per_page":1000,"\u001b[31mfield":"\u009b"},"success":true,"errors":[]}`,
	})
}

func TestAFullWindow(t *testing.T) {
	viewtest.New(t, Route(), "192.0.2.44", served(names(64), 1000, 64)).Start().Golden("full")
}

func TestTakesIPv4Only(t *testing.T) {
	viewtest.Takes(t, Route(), map[string]string{
		"192.0.2.1": "192.0.2.1", "http://192.0.2.1:8080/x": "192.0.2.1", "2001:db8::1": "", "http://[2001:db8::1]/": "",
		"example.com": "", "AS64500": "", "192.0.2.0/24": "",
	})
	if _, why := Route().Subject(indicator.MustParse("2001:db8::1")); why != "takes IPv4 only" {
		t.Errorf("for IPv6 it says %q", why)
	}
}

func TestWindow(t *testing.T) {
	day := func(s string) api.Day {
		d, err := api.ParseDay(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for name, c := range map[string]struct {
		set      views.Settings
		from, to string
	}{
		"the last days":  {views.Settings{Days: 30}, "2026-10-24", "2026-11-23"},
		"up to a day":    {views.Settings{Days: 7, To: day("2026-03-08")}, "2026-03-01", "2026-03-08"},
		"from a day on":  {views.Settings{Days: 7, From: day("2026-01-01")}, "2026-01-01", "2026-11-23"},
		"between two":    {views.Settings{Days: 7, From: day("2023-07-15"), To: day("2023-07-18")}, "2023-07-15", "2023-07-18"},
		"of a page size": {views.Settings{Days: 1, PageSize: 250}, "2026-11-22", "2026-11-23"},
	} {
		q := query(views.Env{Now: viewtest.Now, Settings: c.set}, indicator.MustParse("192.0.2.1"))
		if q.From.String() != c.from || q.To.String() != c.to || q.Page != 1 || q.PerPage != c.set.PageSize {
			t.Errorf("%s: asks %s to %s, page %d of %d", name, q.From, q.To, q.Page, q.PerPage)
		}
	}
}

func TestSelectionIsTheNameAndSurvivesMorePages(t *testing.T) {
	b := viewtest.New(t, Route(), "192.0.2.44", served(names(60), 20, 60)).Start()
	b.Drawing(120, 40)
	for range 4 {
		b.Send(keymap.MoveDown)
	}
	b.Send(keymap.Mark)
	b.Send(keymap.MoveDown)
	before, marked := b.View.(views.Selector).Selection(), b.View.(views.Marker).Marked()
	if before.Indicator.Kind() != indicator.Domain || len(marked) != 1 {
		t.Fatalf("selected %+v, marked %v", before, marked)
	}
	b.Send(keymap.Filter)
	b.Type("host-0")
	b.Send(tea.KeyPressMsg{Code: tea.KeyEnter})
	b.Send(keymap.LoadMore)
	after, still := b.View.(views.Selector).Selection(), b.View.(views.Marker).Marked()
	if after != before || !slices.Equal(still, marked) {
		t.Errorf("selected %+v before, %+v after a further page; marked %v, then %v", before, after, marked, still)
	}
	if s := b.View.(views.Statuser).Status(); s.Filter != "host-0" || s.Total != 40 {
		t.Errorf("status %+v", s)
	}
}

func TestCommandLine(t *testing.T) {
	b := viewtest.New(t, Route(), "1.1.1.1", nil)
	q := within("2023-07-15", "2023-07-18").Query(b.Env, indicator.MustParse("1.1.1.1"))
	a, _ := viewtest.Body(viewtest.Recorded(t, "dns.json"))(q)
	content, lines, err := Route().Text(b.Env, a, 100)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Join(lines, "\n")
	for _, want := range []string{
		"Passive DNS of 1.1.1.1", "2023-07-15 → 2023-07-18", "5 of 778 names loaded: 155 more calls",
		"  ping.ubnt.com                   2023-07-15  2023-07-18  4",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("lacks %q:\n%s", want, text)
		}
	}
	record, err := json.Marshal(content.Record)
	if err != nil || !strings.Contains(string(record), `"records":[{"hostname":"internet-ping.svc.starlink.com"`) {
		t.Errorf("the record is %s, %v", record, err)
	}
	if _, _, err := Route().Text(b.Env, api.Answer{Query: q, Status: 200, Body: []byte("<html>")}, 80); err == nil {
		t.Error("a page of HTML is taken for an answer")
	}
}

func TestContentIsTheTableAsShown(t *testing.T) {
	b := viewtest.New(t, Route(), "192.0.2.44", served(names(10), 1000, 10)).Start()
	b.Send(keymap.Filter)
	b.Type("host-003")
	header, rows := b.Rows(views.Shown)
	if len(rows) != 1 || rows[0][0] != "host-003.example.net" || len(rows[0]) != len(header) {
		t.Errorf("table %+v", rows)
	}
}
