package api_test

import (
	"testing"

	"quarry/api"
	"quarry/state/indicator"
)

// Answers on disk are found by these texts: a change here loses them.
func TestKeysStayTheSame(t *testing.T) {
	day := func(s string) api.Day {
		d, err := api.ParseDay(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for want, q := range map[string]api.Query{
		"accounts ":                        {Endpoint: "accounts"},
		"ip 192.0.2.1":                     query("192.0.2.1"),
		"ip 2001:db8::1":                   query("2001:0DB8:0:0::1"),
		"domain example.com":               {Endpoint: "domain", Indicator: indicator.MustParse("Example.COM.")},
		"asn AS64496":                      {Endpoint: "asn", Indicator: indicator.MustParse("as64496")},
		"domain xn--bcher-kva.example.com": {Endpoint: "domain", Indicator: indicator.MustParse("bücher.example.com")},
		"pdns 192.0.2.1 from=2026-01-01 to=2026-02-01 page=2 per_page=100": {
			Endpoint: "pdns", Indicator: indicator.MustParse("192.0.2.1"),
			From: day("2026-01-01"), To: day("2026-02-01"), Page: 2, PerPage: 100,
		},
		"pdns 192.0.2.1 to=1970-01-01": {Endpoint: "pdns", Indicator: indicator.MustParse("192.0.2.1"), To: 1},
		"domain example.com skip_dns=true": {
			Endpoint: "domain", Indicator: indicator.MustParse("example.com"), NoResolve: true,
		},
		`bulk  names="a.example.com b.example.com"`: {
			Endpoint: "bulk", Names: indicator.SetOf(indicator.MustParse("b.example.com"), indicator.MustParse("A.example.com")),
		},
		`miscategorization example.com payload="{\"a\":\"b\"}"`: {
			Endpoint: "miscategorization", Indicator: indicator.MustParse("example.com"), Payload: `{"a":"b"}`,
		},
	} {
		if got := q.Key(); got != want {
			t.Errorf("Key() = %q, want %q", got, want)
		}
		if back, ok := api.ParseKey(want); ok == q.Changes() || ok && back != q {
			t.Errorf("%q reads as %#v, %t", want, back, ok)
		}
	}
}

func TestOtherTextIsNoKey(t *testing.T) {
	for _, text := range []string{
		"", "ip", "ip 192.0.2.1 ", "ip  192.0.2.1", "ip 192.0.2.001", "ip 192.0.2.1 page", "ip 192.0.2.1 page=", "ip 192.0.2.1 page=0",
		"ip 192.0.2.1 page=02", "ip 192.0.2.1 page=2 page=3", "ip 192.0.2.1 per_page=2 page=2", "ip 192.0.2.1 page=2 x=3",
		"ip 192.0.2.1 skip_dns=yes", "ip 192.0.2.1 from=soon", "ip 192.0.2.1 payload={}", `ip 192.0.2.1 payload="`, `ip 192.0.2.1 payload="\q"`,
		`bulk  names="b.example.com a.example.com"`, `bulk  names="a.example.com a.example.com"`, `bulk  names=a.example.com`, `bulk  names=""`,
		`bulk names="a.example.com"`, `bulk  names="a.example.com"x`, "ip Example.COM", "ip not an indicator",
	} {
		if q, ok := api.ParseKey(text); ok {
			t.Errorf("%q reads as %#v", text, q)
		}
	}
}

// Whatever parts two questions have, their keys are equal only if they are. The
// parts include such as would read alike if they were written carelessly.
func TestKeysAreUnique(t *testing.T) {
	seen := map[string]api.Query{}
	count := 0
	for _, endpoint := range []api.Endpoint{"ip", "pdns"} {
		for _, ind := range []string{"192.0.2.1", "192.0.2.11", "example.com", "https://example.com/a page=2", "https://example.com/?page=2", "https://example.com/?a=1 page=2"} {
			i, err := indicator.Parse(ind)
			if err != nil {
				continue // no key can come of it
			}
			for _, names := range []indicator.Set{{}, setOf("a.example.com"), setOf("a.example.com", "b.example.com"), setOf(`https://example.com/" page=2`)} {
				for _, days := range [][2]api.Day{{}, {0, 2}, {2, 0}, {2, 2}} {
					for _, pages := range [][2]int{{}, {2, 0}, {0, 2}, {2, 2}, {22, 0}} {
						for _, noResolve := range []bool{false, true} {
							for _, payload := range []string{"", "{}", "x page=2", `x" page="2`, "a\nb", "a\\nb", "\xff"} {
								q := api.Query{
									Endpoint: endpoint, Indicator: i, Names: names, From: days[0], To: days[1],
									Page: pages[0], PerPage: pages[1], NoResolve: noResolve, Payload: payload,
								}
								key := q.Key()
								if other, ok := seen[key]; ok && other != q {
									t.Fatalf("%#v and %#v have the key %q", q, other, key)
								}
								for _, c := range []byte(key) {
									if c < ' ' || c > '~' {
										t.Fatalf("the key %q of %#v is not printable ASCII", key, q)
									}
								}
								if back, ok := api.ParseKey(key); ok == q.Changes() || ok && back != q {
									t.Fatalf("%q reads as %#v, %t", key, back, ok)
								}
								seen[key] = q
								count++
							}
						}
					}
				}
			}
		}
	}
	if len(seen) != count || count < 1000 {
		t.Errorf("%d questions have %d keys", count, len(seen))
	}
}

func setOf(texts ...string) indicator.Set {
	var all []indicator.Indicator
	for _, text := range texts {
		all = append(all, indicator.MustParse(text))
	}
	return indicator.SetOf(all...)
}
