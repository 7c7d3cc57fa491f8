package domain

import (
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

func TestStates(t *testing.T) {
	viewtest.States(t, viewtest.Cases{
		Route:   Route(),
		Subject: "cloudflare.com",
		OK:      viewtest.Recorded(t, "domain.json"),
		Empty:   `{"result":null,"success":true,"errors":[],"messages":[]}`,
		Partial: `{"result":{"domain":"cloudflare.com","risk_score":"0.42","content_categories":null,
			"risk_types":{"id":"131","super_category_id":21,"name":"Phishing"},"popularity_rank":"many",
			"resolves_to_refs":[null,{"value":3221226028},{"id":7,"value":"192.0.2.44"},"192.0.2.45"],
			"application":[],"additional_information":"none","threat_tags":["new"],"type":false},"success":true,"errors":[]}`,
		Hostile: `{"result":{"domain":"cloudflare.com","risk_score":0.3,"popularity_rank":1,
			"application":{"id":1,"name":"\u001b]0;owned\u0007APP"},
			"risk_types":[{"id":131,"name":"Phish\u009b31ming\t"},{"name":"\u202egnihsihp"}],
			"content_categories":[{"id":155,"name":"\u001b[2J\r\nTechnology","super_category_id":26},{"id":26,"name":"\u2066Tech\u2069"},{"id":999999,"name":"` + strings.Repeat("long ", 30) + `","super_category_id":888888}],
			"additional_information":{"suspected_malware_family":"\u001bP+q\u001b\\Bot"},
			"resolves_to_refs":[{"id":"\u001b[Hipv4","value":"192.0.2.1"},{"id":"x","value":"\u001b[31mevil.example.net"},{"value":"` + strings.Repeat("a.", 100) + `example.org"}],
			"inherited_from":"\u200bcom","inherited_risk_types":[{"name":"\u0000"}],"inherited_content_categories":[{"id":15}],
			"type":"Apex\u0085domain","notes":"\u001b]52;c;YQ==\u0007<script>","\u001bfield":"\u202e"},"success":true,"errors":[]}`,
	})
}

const bad = `{"result":{"domain":"www.login.example.com","risk_score":0.83,
	"risk_types":[{"id":131,"super_category_id":32,"name":"Phishing"},{"id":178,"super_category_id":32,"name":"Brand Embedding"}],
	"content_categories":[{"id":115,"super_category_id":15,"name":"Login Screens"},{"id":15,"name":"Miscellaneous"},{"id":26,"name":"Technology"}],
	"popularity_rank":4903,"application":{"id":4712,"name":"EXAMPLE MAIL"},
	"additional_information":{"suspected_malware_family":"ExampleBot"},
	"inherited_from":"example.com","inherited_content_categories":[{"id":155,"super_category_id":26,"name":"Technology"},{"id":26,"name":"Technology"}],
	"inherited_risk_types":[{"id":151,"super_category_id":32,"name":"Spam"}],
	"resolves_to_refs":[{"id":"ipv4-addr--1","value":"192.0.2.44"},{"id":"ipv4-addr--2","value":"192.0.2.45"},{"id":"ipv6-addr--3","value":"2001:db8::44"},{"id":"domain-name--4","value":"mx.example.net"}],
	"type":"Subdomain","notes":"Subdomain given."},"success":true,"errors":[]}`

// keep puts an answer of another endpoint on the shelf.
func keep(b *viewtest.Bench, q api.Query, body string, age time.Duration) {
	a, _ := viewtest.Aged(body, age)(q)
	b.Env.Shelf.Keep(a)
}

func ipQuery(addr string) api.Query {
	return api.Query{Endpoint: cf.EndpointIP, Indicator: indicator.MustParse(addr)}
}

const hosting = `{"result":[{"ip":"192.0.2.44","belongs_to_ref":{"value":64500,"description":"EXAMPLE-HOSTING"}}],"success":true,"errors":[]}`

func bench(t *testing.T) *viewtest.Bench {
	b := viewtest.New(t, Route(), "http://www.login.example.com/", viewtest.Body(bad))
	keep(b, ipQuery("192.0.2.44"), hosting, 3*24*time.Hour)
	return b.Start()
}

func TestABadName(t *testing.T) { bench(t).Golden("bad") }

func TestEverythingNamedCanBeSelected(t *testing.T) {
	b := bench(t)
	b.Drawing(80, 24)
	var seen []string
	for range 30 {
		seen = append(seen, b.View.(views.Selector).Selection().Indicator.String())
		b.Send(keymap.MoveDown)
	}
	for _, want := range []string{"192.0.2.44", "192.0.2.45", "2001:db8::44", "mx.example.net", "example.com", "login.example.com"} {
		if !slices.Contains(seen, want) {
			t.Errorf("the cursor never reached %s, only %v", want, seen)
		}
	}
}

// What was learned in another view stands in the list when one comes back, and
// the cursor is where it was.
func TestNetworksLearnedMeanwhile(t *testing.T) {
	b := viewtest.New(t, Route(), "www.login.example.com", viewtest.Body(bad)).Start()
	for range 40 {
		b.Send(keymap.MoveDown)
		if b.View.(views.Selector).Selection().Indicator.String() == "192.0.2.45" {
			break
		}
	}
	if d := b.Drawing(120, 40); strings.Contains(d, "EXAMPLE-HOSTING") || !strings.Contains(d, "i  1 call") {
		t.Fatalf("nothing is known yet:\n%s", d)
	}
	keep(b, ipQuery("192.0.2.44"), hosting, 0)
	b.Run(b.View.(views.Resumer).Resume())
	d := b.Drawing(120, 40)
	if !strings.Contains(d, "AS64500 EXAMPLE-HOSTING") || strings.Count(d, "i  1 call") != 2 {
		t.Errorf("the network that is known now is not shown:\n%s", d)
	}
	if got := b.View.(views.Selector).Selection().Indicator.String(); got != "192.0.2.45" {
		t.Errorf("the cursor went to %q", got)
	}
	if len(b.Source.Asked) != 1 {
		t.Errorf("asked %v", b.Source.Asked)
	}
}

func TestGroupsStandBehindTheirCategories(t *testing.T) {
	d := bench(t).Drawing(120, 40)
	for _, want := range []string{"Login Screens 115  (Miscellaneous 15)", "Technology 155  (Technology 26)"} {
		if strings.Count(d, want) != 1 {
			t.Errorf("%q is not there once:\n%s", want, d)
		}
	}
	if strings.Count(d, "Miscellaneous 15") != 1 {
		t.Errorf("the group stands there twice:\n%s", d)
	}
	if strings.Count(d, "Technology 26") != 2 { // alone in content, behind 155 in what is inherited
		t.Errorf("a group that stands alone is hidden:\n%s", d)
	}
}

func TestNotResolvingIsAskedAndSaid(t *testing.T) {
	none := `{"result":{"domain":"example.com","content_categories":[]},"success":true,"errors":[]}`
	env := viewtest.New(t, Route(), "example.com", nil).Env
	env.Settings.NoResolve = true
	q := Route().Query(env, indicator.MustParse("example.com"))
	if !q.NoResolve {
		t.Error("the question does not say that the name must not be resolved")
	}
	for body, want := range map[string]string{none: "on purpose", bad: "although quarry asked not to"} {
		if body == bad {
			q.Indicator = indicator.MustParse("www.login.example.com")
		} else {
			q.Indicator = indicator.MustParse("example.com")
		}
		_, lines, err := Route().Text(env, api.Answer{Query: q, Body: []byte(body)}, 100)
		if text := strings.Join(lines, "\n"); err != nil || !strings.Contains(text, want) {
			t.Errorf("does not say %q: %v\n%s", want, err, text)
		}
	}
}

// A rank that could not be read is no statement about the rank.
func TestUnreadIsNotSilent(t *testing.T) {
	body := `{"result":{"domain":"example.com","popularity_rank":"many","additional_information":"none"},"success":true,"errors":[]}`
	d := viewtest.New(t, Route(), "example.com", viewtest.Body(body)).Start().Drawing(120, 40)
	for _, lie := range []string{"not among the first", "no family suspected"} {
		if strings.Contains(d, lie) {
			t.Errorf("says %q of a field that could not be read:\n%s", lie, d)
		}
	}
}

func TestText(t *testing.T) {
	b := bench(t)
	a := b.View.(views.Answerer).Answers()[0]
	_, lines, err := Route().Text(b.Env, a, 100)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Join(lines, "\n")
	for _, want := range []string{"0.83  high", "▲ Phishing 131", "4,903 of the 100,000", "AS64500 EXAMPLE-HOSTING", "mx.example.net", "ipv4-addr--1", "ExampleBot"} {
		if !strings.Contains(text, want) {
			t.Errorf("the command line lacks %q:\n%s", want, text)
		}
	}
}

func TestTakesDomains(t *testing.T) {
	viewtest.Takes(t, Route(), map[string]string{
		"example.com": "example.com", "http://a.example.com/x": "a.example.com",
		"192.0.2.1": "", "http://192.0.2.1/": "", "AS64500": "", "192.0.2.0/24": "",
	})
}

func TestCost(t *testing.T) {
	b := bench(t)
	i := indicator.MustParse("www.login.example.com")
	if c := Route().Cost(b.Env, i); c.Calls != 0 || c.Known != 1 {
		t.Errorf("a known name costs %+v", c)
	}
	if c := Route().Cost(b.Env, indicator.MustParse("example.org")); c.Calls != 1 {
		t.Errorf("an unknown name costs %+v", c)
	}
	env := b.Env
	env.Settings.NoResolve = true
	if c := Route().Cost(env, i); c.Calls != 1 {
		t.Errorf("asked without resolving, it is another question, and costs %+v", c)
	}
}
