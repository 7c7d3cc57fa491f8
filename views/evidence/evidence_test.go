package evidence

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"quarry/api"
	"quarry/api/source"
	"quarry/keymap"
	"quarry/state/export"
	"quarry/state/indicator"
	"quarry/state/investigation"
	"quarry/views"
	"quarry/views/bulk"
	"quarry/views/domain"
	"quarry/views/pdns"
	"quarry/views/safe"
	"quarry/views/style"
	"quarry/views/whois"
)

func now() time.Time { return time.Date(2026, 11, 23, 18, 0, 0, 0, time.UTC) }

// shelf is answers by question; what else was ever the body of one is by hash.
type shelf struct {
	bodies map[api.Query]string
	old    map[string]string
	status int
	// missing are those of which nothing is known, believed for now.
	missing map[api.Query]bool
	// origins are of those that are not one's own.
	origins map[api.Query]api.Origin
}

func (s shelf) Answer(q api.Query, sum string) (api.Answer, bool) {
	body, ok := s.bodies[q]
	if was, there := s.old[sum]; there {
		body = was
	}
	status := max(s.status, 200)
	if s.missing[q] {
		status, ok = 404, true
		body = `{"success":false,"errors":[{"code":10000,"message":"nothing"}],"result":null}`
	}
	return api.Answer{Query: q, Status: status, Body: []byte(body), FetchedAt: now(), Calls: 1, Origin: s.origins[q]}, ok
}

func (s shelf) Held(e api.Endpoint, i indicator.Indicator) []api.Query {
	var all []api.Query
	for q := range s.bodies {
		if q.Endpoint == e && q.Indicator == i {
			all = append(all, q)
		}
	}
	for q := range s.missing {
		all = append(all, q)
	}
	return all
}

func sumOf(body string) string {
	s := sha256.Sum256([]byte(body))
	return hex.EncodeToString(s[:])
}

func one(t *testing.T, s shelf, n investigation.Node) export.Evidence {
	t.Helper()
	n.ID = investigation.ID{1}
	env := views.Env{
		Context: t.Context(), Shelf: source.NewMemory(), Theme: style.New(true), Keys: keymap.Default(), Now: now,
		Seen: func() []indicator.Indicator { return nil },
	}
	routes := []views.Route{pdns.Route(), domain.Route(), whois.Route(), bulk.Route().Of(indicator.Set{})}
	return Gather(env, routes, investigation.Investigation{Nodes: []investigation.Node{n}}, s)[n.ID]
}

func node(question string) investigation.Node {
	q, _ := api.ParseKey(question)
	return investigation.Node{Question: question, Endpoint: string(q.Endpoint), Indicator: q.Indicator}
}

func query(question string) api.Query {
	q, ok := api.ParseKey(question)
	if !ok {
		panic(question)
	}
	return q
}

// page is an answer of passive DNS.
func page(count int, names ...string) string {
	rows := ""
	for n, name := range names {
		if n > 0 {
			rows += ","
		}
		rows += fmt.Sprintf(`{"hostname":%q,"first_seen":"2026-11-20","last_seen":"2026-11-23"}`, name)
	}
	return fmt.Sprintf(`{"success":true,"errors":[],"messages":[],"result":{"reverse_records":[%s]},"result_info":{"count":%d,"page":1,"per_page":2,"total_count":%d}}`, rows, count, count)
}

const pdnsQuestion = "pdns 192.0.2.44 from=2026-11-17 to=2026-11-23 page=1 per_page=2"

func TestPagesAreJoined(t *testing.T) {
	q := query(pdnsQuestion)
	second := q
	second.Page = 2
	s := shelf{bodies: map[api.Query]string{q: page(5, "a.example.com", "b.example.com"), second: page(5, "b.example.com", "c.example.com")}}
	e := one(t, s, node(pdnsQuestion))
	if e.Missing != "" || len(e.Rows) != 3 || e.Rows[2][0] != "c.example.com" {
		t.Errorf("%q %v", e.Missing, e.Rows)
	}
	if e.Title != "Passive DNS" || e.Source != "GET intel/dns?ipv4=192.0.2.44&start=2026-11-17&end=2026-11-23&page=1&per_page=2" {
		t.Errorf("%q from %q", e.Title, e.Source)
	}
	if len(e.Links) < 3 || e.Links[0].Type != export.ResolvesTo || e.Links[0].From.String() != "a.example.com" || e.Links[0].First.IsZero() {
		t.Errorf("%+v", e.Links)
	}
	if got := Answers(investigation.Investigation{Nodes: []investigation.Node{node(pdnsQuestion)}}, s); len(got) != 2 {
		t.Errorf("%d answers are handed over", len(got))
	}
}

