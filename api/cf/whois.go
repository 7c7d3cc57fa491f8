package cf

import (
	"strings"

	"quarry/api"
	"quarry/state/indicator"
	"quarry/views/safe"
)

// EndpointWHOIS is the registration of a domain: GET intel/whois.
const EndpointWHOIS api.Endpoint = "whois"

// WHOIS is the registration of a domain.
type WHOIS struct {
	Remarks
	Domain Name `json:"domain,omitzero"`
	// Found tells whether there is a registration; the answers of 2023 do not
	// say.
	Found Maybe[bool] `json:"found,omitzero"`
	// ID is the registry's, such as 1542998887_DOMAIN_COM-VRSN.
	ID        safe.Raw `json:"id,omitzero"`
	Punycode  Name     `json:"punycode,omitzero"`
	Extension safe.Raw `json:"extension,omitzero"`
	// Created, Updated and Expires are read from *_date, or from *_date_raw
	// where that is missing or unreadable; the texts of the latter stand in
	// CreatedRaw and so on.
	Created    Time     `json:"created_date,omitzero"`
	Updated    Time     `json:"updated_date,omitzero"`
	Expires    Time     `json:"expiration_date,omitzero"`
	CreatedRaw safe.Raw `json:"created_date_raw,omitzero"`
	UpdatedRaw safe.Raw `json:"updated_date_raw,omitzero"`
	ExpiresRaw safe.Raw `json:"expiration_date_raw,omitzero"`

	NameServers []Name     `json:"nameservers,omitzero"`
	Status      []safe.Raw `json:"status,omitzero"`
	// DNSSEC tells whether the delegation is signed.
	DNSSEC      Maybe[bool] `json:"dnssec,omitzero"`
	WHOISServer Name        `json:"whois_server,omitzero"`

	// Registrar has the registrar's name in its Summary.
	Registrar      Contact `json:"registrar,omitzero"`
	Registrant     Contact `json:"registrant,omitzero"`
	Administrative Contact `json:"administrative,omitzero"`
	Technical      Contact `json:"technical,omitzero"`
	Billing        Contact `json:"billing,omitzero"`
}

func specWHOIS() Spec {
	s := Spec{
		Endpoint: EndpointWHOIS, Permission: PermissionRead,
		Kinds: []indicator.Kind{indicator.Domain},
	}
	s.Wire = func(q api.Query) (Wire, error) {
		if !s.Takes(q.Indicator.Kind()) {
			return Wire{}, refuseKind(q, s)
		}
		return get("intel/whois", Param{"domain", q.Indicator.String()}), nil
	}
	return s
}

// DecodeWHOIS reads the answer of [EndpointWHOIS].
func DecodeWHOIS(a api.Answer) (WHOIS, error) {
	return decodeOne(a, PermissionRead, "domain", sameHost, readWHOIS)
}

func readWHOIS(_ *envelope, o *object, rec *WHOIS) {
	rec.Domain = o.get("domain").hostName()
	rec.Found = o.get("found").truth()
	rec.ID = o.get("id").text()
	rec.Punycode = o.get("punycode").hostName()
	rec.Extension = o.get("extension").text()
	rec.Created, rec.CreatedRaw = readDate(o, "created_date")
	rec.Updated, rec.UpdatedRaw = readDate(o, "updated_date")
	rec.Expires, rec.ExpiresRaw = readDate(o, "expiration_date")
	rec.NameServers = o.get("nameservers").hostNames()
	rec.Status = o.get("status").texts()
	rec.DNSSEC = readDNSSEC(o)
	rec.WHOISServer = o.get("whois_server").hostName()
	rec.Registrar = readContact(o, "registrar")
	rec.Registrant = readContact(o, "registrant")
	rec.Administrative = readContact(o, "administrative")
	rec.Technical = readContact(o, "technical")
	rec.Billing = readContact(o, "billing")
}

func readDate(o *object, name string) (Time, safe.Raw) {
	t := o.get(name).time()
	raw := o.get(name + "_raw").text()
	if _, ok := t.Get(); ok || raw.Empty() {
		return t, raw
	}
	if fallback, ok := parseTime(raw.Exact()); ok {
		return fallback, raw
	}
	return t, raw
}

// readDNSSEC reads dnssec, which the description's list of required fields
// misspells dnnsec. Registries write words where the description has a truth
// value.
func readDNSSEC(o *object) Maybe[bool] {
	v := o.get("dnssec")
	if misspelt := o.get("dnnsec"); v.missing() {
		v = misspelt
	} else if !misspelt.missing() && string(misspelt.raw) != string(v.raw) {
		misspelt.other()
	}
	text, _ := scalar(v.raw)
	switch strings.ToLower(strings.TrimSpace(text)) {
	case "signed", "signeddelegation", "signed delegation":
		return Known(true)
	case "unsigned", "unsigneddelegation", "unsigned delegation", "inactive":
		return Known(false)
	case "":
		if kindOf(v.raw) == '"' {
			return Maybe[bool]{}
		}
	}
	return v.truth()
}
