package cfsim

import (
	"fmt"
	"net/netip"
	"strconv"
	"time"

	"quarry/api/cfsim/scenario"
)

// Answers with nothing left out, one for each endpoint, about whatever is asked.
// What they say is of no account: they are what hostile texts are put into.

// richDay is a day of these answers; the nth lies n days before the first.
func richDay(n int) time.Time {
	return time.Date(2026, time.October, 20, 8, 12, 53, 0, time.UTC).AddDate(0, 0, -n)
}

// richList is a list with an entry for each payload.
func richList[T any](make func(n int) T) []T {
	var list []T
	for n := range payloads() {
		list = append(list, make(n))
	}
	return list
}

// told wraps a result in an envelope that has something to say.
func told(result any) answer {
	return bare(envelope{Result: result, Success: true, Errors: []message{}, Messages: []message{{Code: 10000, Message: "message"}}})
}

func richCategories(id int) []category {
	return []category{{id, 21, "category"}, {131, 21, "category"}, {id + 1, 26, "category"}}
}

func richIP(c *call) answer {
	return told([]ipResult{{
		IP:        c.address(),
		BelongsTo: &networkRef{"id", 64500, "kind", "country", "description"},
		Lists:     []ipList{{13, "name", "description"}, {14, "name", "description"}},
		PTR:       &ptrLookup{Domains: []string{"name", "name", "name"}, Errors: "error"},
		// Texts by themselves, such as these, are not told from others.
		Reservations: []string{"reservation", "reservation"},
		Risks:        richCategories(900),
	}})
}

func richDNS(c *call) answer {
	record := func(n int, name string) reverseRecord {
		return reverseRecord{richDay(n % 20).Format(time.RFC3339), richDay(n % 5).Format(time.RFC3339), name}
	}
	records := richList(func(n int) reverseRecord { return record(n, "name") })
	for n := range 3 { // names to go on with
		records = append(records, record(n, AnswersTo(n).Domain))
	}
	return told(dnsResult{Records: records, Count: len(records), Page: 1, PerPage: 1000})
}

func richDomain(c *call) answer { return told(richSite(c.domain())) }

func richBulk(c *call) answer {
	var all []domainResult
	for _, name := range c.query["domain"] {
		site := richSite(name)
		site.Resolves = nil
		all = append(all, site)
	}
	return told(all)
}

func richSite(name string) domainResult {
	categories := func(id int) []scenario.Category {
		return []scenario.Category{{ID: id, Super: 21, Name: "category"}, {ID: 131, Super: 21, Name: "category"}}
	}
	return domainOf(name, scenario.Site{
		Resolves: []string{"name", "name", "name", "name", "name", "name"},
		Content:  categories(900), Risks: categories(910), Score: new(0.99), Rank: 4711,
		Application: &scenario.Application{ID: 666, Name: "application"}, Malware: "family",
		InheritedFrom: "name", InheritedContent: categories(920), InheritedRisks: categories(930),
		Kind: "kind", Notes: "notes",
	})
}

func richHistory(c *call) answer {
	var periods []categorization
	for n := 0; 3*n < len(payloads()); n++ { // three categories each
		period := categorization{richCategories(900 + 3*(n%9)), richDay(3 * n).Format(microseconds), richDay(3*n - 3).Format(microseconds)}
		if n == 0 {
			period.End = ""
		}
		periods = append(periods, period)
	}
	return told([]historyResult{{
		Domain:          c.domain(),
		Categorizations: periods,
	}})
}

func richWhois(c *call) answer {
	party := scenario.Contact{
		ID: "t", Name: "t", Org: "t", Street: "t", City: "t", Province: "t", PostalCode: "t", Country: "t",
		Phone: "t", PhoneExt: "t", Fax: "t", FaxExt: "t", Email: "t", Referral: "t",
	}
	return told(newerWhois(c.domain(), scenario.Whois{
		ID: "id", Created: richDay(400), Updated: richDay(2), Expires: richDay(-300),
		Registrant: "t", Registrar: "t", Server: "t",
		Owner: party, Administrative: party, Technical: party, Billing: party, RegistrarC: party,
		Nameservers: []string{"t", "t", "t", "t"}, Status: []string{"t", "t", "t"},
	}))
}

func richURL(c *call) answer {
	return told([]urlInfoResult{urlInfoOf(c.query.Get("url"), scenario.Page{
		Scores:   []scenario.Score{{Model: "model", Score: 0.5}, {Model: "model", Score: 7e300}, {Model: "model", Score: 0.99}},
		Rules:    []scenario.Rule{{Name: "rule", Description: "description"}, {Name: "rule", Description: "description"}},
		Verdicts: []scenario.Verdict{{Category: "category", Review: "review"}, {Category: "category", Review: "review"}},
		Complete: true, Processed: richDay(0), StatusCode: 200, Submission: 90000066,
	})})
}

func richASN(c *call) answer {
	number, err := strconv.ParseUint(c.asn, 10, 32)
	if err != nil {
		return badRequest("asn must be a number")
	}
	return told(asnResult{uint32(number), "description", "country", "kind"})
}

func richSubnets(c *call) answer {
	number, err := strconv.ParseUint(c.asn, 10, 32)
	if err != nil {
		return badRequest("asn must be a number")
	}
	list := append([]string{}, richList(func(n int) string { return fmt.Sprint("subnet ", n) })...)
	return bare(subnetsResult{
		ASN: uint32(number), Count: len(list), Total: addresses([]netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")}),
		Page: 1, PerPage: 1000, Subnets: list,
	})
}

func richReport(*call) answer { return told("receipt") }
