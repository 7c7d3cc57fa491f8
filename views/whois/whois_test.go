package whois

import (
	"slices"
	"strings"
	"testing"

	"quarry/api"
	"quarry/api/cf"
	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/views"
	"quarry/views/viewtest"
)

// answer wraps a result.
func answer(result string) string {
	return `{"result":` + result + `,"success":true,"errors":[],"messages":[]}`
}

const payload = `\u001b]52;c;YQ==\u0007\u202e\u009b2J\r\n\tx`

// hostile has a payload in every text field of the record.
func hostile() string {
	var b strings.Builder
	b.WriteString(`{"domain":"cloudflare.com","found":false,"created_date":"2026-11-22T01:02:03Z","updated_date":"` + payload + `"`)
	for _, f := range []string{"id", "extension", "punycode", "created_date_raw", "expiration_date_raw", "whois_server", "dnssec", "registrar"} {
		b.WriteString(`,"` + f + `":"` + f + payload + `"`)
	}
	b.WriteString(`,"nameservers":["ns1` + payload + `.example.net","` + strings.Repeat("n", 300) + `","ns2.example.net."]`)
	b.WriteString(`,"status":["clientHold` + payload + `","` + strings.Repeat("wide字", 50) + `"]`)
	for _, who := range []string{"registrant", "administrative", "technical", "billing", "registrar"} {
		for _, f := range []string{"name", "org", "street", "city", "province", "postal_code", "country", "phone", "phone_ext", "fax", "fax_ext", "email", "id", "referral_url"} {
			b.WriteString(`,"` + who + "_" + f + `":"` + f + payload + strings.Repeat(" long", 12) + `"`)
		}
	}
	return answer(b.String() + `}`)
}

func TestStates(t *testing.T) {
	viewtest.States(t, viewtest.Cases{
		Route:   Route(),
		Subject: "cloudflare.com",
		OK:      viewtest.Recorded(t, "whois.json"),
		Empty:   answer(`{"domain":"cloudflare.com","punycode":"cloudflare.com","extension":"com","found":false,"nameservers":[],"registrar":"","registrant":""}`),
		Partial: answer(`{"domain":"cloudflare.com","created_date":"soon","created_date_raw":"before 1996","updated_date":null,"expiration_date":1893456000,
			"nameservers":"ns1.example.net, ns2.example.net","status":null,"dnssec":"unsigned","registrar":["Example Registrar, Inc."],"later":{"field":1}}`),
		Hostile: hostile(),
	})
}

// fresh is a name as an alert brings it: six days old, its owner withheld.
const fresh = `{"id":"7700000001_DOMAIN_EXAMPLE","domain":"login-portal.example","punycode":"login-portal.example","extension":"example","found":true,
	"created_date":"2026-11-17T08:00:00.000Z","created_date_raw":"2026-11-17T08:00:00Z","updated_date":"2026-11-18T08:00:00.000Z","updated_date_raw":"2026-11-18T08:00:00Z",
	"expiration_date":"2027-11-17T08:00:00.000Z","expiration_date_raw":"2027-11-17T08:00:00Z",
	"registrar":"Example Registrar, Inc.","registrant":"DATA REDACTED","registrant_name":"DATA REDACTED","registrant_org":"","registrant_country":"Netherlands",
	"registrant_email":"https://contact.registrar.example/form","administrative_name":"REDACTED FOR PRIVACY","administrative_email":"Redacted for privacy",
	"technical_name":"","billing_name":"","whois_server":"whois.registrar.example","dnssec":false,
	"nameservers":["ns1.example.net","ns2.example.net"],"status":["clienttransferprohibited","clientHold https://icann.org/epp#clientHold"]}`

// full is a registration with nothing left out.
func full() string {
	var b strings.Builder
	b.WriteString(`{"id":"7700000042","domain":"example.org","punycode":"example.org","extension":"org","found":true,"created_date":"2020-11-24","updated_date":"2026-09-23","expiration_date":"2026-11-20",
		"registrar":"Example Registrar, Inc.","registrant":"Example Registrant","whois_server":"whois.registrar.example","dnssec":true,"nameservers":["ns1.example.net","ns2.example.net"],
		"status":["clientdeleteprohibited","clienttransferprohibited"]`)
	for _, who := range []string{"registrant", "administrative", "technical", "billing", "registrar"} {
		for f, v := range map[string]string{
			"name": "Example " + who, "org": "Example B.V.", "street": "1 Sample Street", "city": "Amsterdam", "province": "NH", "postal_code": "1000 AA",
			"country": "Netherlands", "phone": "+31.200000001", "phone_ext": "101", "fax": "+31.200000101", "fax_ext": "201",
			"email": who + "@mail.example.net", "id": strings.ToUpper(who[:3]) + "-1", "referral_url": "https://" + who + ".example.net/",
		} {
			b.WriteString(`,"` + who + "_" + f + `":"` + v + `"`)
		}
	}
	return b.String() + `}`
}

func start(t *testing.T, subject, result string) *viewtest.Bench {
	return viewtest.New(t, Route(), subject, viewtest.Body(answer(result))).Start()
}

func TestAYoungName(t *testing.T)        { start(t, "login-portal.example", fresh).Golden("young") }
func TestAFullRegistration(t *testing.T) { start(t, "example.org", full()).Golden("full") }

