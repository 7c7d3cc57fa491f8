package api_test

import (
	"testing"

	"quarry/api"
	"quarry/state/indicator"
)

func TestParseKeyReadsWhatKeyWrote(t *testing.T) {
	for _, q := range []api.Query{
		{Endpoint: "pdns", Indicator: indicator.MustParse("192.0.2.1"), From: 20_000, To: 20_030, Page: 2, PerPage: 1000},
		{Endpoint: "ip", Indicator: indicator.MustParse("2001:db8::1")},
		{Endpoint: "phishing", Indicator: indicator.MustParse("https://example.com/a?b=c")},
		{Endpoint: "domain", Indicator: indicator.MustParse("example.com"), NoResolve: true},
	} {
		if got, ok := api.ParseKey(q.Key()); !ok || got != q {
			t.Errorf("%s: read as %+v, %v", q.Key(), got, ok)
		}
	}
	for _, key := range []string{
		"", "pdns", "pdns nonsense", "pdns 192.0.2.1 page=x", "pdns 192.0.2.1 from=2026-13-01", "pdns 192.0.2.1 more=1",
		"pdns 192.0.2.1 page=0", "pdns 192.0.2.1  page=1", "pdns 192[.]0.2.1", `m example.com payload="{}"`,
	} {
		if got, ok := api.ParseKey(key); ok {
			t.Errorf("%q is read as %+v", key, got)
		}
	}
}

func FuzzParseKey(f *testing.F) {
	f.Add("pdns 192.0.2.1 from=2026-10-01 to=2026-10-31 page=1 per_page=1000")
	f.Add("domain example.com skip_dns=true")
	f.Fuzz(func(t *testing.T, key string) {
		if q, ok := api.ParseKey(key); ok && q.Key() != key {
			t.Errorf("%q is read as %+v, which is written %q", key, q, q.Key())
		}
	})
}
