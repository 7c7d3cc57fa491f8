package cf_test

import (
	"go/build"
	"strings"
	"testing"

	"quarry/api"
	"quarry/api/cf"
	"quarry/state/indicator"
)

func TestWire(t *testing.T) {
	day := func(s string) api.Day {
		d, err := api.ParseDay(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	const acc = "/accounts/0123456789abcdef0123456789abcdef/"
	for _, c := range []struct {
		endpoint api.Endpoint
		of       string
		q        api.Query
		want     string // "" where it must be refused
	}{
		{cf.EndpointIP, "1.1.1.1", api.Query{}, acc + "intel/ip?ipv4=1.1.1.1"},
		{cf.EndpointIP, "2606:4700::1111", api.Query{}, acc + "intel/ip?ipv6=2606%3A4700%3A%3A1111"},
		{cf.EndpointIP, "example.com", api.Query{}, ""},
		{cf.EndpointPDNS, "1.1.1.1", api.Query{From: day("2023-07-15"), To: day("2023-07-18"), PerPage: 5},
			acc + "intel/dns?ipv4=1.1.1.1&start=2023-07-15&end=2023-07-18&per_page=5"},
		{cf.EndpointPDNS, "1.1.1.1", api.Query{Page: 2}, acc + "intel/dns?ipv4=1.1.1.1&page=2"},
		{cf.EndpointPDNS, "2001:db8::1", api.Query{}, ""},
		{cf.EndpointDomain, "cloudflare.com", api.Query{}, acc + "intel/domain?domain=cloudflare.com"},
		{cf.EndpointDomain, "cloudflare.com", api.Query{NoResolve: true}, acc + "intel/domain?domain=cloudflare.com&skip_dns=true"},
		{cf.EndpointDomain, "https://www.example.com/a?b=c", api.Query{}, acc + "intel/domain?domain=www.example.com"},
		{cf.EndpointDomain, "https://192.0.2.1/", api.Query{}, ""},
		{cf.EndpointHistory, "cloudflare.com", api.Query{}, acc + "intel/domain-history?domain=cloudflare.com"},
		{cf.EndpointHistory, "https://example.com/", api.Query{}, ""},
		{cf.EndpointWHOIS, "cloudflare.com", api.Query{}, acc + "intel/whois?domain=cloudflare.com"},
		{cf.EndpointWHOIS, "192.0.2.1", api.Query{}, ""},
		{cf.EndpointASN, "AS13335", api.Query{}, acc + "intel/asn/13335"},
		{cf.EndpointASN, "1.1.1.1", api.Query{}, ""},
		{cf.EndpointSubnets, "AS13335", api.Query{}, acc + "intel/asn/13335/subnets"},
		{cf.EndpointSubnets, "AS13335", api.Query{Page: 2, PerPage: 100}, acc + "intel/asn/13335/subnets?page=2&per_page=100"},
		{cf.EndpointPhishing, "http://a.example.com/login.html?a=b&c=d", api.Query{},
			acc + "brand-protection/url-info?url=http%3A%2F%2Fa.example.com%2Flogin.html%3Fa%3Db%26c%3Dd"},
		{cf.EndpointPhishing, "example.com", api.Query{}, acc + "brand-protection/url-info?url=https%3A%2F%2Fexample.com"},
		{cf.EndpointPhishing, "192.0.2.0/24", api.Query{}, ""},
		{cf.EndpointMiscategorization, "example.com", api.Query{}, ""},
		{cf.EndpointMiscategorization, "example.com", api.Query{Payload: `{"indicator_type":"domain","url":"example.org","security_adds":[131]}`}, ""},
		{cf.EndpointMiscategorization, "example.com", api.Query{Payload: `{"indicator_type":"domain","url":"example.com"}`}, ""},
		{cf.EndpointMiscategorization, "example.com", api.Query{Payload: `{"indicator_type":"domain","url":"example.com","security_adds":[131]}`},
			acc + "intel/miscategorization"},
		{cf.EndpointToken, "", api.Query{}, "/user/tokens/verify"},
		{cf.EndpointAccounts, "", api.Query{Page: 2, PerPage: 50}, "/accounts?page=2&per_page=50"},
	} {
		s, ok := cf.Lookup(c.endpoint)
		if !ok {
			t.Fatalf("no spec of %s", c.endpoint)
		}
		c.q.Endpoint = c.endpoint
		if c.of != "" {
			c.q.Indicator = indicator.MustParse(c.of)
		}
		w, err := s.Wire(c.q)
		if c.want == "" {
			if api.ClassOf(err) != api.Rejected {
				t.Errorf("%s %s: gave %q, %v", c.endpoint, c.of, w.Path, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s %s: %v", c.endpoint, c.of, err)
			continue
		}
		if got := w.RequestURI("0123456789abcdef0123456789abcdef"); got != c.want {
			t.Errorf("\n got %s\nwant %s", got, c.want)
		}
		post := c.endpoint == cf.EndpointMiscategorization
		if (w.Method == "POST") != post || w.Body != c.q.Payload {
			t.Errorf("%s: %s with body %q", c.endpoint, w.Method, w.Body)
		}
	}
}

// Kinds and Wire agree for every endpoint and kind.
func TestKinds(t *testing.T) {
	samples := []string{"192.0.2.1", "2001:db8::1", "example.com", "https://example.com/a", "AS64496", "192.0.2.0/24"}
	for _, s := range cf.Specs() {
		for _, text := range samples {
			i := indicator.MustParse(text)
			q := cf.Report{Indicator: i, SecurityAdds: []int{131}}.Query()
			if q.Endpoint = s.Endpoint; s.Endpoint != cf.EndpointMiscategorization {
				q.Payload = ""
			}
			if s.Endpoint == cf.EndpointBulk {
				q.Indicator, q.Names = indicator.Indicator{}, indicator.SetOf(i)
			}
			_, err := s.Wire(q)
			if s.Takes(i.Kind()) != (err == nil) {
				t.Errorf("%s says it takes %s: %v, but %v", s.Endpoint, i.Kind(), s.Takes(i.Kind()), err)
			}
			if err != nil && !strings.Contains(err.Error(), "was not sent") {
				t.Errorf("%s: a question that was not sent reads %q", s.Endpoint, err)
			}
		}
	}
}

func TestSpecs(t *testing.T) {
	seen := map[api.Endpoint]bool{}
	for _, s := range cf.Specs() {
		if got, ok := cf.Lookup(s.Endpoint); !ok || got.Endpoint != s.Endpoint || seen[s.Endpoint] {
			t.Errorf("%s is found as %+v, or stands there twice", s.Endpoint, got)
		}
		seen[s.Endpoint] = true
		want := cf.PermissionRead
		if s.Endpoint == cf.EndpointMiscategorization {
			want = cf.PermissionEdit
		}
		if s.Permission != want || s.Free || len(s.Kinds) == 0 {
			t.Errorf("%s: %+v", s.Endpoint, s)
		}
	}
	if s, _ := cf.Lookup(cf.EndpointToken); !s.Free {
		t.Error("checking the token costs nothing")
	}
	if _, ok := cf.Lookup("nonesuch"); ok {
		t.Error("an endpoint that does not exist was found")
	}
}

// The package can be used without knowing HTTP.
func TestImports(t *testing.T) {
	p, err := build.ImportDir(".", 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range p.Imports {
		if strings.HasPrefix(i, "net/http") || strings.Contains(i, "bubbletea") || strings.HasPrefix(i, "quarry/ui") {
			t.Errorf("imports %s", i)
		}
	}
}
