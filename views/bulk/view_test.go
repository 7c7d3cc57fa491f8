package bulk

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"quarry/api"
	"quarry/api/cf"
	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/views"
	"quarry/views/viewtest"
)

// scored is a record of a name with a score.
func scored(name string, score float64) string {
	return fmt.Sprintf(`{"domain":%q,"risk_score":%v}`, name, score)
}

func list(records ...string) string {
	return `{"result":[` + strings.Join(records, ",") + `],"success":true,"errors":[]}`
}

// each answers about every name that is asked, with the number in its name for a
// score, but for those that are left out.
func each(leftOut ...string) func(api.Query) (api.Answer, error) {
	return func(q api.Query) (api.Answer, error) {
		var records []string
		for n, name := range q.Names.All() {
			if !slices.Contains(leftOut, name.String()) {
				records = append(records, scored(name.String(), float64(n%10)/10))
			}
		}
		return viewtest.Body(list(records...))(q)
	}
}

// bench is the view of names; shelf puts on the shelf what is known before.
func bench(t *testing.T, names string, reply func(api.Query) (api.Answer, error), shelf func(keep func(q api.Query, body string, age time.Duration))) *viewtest.Bench {
	t.Helper()
	b := viewtest.New(t, of(names), "192.0.2.44", reply)
	if shelf != nil {
		shelf(func(q api.Query, body string, age time.Duration) {
			a, _ := viewtest.Aged(body, age)(q)
			b.Env.Shelf.Keep(a)
		})
		b.View = of(names).New(b.Env, indicator.Indicator{})
	}
	return b
}

func single(name string) api.Query {
	return api.Query{Endpoint: cf.EndpointDomain, Indicator: indicator.MustParse(name)}
}

func many(names string) api.Query {
	return api.Query{Endpoint: cf.EndpointBulk, Names: setOf(names)}
}

// asked are the names of each question that was sent.
func asked(b *viewtest.Bench) []string {
	var all []string
	for _, q := range b.Source.Asked {
		all = append(all, q.Names.String())
	}
	return all
}

// order is the names of the table, from top to bottom.
func order(b *viewtest.Bench) []string {
	var all []string
	for _, row := range b.Shown() {
		all = append(all, row[0])
	}
	return all
}

// at puts the cursor on a name.
func at(t *testing.T, b *viewtest.Bench, name string) {
	t.Helper()
	b.Send(keymap.MoveTop)
	for range 1000 {
		if b.View.(views.Selector).Selection().Indicator.String() == name {
			return
		}
		b.Send(keymap.MoveDown)
	}
	t.Fatalf("%s is not in the table", name)
}

// What is known is shown with its age and not asked again, wherever it is known
// from; the rest is asked about in one call. The price says the same beforehand.
func TestWhatIsKnownIsNotAskedAgain(t *testing.T) {
	const all = "a.example.com b.example.com c.example.com d.example.com e.example.com"
	b := bench(t, all, each(), func(keep func(api.Query, string, time.Duration)) {
		keep(single("a.example.com"), `{"result":`+scored("a.example.com", 0.9)+`,"success":true}`, 50*time.Hour)
		keep(many("b.example.com x.example.com"), list(scored("b.example.com", 0.5), scored("x.example.com", 1)), 30*time.Minute)
		unresolved := single("c.example.com")
		unresolved.NoResolve = true
		keep(unresolved, `{"result":`+scored("c.example.com", 0.31)+`,"success":true}`, 5*time.Minute)
	})
	if got := cost(b.Env, setOf(all)); got.Calls != 1 || got.String(viewtest.Now()) != "3 of 5 known: 1 call" {
		t.Errorf("costs %+v", got)
	}
	b.View.Resize(views.Size{Width: 120, Height: 40})
	cmd := b.View.Init()
	if d := b.Drawing(120, 40); !strings.Contains(d, "3 known  ·  2 on the way") || strings.Count(d, "on its way") != 2 {
		t.Errorf("while the rest is asked for:\n%s", d)
	}
	b.Golden("partly-loading")
	b.Run(cmd)
	if got := asked(b); !slices.Equal(got, []string{"d.example.com e.example.com"}) {
		t.Errorf("asked about %q", got)
	}
	if got, want := order(b), []string{"a.example.com", "b.example.com", "c.example.com", "e.example.com", "d.example.com"}; !slices.Equal(got, want) {
		t.Errorf("in the order %v, want %v", got, want)
	}
	b.Golden("partly")
	if got := cost(b.Env, setOf(all)); got.Calls != 0 || got.Known != 5 {
		t.Errorf("costs %+v afterwards", got)
	}
	again := of(all).New(b.Env, indicator.Indicator{})
	if cmd := again.Init(); cmd != nil {
		t.Error("what is known is asked for")
	}
}

