package dossier_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"quarry/api"
	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/views"
	"quarry/views/asn"
	"quarry/views/domain"
	"quarry/views/dossier"
	"quarry/views/history"
	"quarry/views/ip"
	"quarry/views/miscategorization"
	"quarry/views/pdns"
	"quarry/views/phishing"
	"quarry/views/safe"
	"quarry/views/subnets"
	"quarry/views/viewtest"
	"quarry/views/whois"
)

func routes() []views.Route {
	return []views.Route{
		ip.Route(), pdns.Route(), domain.Route(), history.Route(), whois.Route(), asn.Route(), subnets.Route(),
		phishing.Route(), miscategorization.Route(),
	}
}

// route makes the dossier of an indicator as the workbench does.
func route() views.Route {
	return views.Route{
		Endpoint: "dossier",
		Subject: func(i indicator.Indicator) (indicator.Indicator, string) {
			if why := dossier.Takes(routes(), i); why != "" {
				return indicator.Indicator{}, why
			}
			return i, ""
		},
		New: func(env views.Env, i indicator.Indicator) views.View { return dossier.New(env, i, routes()) },
	}
}

// world answers each endpoint with a body; what it lacks cannot be reached.
type world map[api.Endpoint]string

func recorded(t *testing.T) world {
	return world{
		"ip": viewtest.Recorded(t, "ip.json"), "pdns": viewtest.Recorded(t, "dns.json"),
		"domain": viewtest.Recorded(t, "domain.json"), "whois": viewtest.Recorded(t, "whois.json"),
		"asn": viewtest.Recorded(t, "asn-overview.json"), "history": viewtest.Recorded(t, "domain-history.json"),
		"phishing": viewtest.Recorded(t, "url-info.json"),
		"subnets":  `{"result":{"asn":13335,"ip_count_total":512,"subnets":["192.0.2.0/24","198.51.100.0/24"],"count":2,"page":1,"per_page":20},"success":true,"errors":[]}`,
	}
}

func (w world) reply(q api.Query) (api.Answer, error) {
	body, ok := w[q.Endpoint]
	if !ok {
		return viewtest.Fail(api.Error{Class: api.TimedOut, Limit: "30 s", Tries: 3})(q)
	}
	return viewtest.Body(about(q, body))(q)
}

// about makes the recorded answer about a page one about the page that is asked
// about.
func about(q api.Query, body string) string {
	const page = "http://worcester-realistic-ellen-portland.trycloudflare.com/login.html"
	asked := q.Indicator.String()
	if q.Indicator.Kind() == indicator.Domain {
		asked = "https://" + asked
	}
	return strings.ReplaceAll(body, page, asked)
}

// bench is a dossier that has some endpoints' answers at hand, of an age.
func bench(t *testing.T, subject string, w world, age time.Duration, known ...api.Endpoint) *viewtest.Bench {
	t.Helper()
	b := viewtest.New(t, route(), subject, w.reply)
	b.Env.Settings.Lifetimes = api.Lifetimes{"whois": 7 * 24 * time.Hour, "domain": 24 * time.Hour}
	b.View = dossier.New(b.Env, indicator.MustParse(subject), routes())
	for _, r := range routes() {
		if slices.Contains(known, r.Endpoint) {
			i, _ := r.Subject(indicator.MustParse(subject))
			q := r.Query(b.Env, i)
			a, _ := viewtest.Aged(about(q, w[r.Endpoint]), age)(q)
			b.Env.Shelf.Keep(a)
		}
	}
	return b.Start()
}

func asked(b *viewtest.Bench) string {
	var all []string
	for _, q := range b.Source.Asked {
		all = append(all, q.String())
	}
	slices.Sort(all)
	return strings.Join(all, ", ")
}

// confirm is what the dossier asked consent for.
func confirm(t *testing.T, b *viewtest.Bench) views.Confirm {
	t.Helper()
	if len(b.Intents) != 1 {
		t.Fatalf("asked of the root: %#v", b.Intents)
	}
	ask, ok := b.Intents[0].(views.Confirm)
	if !ok {
		t.Fatalf("asked of the root: %#v", b.Intents[0])
	}
	b.Intents = nil
	return ask
}