func TestBelowTheRegistrableDomain(t *testing.T) {
	b := start(t, "www.login.example.com", `{"domain":"www.login.example.com","found":false,"nameservers":[]}`)
	b.Golden("below")
	if !slices.Contains(walk(b), "example.com") {
		t.Error("the registrable domain cannot be selected")
	}
	if len(b.Source.Asked) != 1 || b.Source.Asked[0].Indicator.String() != "www.login.example.com" {
		t.Errorf("asked about %v, not about the name that was selected", b.Source.Asked)
	}
}

// walk moves the cursor through a whole record and returns what it was on.
func walk(b *viewtest.Bench) []string {
	b.Drawing(120, 40)
	var seen []string
	for range 140 {
		s := b.View.(views.Selector).Selection()
		seen = append(seen, s.Indicator.String(), s.Text)
		b.Send(keymap.MoveDown)
	}
	return seen
}

func TestEverythingNamedCanBeSelected(t *testing.T) {
	seen := walk(start(t, "example.org", full()))
	for _, want := range []string{"ns1.example.net", "ns2.example.net", "mail.example.net", "https://technical.example.net/", "registrar@mail.example.net", "Example Registrar, Inc."} {
		if !slices.Contains(seen, want) {
			t.Errorf("the cursor never reached %s", want)
		}
	}
}

func TestAge(t *testing.T) {
	const mark = "younger than 30 days"
	for created, want := range map[string]string{
		"2026-11-23T09:00:00Z": "3 h  ▲ " + mark,
		"2026-11-17":           "6 days  ▲ " + mark,
		"2026-10-24T12:00:01Z": "29 days  ▲ " + mark,
		"2026-10-24T12:00:00Z": "Age         30 days",
		"2020-11-22":           "Age         6 years",
		"2026-12-23T12:00:00Z": "▲ created in the future, in 30 days",
	} {
		d := start(t, "example.org", `{"domain":"example.org","created_date":"`+created+`"}`).Drawing(120, 40)
		if !strings.Contains(d, want) || strings.Contains(want, mark) != strings.Contains(d, mark) {
			t.Errorf("created %s: want %q in\n%s", created, want, d)
		}
	}
}

func TestExpired(t *testing.T) {
	d := start(t, "example.org", full()).Drawing(120, 40)
	if !strings.Contains(d, "2026-11-20   ▲ expired 3 days ago") {
		t.Errorf("does not say that it expired:\n%s", d)
	}
}

func TestStatusCodes(t *testing.T) {
	for code, want := range map[string]string{
		"clientHold": "taken out of the DNS", "server hold": "taken out of the DNS", "pendingDelete https://icann.org/epp#pendingDelete": "about to be deleted",
		"redemptionPeriod": "still be restored", "clienttransferprohibited": "", "ok": "", "household": "",
	} {
		d := start(t, "example.org", `{"domain":"example.org","status":["`+code+`"]}`).Drawing(120, 40)
		if want != "" && !strings.Contains(d, want) || want == "" && strings.Contains(d, "▲") {
			t.Errorf("%s: want %q in\n%s", code, want, d)
		}
	}
}

// A record that says "not found" and holds a registration is not hidden.
func TestNotFoundButThere(t *testing.T) {
	d := start(t, "example.org", `{"domain":"example.org","found":false,"registrar":"Example Registrar, Inc."}`).Drawing(120, 40)
	if !strings.Contains(d, "Example Registrar, Inc.") || !strings.Contains(d, "▲ the answer says that none was found") {
		t.Errorf("the contradiction is hidden:\n%s", d)
	}
}

func TestText(t *testing.T) {
	b := start(t, "login-portal.example", fresh)
	_, lines, err := Route().Text(b.Env, b.View.(views.Answerer).Answers()[0], 100)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Join(lines, "\n")
	for _, want := range []string{"6 days  ▲ younger than 30 days", "2027-11-17 08:00:00Z   in 11 months", "redacted  (DATA REDACTED)", "ns2.example.net", "7700000001_DOMAIN_EXAMPLE", "whois.registrar.example"} {
		if !strings.Contains(text, want) {
			t.Errorf("the command line lacks %q:\n%s", want, text)
		}
	}
	if strings.Contains(text, "●") {
		t.Errorf("the command line draws:\n%s", text)
	}
}

func TestTakesDomains(t *testing.T) {
	viewtest.Takes(t, Route(), map[string]string{
		"example.com": "example.com", "a.example.com": "a.example.com", "http://a.example.com/x": "a.example.com",
		"192.0.2.1": "", "http://192.0.2.1/": "", "AS64500": "", "192.0.2.0/24": "",
	})
}

func TestCost(t *testing.T) {
	b := start(t, "example.org", full())
	if c := Route().Cost(b.Env, indicator.MustParse("example.org")); c.Calls != 0 {
		t.Errorf("a known record costs %+v", c)
	}
	if q := Route().Query(b.Env, indicator.MustParse("a.example.org")); q != (api.Query{Endpoint: cf.EndpointWHOIS, Indicator: indicator.MustParse("a.example.org")}) {
		t.Errorf("asks %+v", q)
	}
}
