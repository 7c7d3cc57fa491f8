package asn

import (
	"strings"
	"testing"

	"quarry/api"
	"quarry/state/indicator"
	"quarry/views"
	"quarry/views/viewtest"
)

func TestStates(t *testing.T) {
	viewtest.States(t, viewtest.Cases{
		Route:   Route(),
		Subject: "AS13335",
		OK:      viewtest.Recorded(t, "asn-overview.json"),
		Empty:   `{"result":null,"success":true,"errors":[],"messages":[]}`,
		Partial: `{"result":{"asn":"13335","description":{"name":"CLOUDFLARENET"},"country":null,"registered":"2010-07-14"},"success":true,"errors":[]}`,
		Hostile: `{"result":{"asn":13335,"description":"\u001b]52;c;YQ==\u0007CLOUD\u202eFLARE\r\nAS1","country":"\u009bUS` + strings.Repeat("x", 300) + `",
			"type":"isp\u0000_\u2066hosting\u2069"},"success":true,"errors":[]}`,
	})
}

func TestTakesWhatHasANetwork(t *testing.T) {
	viewtest.Takes(t, Route(), map[string]string{
		"AS64500": "AS64500", "192.0.2.1": "192.0.2.1", "2001:db8::1": "2001:db8::1", "example.com": "example.com",
		"https://example.com/x": "example.com", "http://192.0.2.1/": "192.0.2.1", "192.0.2.0/24": "",
	})
}

func TestCommandLine(t *testing.T) {
	b := viewtest.New(t, Route(), "AS13335", nil)
	for subject, c := range map[string]struct {
		body string
		want []string
	}{
		"AS13335":        {viewtest.Recorded(t, "asn-overview.json"), []string{"Network AS13335", "CLOUDFLARENET", "US United States", "ISP"}},
		"1.1.1.1":        {viewtest.Recorded(t, "ip.json"), []string{"Network of 1.1.1.1", "AS13335 CLOUDFLARENET"}},
		"cloudflare.com": {viewtest.Recorded(t, "domain.json"), []string{"104.16.133.229", "2606:4700::6810:84e5", "not asked   1 call"}},
	} {
		q := Route().Query(b.Env, indicator.MustParse(subject))
		a, _ := viewtest.Body(c.body)(q)
		_, lines, err := Route().Text(b.Env, a, 80)
		if err != nil {
			t.Errorf("%s: %v", subject, err)
		}
		for _, want := range c.want {
			if got := strings.Join(lines, "\n"); !strings.Contains(got, want) {
				t.Errorf("%s lacks %q:\n%s", subject, want, got)
			}
		}
	}
}

// world answers from bodies by question, in the words of [api.Query.String].
type world map[string]string

func (w world) reply(q api.Query) (api.Answer, error) {
	body, ok := w[q.String()]
	if !ok {
		return viewtest.Fail(api.Error{Class: api.TimedOut, Limit: "30 s", Tries: 3})(q)
	}
	return viewtest.Body(body)(q)
}

func named(addresses ...string) string {
	refs := make([]string, len(addresses))
	for n, a := range addresses {
		refs[n] = `{"id":"x--1","value":"` + a + `"}`
	}
	return `{"result":{"domain":"login-example.com","resolves_to_refs":[` + strings.Join(refs, ",") + `]},"success":true,"errors":[]}`
}

func placed(address, as, name string) string {
	return `{"result":[{"ip":"` + address + `","belongs_to_ref":{"value":` + as + `,"type":"hosting_provider","country":"NL","description":"` + name + `"}}],"success":true,"errors":[]}`
}

func record500() string {
	return `{"result":{"asn":64500,"description":"EXAMPLE-HOSTING","country":"NL","type":"hosting_provider"},"success":true,"errors":[]}`
}

func oneNetwork() world {
	return world{
		"domain login-example.com": named("192.0.2.44", "192.0.2.45", "2001:db8::44"),
		"ip 192.0.2.44":            placed("192.0.2.44", "64500", "EXAMPLE-HOSTING"),
		"ip 192.0.2.45":            placed("192.0.2.45", "64500", "EXAMPLE-HOSTING"),
		"ip 2001:db8::44":          placed("2001:db8::44", "64500", "EXAMPLE-HOSTING"),
		"asn AS64500":              record500(),
	}
}

func twoNetworks() world {
	w := oneNetwork()
	w["ip 192.0.2.45"] = placed("192.0.2.45", "64501", "EXAMPLE-ACCESS")
	return w
}

// know asks questions beforehand, so that their answers are at hand.
func know(t *testing.T, env views.Env, w world, questions ...api.Query) {
	t.Helper()
	for _, q := range questions {
		a, err := w.reply(q)
		if err != nil {
			t.Fatal(err)
		}
		env.Shelf.Keep(a)
	}
}

func TestCost(t *testing.T) {
	i := indicator.MustParse
	domain := func(env views.Env) api.Query { return first(env, i("login-example.com")) }
	for name, c := range map[string]struct {
		subject string
		world   world
		known   func(views.Env) []api.Query
		want    string
	}{
		"an ASN":                   {"AS64500", oneNetwork(), nil, "1 call"},
		"an address":               {"192.0.2.44", oneNetwork(), nil, "2 calls"},
		"an address that is known": {"192.0.2.44", oneNetwork(), func(views.Env) []api.Query { return []api.Query{askAddress(i("192.0.2.44"))} }, "1 of 2 known: 1 call"},
		"all known": {"192.0.2.44", oneNetwork(), func(views.Env) []api.Query {
			return []api.Query{askAddress(i("192.0.2.44")), askNetwork(i("AS64500"))}
		}, "known, just now"},
		"a name":               {"login-example.com", oneNetwork(), nil, "1 call or more"},
		"a name that is known": {"login-example.com", oneNetwork(), func(e views.Env) []api.Query { return []api.Query{domain(e)} }, "1 of 5 known: 4 calls"},
		"a name, an address, its network": {"login-example.com", oneNetwork(), func(e views.Env) []api.Query {
			return []api.Query{domain(e), askAddress(i("192.0.2.44")), askNetwork(i("AS64500"))}
		}, "3 of 5 known: 2 calls"},
		"two networks, known: no record is asked for": {"login-example.com", twoNetworks(), func(e views.Env) []api.Query {
			return []api.Query{domain(e), askAddress(i("192.0.2.44")), askAddress(i("192.0.2.45")), askAddress(i("2001:db8::44"))}
		}, "known, just now"},
	} {
		b := viewtest.New(t, Route(), c.subject, nil)
		if c.known != nil {
			know(t, b.Env, c.world, c.known(b.Env)...)
		}
		if got := Route().Cost(b.Env, i(c.subject)).String(viewtest.Now()); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// The last of several values is shown, and nothing else is said of it.
func TestAFieldGivenTwice(t *testing.T) {
	b := viewtest.New(t, Route(), "AS64500", viewtest.Body(`{"result":{"asn":64500,"country":"US","country":"DE"},"success":true,"errors":[]}`)).Start()
	for _, size := range [][2]int{{120, 40}, {80, 24}} {
		d := b.Drawing(size[0], size[1])
		for _, want := range []string{"1 field was given more than once, the last value is shown: country", "DE Germany"} {
			if !strings.Contains(d, want) {
				t.Errorf("it does not say %q:\n%s", want, d)
			}
		}
		if strings.Contains(d, "could not be read") || strings.Contains(d, "partial") {
			t.Errorf("what is shown is said to be unread:\n%s", d)
		}
	}
}