// askRest asks for everything that is not known, with the analyst's yes.
func askRest(t *testing.T, b *viewtest.Bench) {
	t.Helper()
	b.Send(keymap.LoadAll)
	b.Send(confirm(t, b).Then)
}

func allOf(name string) []api.Endpoint {
	if name == "1.1.1.1" {
		return []api.Endpoint{"ip", "pdns"}
	}
	return []api.Endpoint{"domain", "history", "whois", "phishing"}
}

func TestOpeningSendsNothing(t *testing.T) {
	for name, c := range map[string]struct {
		subject string
		known   []api.Endpoint
	}{
		"nothing-known": {"cloudflare.com", nil},
		"some-known":    {"cloudflare.com", []api.Endpoint{"domain", "whois"}},
		"all-known":     {"cloudflare.com", allOf("cloudflare.com")},
		"address":       {"1.1.1.1", []api.Endpoint{"ip", "pdns"}},
		"network":       {"AS13335", []api.Endpoint{"asn", "subnets"}},
		"url":           {"http://www.example.com/login?x=1", []api.Endpoint{"phishing"}},
	} {
		t.Run(name, func(t *testing.T) {
			b := bench(t, c.subject, recorded(t), 75*time.Hour, c.known...)
			b.Golden(name)
			if len(b.Source.Asked) != 0 || len(b.Intents) != 0 {
				t.Errorf("asked %s, intents %#v", asked(b), b.Intents)
			}
		})
	}
}

func TestRichRecordsAreCutAndFolded(t *testing.T) {
	w := recorded(t)
	w["domain"] = `{"result":{"domain":"login-example.com","risk_score":0.83,"popularity_rank":120345,
		"risk_types":[{"id":131,"name":"Phishing"},{"id":178,"name":"Brand Embedding"}],
		"content_categories":[{"id":115,"name":"Login Screens","super_category_id":15}],
		"inherited_from":"example.com","inherited_content_categories":[{"id":155,"name":"Technology"}],
		"resolves_to_refs":[{"id":"ipv4-addr--1","value":"192.0.2.44"},{"id":"ipv4-addr--2","value":"192.0.2.45"},{"id":"ipv4-addr--3","value":"192.0.2.46"}]},"success":true,"errors":[]}`
	w["whois"] = `{"result":{"domain":"login-example.com","created_date":"2026-11-17T00:00:00Z","updated_date":"2026-11-18T00:00:00Z","expiration_date":"2027-11-17T00:00:00Z",
		"registrar":"Example Registrar, Inc.","registrant":"A. Person","registrant_email":"a@example.org","nameservers":["ns1.example.net","ns2.example.net"],"status":["clientTransferProhibited"]},"success":true,"errors":[]}`
	periods := ""
	for day := 28; day > 10; day-- {
		periods += fmt.Sprintf(`,{"categories":[{"id":115,"name":"Login Screens"},{"id":131,"name":"Phishing"}],"start":"2026-10-%dT08:12:53Z","end":"2026-10-%dT09:12:53Z"}`, day-1, day)
	}
	w["history"] = `{"result":[{"domain":"login-example.com","categorizations":[` + periods[1:] + `]}],"success":true,"errors":[]}`
	b := bench(t, "login-example.com", w, 3*time.Hour, allOf("")...)
	b.Golden("rich")
	d := b.Drawing(120, 40)
	for _, want := range []string{"0.83", "Phishing", "Example Registrar", "more lines", "more rows; h opens the table"} {
		if !strings.Contains(d, want) {
			t.Errorf("the dossier lacks %q:\n%s", want, d)
		}
	}
	if strings.Contains(d, "192.0.2.46") {
		t.Errorf("the fold is open:\n%s", d)
	}
	seen := walk(b, 200, 60)
	for _, want := range []string{"login-example.com"} {
		if !slices.Contains(seen, want) {
			t.Errorf("the cursor reached %q only", seen)
		}
	}
	unfold(b)
	if seen = walk(b, 200, 60); !slices.Contains(seen, "192.0.2.46") || !slices.Contains(seen, "ns2.example.net") {
		t.Errorf("unfolded, the cursor reached %q only", seen)
	}
	if len(b.Source.Asked) != 0 {
		t.Errorf("walking asked %s", asked(b))
	}
}

