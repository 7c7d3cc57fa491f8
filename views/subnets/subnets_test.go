package subnets

import (
	"encoding/json"
	"fmt"
	"math/big"
	"net/netip"
	"strings"
	"testing"

	"quarry/api"
	"quarry/api/cf"
	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/views"
	"quarry/views/viewtest"
)

const hosting = `{"asn":64500,"count":7,"ip_count_total":79228162514264337593543951232,"page":1,"per_page":1000,
	"subnets":["192.0.2.0/24","192.0.2.0/25","192.0.2.44/32","198.51.100.0/24","203.0.113.128/25","2001:db8::/32","1.1.1.0/24"]}`

func TestStates(t *testing.T) {
	viewtest.States(t, viewtest.Cases{
		Route:   Route(),
		Subject: "AS64500",
		OK:      hosting,
		Empty:   `{"asn":64500,"count":0,"ip_count_total":0,"page":1,"per_page":1000,"subnets":[]}`,
		Partial: `{"success":true,"errors":[],"messages":[],"result":{"asn":"64500","count":4,"ip_count_total":7.9e28,
			"subnets":["192.0.2.0/28","not a prefix",null,"2001:db8:fbfe::/48","192.0.2.0/28"]}}`,
		Hostile: `{"asn":64500,"count":3,"ip_count_total":"many","subnets":["\u001b[2J192.0.2.0/24","192.0.2.0/24\u202e","` +
			strings.Repeat("9", 300) + `/24","192.0.2.0/24"],"\u009bfield":"\u0007"}`,
	})
}

func TestTakesASNOnly(t *testing.T) {
	viewtest.Takes(t, Route(), map[string]string{
		"AS64500": "AS64500", "192.0.2.1": "", "example.com": "", "http://example.com/": "", "192.0.2.0/24": "",
	})
}

func TestEnterAsksForAnAddressInside(t *testing.T) {
	b := viewtest.New(t, Route(), "AS64500", viewtest.Body(hosting)).Start()
	b.Send(keymap.Open)
	want := views.Prompt{
		Within: indicator.MustParse("192.0.2.0/24"), Text: "192.0.2.", Hint: "an address inside 192.0.2.0/24: 1 call",
	}
	if len(b.Intents) != 1 || b.Intents[0] != views.Intent(want) {
		t.Errorf("enter gave %#v", b.Intents)
	}
	broken := viewtest.New(t, Route(), "AS64500", viewtest.Body(`{"asn":64500,"subnets":["not a prefix"]}`)).Start()
	broken.Send(keymap.Open)
	if _, ok := broken.Intents[0].(views.Notify); !ok {
		t.Errorf("enter on what is no prefix gave %#v", broken.Intents)
	}
}

func TestBeginning(t *testing.T) {
	for in, want := range map[string]string{
		"192.0.2.0/24": "192.0.2.", "192.0.2.128/25": "192.0.2.", "10.0.0.0/8": "10.", "172.16.0.0/12": "172.", "0.0.0.0/0": "",
		"192.0.2.44/32": "192.0.2.44", "2001:db8::/32": "2001:db8:", "2001:db8:ff00::/40": "2001:db8:", "2001:db8::/48": "2001:db8:0:",
		"::/0": "", "2001:db8::1/128": "2001:db8::1",
	} {
		p := netip.MustParsePrefix(in)
		i := indicator.MustParse(p.String())
		if got := beginning(i); got != want {
			t.Errorf("%s begins with %q, want %q", in, got, want)
		}
	}
}

func TestNumbers(t *testing.T) {
	for in, want := range map[string]string{
		"192.0.2.44/32": "1", "192.0.2.0/24": "256", "198.18.0.0/15": "131,072", "0.0.0.0/0": "4,294,967,296",
		"2001:db8::/32": "2^96", "::/0": "2^128", "2001:db8::/112": "65,536",
	} {
		if got := sizeText(netip.MustParsePrefix(in)); got != want {
			t.Errorf("%s has %s addresses, want %s", in, got, want)
		}
	}
	for in, want := range map[string]string{
		"0": "0", "999999999999": "999,999,999,999", "79228162514264337593543950336": "about 7.9 × 10^28", "1000000000000": "about 1.0 × 10^12",
	} {
		n, _ := new(big.Int).SetString(in, 10)
		if got := large(n); got != want {
			t.Errorf("%s reads %q, want %q", in, got, want)
		}
	}
}

func TestAddressesAreCountedOnce(t *testing.T) {
	var list []cf.Subnet
	for _, p := range []string{"192.0.2.128/25", "192.0.2.0/24", "192.0.2.44/32", "192.0.2.0/24", "198.51.100.0/31", "2001:db8::/126", "2001:db8::2/127"} {
		list = append(list, cf.Subnet{Prefix: netip.MustParsePrefix(p)})
	}
	four, six := tallies(append(list, cf.Subnet{}))
	if four.prefixes != 5 || four.addresses.Int64() != 258 || six.prefixes != 2 || six.addresses.Int64() != 4 {
		t.Errorf("counted %+v and %+v", four, six)
	}
}

