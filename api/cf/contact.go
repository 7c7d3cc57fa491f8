package cf

import (
	"strings"

	"quarry/state/indicator"
	"quarry/views/safe"
)

// Contact is one party of a WHOIS record.
type Contact struct {
	// Summary is the field that bears the party's own name, such as
	// "registrant" or "registrar".
	Summary      safe.Raw `json:"summary,omitzero"`
	Name         safe.Raw `json:"name,omitzero"`
	Organization safe.Raw `json:"org,omitzero"`
	Street       safe.Raw `json:"street,omitzero"`
	City         safe.Raw `json:"city,omitzero"`
	Province     safe.Raw `json:"province,omitzero"`
	PostalCode   safe.Raw `json:"postal_code,omitzero"`
	Country      safe.Raw `json:"country,omitzero"`
	Phone        safe.Raw `json:"phone,omitzero"`
	PhoneExt     safe.Raw `json:"phone_ext,omitzero"`
	Fax          safe.Raw `json:"fax,omitzero"`
	FaxExt       safe.Raw `json:"fax_ext,omitzero"`
	// Email names the domain of the address, or the URL of a contact form that
	// registrars put there.
	Email       Name     `json:"email,omitzero"`
	ID          safe.Raw `json:"id,omitzero"`
	ReferralURL Name     `json:"referral_url,omitzero"`
}

// Field is one field of a contact with its label in lower case.
type Field struct {
	Label string
	Value safe.Raw
	// Indicator is what the value names, the zero one when it names nothing.
	Indicator indicator.Indicator
}

// Fields returns the fields that are there, in the order of a letter's head.
func (c Contact) Fields() []Field {
	all := []Field{
		{Label: "summary", Value: c.Summary}, {Label: "name", Value: c.Name},
		{Label: "organization", Value: c.Organization}, {Label: "street", Value: c.Street},
		{Label: "city", Value: c.City}, {Label: "province", Value: c.Province},
		{Label: "postal code", Value: c.PostalCode}, {Label: "country", Value: c.Country},
		{Label: "phone", Value: c.Phone}, {Label: "phone extension", Value: c.PhoneExt},
		{Label: "fax", Value: c.Fax}, {Label: "fax extension", Value: c.FaxExt},
		{Label: "e-mail", Value: c.Email.Raw, Indicator: c.Email.Indicator},
		{Label: "id", Value: c.ID},
		{Label: "referral URL", Value: c.ReferralURL.Raw, Indicator: c.ReferralURL.Indicator},
	}
	there := make([]Field, 0, len(all))
	for _, f := range all {
		if !f.Value.Empty() {
			there = append(there, f)
		}
	}
	return there
}

// IsZero reports whether nothing is known of the party.
func (c Contact) IsZero() bool { return c == Contact{} }

// Redacted reports whether something is known of the party's identity (its
// summary, name or organization), and all of that is [Redacted].
func (c Contact) Redacted() bool {
	some := false
	for _, id := range []safe.Raw{c.Summary, c.Name, c.Organization} {
		if id.Empty() {
			continue
		}
		if !Redacted(id) {
			return false
		}
		some = true
	}
	return some
}

// Redacted reports whether a WHOIS value is a notice that it was withheld
// instead of the value. The phrases are those of ICANN's registration data
// policy and of large registries and privacy services.
func Redacted(value safe.Raw) bool {
	text := strings.ToLower(value.Exact())
	if len(text) > 400 {
		return false
	}
	for _, phrase := range redactions() {
		if strings.Contains(text, phrase) {
			return true
		}
	}
	return false
}

func redactions() []string {
	return []string{
		"redacted", "statutory masking enabled", "data protected", "not disclosed", "non-public data",
		"withheld for privacy", "privacy protect", "privacy service", "domains by proxy", "whoisguard",
		"whois privacy", "contact privacy inc", "identity protect", "gdpr masked", "gdpr-masked",
		"not available from registry", "personal data, can not be publicly disclosed",
		"query the rdds service",
	}
}

// readContact reads the fields of one party by the prefix of their names.
func readContact(o *object, prefix string) Contact {
	text := func(field string) safe.Raw { return o.get(prefix + "_" + field).prose() }
	return Contact{
		Summary: o.get(prefix).prose(), Name: text("name"), Organization: text("org"),
		Street: text("street"), City: text("city"), Province: text("province"),
		PostalCode: text("postal_code"), Country: text("country"),
		Phone: text("phone"), PhoneExt: text("phone_ext"), Fax: text("fax"), FaxExt: text("fax_ext"),
		Email: mailbox(text("email")), ID: text("id"),
		ReferralURL: nameOf(text("referral_url"), indicator.URL, indicator.Domain),
	}
}
