package cf_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"quarry/api"
	"quarry/api/cf"
)

// Each case is a shape in which the sources disagree (the numbers are those of
// the project's notes on the wire format) or that lenient reading promises.
// The record must come out as want; problem is a part of what is reported.
func TestShapes(t *testing.T) {
	const row = `{"hostname":"a.example.com","first_seen":%s,"last_seen":"2021-04-30"}`
	rows := func(first string) []byte {
		return wrap(`{"reverse_records":[` + fmt.Sprintf(row, first) + `],"count":1}`)
	}
	const readRow = `{"records":[{"hostname":"a.example.com","first_seen":"2021-04-01","last_seen":"2021-04-30"}],"count":1}`
	const as = `{"asn":64496,"description":"EXAMPLE","country":"US","type":"isp"}`
	const nets = `{"asn":64496,"count":2,"ip_count_total":256,"page":1,"per_page":20,"subnets":["192.0.2.0/24","2001:db8::/32"]}`
	const scan = `{"url":"https://example.com/","scan_status":{"last_processed":"Wed, 26 Oct 2022 16:04:51 GMT"}}`
	const readScan = `{"url":"https://example.com/","scan_status":{"last_processed":"2022-10-26T16:04:51Z"}}`
	for _, c := range []struct {
		name     string
		endpoint api.Endpoint
		of       string
		body     []byte
		want     string
		problem  string
	}{
		{name: "2: SDK's items instead of reverse_records", endpoint: cf.EndpointPDNS, of: "192.0.2.1",
			body: wrap(`{"items":[],"count":1}`), want: `{"problems":[{"field":"result.reverse_records","why":"missing"}],"count":1}`, problem: "missing"},
		{name: "3: ASN as an integer", endpoint: cf.EndpointASN, of: "AS64496", body: wrap(`64496`), want: `{"asn":64496}`},
		{name: "3: ASN as text", endpoint: cf.EndpointASN, of: "AS64496", body: wrap(`"AS64496"`), want: `{"asn":64496}`},
		{name: "3: ASN as a bare integer", endpoint: cf.EndpointASN, of: "AS64496", body: []byte(`64496`), want: `{"asn":64496}`},
		{name: "3: ASN as an array of one", endpoint: cf.EndpointASN, of: "AS64496", body: wrap(`[` + as + `]`), want: as},
		{name: "3: ASN without envelope", endpoint: cf.EndpointASN, of: "AS64496", body: []byte(as), want: as},
		{name: "4: subnets bare", endpoint: cf.EndpointSubnets, of: "AS64496", body: []byte(nets),
			want: `{"asn":64496,"subnets":["192.0.2.0/24","2001:db8::/32"],"count":2,"ip_count_total":256,"page":1,"per_page":20}`},
		{name: "4: subnets in an envelope", endpoint: cf.EndpointSubnets, of: "AS64496", body: wrap(nets),
			want: `{"asn":64496,"subnets":["192.0.2.0/24","2001:db8::/32"],"count":2,"ip_count_total":256,"page":1,"per_page":20}`},
		{name: "4: counters beside the result", endpoint: cf.EndpointSubnets, of: "AS64496",
			body: []byte(`{"success":true,"errors":[],"result":{"asn":"64496","subnets":[]},"count":7,"ip_count_total":"12","result_info":{"page":3,"per_page":9}}`),
			want: `{"asn":64496,"subnets":[],"count":7,"ip_count_total":12,"page":3,"per_page":9}`},
		{name: "4: more addresses than int64 holds", endpoint: cf.EndpointSubnets, of: "AS64496",
			body: []byte(`{"asn":64496,"subnets":[],"ip_count_total":158456325028528675187087900672}`),
			want: `{"asn":64496,"subnets":[],"ip_count_total":158456325028528675187087900672}`},
		{name: "4: as a float", endpoint: cf.EndpointSubnets, of: "AS64496",
			body: []byte(`{"asn":64496,"subnets":[],"ip_count_total":1e29}`), want: `{"asn":64496,"subnets":[],"ip_count_total":100000000000000000000000000000}`},
		{name: "4: an exponent that would fill the memory", endpoint: cf.EndpointSubnets, of: "AS64496",
			body: []byte(`{"asn":64496,"subnets":[],"ip_count_total":1e5000}`), problem: "ip_count_total"},
		{name: "5: the AS number as a string", endpoint: cf.EndpointIP, of: "192.0.2.1",
			body: wrap(`[{"ip":"192.0.2.1","belongs_to_ref":{"value":"64496","type":"satellite"}}]`),
			want: `{"ip":"192.0.2.1","network":{"asn":64496,"type":"satellite"}}`},
		{name: "5: with AS in front", endpoint: cf.EndpointIP, of: "192.0.2.1",
			body: wrap(`{"ip":"192.0.2.1","belongs_to_ref":{"value":"as64496"}}`), want: `{"ip":"192.0.2.1","network":{"asn":64496}}`},
		{name: "5: the AS number is none", endpoint: cf.EndpointIP, of: "192.0.2.1",
			body: wrap(`[{"ip":"192.0.2.1","belongs_to_ref":{"value":-1,"country":"US"}}]`), problem: "not an AS number: -1"},
		{name: "6: IP lists as objects", endpoint: cf.EndpointIP, of: "192.0.2.1",
			body: wrap(`[{"ip":"192.0.2.1","ip_lists":[{"id":"3","name":"Malware","description":"d"}],"risk_types":["Phishing",131,{"id":"117","name":"Malware","super_category_id":21}]}]`),
			want: `{"ip":"192.0.2.1","risk_types":[{"name":"Phishing"},{"id":131},{"id":117,"name":"Malware","super_category_id":21}],"ip_lists":[{"id":3,"name":"Malware","description":"d"}]}`},
		{name: "6: one list, one reservation, lookup errors as a list", endpoint: cf.EndpointIP, of: "192.0.2.1",
			body: wrap(`[{"ip":"192.0.2.1","ip_lists":{"id":3},"iana_reservations":"TEST-NET-1","ptr_lookup":{"ptr_domains":null,"ptr_lookup_errors":["a","b"]}}]`),
			want: `{"ip":"192.0.2.1","ptr_lookup_errors":"a; b","ip_lists":[{"id":3}],"iana_reservations":["TEST-NET-1"]}`},
		{name: "7: the whole schema", endpoint: cf.EndpointDomain, of: "www.example.com",
			body: wrap(`{"domain":"www.example.com","risk_score":"0.83","popularity_rank":"7","risk_types":[{"id":131,"name":"Phishing","super_category_id":21}],` +
				`"application":{"id":1,"name":"X"},"additional_information":{"suspected_malware_family":"conficker"},` +
				`"inherited_from":"example.com","inherited_content_categories":[{"id":155}],"inherited_risk_types":[],"content_categories":null,` +
				`"resolves_to_refs":[{"id":"a","value":"192.0.2.1"},"b.example.com"]}`),
			want: `{"domain":"www.example.com","risk_score":0.83,"risk_types":[{"id":131,"name":"Phishing","super_category_id":21}],"popularity_rank":7,` +
				`"application":{"id":1,"name":"X"},"suspected_malware_family":"conficker","resolves_to_refs":[{"id":"a","value":"192.0.2.1"},{"value":"b.example.com"}],` +
				`"inherited_from":"example.com","inherited_risk_types":[],"inherited_content_categories":[{"id":155}]}`},
		{name: "7: a score out of its range", endpoint: cf.EndpointDomain, of: "example.com",
			body: wrap(`{"domain":"example.com","risk_score":83}`), problem: "not a number from 0 to 1: 83"},
		{name: "7: a score of zero is known", endpoint: cf.EndpointDomain, of: "example.com",
			body: wrap(`{"domain":"example.com","risk_score":0}`), want: `{"domain":"example.com","risk_score":0}`},
		{name: "8: url-info as an object", endpoint: cf.EndpointPhishing, of: "https://example.com/", body: wrap(scan), want: readScan},
		{name: "8: as an array of one", endpoint: cf.EndpointPhishing, of: "https://example.com/", body: wrap(`[` + scan + `]`), want: readScan},
		{name: "8: asked for the domain", endpoint: cf.EndpointPhishing, of: "example.com", body: wrap(`[` + scan + `]`), want: readScan},
		{name: "9: day", endpoint: cf.EndpointPDNS, of: "192.0.2.1", body: rows(`"2021-04-01"`), want: readRow},
		{name: "9: midnight", endpoint: cf.EndpointPDNS, of: "192.0.2.1", body: rows(`"2021-04-01T00:00:00Z"`), want: readRow},
		{name: "9: with a zone", endpoint: cf.EndpointPDNS, of: "192.0.2.1", body: rows(`"2021-04-01T23:00:00-00:30"`), want: readRow},
		{name: "9: HTTP date", endpoint: cf.EndpointPDNS, of: "192.0.2.1", body: rows(`"Thu, 01 Apr 2021 07:00:00 GMT"`), want: readRow},
		{name: "9: unreadable", endpoint: cf.EndpointPDNS, of: "192.0.2.1", body: rows(`"soon"`), problem: "not a time: soon"},
		{name: "9: a zone without an offset", endpoint: cf.EndpointPDNS, of: "192.0.2.1", body: rows(`"2021-04-01 10:00:00 EST"`), problem: "not a time"},
		{name: "9: UTC by name", endpoint: cf.EndpointPDNS, of: "192.0.2.1", body: rows(`"2021-04-01 10:00:00 UTC"`), want: readRow},
		{name: "9: history with days", endpoint: cf.EndpointHistory, of: "example.com",
			body: wrap(`[{"domain":"example.com","categorizations":[{"categories":[{"id":155,"name":"Technology"}],"start":"2021-04-01","end":"2021-04-30"}]}]`),
			want: `{"domain":"example.com","categorizations":[{"categories":[{"id":155,"name":"Technology"}],"start":"2021-04-01","end":"2021-04-30"}]}`},
		{name: "9, 10: WHOIS as described", endpoint: cf.EndpointWHOIS, of: "example.com",
			body: wrap(`{"domain":"example.com","created_date":"2009-02-17T22:07:54.000Z","created_date_raw":"2009-02-17T22:07:54Z",` +
				`"expiration_date_raw":"2033-02-17T22:07:54Z","dnssec":true,"found":true,"status":["ok"],"punycode":"example.com"}`),
			want: `{"domain":"example.com","found":true,"punycode":"example.com","created_date":"2009-02-17T22:07:54Z","expiration_date":"2033-02-17T22:07:54Z",` +
				`"created_date_raw":"2009-02-17T22:07:54Z","expiration_date_raw":"2033-02-17T22:07:54Z","status":["ok"],"dnssec":true}`},
		{name: "10: dnnsec misspelt", endpoint: cf.EndpointWHOIS, of: "example.com",
			body: wrap(`{"domain":"example.com","dnnsec":"signedDelegation"}`), want: `{"domain":"example.com","dnssec":true}`},
		{name: "10: unsigned", endpoint: cf.EndpointWHOIS, of: "example.com",
			body: wrap(`{"domain":"example.com","dnssec":"unsigned","status":"ok","nameservers":"ns1.example.net"}`),
			want: `{"domain":"example.com","nameservers":["ns1.example.net"],"status":["ok"],"dnssec":false}`},
		{name: "11: success and errors at once", endpoint: cf.EndpointWHOIS, of: "example.com",
			body:    []byte(`{"success":true,"errors":[{"code":1234,"message":"half"}],"result":{"domain":"example.com","registrar":"R"}}`),
			problem: "1234 half"},
		{name: "13: a message of code 10000 is no error", endpoint: cf.EndpointToken,
			body: []byte(`{"result":{"id":"f","status":"active"},"success":true,"errors":[],"messages":[{"code":10000,"message":"This API Token is valid and active"}]}`),
			want: `{"id":"f","status":"active"}`},
		{name: "14: null", endpoint: cf.EndpointMiscategorization, of: "example.com", body: wrap(`null`), want: `{"accepted":true}`},
		{name: "14: without a result", endpoint: cf.EndpointMiscategorization, of: "example.com", body: []byte(`{"success":true,"errors":[]}`), want: `{"accepted":true}`},
		{name: "18: accounts", endpoint: cf.EndpointAccounts,
			body: []byte(`{"result":[{"id":"a","name":"n","type":"standard","settings":{},"created_on":"2020-01-01T00:00:00.5Z"}],"result_info":{"page":1,"per_page":20,"total_count":1},"success":true,"errors":[],"messages":[]}`),
			want: `{"accounts":[{"id":"a","name":"n","type":"standard","created_on":"2020-01-01T00:00:00.5Z"}],"total_count":1,"page":1,"per_page":20}`},
		{name: "errors missing, success as text", endpoint: cf.EndpointASN, of: "AS64496",
			body: []byte(`{"success":"true","result":` + as + `}`), want: as},
		{name: "numbers as text and text as numbers", endpoint: cf.EndpointASN, of: "AS64496",
			body: wrap(`{"asn":"64496","description":12,"country":"US"}`), want: `{"asn":64496,"description":"12","country":"US"}`},
		{name: "a field of a wrong shape", endpoint: cf.EndpointASN, of: "AS64496",
			body: wrap(`{"asn":64496,"description":{"en":"x"},"country":"US"}`), problem: "not a text"},
		{name: "a name that comes twice", endpoint: cf.EndpointASN, of: "AS64496",
			body: wrap(`{"asn":64496,"country":"US","country":"DE"}`), problem: "given more than once"},
		{name: "invalid UTF-8", endpoint: cf.EndpointASN, of: "AS64496",
			body: wrap("{\"asn\":64496,\"description\":\"\xff\"}"), problem: "no UTF-8"},
		{name: "null in a list", endpoint: cf.EndpointPDNS, of: "192.0.2.1",
			body: wrap(`{"reverse_records":[null],"count":1}`), problem: "says nothing"},
		{name: "nothing known", endpoint: cf.EndpointIP, of: "192.0.2.1", body: wrap(`[]`), want: `{"empty":true}`},
		{name: "no subject", endpoint: cf.EndpointWHOIS, of: "example.com", body: wrap(`{"registrar":"R"}`), problem: "does not say what it is about"},
		{name: "the year 1 is no time", endpoint: cf.EndpointToken,
			body: wrap(`{"status":"active","expires_on":"0001-01-01T00:00:00Z"}`), want: `{"status":"active","expires_on":null}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := run(c.endpoint, about(c.endpoint, c.of, c.body))
			if got.err != nil {
				t.Fatal(got.err)
			}
			if s := toJSON(t, got.record); c.want != "" && s != c.want {
				t.Errorf("\n got %s\nwant %s", s, c.want)
			}
			said := fmt.Sprint(got.remarks.Problems)
			if c.problem == "" && len(got.remarks.Problems) > 0 || !strings.Contains(said, c.problem) {
				t.Errorf("problems %s, want %q", said, c.problem)
			}
		})
	}
}

func run(e api.Endpoint, a api.Answer) outcome {
	i := slices.IndexFunc(decoders(), func(d decoder) bool { return d.endpoint == e })
	return decoders()[i].run(a)
}

// What could not be read is still there to be seen.
func TestWrongShapeIsKept(t *testing.T) {
	rec := read(t, cf.DecodeASN, about(cf.EndpointASN, "AS64496", wrap(`{"asn":64496,"country":["a","b"],"new":{"x":1}}`)))
	var seen []string
	for _, e := range rec.Extra {
		seen = append(seen, e.Field.Exact()+"="+e.JSON.Exact())
	}
	want := []string{`result.country=["a","b"]`, `result.new={"x":1}`}
	if !slices.Equal(seen, want) {
		t.Errorf("got %q, want %q", seen, want)
	}
}

func TestExtraIsBounded(t *testing.T) {
	long := `"` + strings.Repeat("é", 10_000) + `"`
	rec := read(t, cf.DecodeASN, about(cf.EndpointASN, "AS64496", wrap(`{"asn":64496,"long":`+long+`}`)))
	if e := rec.Extra[0]; !e.Cut || len(e.JSON.Exact()) > 4096 || strings.ContainsRune(e.JSON.Exact(), '\uFFFD') {
		t.Errorf("cut %v at %d bytes", e.Cut, len(e.JSON.Exact()))
	}
	var b strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&b, `"x%d":1,`, i)
	}
	rec = read(t, cf.DecodeASN, about(cf.EndpointASN, "AS64496", wrap(`{`+b.String()+`"asn":64496}`)))
	if n := len(rec.Extra); n != 200 || rec.More != 4800 {
		t.Errorf("%d kept, %d told", n, rec.More)
	}
}

func TestHistoryOrder(t *testing.T) {
	rec := read(t, cf.DecodeHistory, about(cf.EndpointHistory, "example.com", wrap(`[
		{"domain":"example.com","categorizations":[
			{"categories":[{"id":1}],"start":"2020-01-01","end":"2021-01-01"},
			{"categories":[{"id":2}],"end":"2019-01-01"},
			{"categories":[{"id":3}],"start":"2022-01-01","end":"garbage"}]},
		{"domain":"example.net","categorizations":[{"categories":[{"id":9}],"start":"2030-01-01"}]},
		{"domain":"EXAMPLE.com.","categorizations":[{"categories":[{"id":4}],"start":"2023-01-01"}]}]`)))
	var ids []string
	for _, p := range rec.Periods {
		ids = append(ids, fmt.Sprintf("%d open=%v", p.Categories[0].ID.Or(0), p.Open))
	}
	want := []string{"4 open=true", "3 open=false", "1 open=false", "2 open=false"}
	if !slices.Equal(ids, want) {
		t.Errorf("got %q, want %q", ids, want)
	}
	if said := fmt.Sprint(rec.Problems); !strings.Contains(said, "is about example.net") {
		t.Errorf("the other domain is not told: %s", said)
	}
}

// A list none of whose elements can be read is unknown; one without elements is
// a list of none.
func TestListThatCannotBeRead(t *testing.T) {
	for _, list := range []string{`{"0":2}`, `[true,false]`, `[null]`, `[[],[]]`} {
		a := about(cf.EndpointDomain, "example.com", wrap(`{"domain":"example.com","risk_types":`+list+`,"content_categories":[]}`))
		d := read(t, cf.DecodeDomain, a)
		if d.RiskTypes != nil || d.ContentCategories == nil || len(d.Problems) == 0 {
			t.Errorf("%s: risk types %v, content %v, problems %v", list, d.RiskTypes, d.ContentCategories, d.Problems)
		}
		if current := cf.CurrentOf(d); current.Security != nil || current.Content == nil {
			t.Errorf("%s: current categories %+v", list, current)
		}
	}
}