func TestHoldsNamesWhatWasAskedAbout(t *testing.T) {
	seen := []indicator.Indicator{
		indicator.MustParse("192.0.2.44"), indicator.MustParse("http://192.0.2.7/x"), indicator.MustParse("example.com"),
		indicator.MustParse("2001:db8::1"), indicator.MustParse("AS64500"),
	}
	got := holds(seen, []cf.Subnet{
		{Prefix: netip.MustParsePrefix("192.0.2.0/24")}, {Prefix: netip.MustParsePrefix("192.0.2.44/32")},
		{Prefix: netip.MustParsePrefix("2001:db8::/32")}, {}, {Prefix: netip.MustParsePrefix("198.51.100.0/24")},
	})
	if want := "192.0.2.44 hxxp://192[.]0[.]2[.]7/x|192.0.2.44|2001:db8::1||"; strings.Join(got, "|") != want {
		t.Errorf("holds %q", strings.Join(got, "|"))
	}
}

// paged serves n prefixes, size a page; without a page it serves the first.
func paged(n, size int, asked *[]api.Query) func(api.Query) (api.Answer, error) {
	return func(q api.Query) (api.Answer, error) {
		*asked = append(*asked, q)
		var list []string
		for i := (max(1, q.Page) - 1) * size; i < min(n, max(1, q.Page)*size); i++ {
			list = append(list, fmt.Sprintf("2001:db8:%x::/48", i))
		}
		b, _ := json.Marshal(map[string]any{"asn": 64500, "count": n, "ip_count_total": 1 << 40, "page": max(1, q.Page), "per_page": size, "subnets": list})
		return viewtest.Body(string(b))(q)
	}
}

func TestFurtherPages(t *testing.T) {
	var asked []api.Query
	b := viewtest.New(t, Route(), "AS64500", paged(60, 25, &asked)).Start()
	if asked[0].Page != 0 || asked[0].PerPage != 0 {
		t.Errorf("the first question has parameters that nobody documents: %+v", asked[0])
	}
	b.Golden("partly")
	b.Send(keymap.LoadAll)
	b.Send(b.Intents[0].(views.Confirm).Then)
	if s := b.View.(views.Statuser).Status(); s.Total != 60 || len(asked) != 3 {
		t.Errorf("%d subnets with %d questions", s.Total, len(asked))
	}
	if asked[2].Page != 3 || asked[2].PerPage != 25 {
		t.Errorf("the third question is %+v", asked[2])
	}
	b.Golden("all")
}

func TestTotalsThatDiffer(t *testing.T) {
	for said, want := range map[string]string{
		"79228162514264337593543951000": "the server counts 232 addresses fewer than this list holds",
		"79228162514264337593543951233": "the server counts 1 address more than this list holds",
		"12":                            "the server says 12 addresses, this list holds about 7.9 × 10^28",
		"null":                          "the server does not say how many addresses",
	} {
		b := viewtest.New(t, Route(), "AS64500", viewtest.Body(strings.Replace(hosting, "79228162514264337593543951232", said, 1))).Start()
		if got := b.Drawing(120, 40); !strings.Contains(got, want) {
			t.Errorf("%s: does not say %q:\n%s", said, want, got)
		}
	}
}

func TestSorts(t *testing.T) {
	b := viewtest.New(t, Route(), "AS64500", viewtest.Body(hosting)).Start()
	first := func() string { return b.Shown()[0][0] }
	want := []string{"1.1.1.0/24", "1.1.1.0/24", "2001:db8::/32", "192.0.2.0/24"}
	for col, w := range want {
		b.Send(keymap.SortNext)
		if got := first(); got != w {
			t.Errorf("sorted by column %d the first is %s, want %s", col, got, w)
		}
	}
}

func TestCommandLine(t *testing.T) {
	b := viewtest.New(t, Route(), "AS64500", nil)
	a, _ := viewtest.Body(hosting)(Route().Query(b.Env, indicator.MustParse("AS64500")))
	content, lines, err := Route().Text(b.Env, a, 100)
	if err != nil {
		t.Fatal(err)
	}
	got := strings.Join(lines, "\n")
	for _, want := range []string{"Subnets of AS64500  ·  7 subnets, all loaded  ·  about 7.9 × 10^28 addresses", "2001:db8::/32     6        79228162514264337593543950336"} {
		if !strings.Contains(got, want) {
			t.Errorf("lacks %q:\n%s", want, got)
		}
	}
	if j, err := json.Marshal(content.Record); err != nil || !strings.Contains(string(j), `"ip_count_total":79228162514264337593543951232`) {
		t.Errorf("record %s, %v", j, err)
	}
}
