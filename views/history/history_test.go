package history

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"quarry/api"
	"quarry/api/cf"
	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/views"
	"quarry/views/viewtest"
)

// answer wraps the periods of a domain.
func answer(domain, periods string) string {
	return `{"result":[{"domain":"` + domain + `","categorizations":[` + periods + `]}],"success":true,"errors":[],"messages":[]}`
}

func TestStates(t *testing.T) {
	const payload = `\u001b]52;c;YQ==\u0007\u202e\u009b2J\r\n\tx`
	viewtest.States(t, viewtest.Cases{
		Route:   Route(),
		Subject: "cloudflare.com",
		OK:      viewtest.Recorded(t, "domain-history.json"),
		Empty:   `{"result":[],"success":true,"errors":[],"messages":[]}`,
		Partial: answer("cloudflare.com", `{"categories":[{"id":"155","name":"Technology"},null,{"name":"No id"}],"start":"2021-04-01","end":"2021-04-30T00:00:00Z"},
			{"categories":null,"start":1619740800,"end":null},{"start":"yesterday"},
			{"categories":{"id":131,"name":"Phishing"},"start":"2023-05-31T08:12:53.547029Z"},
			{"categories":[{"id":98}],"start":"2022-01-01","end":"later"}`),
		Hostile: answer("cloudflare.com", `{"categories":[{"id":131,"name":"`+payload+`"},{"name":"`+strings.Repeat("long字", 60)+`"}],"start":"2026-10-01","end":"`+payload+`"},
			{"categories":[{"name":"`+payload+`"}],"start":"`+payload+`"},{"categories":[{"id":155,"name":"\u2066\u200b"}],"start":"2026-11-01"}`),
	})
}

const bad = `{"categories":[{"id":155,"name":"Technology"}],"start":"2026-08-01T04:00:00Z","end":"2026-09-18T11:02:00Z"},
	{"categories":[{"id":115,"name":"Login Screens"}],"start":"2026-09-18T11:02:00Z","end":"2026-10-12T08:12:53.533482Z"},
	{"categories":[{"id":115,"name":"Login Screens"},{"id":131,"name":"Phishing"}],"start":"2026-10-12T08:12:53.533482Z"}`

func start(t *testing.T, periods string) *viewtest.Bench {
	return viewtest.New(t, Route(), "login.example.com", viewtest.Body(answer("login.example.com", periods))).Start()
}

func TestABadName(t *testing.T) { start(t, bad).Golden("bad") }

// many has n periods of ten days, each with a category of its own; the fourth
// is a security category.
func many(n int) string {
	var all []string
	for i := range n {
		from := time.Date(2026, 1, 1+10*i, 0, 0, 0, 0, time.UTC)
		id := 66 + i
		if i == 3 {
			id = 131
		}
		all = append(all, fmt.Sprintf(`{"categories":[{"id":%d,"name":"Category %c"}],"start":%q,"end":%q}`,
			id, 'A'+rune(i), from.Format(time.RFC3339), from.AddDate(0, 0, 10).Format(time.RFC3339)))
	}
	return strings.Join(all, ",")
}

func TestManyCategories(t *testing.T) {
	b := start(t, many(14))
	b.Golden("many")
	d := b.Drawing(120, 40)
	above, _, _ := strings.Cut(d, "FROM")
	if !strings.Contains(above, "Category D ▲") || !strings.Contains(above, "Category N") || !strings.Contains(above, "7 more categories in the list") {
		t.Errorf("the drawing leaves out the wrong lanes, or does not say so:\n%s", d)
	}
	if strings.Contains(above, "→ now") || !strings.Contains(above, "2026-01-01 → 2026-05-21") {
		t.Errorf("nothing runs any more:\n%s", d)
	}
}

func TestRowsAreTheDomain(t *testing.T) {
	b := start(t, bad)
	b.Drawing(80, 24)
	var texts []string
	for range 3 {
		s := b.View.(views.Selector).Selection()
		if s.Indicator.String() != "login.example.com" {
			t.Errorf("a row names %q", s.Indicator)
		}
		texts = append(texts, s.Text)
		b.Send(keymap.MoveDown)
	}
	want := []string{
		"2026-10-12 08:12:53Z → now  42 d  Login Screens 115, Phishing 131",
		"2026-09-18 11:02:00Z → 2026-10-12 08:12:53Z  23 d 21 h  Login Screens 115",
		"2026-08-01 04:00:00Z → 2026-09-18 11:02:00Z  48 d  Technology 155",
	}
	if !slices.Equal(texts, want) {
		t.Errorf("the rows are\n%s\nwant\n%s", strings.Join(texts, "\n"), strings.Join(want, "\n"))
	}
}

func TestLanes(t *testing.T) {
	at := func(s string) time.Time {
		v, err := time.Parse(time.RFC3339, s)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	r, err := cf.DecodeHistory(api.Answer{
		Query: api.Query{Endpoint: cf.EndpointHistory, Indicator: indicator.MustParse("login.example.com")}, Body: []byte(answer("login.example.com", bad)),
	})
	if err != nil {
		t.Fatal(err)
	}
	lanes := lanesOf(r.Periods)
	var labels []string
	for _, l := range lanes {
		labels = append(labels, l.Label)
	}
	if want := []string{"Technology", "Login Screens", "Phishing"}; !slices.Equal(labels, want) {
		t.Fatalf("lanes %q, want %q", labels, want)
	}
	login := lanes[1].Intervals
	if len(login) != 2 || !login[0].End.Equal(login[1].Start) || !login[1].End.IsZero() || !login[0].Start.Equal(at("2026-09-18T11:02:00Z")) {
		t.Errorf("Login Screens has the intervals %v", login)
	}
}

func TestSortingKeepsTheRunningOneLast(t *testing.T) {
	b := start(t, bad)
	b.Drawing(120, 40)
	b.Send(keymap.SortNext) // by TO, the latest first
	if s := b.Shown()[0]; s[1] != "now" {
		t.Errorf("sorted by end, the first row is %q", s)
	}
	b.Send(keymap.SortNext) // by FOR, the longest first
	if s := b.Shown()[0]; s[3] != "Technology 155" {
		t.Errorf("sorted by length, the first row is %q", s)
	}
}

func TestText(t *testing.T) {
	b := start(t, bad)
	c, lines, err := Route().Text(b.Env, b.View.(views.Answerer).Answers()[0], 100)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Join(lines, "\n")
	for _, want := range []string{"2026-08-01 → now", "3 periods", "2026-10-12T08:12:53.533482Z", "Login Screens 115, Phishing 131"} {
		if !strings.Contains(text, want) {
			t.Errorf("the command line lacks %q:\n%s", want, text)
		}
	}
	if len(c.Rows) != 3 || len(c.Rows[0]) != len(c.Header) {
		t.Errorf("the table is %q", c.Rows)
	}
}

func TestTakesDomains(t *testing.T) {
	viewtest.Takes(t, Route(), map[string]string{
		"example.com": "example.com", "http://a.example.com/x": "a.example.com",
		"192.0.2.1": "", "http://192.0.2.1/": "", "AS64500": "", "192.0.2.0/24": "",
	})
}

func TestCost(t *testing.T) {
	b := start(t, bad)
	if c := Route().Cost(b.Env, indicator.MustParse("login.example.com")); c.Calls != 0 {
		t.Errorf("a known history costs %+v", c)
	}
	if c := Route().Cost(b.Env, indicator.MustParse("example.com")); c.Calls != 1 {
		t.Errorf("an unknown history costs %+v", c)
	}
}