// walk moves the cursor over all rows and returns what they name.
func walk(b *viewtest.Bench, width, height int) []string {
	b.Drawing(width, height)
	b.Send(keymap.MoveTop)
	var seen []string
	for range 120 {
		seen = append(seen, b.View.(views.Selector).Selection().Indicator.String())
		b.Send(keymap.MoveDown)
	}
	return slices.Compact(seen)
}

// unfold opens every fold with the key that opens.
func unfold(b *viewtest.Bench) {
	b.Send(keymap.MoveTop)
	for range 120 {
		if strings.Contains(b.Drawing(200, 60), "▌ ▸") {
			b.Send(keymap.Open)
		}
		b.Send(keymap.MoveDown)
	}
}

// cursorTo moves the cursor to the row that shows a text.
func cursorTo(t *testing.T, b *viewtest.Bench, text string) {
	t.Helper()
	b.Send(keymap.MoveTop)
	for range 120 {
		for _, l := range strings.Split(b.Drawing(200, 60), "\n") {
			if strings.HasPrefix(l, " ▌") && strings.Contains(l, text) {
				return
			}
		}
		b.Send(keymap.MoveDown)
	}
	t.Fatalf("the cursor does not reach %q:\n%s", text, b.Drawing(200, 60))
}

func TestTheRestIsAskedOnceAfterOneYes(t *testing.T) {
	b := bench(t, "cloudflare.com", recorded(t), time.Hour, "domain")
	b.Send(keymap.LoadAll)
	if len(b.Source.Asked) != 0 {
		t.Fatalf("asked %s before the yes", asked(b))
	}
	ask := confirm(t, b)
	details := strings.Join(ask.Details, "\n")
	if ask.Calls != 3 || details != "history: 1 call\nWHOIS: 1 call\nphishing: 1 call" {
		t.Errorf("consent for %d calls:\n%s", ask.Calls, details)
	}
	b.Send(ask.Then)
	b.Send(ask.Then) // said twice
	want := "history cloudflare.com, phishing cloudflare.com, whois cloudflare.com"
	if asked(b) != want {
		t.Errorf("asked %s, want %s", asked(b), want)
	}
	b.Golden("asked")
	b.Send(keymap.LoadAll)
	if asked(b) != want || len(b.Intents) != 0 {
		t.Errorf("with all known it asks %s, %#v", asked(b), b.Intents)
	}
	if why := b.View.(views.Limiter).Disabled(keymap.LoadAll); why == "" {
		t.Error("with all known there is still a rest to ask")
	}
}

// Offline nothing is offered at a price that cannot be paid.
func TestOfflineTheRestIsNotOffered(t *testing.T) {
	b := bench(t, "1.1.1.1", recorded(t), time.Hour, "ip")
	b.Env.Offline = true
	b.View = dossier.New(b.Env, indicator.MustParse("1.1.1.1"), routes())
	b.Start()
	if d := b.Drawing(120, 40); strings.Contains(d, "Ask the rest") || !strings.Contains(d, "─ not known") || strings.Contains(d, "1 call") {
		t.Error(d)
	}
}

// Whether a single call is asked about is the analyst's choice, as it is for many.
func TestOneUnknownIsOneCall(t *testing.T) {
	b := bench(t, "1.1.1.1", recorded(t), time.Hour, "ip")
	b.Send(keymap.LoadAll)
	ask := confirm(t, b)
	if ask.Calls != 1 || ask.Question != "Ask the rest about 1.1.1.1" || asked(b) != "" {
		t.Errorf("asked %q, consent %+v", asked(b), ask)
	}
	b.Send(ask.Then)
	if asked(b) != "pdns 1.1.1.1 2026-10-24..2026-11-23 page 1" || len(b.Intents) != 0 {
		t.Errorf("asked %s, intents %#v", asked(b), b.Intents)
	}
}

func TestEnterOnTheRowOfTheRestAsksToo(t *testing.T) {
	b := bench(t, "cloudflare.com", recorded(t), time.Hour)
	cursorTo(t, b, "Ask the rest")
	b.Send(keymap.Open)
	if ask := confirm(t, b); ask.Calls != 4 {
		t.Errorf("consent for %d calls", ask.Calls)
	}
}

