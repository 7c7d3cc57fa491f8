package cf

import (
	"strings"

	"quarry/api"
	"quarry/state/indicator"
	"quarry/views/safe"
)

// EndpointIP is the overview of an address: GET intel/ip.
const EndpointIP api.Endpoint = "ip"

// IP is what Cloudflare knows of an address.
type IP struct {
	Remarks
	IP      Name    `json:"ip,omitzero"`
	Network Network `json:"network,omitzero"`
	// RiskTypes is nil when the answer says nothing of risks, as it does for
	// an address without any.
	RiskTypes []CategoryRef `json:"risk_types,omitzero"`
	// PTR are the names of the reverse lookup, PTRErrors what went wrong in it.
	// PTR is nil when the answer says nothing of it.
	PTR       []Name   `json:"ptr_domains,omitzero"`
	PTRErrors safe.Raw `json:"ptr_lookup_errors,omitzero"`
	// Lists are the IP lists that hold the address; nil when unknown, which is
	// also what the null of the real answer means.
	Lists []IPList `json:"ip_lists,omitzero"`
	// Reservations are the IANA registries that reserve the address.
	Reservations []safe.Raw `json:"iana_reservations,omitzero"`
}

// Network is the autonomous system that an address belongs to.
type Network struct {
	// ID is Cloudflare's STIX id, which does not merge with other tools' ids.
	ID safe.Raw `json:"id,omitzero"`
	// Number is the AS number; Value is the text or number that it was read
	// from; Indicator names the same, the zero one when Number is unknown.
	Number    Maybe[uint32]       `json:"asn,omitzero"`
	Value     safe.Raw            `json:"-"`
	Indicator indicator.Indicator `json:"-"`
	// Type is isp, hosting_provider, organization, or something newer.
	Type safe.Raw `json:"type,omitzero"`
	// Country is an ISO 3166 code of two letters.
	Country     safe.Raw `json:"country,omitzero"`
	Description safe.Raw `json:"description,omitzero"`
}

// IPList is a list of addresses that Cloudflare keeps, such as "Malware".
type IPList struct {
	ID          Maybe[int] `json:"id,omitzero"`
	Name        safe.Raw   `json:"name,omitzero"`
	Description safe.Raw   `json:"description,omitzero"`
}

func specIP() Spec {
	s := Spec{
		Endpoint: EndpointIP, Permission: PermissionRead,
		Kinds: []indicator.Kind{indicator.IPv4, indicator.IPv6},
	}
	s.Wire = func(q api.Query) (Wire, error) {
		switch q.Indicator.Kind() {
		case indicator.IPv4:
			return get("intel/ip", Param{"ipv4", q.Indicator.String()}), nil
		case indicator.IPv6:
			return get("intel/ip", Param{"ipv6", q.Indicator.String()}), nil
		}
		return Wire{}, refuseKind(q, s)
	}
	return s
}

// DecodeIP reads the answer of [EndpointIP].
func DecodeIP(a api.Answer) (IP, error) {
	return decodeOne(a, PermissionRead, "ip", sameHost, readIP)
}

func readIP(_ *envelope, o *object, rec *IP) {
	rec.IP = nameOf(o.get("ip").text(), indicator.IPv4, indicator.IPv6)
	rec.Network = readNetwork(o.get("belongs_to_ref"))
	rec.RiskTypes = o.get("risk_types").categories()
	if v := o.get("ptr_lookup"); !v.missing() {
		ptr := v.fields()
		rec.PTR = ptr.get("ptr_domains").hostNames()
		rec.PTRErrors = ptr.get("ptr_lookup_errors").prose()
		ptr.rest()
	}
	rec.Lists = each(o.get("ip_lists"), readIPList)
	rec.Reservations = each(o.get("iana_reservations"), readReservation)
}

func readNetwork(v value) Network {
	if v.missing() {
		return Network{}
	}
	if kindOf(v.raw) != '{' && kindOf(v.raw) != '[' { // the number alone
		n := v.asn()
		return n
	}
	o := v.fields()
	n := o.get("value").asn()
	n.ID = o.get("id").text()
	n.Type = o.get("type").text()
	n.Country = o.get("country").text()
	n.Description = o.get("description").text()
	o.rest()
	return n
}

// asn reads an AS number: a number, or a text with or without "AS".
func (v value) asn() Network {
	if v.missing() {
		return Network{}
	}
	text, ok := scalar(v.raw)
	n, isNumber := asNumber(text)
	if !ok || !isNumber {
		v.wrong("an AS number")
		return Network{Value: safe.FromOutside(text)}
	}
	return Network{Number: Known(n), Value: safe.FromOutside(text), Indicator: indicator.FromASN(n)}
}

// asNumber reads an AS number as it stands in an answer.
func asNumber(text string) (uint32, bool) {
	text = strings.TrimSpace(text)
	if len(text) > 2 && strings.EqualFold(text[:2], "AS") {
		text = text[2:]
	}
	n, ok := whole([]byte(text))
	if !ok || n.Sign() < 0 || n.BitLen() > 32 {
		return 0, false
	}
	return uint32(n.Uint64()), true
}

// readIPList reads a list's name in the form of [IPList] or as a text.
func readIPList(v value) (IPList, bool) {
	if k := kindOf(v.raw); k == '"' || k == '0' {
		return IPList{Name: v.text()}, true
	}
	if v.missing() {
		return IPList{}, false
	}
	o := v.fields()
	l := IPList{
		ID:          o.get("id").integer(0, maxID),
		Name:        o.get("name").text(),
		Description: o.get("description").text(),
	}
	o.rest()
	return l, l != IPList{}
}

// readReservation reads one IANA reservation. No real answer with one is at
// hand, so an object is taken by its name.
func readReservation(v value) (safe.Raw, bool) {
	if kindOf(v.raw) != '{' {
		t := v.text()
		return t, !t.Empty()
	}
	o := v.fields()
	t := o.get("name").text()
	o.rest()
	return t, !t.Empty()
}
