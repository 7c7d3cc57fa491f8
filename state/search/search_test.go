package search

import (
	"fmt"
	"strings"
	"testing"

	"quarry/state/indicator"
)

func parsed(texts ...string) []indicator.Indicator {
	all := make([]indicator.Indicator, len(texts))
	for n, text := range texts {
		all[n] = indicator.MustParse(text)
	}
	return all
}

// every is one indicator of each kind, and some that need care.
func every() []indicator.Indicator {
	return parsed("192.0.2.1", "login.example.com", "2001:db8::1", "http://a.example.com/x?q=1", "198.51.100.0/24", "AS64500", "2001:db8::/32", "203.0.113.9")
}

func TestSearches(t *testing.T) {
	own := Fields{
		indicator.IPv4: {"ip"}, indicator.IPv6: {"ip"}, indicator.CIDR: {"ip"}, indicator.Domain: {"dns.query", "host"}, indicator.URL: {"url"}, indicator.ASN: {"asn"},
	}
	paths := Fields{indicator.Domain: {"['Host Name']", "Extra.host"}, indicator.ASN: {"Asn", "Extra[0]"}, indicator.CIDR: {"Extra.ip"}}
	d := Default()
	for name, c := range map[string]struct {
		got  Search
		want string
	}{
		"list": {List(every()), `"192.0.2.1" OR "login.example.com" OR "2001:db8::1" OR "http://a.example.com/x?q=1" OR "198.51.100.0/24" OR "AS64500" OR "2001:db8::/32" OR "203.0.113.9"`},
		"SPL": {SPL(every(), d.Splunk), `(src_ip IN ("192.0.2.1", "203.0.113.9", "2001:db8::1") OR dest_ip IN ("192.0.2.1", "203.0.113.9", "2001:db8::1")` +
			` OR src_ip="198.51.100.0/24" OR src_ip="2001:db8::/32" OR dest_ip="198.51.100.0/24" OR dest_ip="2001:db8::/32"` +
			` OR query IN ("login.example.com") OR url_domain IN ("login.example.com") OR url IN ("http://a.example.com/x?q=1"))`},
		"SPL, one field":         {SPL(parsed("a.example", "b.example"), own), `(dns.query IN ("a.example", "b.example") OR host IN ("a.example", "b.example"))`},
		"SPL, one condition":     {SPL(parsed("http://a.example/", "http://b.example/"), d.Splunk), `url IN ("http://a.example/", "http://b.example/")`},
		"SPL, a network":         {SPL(parsed("AS64500"), own), `asn IN ("64500", "AS64500")`},
		"SPL, a prefix":          {SPL(parsed("198.51.100.0/24"), own), `ip="198.51.100.0/24"`},
		"SPL, a backslash":       {SPL(parsed(`http://a.example/\x`, `http://b.example/`), own), `url IN ("http://a.example/\\x", "http://b.example/")`},
		"SPL, nothing":           {SPL(parsed("AS64500"), d.Splunk), ``},
		"KQL":                    {KQL(every(), d.KQL, HasAny), `(RemoteIP in~ ("192.0.2.1", "203.0.113.9", "2001:db8::1") or ipv4_is_in_any_range(RemoteIP, "198.51.100.0/24") or ipv6_is_in_any_range(RemoteIP, "2001:db8::/32") or RemoteUrl has_any ("login.example.com") or RemoteUrl in~ ("http://a.example.com/x?q=1"))`},
		"KQL, names alone":       {KQL(parsed("a.example", "b.example"), d.KQL, HasAny), `RemoteUrl has_any ("a.example", "b.example")`},
		"KQL, names that are it": {KQL(parsed("a.example", "http://a.example/"), d.KQL, Equal), `RemoteUrl in~ ("a.example", "http://a.example/")`},
		"KQL, paths":             {KQL(parsed("a.example", "AS64500", "192.0.2.0/24"), paths, Equal), `(ipv4_is_in_any_range(tostring(Extra.ip), "192.0.2.0/24") or ['Host Name'] in~ ("a.example") or tostring(Extra.host) in~ ("a.example") or tostring(Asn) in~ ("64500", "AS64500") or tostring(Extra[0]) in~ ("64500", "AS64500"))`},
		"KQL, a backslash":       {KQL(parsed(`http://a.example/\x`, `http://b.example/`), d.KQL, HasAny), `RemoteUrl in~ ("http://a.example/\\x", "http://b.example/")`},
		"STIX": {STIX(every()), `[ipv4-addr:value = '192.0.2.1' OR domain-name:value = 'login.example.com' OR ipv6-addr:value = '2001:db8::1' OR url:value = 'http://a.example.com/x?q=1'` +
			` OR ipv4-addr:value ISSUBSET '198.51.100.0/24' OR autonomous-system:number = 64500 OR ipv6-addr:value ISSUBSET '2001:db8::/32' OR ipv4-addr:value = '203.0.113.9']`},
		"STIX, an apostrophe": {STIX(parsed(`http://a.example/'\x`)), `[url:value = 'http://a.example/\'\\x']`},
		"no list":             {List(nil), ``}, "no SPL": {SPL(nil, d.Splunk), ``}, "no KQL": {KQL(nil, d.KQL, HasAny), ``}, "no STIX": {STIX(nil), ``},
	} {
		if c.got.Text != c.want {
			t.Errorf("%s:\n got %s\nwant %s", name, c.got.Text, c.want)
		}
	}
}

