package cf_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"quarry/api"
	"quarry/api/cf"
)

// An answer about something else than what was asked is an error.
func TestOtherSubject(t *testing.T) {
	for _, c := range []struct {
		endpoint api.Endpoint
		of       string
		result   string
		ok       bool
	}{
		{cf.EndpointIP, "192.0.2.1", `[{"ip":"192.0.2.2","risk_types":[]}]`, false},
		{cf.EndpointIP, "192.0.2.1", `[{"ip":"not an ip","risk_types":[]}]`, false},
		{cf.EndpointIP, "192.0.2.1", `[{"ip":"192.0.2.2"},{"ip":"192.0.2.1"}]`, true},
		{cf.EndpointIP, "2001:db8::1", `[{"ip":"2001:0DB8:0:0::0001"}]`, true},
		{cf.EndpointDomain, "example.com", `{"domain":"EXAMPLE.com.","risk_types":[]}`, true},
		{cf.EndpointDomain, "example.com", `{"domain":"example.org","risk_types":[]}`, false},
		{cf.EndpointDomain, "https://www.example.com/x", `{"domain":"www.example.com","notes":"n"}`, true},
		{cf.EndpointDomain, "example.com", `{"domain":"example[.]com","risk_types":[]}`, false},
		{cf.EndpointHistory, "example.com", `[{"domain":"example.org","categorizations":[]}]`, false},
		{cf.EndpointWHOIS, "example.com", `{"domain":"example.org","registrar":"R"}`, false},
		{cf.EndpointWHOIS, "xn--mller-kva.example", `{"domain":"müller.example","registrar":"R"}`, true},
		{cf.EndpointASN, "AS64496", `{"asn":64497,"country":"US"}`, false},
		{cf.EndpointASN, "AS64496", `64497`, false},
		{cf.EndpointASN, "AS64496", `0`, false},
		{cf.EndpointSubnets, "AS64496", `{"asn":64497,"subnets":[]}`, false},
		{cf.EndpointPhishing, "https://example.com/a", `[{"url":"https://example.com/b","rule_matches":[]}]`, false},
		{cf.EndpointPhishing, "https://example.com/a", `[{"url":"https://example.com/a/","rule_matches":[]}]`, true},
		{cf.EndpointPhishing, "https://example.com/", `[{"url":"https://EXAMPLE.com","rule_matches":[]}]`, true},
		{cf.EndpointPhishing, "example.com", `[{"url":"http://example.org/","rule_matches":[]}]`, false},
		{cf.EndpointPhishing, "example.com", `[{"url":"hxxp://example.com/","rule_matches":[]}]`, false},
	} {
		got := run(c.endpoint, about(c.endpoint, c.of, wrap(c.result)))
		switch {
		case c.ok && got.err != nil:
			t.Errorf("%s %s refused %s: %v", c.endpoint, c.of, c.result, got.err)
		case !c.ok && api.ClassOf(got.err) != api.Malformed:
			t.Errorf("%s %s took %s (%v)", c.endpoint, c.of, c.result, got.err)
		case !c.ok && !strings.Contains(got.err.Error(), "the answer is about"):
			t.Errorf("%s: the error does not say what it is about: %v", c.endpoint, got.err)
		}
	}
}

// Another endpoint's answer is never taken in silence.
func TestEachOthersAnswers(t *testing.T) {
	for _, d := range decoders() {
		for _, other := range decoders() {
			if other.example == "" || other.example == "miscategorization" || other.endpoint == d.endpoint {
				continue
			}
			got := d.run(about(d.endpoint, d.of, recorded(t, other.example)))
			if got.err == nil && len(got.remarks.Problems) == 0 {
				t.Errorf("%s took %s as %s", d.endpoint, other.example, toJSON(t, got.record))
			}
		}
	}
}

func TestGarbage(t *testing.T) {
	deep := strings.Repeat("[", 20_000) + strings.Repeat("]", 20_000)
	deepObject := strings.Repeat(`{"result":`, 9_000) + "1" + strings.Repeat("}", 9_000)
	for _, body := range []string{
		"", " ", "null", "{}", "[]", `""`, "true", `"text"`, "[1,2,3]", `[[["a"]]]`, "{", `{"result":`, "<html><body>502</body></html>",
		"\x1f\x8b\x08", "\x00", "{}}", deep, deepObject, string(wrap(deepObject)), string(wrap(`[[1],[2]]`)), string(wrap("true")),
		string(wrap(`{"strange":1}`)), string(wrap(`[{"strange":1}]`)), string(wrap(`["a","b"]`)),
		`{"success":false}`, `{"errors":[{"code":1,"message":"m"}]}`, `{"result":{}`,
	} {
		for _, d := range decoders() {
			a := about(d.endpoint, d.of, []byte(body))
			got := d.run(a)
			var e *api.Error
			if got.err != nil && !errors.As(got.err, &e) {
				t.Errorf("%s, %.40q: %T is no *api.Error", d.endpoint, body, got.err)
			}
			// A PDNS list of texts is a form that is read.
			if got.err == nil && len(got.remarks.Problems) == 0 {
				t.Errorf("%s took %.60q as %s", d.endpoint, body, toJSON(t, got.record))
			}
		}
	}
}