// The newest record counts, not the last endpoint.
func TestTheNewestRecordIsShown(t *testing.T) {
	b := bench(t, "a.example.com b.example.com", nil, func(keep func(api.Query, string, time.Duration)) {
		keep(single("a.example.com"), `{"result":`+scored("a.example.com", 0.9)+`,"success":true}`, time.Hour)
		keep(many("a.example.com b.example.com"), list(scored("a.example.com", 0.2), scored("b.example.com", 0.2)), 2*time.Hour)
		keep(single("b.example.com"), `{"result":`+scored("b.example.com", 0.8)+`,"success":true}`, 3*time.Hour)
	}).Start()
	d := b.Drawing(120, 40)
	if !strings.Contains(d, "0.90 high") || !strings.Contains(d, "0.20 low") || strings.Contains(d, "0.80") {
		t.Errorf("shows an older record:\n%s", d)
	}
	if !strings.Contains(b.Drawing(200, 60), "1 h, domain") {
		t.Errorf("does not say where it is from:\n%s", b.Drawing(200, 60))
	}
}

// A name that the answer misses is named, and believed to be missing for an
// hour. What another answer said of it stays.
func TestMissingNames(t *testing.T) {
	const all = "a.example.com b.example.com"
	b := bench(t, all, each("b.example.com"), nil).Start()
	b.Golden("missing")
	at(t, b, "b.example.com") // one can still go on from it
	if got := cost(b.Env, setOf(all)); got.Calls != 0 {
		t.Errorf("costs %+v", got)
	}
	later := b.Env
	later.Now = func() time.Time { return viewtest.Now().Add(61 * time.Minute) }
	if got := cost(later, setOf(all)); got.Calls != 1 || got.Known != 1 {
		t.Errorf("costs %+v an hour later", got)
	}
	b.View = of(all).New(later, indicator.Indicator{})
	b.View.Resize(views.Size{Width: 120, Height: 40})
	b.Run(b.View.Init())
	if got := asked(b); !slices.Equal(got, []string{all, "b.example.com"}) {
		t.Errorf("asked about %q", got)
	}

	known := bench(t, all, each("b.example.com"), func(keep func(api.Query, string, time.Duration)) {
		keep(single("b.example.com"), `{"result":`+scored("b.example.com", 0.8)+`,"success":true}`, 30*time.Hour)
	}).Start()
	known.Send(keymap.Refresh)
	if d := known.Drawing(120, 40); !strings.Contains(d, "not in the answer: b.example.com") || !strings.Contains(d, "0.80 high") {
		t.Errorf("what was known of a name that the answer misses is gone:\n%s", d)
	}
}

// Names that nobody asked about are named and have no row.
func TestOthersAreNotShownAsAsked(t *testing.T) {
	b := bench(t, "a.example.com b.example.com", viewtest.Body(list(scored("a.example.com", 0.1), scored("c.example.com", 0.9), scored("b.example.com.evil.example", 0.9))), nil).Start()
	if got := order(b); !slices.Equal(got, []string{"a.example.com", "b.example.com"}) {
		t.Errorf("rows %q", got)
	}
	b.Golden("others")
}

// What is wrong with the answer as a whole is no record that was left out.
func TestOddBytes(t *testing.T) {
	b := bench(t, "a.example.com", viewtest.Body(list(scored("a.example.com", 0.1)+",{\"notes\":\"\xff\"}")), nil).Start()
	if d := b.Drawing(120, 40); !strings.Contains(d, "partial: 1 field could not be read: the body holds bytes") || !strings.Contains(d, "left out: [1] does not say") {
		t.Errorf("does not say what is odd:\n%s", d)
	}
}

// What was learned of a name in its own view is in the table when one comes
// back, and the cursor is where it was.
func TestWhatWasLearnedMeanwhile(t *testing.T) {
	b := bench(t, "a.example.com b.example.com", each("b.example.com"), nil).Start()
	at(t, b, "b.example.com")
	a, _ := viewtest.Body(`{"result":` + scored("b.example.com", 0.75) + `,"success":true}`)(single("b.example.com"))
	a.FetchedAt = viewtest.Now().Add(time.Second)
	b.Env.Shelf.Keep(a)
	b.Run(b.View.(views.Resumer).Resume())
	d := b.Drawing(120, 40)
	if !strings.Contains(d, "0.75 high") || strings.Contains(d, "missing") || len(b.Source.Asked) != 1 {
		t.Errorf("what was learned is not shown:\n%s", d)
	}
	if got := b.View.(views.Selector).Selection().Indicator.String(); got != "b.example.com" {
		t.Errorf("the cursor went to %q", got)
	}
}

// The riskiest stands first and has the cursor; a name with risk types and no
// score is above the medium ones.
func TestTheRiskiestFirst(t *testing.T) {
	const phishing = `"risk_types":[{"id":131,"name":"Phishing"}]`
	b := bench(t, "a.example.com b.example.com c.example.com d.example.com e.example.com f.example.com", viewtest.Body(list(
		scored("a.example.com", 0.1), `{"domain":"b.example.com",`+phishing+`}`, scored("c.example.com", 0.95),
		scored("d.example.com", 0.4), `{"domain":"e.example.com","notes":"n"}`)), nil).Start()
	if got, want := order(b), []string{"c.example.com", "b.example.com", "d.example.com", "a.example.com", "e.example.com", "f.example.com"}; !slices.Equal(got, want) {
		t.Errorf("in the order %v, want %v", got, want)
	}
	if got := b.View.(views.Selector).Selection().Indicator.String(); got != "c.example.com" {
		t.Errorf("the cursor is on %q", got)
	}
	b.Send(keymap.SortReverse)
	if got := order(b); got[0] != "f.example.com" || got[5] != "c.example.com" {
		t.Errorf("reversed %v", got)
	}
	b.Send(keymap.SortNext) // by risk types
	if got := order(b); got[0] != "b.example.com" {
		t.Errorf("by risk types %v", got)
	}
}

