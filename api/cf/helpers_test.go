package cf_test

import (
	"encoding/json"
	"strings"
	"testing"

	"quarry/api"
	"quarry/api/cf"
	"quarry/state/indicator"
	"quarry/testdata"
)

// recorded reads a real answer.
func recorded(t testing.TB, name string) []byte {
	t.Helper()
	b, err := testdata.Recorded.ReadFile("recorded/" + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// about is an answer to an endpoint about an indicator; the empty one is none.
// Where the endpoint takes several, of names them with a space between.
func about(e api.Endpoint, of string, body []byte) api.Answer {
	q := api.Query{Endpoint: e}
	switch {
	case e == cf.EndpointBulk:
		q.Names = names(strings.Fields(of)...)
	case of != "":
		q.Indicator = indicator.MustParse(of)
	}
	return api.Answer{Query: q, Status: 200, Body: body}
}

func names(texts ...string) indicator.Set {
	var all []indicator.Indicator
	for _, text := range texts {
		all = append(all, indicator.MustParse(text))
	}
	return indicator.SetOf(all...)
}

// wrap puts a result into the envelope of a good answer.
func wrap(result string) []byte {
	return []byte(`{"result":` + result + `,"success":true,"errors":[],"messages":[]}`)
}

// read decodes and fails the test on an error.
func read[T any](t *testing.T, decode func(api.Answer) (T, error), a api.Answer) T {
	t.Helper()
	rec, err := decode(a)
	if err != nil {
		t.Fatalf("%s: %v", a.Body, err)
	}
	return rec
}

func toJSON(t testing.TB, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// outcome is what any decoder made of an answer.
type outcome struct {
	endpoint api.Endpoint
	record   any
	remarks  cf.Remarks
	err      error
}

// decoder is one endpoint's decoder without its type, with the indicator and
// the recorded answer that fit it.
type decoder struct {
	endpoint api.Endpoint
	of       string
	example  string
	run      func(api.Answer) outcome
}

func untyped[T any](decode func(api.Answer) (T, error), remarks func(T) cf.Remarks) func(api.Answer) outcome {
	return func(a api.Answer) outcome {
		rec, err := decode(a)
		return outcome{a.Query.Endpoint, rec, remarks(rec), err}
	}
}

func decoders() []decoder {
	const phished = "http://worcester-realistic-ellen-portland.trycloudflare.com/login.html"
	return []decoder{
		{cf.EndpointIP, "1.1.1.1", "ip", untyped(cf.DecodeIP, func(r cf.IP) cf.Remarks { return r.Remarks })},
		{cf.EndpointPDNS, "1.1.1.1", "dns", untyped(cf.DecodePDNS, func(r cf.PDNS) cf.Remarks { return r.Remarks })},
		{cf.EndpointDomain, "cloudflare.com", "domain", untyped(cf.DecodeDomain, func(r cf.Domain) cf.Remarks { return r.Remarks })},
		{cf.EndpointHistory, "cloudflare.com", "domain-history", untyped(cf.DecodeHistory, func(r cf.History) cf.Remarks { return r.Remarks })},
		{cf.EndpointWHOIS, "cloudflare.com", "whois", untyped(cf.DecodeWHOIS, func(r cf.WHOIS) cf.Remarks { return r.Remarks })},
		{cf.EndpointASN, "AS13335", "asn-overview", untyped(cf.DecodeASN, func(r cf.ASN) cf.Remarks { return r.Remarks })},
		{cf.EndpointSubnets, "AS13335", "", untyped(cf.DecodeSubnets, func(r cf.Subnets) cf.Remarks { return r.Remarks })},
		{cf.EndpointPhishing, phished, "url-info", untyped(cf.DecodePhishing, func(r cf.Phishing) cf.Remarks { return r.Remarks })},
		{cf.EndpointMiscategorization, "cloudflare.com", "miscategorization", untyped(cf.DecodeMiscategorization, func(r cf.Submission) cf.Remarks { return r.Remarks })},
		{cf.EndpointBulk, "cloudflare.com www.example.com", "", untyped(cf.DecodeBulk, bulkRemarks)},
		{cf.EndpointToken, "", "", untyped(cf.DecodeToken, func(r cf.Token) cf.Remarks { return r.Remarks })},
		{cf.EndpointAccounts, "", "", untyped(cf.DecodeAccounts, func(r cf.Accounts) cf.Remarks { return r.Remarks })},
	}
}

// bulkRemarks are those of the answer and of all its records.
func bulkRemarks(r cf.Bulk) cf.Remarks {
	all := r.Remarks
	for _, d := range r.Domains {
		all.Problems = append(all.Problems, d.Problems...)
		all.Extra = append(all.Extra, d.Extra...)
	}
	return all
}
