package bulk

import (
	"strings"
	"testing"

	"quarry/state/indicator"
	"quarry/views"
	"quarry/views/viewtest"
)

// setOf is the set of names that are written one after the other.
func setOf(names string) indicator.Set {
	var all []indicator.Indicator
	for _, n := range strings.Fields(names) {
		all = append(all, indicator.MustParse(n))
	}
	return indicator.SetOf(all...)
}

// of is the route of a set as [viewtest] drives it, which knows of one subject.
func of(names string) views.Route {
	r := Route().Of(setOf(names))
	r.Subject = func(i indicator.Indicator) (indicator.Indicator, string) { return i, "" }
	return r
}

const names = "login-portal.example shop.example.org mail.example.com"

const answer = `{"result":[
	{"domain":"shop.example.org","risk_score":0.02,"content_categories":[{"id":149,"super_category_id":8,"name":"Ecommerce"},{"id":8,"name":"Economy & Finance"}],"popularity_rank":48211,"application":{},"additional_information":{}},
	{"domain":"login-portal.example","risk_score":0.83,"risk_types":[{"id":131,"super_category_id":32,"name":"Phishing"},{"id":178,"super_category_id":32,"name":"Brand Embedding"}],
		"content_categories":[{"id":115,"super_category_id":15,"name":"Login Screens"}],"additional_information":{}},
	{"domain":"mail.example.com","risk_types":[{"id":117,"super_category_id":32,"name":"Malware"}],"inherited_from":"example.com",
		"inherited_content_categories":[{"id":155,"super_category_id":26,"name":"Technology"},{"id":26,"name":"Technology"}],
		"popularity_rank":4903,"additional_information":{"suspected_malware_family":"ExampleBot"}}
	],"success":true,"errors":[],"messages":[]}`

func TestStates(t *testing.T) {
	viewtest.States(t, viewtest.Cases{
		Route:   of(names),
		Subject: "192.0.2.44",
		OK:      answer,
		Empty:   `{"result":[],"success":true,"errors":[],"messages":[]}`,
		Partial: `{"result":[
			{"domain":"shop.example.org","risk_score":"low","content_categories":"Ecommerce","popularity_rank":"many"},
			{"domain":"login-portal.example","risk_score":"0.83","risk_types":{"id":"131","name":"Phishing"},"additional_information":"none"},
			{"domain":"login-portal.example","risk_score":0.1},{"risk_score":1},"mail.example.com"],"success":true,"errors":[]}`,
		Hostile: `{"result":[
			{"domain":"shop.example.org","risk_score":0.4,"risk_types":[{"id":131,"name":"Phish\u009b31ming\t"},{"name":"\u202egnihsihp"}],
				"content_categories":[{"id":155,"name":"\u001b[2J\r\nTechnology"},{"id":999999,"name":"` + strings.Repeat("long ", 30) + `"}],
				"additional_information":{"suspected_malware_family":"\u001bP+q\u001b\\Bot"}},
			{"domain":"\u001b[31mevil.example.net","risk_score":1},{"domain":"` + strings.Repeat("a.", 100) + `example.org"},
			{"domain":"login-portal.example","risk_types":[{"name":"\u001b]52;c;YQ==\u0007"}],"\u001bfield":"\u202e"}],"success":true,"errors":[]}`,
	})
}