func TestFilterAndMarks(t *testing.T) {
	b := viewtest.New(t, of(names), "192.0.2.44", viewtest.Body(answer)).Start()
	b.Send(keymap.Filter)
	b.Type("phish")
	if got := order(b); !slices.Equal(got, []string{"login-portal.example"}) {
		t.Errorf("filtered %v", got)
	}
	b.Send(tea.KeyPressMsg{Code: tea.KeyEscape})
	for text, want := range map[string]string{"examplebot": "mail.example.com", "ecommerce": "shop.example.org", "high": "login-portal.example", "risk>0.5": "login-portal.example", "rank<10000": "mail.example.com", "type:malware": "mail.example.com", "age<1 !login !mail": "shop.example.org"} {
		b.Send(keymap.Filter)
		b.Type(text)
		if got := order(b); !slices.Equal(got, []string{want}) {
			t.Errorf("%q filters %v", text, got)
		}
		b.Send(tea.KeyPressMsg{Code: tea.KeyEscape})
	}
	b.Send(keymap.MarkAll)
	if got := b.View.(views.Marker).Marked(); len(got) != 3 {
		t.Errorf("marked %v", got)
	}
}

func TestCopies(t *testing.T) {
	b := bench(t, names+" gone.example.com", viewtest.Body(answer), nil).Start()
	c := b.View.(views.Exporter).Content()
	header, rows := b.Rows(views.Shown)
	want := [][]string{
		{"login-portal.example", "ok", "0.83", "Phishing 131, Brand Embedding 178", "Login Screens 115", "", "", "2026-11-23T12:00:00Z", "bulk"},
		{"mail.example.com", "ok", "", "Malware 117", "Technology 155, Technology 26", "4903", "ExampleBot", "2026-11-23T12:00:00Z", "bulk"},
		{"shop.example.org", "ok", "0.02", "", "Ecommerce 149, Economy & Finance 8", "48211", "", "2026-11-23T12:00:00Z", "bulk"},
		{"gone.example.com", "not in the answer", "", "", "", "", "", "2026-11-23T12:00:00Z", "bulk"},
	}
	if len(header) != len(want[0]) || c.Title != "Look-up of 4 names" {
		t.Errorf("%q with header %q", c.Title, header)
	}
	if fmt.Sprint(rows) != fmt.Sprint(want) {
		t.Errorf("\n got %q\nwant %q", rows, want)
	}
	doc, err := json.Marshal(c.Record)
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{
		`{"names":[{"domain":"gone.example.com","endpoint":"bulk","fetched_at":"2026-11-23T12:00:00Z","missing":true},{"domain":"login-portal.example"`,
		`"record":{"domain":"login-portal.example","risk_score":0.83,`,
	} {
		if !strings.Contains(string(doc), part) {
			t.Errorf("the JSON lacks %s:\n%s", part, doc)
		}
	}
}

// What is shown raw, and copied as a curl command, is what the selected name was
// read from.
func TestTheRawAnswerIsThatOfTheSelection(t *testing.T) {
	b := bench(t, "a.example.com b.example.com", each(), func(keep func(api.Query, string, time.Duration)) {
		keep(single("a.example.com"), `{"result":`+scored("a.example.com", 0.9)+`,"success":true}`, 50*time.Hour)
	}).Start()
	for name, want := range map[string]api.Query{"a.example.com": single("a.example.com"), "b.example.com": many("b.example.com")} {
		at(t, b, name)
		all := b.View.(views.Answerer).Answers()
		if got := all[len(all)-1].Query; got != want {
			t.Errorf("%s: the raw answer is that to %s", name, got)
		}
	}
}

func TestTakes(t *testing.T) {
	r := Route()
	got, why := r.Take([]indicator.Indicator{
		indicator.MustParse("b.example.com"), indicator.MustParse("192.0.2.1"), indicator.MustParse("https://a.example.com/x"), indicator.MustParse("b.example.com"),
	})
	if got != setOf("a.example.com b.example.com") || why != "" {
		t.Errorf("took %q, %q", got, why)
	}
	if got, why := r.Take([]indicator.Indicator{indicator.MustParse("192.0.2.0/24")}); !got.IsZero() || why != "look-up takes names" {
		t.Errorf("took %q, %q", got, why)
	}
	if got, why := r.Take(setOf(hundreds(1001)).All()); !got.IsZero() || why != "1,001 marked: look-up takes 1,000 names at once" {
		t.Errorf("took %d names, %q", got.Len(), why)
	}
	if got, _ := r.Take(setOf(hundreds(1000)).All()); got.Len() != 1000 {
		t.Errorf("took %d names", got.Len())
	}
}
