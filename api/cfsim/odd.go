package cfsim

import "net/http"

// The indicators whose answers have fields that are missing, mistyped, doubled
// or new, and shapes that the description has and the real answers do not.
const (
	partialDomain = "partial.example"
	partialIP     = "203.0.113.67"
	partialASN    = "64510"
)

// oddAnswer is a body written by hand, for an endpoint and its subject.
func oddAnswer(endpoint, subject string) (answer, bool) {
	text, ok := oddBodies()[endpoint+" "+subject]
	if !ok {
		return answer{}, false
	}
	return answer{status: http.StatusOK, body: []byte(text)}, true
}

func oddBodies() map[string]string {
	const open, end = `{"success":true,"errors":[],"messages":[],"result":`, `}`
	return map[string]string{
		// Numbers that are strings, an object for a list, null for a list, and
		// fields that nobody has documented.
		"domain " + partialDomain: open + `{"domain":"partial.example","risk_score":"0.42",
			"content_categories":null,"risk_types":{"id":"131","super_category_id":21,"name":"Phishing"},
			"popularity_rank":"many","resolves_to_refs":[null,{"value":3221226028},{"id":7,"value":"192.0.2.44"},"192.0.2.45"],
			"application":[],"additional_information":"none","threat_tags":["new"],"type":false}` + end,
		// An object for a list, dates in three forms, and one that is none.
		"history " + partialDomain: open + `{"domain":"partial.example","categorizations":[
			{"categories":[{"id":"155","name":"Technology"},null,{"name":"No id"}],"start":"2021-04-01","end":"2021-04-30T00:00:00Z"},
			{"categories":null,"start":1619740800,"end":null},
			{"start":"yesterday"},
			{"categories":{"id":131,"name":"Phishing"},"start":"2023-05-31T08:12:53.547029Z"}]}` + end,
		// Few fields, a list that is a text, a date that is none, and a flag
		// that is a text.
		"whois " + partialDomain: open + `{"domain":"partial.example","created_date":"soon","created_date_raw":"before 1996",
			"updated_date":null,"expiration_date":1893456000,"nameservers":"ns1.example.net, ns2.example.net",
			"status":null,"dnssec":"unsigned","registrar":["Example Registrar, Inc."]}` + end,
		// The object of the description, with a scan in another form.
		"url-info " + partialDomain: open + `{"url":"https://partial.example/","model_results":[{"model_name":"MACHINE_LEARNING_v2","model_score":"0.5"},{"model_score":null}],
			"rule_matches":null,"categorizations":[{"category":"PHISHING"}],
			"scan_status":{"last_processed":"2023-07-19","scan_complete":"true","status_code":"200","submission_id":"18446744073709551616"}}` + end,
		// A text for the AS number as the description says, a key twice, and
		// the rest missing.
		"ip " + partialIP: open + `[{"ip":"203.0.113.67","ip":"203.0.113.67","belongs_to_ref":{"value":"64500","country":null},
			"ip_lists":"Malware","ptr_lookup":{"ptr_domains":"partial.example."},"risk_types":[131,{"id":131,"name":"Phishing"}]}]` + end,
		// Plain dates, records without a name or dates, counters as texts.
		"dns " + partialIP: open + `{"reverse_records":[{"hostname":"partial.example","first_seen":"2026-01-01","last_seen":"2026-01-03"},
			{"hostname":null,"first_seen":"2026-01-02T00:00:00Z"},{"hostname":"undated.example"},{"hostname":42},"text",null],
			"count":"6","page":"1","per_page":null}` + end,
		// The number of the description in place of the object.
		"asn " + partialASN: open + partialASN + end,
		// An envelope that the description does not have, a prefix that is
		// none, and a total in scientific notation.
		"subnets " + partialASN: open + `{"asn":"64510","count":4,"ip_count_total":7.9e28,"subnets":["192.0.2.0/28","not a prefix",null,"2001:db8:fbfe::/48"]}` + end,
	}
}
