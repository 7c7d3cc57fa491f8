package insight_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"quarry/api"
	"quarry/api/cf"
	"quarry/api/source"
	"quarry/state/indicator"
	"quarry/state/investigation"
	"quarry/views"
	"quarry/views/insight"
	"quarry/views/viewtest"
)

const day = 24 * time.Hour

func now() time.Time { return viewtest.Now() }

// ago is a moment on the wire.
func ago(d time.Duration) string { return now().Add(-d).Format(time.RFC3339) }

// words are those of the routes.
func words() map[api.Endpoint]string {
	return map[api.Endpoint]string{
		cf.EndpointIP: "IP", cf.EndpointPDNS: "passive DNS", cf.EndpointDomain: "domain", cf.EndpointHistory: "history",
		cf.EndpointWHOIS: "WHOIS", cf.EndpointASN: "ASN", cf.EndpointSubnets: "subnets", cf.EndpointBulk: "look-up",
	}
}

// world is what is known.
type world struct {
	t     testing.TB
	rules *insight.Rules
	shelf *counting
	book  *investigation.Notebook
	met   map[string][]investigation.Meeting
	seen  map[string]api.Sighting
}

// counting is a shelf that counts how often answers are read from it.
type counting struct {
	api.Shelf
	read int
}

func (c *counting) Known(q api.Query) (api.Answer, bool) {
	c.read++
	return c.Shelf.Known(q)
}

func newWorld(t testing.TB) *world {
	return &world{
		t: t, rules: insight.New(words()), shelf: &counting{Shelf: source.NewMemory()},
		book: investigation.Begin("acc", "ann", now().Add(-time.Hour)),
		met:  map[string][]investigation.Meeting{}, seen: map[string]api.Sighting{},
	}
}

// keep puts an answer on the shelf that came some time ago.
func (w *world) keep(q api.Query, age time.Duration, result any) {
	w.t.Helper()
	text, raw := result.(string)
	if !raw {
		b, err := json.Marshal(result)
		if err != nil {
			w.t.Fatal(err)
		}
		text = string(b)
	}
	w.shelf.Keep(api.Answer{
		Query: q, Status: 200, FetchedAt: now().Add(-age), Calls: 1,
		Body: []byte(`{"success":true,"errors":[],"messages":[],"result":` + text + `}`),
	})
}

// knows puts the answer of an endpoint about something on the shelf.
func (w *world) knows(e api.Endpoint, about string, age time.Duration, result any) {
	w.t.Helper()
	w.keep(api.Query{Endpoint: e, Indicator: indicator.MustParse(about)}, age, result)
}

// whois is a registration.
func (w *world) whois(name, registrar string, created, expires time.Duration, servers ...string) {
	w.t.Helper()
	record := map[string]any{"domain": name, "created_date": ago(created), "registrar": registrar, "nameservers": servers}
	if expires != 0 {
		record["expiration_date"] = ago(-expires)
	}
	w.knows(cf.EndpointWHOIS, name, 0, record)
}

// resolves is an answer about a name without risks.
func (w *world) resolves(name string, addresses ...string) {
	w.t.Helper()
	var refs []map[string]string
	for _, a := range addresses {
		refs = append(refs, map[string]string{"id": "x", "value": a})
	}
	w.knows(cf.EndpointDomain, name, 0, map[string]any{"domain": name, "resolves_to_refs": refs})
}

// belongs is an answer about an address and its network.
func (w *world) belongs(address string, asn int) {
	w.t.Helper()
	w.knows(cf.EndpointIP, address, 0, []any{map[string]any{"ip": address, "belongs_to_ref": map[string]any{"value": asn}}})
}

// hosts is the passive DNS of an address in the last thirty days; count is the
// server's.
func (w *world) hosts(address string, count int, names ...string) {
	w.t.Helper()
	today := api.DayOf(now())
	w.hostsWithin(address, views.Window{From: today - 30, To: today}, count, names...)
}

func (w *world) hostsWithin(address string, days views.Window, count any, names ...string) {
	w.t.Helper()
	rows := []map[string]string{}
	for _, n := range names {
		rows = append(rows, map[string]string{"hostname": n, "first_seen": days.From.String(), "last_seen": days.To.String()})
	}
	result := map[string]any{"reverse_records": rows, "page": 1, "per_page": 1000}
	if count != nil {
		result["count"] = count
	}
	w.keep(api.Query{
		Endpoint: cf.EndpointPDNS, Indicator: indicator.MustParse(address), From: days.From, To: days.To, Page: 1, PerPage: 1000,
	}, 0, result)
}

// owners are names of as many registered domains.
func owners(n int) []string {
	var all []string
	for i := range n {
		all = append(all, fmt.Sprintf("www.owner%d.example", i))
	}
	return all
}

// asks makes nodes of the case.
func (w *world) asks(e api.Endpoint, about ...string) (last investigation.ID) {
	for _, a := range about {
		q := api.Query{Endpoint: e, Indicator: indicator.MustParse(a)}
		last, _ = w.book.Ask(investigation.ID{}, investigation.Node{Question: q.Key(), Endpoint: string(e), Indicator: q.Indicator}, now())
	}
	return last
}

func (w *world) prunes(id investigation.ID) { w.book.Do(w.book.Prune(id), now()) }

func (w *world) judges(v investigation.Verdict, about ...string) {
	for _, a := range about {
		w.book.Do(w.book.SetVerdict(v, indicator.MustParse(a)), now())
	}
}

// Seen implements [api.Memory].
func (w *world) Seen(i indicator.Indicator) (api.Sighting, bool) {
	s, ok := w.seen[i.String()]
	return s, ok
}

func (w *world) premises(e api.Endpoint, subject string) views.Premises {
	return views.Premises{
		Subject: indicator.MustParse(subject), Endpoint: e, Now: now(), Shelf: w.shelf, Case: w.book.Snapshot(), Memory: w,
		Met: func(i indicator.Indicator) []investigation.Meeting { return w.met[i.String()] },
	}
}

// says is what the rules say, a line each.
func (w *world) says(e api.Endpoint, subject string) []string {
	var lines []string
	for _, i := range w.rules.Of(w.premises(e, subject)) {
		lines = append(lines, i.Line().String()+" | "+i.Source(now()))
	}
	return lines
}

// rules are cases of a table: what is known, and all that is then said.
type ruleCase struct {
	subject string
	view    api.Endpoint // empty for one that shows nothing of what is known
	known   func(w *world)
	want    []string
}

func check(t *testing.T, cases map[string]ruleCase) {
	t.Helper()
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			c.known(w)
			view := c.view
			if view == "" {
				view = "other"
			}
			if got := w.says(view, c.subject); !slices.Equal(got, c.want) {
				t.Errorf("of %s it says\n  %s\nwant\n  %s", c.subject, strings.Join(got, "\n  "), strings.Join(c.want, "\n  "))
			}
		})
	}
}