// What is not searched for, and what finds more than itself, is named.
func TestNothingIsLeftOutInSilence(t *testing.T) {
	d := Default()
	all := append(every(), parsed("http://a.example/*", "AS64501")...)
	for name, c := range map[string]struct {
		got         Search
		left, wider string
	}{
		"SPL":            {SPL(all, d.Splunk), "[AS64500 AS64501]", "[http://a.example/*]"},
		"KQL":            {KQL(all, d.KQL, HasAny), "[AS64500 AS64501]", "[]"},
		"without fields": {SPL(parsed("a.example", "http://a.example/*"), Fields{indicator.Domain: {"query"}}), "[http://a.example/*]", "[]"},
		"STIX":           {STIX(all), "[]", "[]"},
		"list":           {List(all), "[]", "[]"},
	} {
		if left, wider := fmt.Sprint(c.got.Left), fmt.Sprint(c.got.Wider); left != c.left || wider != c.wider {
			t.Errorf("%s: left %s, wider %s", name, left, wider)
		}
	}
	for _, i := range all { // each stands in a literal, or is among those left
		for name, s := range map[string]Search{"SPL": SPL(all, d.Splunk), "KQL": KQL(all, d.KQL, Equal)} {
			if !strings.Contains(s.Text, quote(i.String())) && !strings.Contains(fmt.Sprint(s.Left), i.String()) {
				t.Errorf("%s has lost %s", name, i)
			}
		}
	}
}

func TestFieldNames(t *testing.T) {
	for field, c := range map[string]struct{ spl, kql bool }{
		"dest_ip": {true, true}, "RemoteIP": {true, true}, "_raw": {true, true}, "a1": {true, true},
		"All_Traffic.dest_ip": {true, true}, "a.b.c": {true, true}, "answers{}.data": {true, false}, "answers{}": {true, false},
		"Extra[0]": {false, true}, "Extra['a b'].c": {false, true}, "['Remote IP']": {false, true}, `Extra["x"]`: {false, true},
		"": {}, "1a": {}, "a b": {}, "a-b": {}, "a=b": {}, `a"`: {}, "a.": {}, ".a": {}, "a..b": {}, "a{}{}": {}, "{}": {}, "a|b": {}, "a\n": {}, "ä": {}, "a)": {},
		"[0]": {}, "[]": {}, "['']": {}, "['a": {}, "['a\\']": {}, "['a'x]": {}, `['a"]`: {}, "a['b']]": {}, "['a'b']": {}, "a[-1]": {}, "a[0": {},
		"or": {}, "AND": {}, "Not": {}, "in": {},
		strings.Repeat("a", 200): {true, true}, strings.Repeat("a", 201): {},
	} {
		if why := CheckSPL(field); (why == "") != c.spl {
			t.Errorf("%q in SPL: %q", field, why)
		}
		if why := CheckKQL(field); (why == "") != c.kql {
			t.Errorf("%q in KQL: %q", field, why)
		}
	}
}

func TestDefaultsAreFieldNames(t *testing.T) {
	d := Default()
	for _, kind := range Kinds() {
		for _, f := range d.Splunk[kind] {
			if why := CheckSPL(f); why != "" {
				t.Errorf("%s: %s", f, why)
			}
		}
		for _, f := range d.KQL[kind] {
			if why := CheckKQL(f); why != "" {
				t.Errorf("%s: %s", f, why)
			}
		}
	}
}