// Names are only taken for indicators when they say so themselves.
func TestNames(t *testing.T) {
	for text, want := range map[string]string{
		"one.one.one.one.":        "one.one.one.one",
		"WWW.Example.COM":         "www.example.com",
		"_dmarc.example.com":      "_dmarc.example.com",
		"192.0.2.1":               "192.0.2.1",
		"2001:db8::1":             "2001:db8::1",
		"evil[.]example.com":      "",
		"(example.com)":           "",
		"user@example.com":        "",
		"example.com:80":          "",
		"https://example.com":     "",
		"example.com/path":        "",
		" example.com":            "",
		"ex\u202eample.com":       "",
		"example.com\x1b[2J":      "",
		"localhost":               "",
		"AS64496":                 "",
		"192.0.2.0/24":            "",
		strings.Repeat("a", 9000): "",
	} {
		body := wrap(`{"reverse_records":[{"hostname":` + toJSON(t, text) + `}]}`)
		rec := read(t, cf.DecodePDNS, about(cf.EndpointPDNS, "192.0.2.1", body))
		got := rec.Rows.At(0).Name
		if got.Indicator.String() != want {
			t.Errorf("%.60q names %q, want %q", text, got.Indicator, want)
		}
		if got.Raw.Exact() != text {
			t.Errorf("%.60q was altered to %.60q", text, got.Raw.Exact())
		}
	}
}

func TestMailboxes(t *testing.T) {
	for text, want := range map[string]string{
		"abuse@example.com":             "example.com",
		"https://example.com/form?a@b":  "https://example.com/form?a@b",
		"\"a b\"@example.com":           "example.com",
		"nobody":                        "",
		"please ask abuse[at]example":   "",
		"REDACTED FOR PRIVACY":          "",
		"abuse@evil.example.com\x1b[0m": "",
	} {
		body := wrap(`{"domain":"example.com","registrant_email":` + toJSON(t, text) + `}`)
		rec := read(t, cf.DecodeWHOIS, about(cf.EndpointWHOIS, "example.com", body))
		if got := rec.Registrant.Email.Indicator.String(); got != want {
			t.Errorf("%q names %q, want %q", text, got, want)
		}
	}
}

func TestSubnetTexts(t *testing.T) {
	body := []byte(`{"asn":64496,"subnets":["192.0.2.77/24","198.51.100.1","2001:db8::/32","192.0.2.0/99","fe80::1%eth0"]}`)
	rec := read(t, cf.DecodeSubnets, about(cf.EndpointSubnets, "AS64496", body))
	var got []string
	for _, s := range rec.Subnets {
		got = append(got, fmt.Sprintf("%s %v %s", s.Raw, s.Prefix.IsValid(), s.Indicator))
	}
	want := "192.0.2.77/24 true 192.0.2.0/24|198.51.100.1 true 198.51.100.1/32|2001:db8::/32 true 2001:db8::/32|192.0.2.0/99 false |fe80::1%eth0 false "
	if s := strings.Join(got, "|"); s != want {
		t.Errorf("\n got %s\nwant %s", s, want)
	}
	if len(rec.Problems) != 2 {
		t.Errorf("problems: %v", rec.Problems)
	}
}

// Nothing that a hostile answer holds is alive in what a record is written as.
func TestHostileTextIsHarmless(t *testing.T) {
	const payload = "\x1b]52;c;YQ==\x07\u202e\u009b31m"
	body := wrap(`{"domain":"example.com","registrar":` + toJSON(t, payload) + `,"created_date":` + toJSON(t, payload) +
		`,"found":` + toJSON(t, payload) + `,` + toJSON(t, payload) + `:1}`)
	rec := read(t, cf.DecodeWHOIS, about(cf.EndpointWHOIS, "example.com", body))
	out := toJSON(t, rec) + fmt.Sprintf("%v %+v %s", rec.Problems, rec.Extra, rec.Created)
	if strings.ContainsAny(out, "\x1b\x07\u202e\u009b") {
		t.Errorf("alive: %q", out)
	}
	if rec.Registrar.Summary.Exact() != payload {
		t.Error("the exact value is lost")
	}
	_, err := cf.DecodeWHOIS(about(cf.EndpointWHOIS, "example.com", wrap(`{"domain":`+toJSON(t, payload)+`}`)))
	if err == nil || strings.ContainsAny(err.Error(), "\x1b\x07\u202e\u009b") {
		t.Errorf("alive: %q", err)
	}
}

func TestContactsRedacted(t *testing.T) {
	for text, want := range map[string]bool{
		"DATA REDACTED": true, "REDACTED FOR PRIVACY": true, "Statutory Masking Enabled": true,
		"Redacted for GDPR privacy": true, "Privacy service provided by Withheld for Privacy ehf": true,
		"Domains By Proxy, LLC": true, "Example Registrar, Inc.": false, "": false, "Jane Doe": false,
	} {
		rec := read(t, cf.DecodeWHOIS, about(cf.EndpointWHOIS, "example.com",
			wrap(`{"domain":"example.com","technical_name":`+toJSON(t, text)+`,"technical_country":"US"}`)))
		if got := cf.Redacted(rec.Technical.Name); got != want {
			t.Errorf("Redacted(%q) = %v", text, got)
		}
		if got := rec.Technical.Redacted(); got != want {
			t.Errorf("contact with %q: redacted %v", text, got)
		}
	}
	both := read(t, cf.DecodeWHOIS, about(cf.EndpointWHOIS, "example.com",
		wrap(`{"domain":"example.com","registrant_name":"REDACTED","registrant_org":"Example Ltd"}`)))
	if both.Registrant.Redacted() {
		t.Error("an organization is known, so the registrant is not redacted")
	}
	if n := len(both.Registrant.Fields()); n != 2 || !both.Billing.IsZero() {
		t.Errorf("%d fields, billing %v", n, both.Billing)
	}
}
