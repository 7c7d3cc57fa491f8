package asn

import (
	"encoding/json"
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

const name = "login-example.com"

func start(t *testing.T, subject string, w world) *viewtest.Bench {
	t.Helper()
	return viewtest.New(t, Route(), subject, w.reply).Start()
}

// stopsFor is how many calls the view asks consent for.
func stopsFor(t *testing.T, b *viewtest.Bench) views.Confirm {
	t.Helper()
	if len(b.Intents) != 1 {
		t.Fatalf("asked %d times: %#v", len(b.Intents), b.Intents)
	}
	ask, ok := b.Intents[0].(views.Confirm)
	if !ok {
		t.Fatalf("asked %#v", b.Intents[0])
	}
	return ask
}

func asked(b *viewtest.Bench) string {
	var all []string
	for _, q := range b.Source.Asked {
		all = append(all, q.String())
	}
	return strings.Join(all, ", ")
}

func TestANameStopsBeforeItCosts(t *testing.T) {
	b := start(t, name, oneNetwork())
	ask := stopsFor(t, b)
	if ask.Calls != 4 || asked(b) != "domain login-example.com" {
		t.Errorf("consent for %d calls, asked %s", ask.Calls, asked(b))
	}
	if d := strings.Join(ask.Details, "\n"); !strings.Contains(d, "192.0.2.45: 1 call") {
		t.Errorf("the steps are\n%s", d)
	}
	b.Golden("stopped")
	if b.View.(views.Resumer).Resume() != nil {
		t.Error("returned to, it goes on without consent")
	}
	b.Send(keymap.Open) // declined; enter goes on
	if len(b.Source.Asked) != 5 || len(b.Intents) != 1 {
		t.Errorf("asked %s", asked(b))
	}
	b.Golden("one-network")
}

func TestConsentSendsTheStepsOnce(t *testing.T) {
	b := start(t, name, oneNetwork())
	b.Send(stopsFor(t, b).Then)
	if want := "domain login-example.com, ip 192.0.2.44, ip 192.0.2.45, ip 2001:db8::44, asn AS64500"; asked(b) != want {
		t.Errorf("asked %s", asked(b))
	}
	if n := len(b.View.(views.Answerer).Answers()); n != 5 {
		t.Errorf("%d answers to show", n)
	}
	s := b.View.(views.Selector).Selection()
	if s.Indicator.String() != "AS64500" {
		t.Errorf("selected %s, want the network that the name led to", s.Indicator)
	}
}

func TestSeveralNetworksAreATable(t *testing.T) {
	b := start(t, name, twoNetworks())
	b.Send(stopsFor(t, b).Then)
	if strings.Contains(asked(b), "asn ") {
		t.Errorf("asked for a network's record that nobody chose: %s", asked(b))
	}
	b.Golden("networks")
	b.Intents = nil
	b.Send(keymap.MoveDown)
	b.Send(keymap.Open)
	want := views.Pivot{Endpoint: cf.EndpointASN, Indicator: indicator.MustParse("AS64501")}
	if len(b.Intents) != 1 || b.Intents[0] != views.Intent(want) {
		t.Errorf("enter gave %#v", b.Intents)
	}
	c := b.View.(views.Exporter).Content()
	if header, rows := b.Rows(views.Shown); len(rows) != 2 || len(rows[0]) != len(header) || rows[0][4] != "192.0.2.44 2001:db8::44" {
		t.Errorf("table %v", rows)
	}
	j, err := json.Marshal(c.Record)
	if err != nil || !strings.Contains(string(j), `{"address":"192.0.2.45","network":{"asn":64501`) {
		t.Errorf("record %s, %v", j, err)
	}
}

func TestAnAddressLeadsToItsNetwork(t *testing.T) {
	b := start(t, "192.0.2.44", oneNetwork())
	if len(b.Intents) != 0 || asked(b) != "ip 192.0.2.44, asn AS64500" {
		t.Errorf("asked %s, intents %#v", asked(b), b.Intents)
	}
	if n := len(b.View.(views.Answerer).Answers()); n != 2 {
		t.Errorf("%d answers to show", n)
	}
	b.Golden("address")
}

func TestOneAddressThatFailsDoesNotLoseTheOthers(t *testing.T) {
	w := oneNetwork()
	delete(w, "ip 192.0.2.45")
	b := start(t, name, w)
	b.Send(stopsFor(t, b).Then)
	b.Golden("partial-way")
	if got := len(b.View.(views.Refresher).Refresh()); got != 2 {
		t.Errorf("another try is said to send %d questions", got)
	}
	w["ip 192.0.2.45"] = oneNetwork()["ip 192.0.2.45"]
	b.Send(keymap.Refresh)
	if n := len(b.Source.Asked); n != 6 || strings.Count(asked(b), "ip 192.0.2.44") != 1 {
		t.Errorf("asked %s", asked(b))
	}
	if got := b.Drawing(120, 40); strings.Contains(got, "partial") || !strings.Contains(got, "hosting provider") {
		t.Errorf("after another try:\n%s", got)
	}
}

func TestTheNetworksOwnRecordMayFail(t *testing.T) {
	w := oneNetwork()
	delete(w, "asn AS64500")
	b := start(t, name, w)
	b.Send(stopsFor(t, b).Then)
	b.Golden("no-record")
	w["asn AS64500"] = record500()
	b.Send(keymap.Refresh)
	if got := b.Drawing(120, 40); len(b.Source.Asked) != 6 || strings.Contains(got, "did not come") {
		t.Errorf("asked %s:\n%s", asked(b), got)
	}
}

func TestASpentQuotaEndsTheWay(t *testing.T) {
	b := viewtest.New(t, Route(), name, func(q api.Query) (api.Answer, error) {
		if q.Endpoint == cf.EndpointDomain {
			return oneNetwork().reply(q)
		}
		return viewtest.Fail(api.Error{Class: api.QuotaSpent, Status: 403, Code: 10403})(q)
	}).Start()
	_, cmd := b.View.Update(stopsFor(t, b).Then)
	steps := cmd().(tea.BatchMsg)
	b.Send(steps[0]())
	if b.View.(views.Waiter).Waiting() {
		t.Error("still waiting for questions that will fail alike")
	}
	b.Golden("quota-way")
}

func TestWhatIsKnownIsNotAskedAndNotAskedFor(t *testing.T) {
	b := viewtest.New(t, Route(), name, oneNetwork().reply)
	know(t, b.Env, oneNetwork(), askAddress(indicator.MustParse("192.0.2.44")), askAddress(indicator.MustParse("192.0.2.45")),
		askNetwork(indicator.MustParse("AS64500")))
	b.Start()
	if len(b.Intents) != 0 || asked(b) != "domain login-example.com, ip 2001:db8::44" {
		t.Errorf("asked %s, intents %#v", asked(b), b.Intents)
	}
}

func TestKnownStepsAreShownWhileItStops(t *testing.T) {
	w := oneNetwork()
	w["domain login-example.com"] = named("192.0.2.44", "192.0.2.45", "2001:db8::44", "192.0.2.46", "192.0.2.44")
	b := viewtest.New(t, Route(), name, w.reply)
	know(t, b.Env, w, askAddress(indicator.MustParse("192.0.2.44")), askAddress(indicator.MustParse("192.0.2.45")))
	b.Start()
	if ask := stopsFor(t, b); ask.Calls != 3 {
		t.Errorf("consent for %d calls, two addresses and a network are not known", ask.Calls)
	}
	b.Golden("stopped-half")
}

func TestLeavingAndReturning(t *testing.T) {
	b := start(t, name, oneNetwork())
	_, cmd := b.View.Update(stopsFor(t, b).Then)
	steps := cmd().(tea.BatchMsg)
	b.Send(steps[0]())
	b.View.Update(views.Tick{Now: viewtest.Now().Add(4 * time.Second)})
	b.Golden("under-way")
	b.View.(views.Resumer).Leave()
	if b.View.(views.Waiter).Waiting() {
		t.Error("waiting after it was left")
	}
	b.Send(steps[1]()) // was sent already; its late reply changes nothing
	b.Golden("left-way")
	b.Run(b.View.(views.Resumer).Resume())
	if got := b.Drawing(120, 40); !strings.Contains(got, "EXAMPLE-HOSTING") || b.View.(views.Waiter).Waiting() {
		t.Errorf("returned to:\n%s", got)
	}
	if n := strings.Count(asked(b), "ip 192.0.2.44"); n != 1 {
		t.Errorf("asked %s", asked(b))
	}
}

func TestNamesWithoutAddresses(t *testing.T) {
	for golden, body := range map[string]string{
		"no-address": `{"result":{"domain":"login-example.com","resolves_to_refs":[]},"success":true,"errors":[]}`,
		"no-name":    `{"result":null,"success":true,"errors":[]}`,
		"cname":      named("cdn.example.net", "not an address"),
		"no-network": named("192.0.2.46"),
	} {
		w := oneNetwork()
		w["domain login-example.com"] = body
		w["ip 192.0.2.46"] = `{"result":[{"ip":"192.0.2.46"}],"success":true,"errors":[]}`
		b := start(t, name, w)
		for _, ask := range b.Intents {
			b.Send(ask.(views.Confirm).Then)
		}
		b.Golden(golden)
		if strings.Contains(asked(b), "asn") {
			t.Errorf("%s: asked %s", golden, asked(b))
		}
	}
}

func TestANameThatIsNotToBeResolvedIsNotAskedAbout(t *testing.T) {
	r := Route()
	make := r.New
	r.New = func(env views.Env, i indicator.Indicator) views.View {
		env.Settings.NoResolve = true
		return make(env, i)
	}
	b := viewtest.New(t, r, name, oneNetwork().reply).Start()
	if len(b.Source.Asked) != 0 {
		t.Errorf("asked %s", asked(b))
	}
	b.Env.Settings.NoResolve = true
	if c := r.Cost(b.Env, indicator.MustParse(name)); c.Calls != 0 || c.More {
		t.Errorf("costs %+v", c)
	}
	b.Golden("no-resolve")
}

func TestRefreshAsksForMoreOnlyWithConsent(t *testing.T) {
	w := oneNetwork()
	b := start(t, name, w)
	b.Send(stopsFor(t, b).Then)
	if n := len(b.View.(views.Refresher).Refresh()); n != 5 {
		t.Fatalf("fetching again is said to send %d questions", n)
	}
	b.Send(keymap.Refresh)
	if n := len(b.Source.Asked); n != 10 {
		t.Errorf("asked %d questions in two rounds", n)
	}
	b.Intents = nil
	w["domain login-example.com"] = named("192.0.2.44", "192.0.2.45", "2001:db8::44", "192.0.2.46", "192.0.2.47")
	b.Send(keymap.Refresh)
	if ask := stopsFor(t, b); ask.Calls != 6 || len(b.Source.Asked) != 11 {
		t.Errorf("consent for %d calls after %d questions", ask.Calls, len(b.Source.Asked))
	}
}

func TestFailuresOfTheFirstQuestion(t *testing.T) {
	for kind, e := range viewtest.Failures() {
		viewtest.New(t, Route(), name, viewtest.Fail(e)).Start().Golden("first-" + kind)
	}
	b := viewtest.New(t, Route(), name, nil)
	b.View.Resize(views.Size{Width: 80, Height: 24})
	b.View.Init()
	b.Send(views.Tick{Now: viewtest.Now().Add(3 * time.Second)})
	b.Golden("first-loading")
}

func TestHostileWay(t *testing.T) {
	w := world{
		"domain login-example.com": `{"result":{"domain":"login-example.com","resolves_to_refs":[{"id":"1","value":"192.0.2.44"},{"id":"2","value":"192.0.2.45"},
			{"id":"3","value":"\u001b[2Jgone"},{"id":"4","value":"` + strings.Repeat("long", 80) + `.example"}],"\u202efield":1},"success":true,"errors":[]}`,
		"ip 192.0.2.44": placed("192.0.2.44", "64500", `\u001b]0;x\u0007EXAMPLE\u202e\r\n`+strings.Repeat("LONG", 60)),
		"ip 192.0.2.45": placed("192.0.2.45", `"AS 64501\u001b"`, `\u009b31m`),
		"asn AS64500":   record500(),
	}
	b := start(t, name, w)
	for _, ask := range b.Intents {
		b.Send(ask.(views.Confirm).Then)
	}
	b.Golden("hostile-way")
	w["ip 192.0.2.45"] = placed("192.0.2.45", "64501", `\u009b31m`)
	b = start(t, name, w)
	for _, ask := range b.Intents {
		b.Send(ask.(views.Confirm).Then)
	}
	b.Golden("hostile-networks")
}
