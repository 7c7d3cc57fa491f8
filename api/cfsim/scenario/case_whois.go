package scenario

import "time"

// redacted is a registration whose owner does not show.
func redacted(created, updated, expires time.Time, registrar string, nameservers ...string) *Whois {
	const gone = "DATA REDACTED"
	return &Whois{
		ID:      "7700000001_DOMAIN_EXAMPLE",
		Created: created, Updated: updated, Expires: expires,
		Registrant: gone, Registrar: registrar,
		Server:      "whois.registrar.example",
		Owner:       Contact{Org: gone, Name: gone, Country: "Netherlands", Email: "https://contact.registrar.example/form"},
		Nameservers: nameservers,
		Status:      []string{"clienttransferprohibited"},
	}
}

// fullWhois is a registration with nothing left out.
func fullWhois(c clock, name string) *Whois {
	return &Whois{
		ID:      "7700000042_DOMAIN_" + name,
		Created: c.ago(2190 * day), Updated: c.ago(61 * day), Expires: c.ago(-730 * day),
		Registrant: "Example Registrant",
		Registrar:  "Example Registrar, Inc.",
		Server:     "whois.registrar.example",
		Owner:      party("REG-1", "Example Registrant", "owner@example.com", "1"),
		Administrative: party("ADM-2", "Example Administrator", "admin@example.net",
			"2"),
		Technical: party("TEC-3", "Example Technician", "hostmaster@example.org", "3"),
		Billing:   party("BIL-4", "Example Accountant", "billing@example.com", "4"),
		RegistrarC: Contact{
			ID: "9999", Name: "Example Registrar, Inc.", Org: "Example Registrar, Inc.",
			Street: "9 Registry Square", City: "Utrecht", Province: "UT", PostalCode: "3500 AA", Country: "Netherlands",
			Phone: "+31.300000009", PhoneExt: "90", Fax: "+31.300000019", FaxExt: "91",
			Email: "abuse@registrar.example", Referral: "https://registrar.example/",
		},
		Nameservers: []string{"ns1.example.net", "ns2.example.net", "ns3.example.org"},
		Status:      []string{"clientdeleteprohibited", "clienttransferprohibited", "clientupdateprohibited"},
		DNSSEC:      true,
	}
}

func party(id, name, email, digit string) Contact {
	return Contact{
		ID: id, Name: name, Org: "Example Organization B.V.",
		Street: digit + " Sample Street", City: "Amsterdam", Province: "NH", PostalCode: "1000 A" + digit, Country: "Netherlands",
		Phone: "+31.20000000" + digit, PhoneExt: "10" + digit, Fax: "+31.20000010" + digit, FaxExt: "20" + digit,
		Email: email, Referral: "https://contact.registrar.example/" + id,
	}
}
