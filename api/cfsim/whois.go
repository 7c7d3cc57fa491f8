package cfsim

import (
	"strings"
	"time"

	"quarry/api/cfsim/scenario"
)

// milliseconds is how newer WHOIS answers write their dates.
const milliseconds = "2006-01-02T15:04:05.000Z"

// whois serves GET intel/whois. What no registration is known of is answered
// with found: false, which is assumed.
func (s *Server) whois(c *call) answer {
	name, err := domainParameter(c.query)
	if err != nil {
		return badRequest("%v", err)
	}
	if name == "cloudflare.com" {
		return recorded("whois.json")
	}
	if body, ok := oddAnswer("whois", name); ok {
		return body
	}
	w, known := s.world.Whois(name)
	switch {
	case !known:
		return ok(map[string]any{
			"domain": name, "punycode": name, "extension": extension(name),
			"found": false, "nameservers": []string{}, "registrar": "", "registrant": "",
		})
	case w.PlainDates:
		return ok(plainWhois(name, w))
	}
	return ok(newerWhois(name, w))
}

// plainWhois has the few fields and plain dates of the answers of 2023.
func plainWhois(name string, w scenario.Whois) map[string]any {
	return map[string]any{
		"domain":             name,
		"created_date":       w.Created.Format(time.DateOnly),
		"updated_date":       w.Updated.Format(time.DateOnly),
		"registrant":         w.Registrant,
		"registrant_org":     w.Owner.Org,
		"registrant_country": w.Owner.Country,
		"registrant_email":   w.Owner.Email,
		"registrar":          w.Registrar,
		"nameservers":        w.Nameservers,
	}
}

// newerWhois has the fields of the description. A contact's empty fields are
// there, and empty.
func newerWhois(name string, w scenario.Whois) map[string]any {
	fields := map[string]any{
		"id": w.ID, "domain": name, "punycode": name, "extension": extension(name), "found": true,
		"registrar": w.Registrar, "registrant": w.Registrant, "whois_server": w.Server, "dnssec": w.DNSSEC,
		"nameservers": append([]string{}, w.Nameservers...), "status": append([]string{}, w.Status...),
	}
	for date, t := range map[string]time.Time{
		"created_date": w.Created, "updated_date": w.Updated, "expiration_date": w.Expires,
	} {
		fields[date] = t.UTC().Format(milliseconds)
		fields[date+"_raw"] = t.UTC().Format(time.RFC3339)
	}
	addContact(fields, "registrant_", w.Owner)
	addContact(fields, "administrative_", w.Administrative)
	addContact(fields, "technical_", w.Technical)
	addContact(fields, "billing_", w.Billing)
	addContact(fields, "registrar_", w.RegistrarC)
	return fields
}

func addContact(fields map[string]any, prefix string, c scenario.Contact) {
	for name, value := range map[string]string{
		"id": c.ID, "name": c.Name, "org": c.Org, "street": c.Street, "city": c.City, "province": c.Province,
		"postal_code": c.PostalCode, "country": c.Country, "phone": c.Phone, "phone_ext": c.PhoneExt,
		"fax": c.Fax, "fax_ext": c.FaxExt, "email": c.Email, "referral_url": c.Referral,
	} {
		fields[prefix+name] = value
	}
}

func extension(name string) string { return name[strings.LastIndexByte(name, '.')+1:] }