// A look-up of many names is evidence of each of them.
func TestLookupOfMany(t *testing.T) {
	const question = `bulk  names="a.example.com b.example.com"`
	s := shelf{bodies: map[api.Query]string{query(question): `{"success":true,"errors":[],"messages":[],"result":[{"domain":"a.example.com","risk_score":0.9}]}`}}
	e := one(t, s, node(question))
	if e.Missing != "" || e.Title != "Look-up" || len(e.About) != 2 || len(e.Rows) != 2 || e.Rows[0][2] != "0.9" || e.Rows[1][1] != "not in the answer" ||
		!strings.HasPrefix(e.Source, "GET intel/domain/bulk?") || len(e.Record) == 0 {
		t.Errorf("%+v", e)
	}
	if e := one(t, shelf{}, node(question)); e.Missing == "" || len(e.About) != 2 {
		t.Errorf("%+v", e)
	}
}

// Whose answers the evidence is made of is told, also of a part of it.
func TestOthersAnswersAreNamed(t *testing.T) {
	q := query(pdnsQuestion)
	second := q
	second.Page = 2
	alice := api.Origin{By: safe.FromOutside("al\x1bice"), ImportedAt: now()}
	s := shelf{
		bodies:  map[api.Query]string{q: page(5, "a.example.com", "b.example.com"), second: page(5, "b.example.com", "c.example.com")},
		origins: map[api.Query]api.Origin{},
	}
	for _, whose := range []struct {
		pages []api.Query
		want  []export.Import
	}{
		{nil, nil},
		{[]api.Query{second}, []export.Import{{By: "al\x1bice", At: now(), Answers: 1}}},
		{[]api.Query{q, second}, []export.Import{{By: "al\x1bice", At: now(), Answers: 2}}},
	} {
		for _, page := range whose.pages {
			s.origins[page] = alice
		}
		if e := one(t, s, node(pdnsQuestion)); e.Answers != 2 || !slices.Equal(e.Imported, whose.want) {
			t.Errorf("of %d answers %+v, want %+v", e.Answers, e.Imported, whose.want)
		}
	}
}

// A window that was put together is found in the windows that it was put
// together of.
func TestWindowsArePutTogether(t *testing.T) {
	s := shelf{bodies: map[api.Query]string{
		query("pdns 192.0.2.44 from=2026-11-01 to=2026-11-18 page=1 per_page=2"): page(1, "a.example.com"),
		query("pdns 192.0.2.44 from=2026-11-19 to=2026-11-23 page=1 per_page=2"): page(1, "b.example.com"),
		query("pdns 192.0.2.44 from=2026-01-01 to=2026-01-02 page=1 per_page=2"): page(1, "long-ago.example.com"),
	}}
	e := one(t, s, node(pdnsQuestion))
	if e.Missing != "" || fmt.Sprint(e.Rows) != "[[a.example.com 2026-11-20 2026-11-23 4] [b.example.com 2026-11-20 2026-11-23 4]]" {
		t.Errorf("%q %v", e.Missing, e.Rows)
	}
}

// Of the windows that a window was put together of nothing counts but its own days: each
// name once, none that was seen on other days alone, and no day beyond.
func TestWindowsAreCutToTheDaysAsked(t *testing.T) {
	row := func(name, first, last string) string {
		return fmt.Sprintf(`{"hostname":%q,"first_seen":%q,"last_seen":%q}`, name, first, last)
	}
	body := func(rows ...string) string {
		return fmt.Sprintf(`{"success":true,"errors":[],"messages":[],"result":{"reverse_records":[%s],"count":%d,"page":1,"per_page":1000}}`, strings.Join(rows, ","), len(rows))
	}
	s := shelf{bodies: map[api.Query]string{
		query("pdns 192.0.2.44 from=2026-10-01 to=2026-11-18 page=1 per_page=1000"): body(
			row("both.example.com", "2026-10-02", "2026-11-18"), row("before.example.com", "2026-10-02", "2026-11-16"), row("first.example.com", "2026-11-17", "2026-11-18")),
		query("pdns 192.0.2.44 from=2026-11-18 to=2026-11-25 page=1 per_page=1000"): body(
			row("both.example.com", "2026-11-18", "2026-11-25"), row("after.example.com", "2026-11-24", "2026-11-25"), row("last.example.com", "2026-11-22", "2026-11-24")),
	}}
	s.missing = map[api.Query]bool{query("pdns 192.0.2.44 from=2026-11-01 to=2026-11-20 page=1 per_page=1000"): true}
	e := one(t, s, node(pdnsQuestion))
	want := [][]string{
		{"both.example.com", "2026-11-17", "2026-11-23", "7"}, {"first.example.com", "2026-11-17", "2026-11-18", "2"}, {"last.example.com", "2026-11-22", "2026-11-23", "2"},
	}
	if d := cmp.Diff(want, e.Rows); d != "" || e.Missing != "" || e.Total != 0 || e.Answers != 2 {
		t.Errorf("%q, %d in all, of %d answers: %s", e.Missing, e.Total, e.Answers, d)
	}
	if len(e.Links) != 3 || e.Links[0].First.Format(time.DateOnly) != "2026-11-17" || e.Links[0].Last.Format(time.DateOnly) != "2026-11-23" {
		t.Errorf("links %+v", e.Links)
	}
	for _, gone := range []string{"before.example.com", "after.example.com", `"count"`} {
		if strings.Contains(string(e.Record), gone) {
			t.Errorf("the record has %s: %s", gone, e.Record)
		}
	}
	if want := "GET intel/dns?ipv4=192.0.2.44&start=2026-10-01&end=2026-11-18&page=1&per_page=1000, GET intel/dns?ipv4=192.0.2.44&start=2026-11-18&end=2026-11-25&page=1&per_page=1000"; e.Source != want {
		t.Errorf("it says that this was sent: %s", e.Source)
	}
	if facts := fmt.Sprint(e.Facts); facts != "[from 2026-11-17 to 2026-11-23 put together of 2 answers]" {
		t.Error(facts)
	}
}