func TestMoreAsksTheSectionUnderTheCursor(t *testing.T) {
	b := bench(t, "cloudflare.com", recorded(t), time.Hour, "domain")
	limits := b.View.(views.Limiter)
	for row, want := range map[string]string{
		"cloudflare.com": "the cursor is on no endpoint; ctrl+a asks the rest",
		"d domain":       "domain is known; its own view (d) has all of it",
		"w WHOIS":        "",
	} {
		cursorTo(t, b, row)
		if why := limits.Disabled(keymap.LoadMore); why != want {
			t.Errorf("on %q it says %q, want %q", row, why, want)
		}
	}
	cursorTo(t, b, "d domain")
	b.Send(keymap.LoadMore)
	cursorTo(t, b, "w WHOIS")
	b.Send(keymap.LoadMore)
	if asked(b) != "whois cloudflare.com" {
		t.Errorf("asked %s", asked(b))
	}
	if d := b.Drawing(200, 60); !strings.Contains(d, "CloudFlare, Inc.") || !strings.Contains(d, "2 of 4 known") {
		t.Errorf("the section did not fill in:\n%s", d)
	}
	cursorTo(t, b, "CloudFlare, Inc.") // inside the section
	if answers := b.View.(views.Answerer).Answers(); len(answers) != 2 || answers[1].Query.Endpoint != "whois" {
		t.Errorf("the raw answer of the section under the cursor is not the last of %d", len(answers))
	}
}

func TestEnterOnAHeadingOpensTheEndpoint(t *testing.T) {
	for subject, want := range map[string]views.Pivot{
		"cloudflare.com":             {Endpoint: "whois", Indicator: indicator.MustParse("cloudflare.com")},
		"http://www.example.com/a?b": {Endpoint: "whois", Indicator: indicator.MustParse("www.example.com")},
	} {
		b := bench(t, subject, recorded(t), time.Hour)
		cursorTo(t, b, "w WHOIS")
		b.Send(keymap.Open)
		if len(b.Intents) != 1 || b.Intents[0] != views.Intent(want) {
			t.Errorf("%s: %#v", subject, b.Intents)
		}
	}
}

// A key that folds is done with: the workbench must not go on to open what the
// dossier is about.
func TestFoldingIsTaken(t *testing.T) {
	b := bench(t, "cloudflare.com", recorded(t), time.Hour, allOf("")...)
	cursorTo(t, b, "more lines")
	intent, cmd := b.View.Update(keymap.Open)
	if intent != nil || cmd == nil || cmd() != nil {
		t.Errorf("intent %#v, cmd %t", intent, cmd != nil)
	}
	cursorTo(t, b, "CloudFlare, Inc.")
	if intent, cmd := b.View.Update(keymap.Open); intent != nil || cmd != nil {
		t.Error("enter on a field is not left to the workbench")
	}
}

func TestFailures(t *testing.T) {
	for name, e := range viewtest.Failures() {
		t.Run(name, func(t *testing.T) {
			w := recorded(t)
			b := bench(t, "cloudflare.com", w, time.Hour, "domain")
			b.Env.Source = failing{w, e}
			b.View = dossier.New(b.Env, indicator.MustParse("cloudflare.com"), routes())
			b.Start()
			askRest(t, b)
			b.Golden(name)
			b.Send(keymap.LoadAll) // what failed can be asked again
			if ask := confirm(t, b); ask.Calls != 2 {
				t.Errorf("consent for %d calls", ask.Calls)
			}
		})
	}
}

// What others have fetched says so, in short where the line is.
func TestImportedSections(t *testing.T) {
	b := bench(t, "cloudflare.com", recorded(t), 72*time.Hour, "domain")
	q := api.Query{Endpoint: "whois", Indicator: indicator.MustParse("cloudflare.com")}
	a, _ := viewtest.Aged(recorded(t)["whois"], 72*time.Hour)(q)
	a.Origin = api.Origin{By: safe.FromOutside("alice\u202e"), ImportedAt: viewtest.Now()}
	b.Env.Shelf.Keep(a)
	b.View = dossier.New(b.Env, indicator.MustParse("cloudflare.com"), routes())
	b.Start()
	b.Golden("imported")
	page := b.View.(views.Exporter).Content().Sheet.Markdown(safe.AllDots)
	if !strings.Contains(page, "WHOIS, fetched 2026-11-20 12:00:00Z, from alice<U+202E>'s bundle") {
		t.Errorf("the copy does not say whose it is:\n%s", page)
	}
}