const domainBody = `{"success":true,"errors":[],"messages":[],"result":{"domain":"login.example.com","risk_score":%s,
	"resolves_to_refs":[{"id":"ipv4-addr--baa568ec-6efe-5902-be55-0663833db537","value":"192.0.2.44"}]}}`

// The answer that was shown is the evidence, where it is kept, and where it is
// not this is said.
func TestTheAnswerThatWasShown(t *testing.T) {
	was, is := fmt.Sprintf(domainBody, "0.9"), fmt.Sprintf(domainBody, "0.1")
	n := node("domain login.example.com")
	n.SHA256, n.FetchedAt = sumOf(was), now().Add(-48*time.Hour)
	s := shelf{bodies: map[api.Query]string{query(n.Question): is}, old: map[string]string{sumOf(was): was}}
	if e := one(t, s, n); len(e.Facts) > 0 || !e.FetchedAt.Equal(n.FetchedAt) || !strings.HasPrefix(e.Fields[0].Value, "0.9") {
		t.Errorf("%+v", e)
	}
	s.old = nil
	if e := one(t, s, n); len(e.Facts) != 1 || !e.FetchedAt.Equal(now()) {
		t.Errorf("it is not said that the answer is another one: %+v", e)
	}
}

func TestWhatIsStated(t *testing.T) {
	s := shelf{bodies: map[api.Query]string{
		query("domain login.example.com"): fmt.Sprintf(domainBody, "0.9"),
		query("whois example.com"): `{"success":true,"errors":[],"messages":[],"result":{"domain":"example.com","created_date":"2026-11-17T00:00:00Z",
			"registrar":"Example Registrar","registrant_email":"who@registrant.example","nameservers":["ns1.example.net"]}}`,
	}}
	e := one(t, s, node("domain login.example.com"))
	if len(e.Links) != 1 || e.Links[0].From.String() != "login.example.com" || e.Links[0].To.String() != "192.0.2.44" {
		t.Errorf("%+v", e.Links)
	}
	if len(e.Names) != 1 || e.Names[0].ID != "ipv4-addr--baa568ec-6efe-5902-be55-0663833db537" {
		t.Errorf("%+v", e.Names)
	}
	e = one(t, s, node("whois example.com"))
	if r := e.Registration; r == nil || r.Registrar != "Example Registrar" || r.Email != "who@registrant.example" || r.Created.IsZero() {
		t.Errorf("%+v", r)
	}
}

func TestWhatIsMissing(t *testing.T) {
	q := query("domain login.example.com")
	for _, c := range []struct {
		name  string
		node  investigation.Node
		shelf shelf
	}{
		{"nothing kept", node("domain login.example.com"), shelf{}},
		{"nothing known", node("domain login.example.com"), shelf{bodies: map[api.Query]string{q: `{}`}, status: 404}},
		{"no record", node("domain login.example.com"), shelf{bodies: map[api.Query]string{q: "<html>"}}},
		{"no question", investigation.Node{Question: "domain \x1b[2J", Endpoint: "domain", Indicator: q.Indicator}, shelf{}},
		{"an endpoint of a newer quarry", node("later login.example.com"), shelf{}},
		// An answer is never shown under another indicator than the one asked.
		{"another's answer", node("domain other.example.org"), shelf{bodies: map[api.Query]string{query("domain other.example.org"): fmt.Sprintf(domainBody, "0.9")}}},
	} {
		if e := one(t, c.shelf, c.node); e.Missing == "" || len(e.Rows) > 0 || len(e.Links) > 0 {
			t.Errorf("%s: %+v", c.name, e)
		}
	}
}
