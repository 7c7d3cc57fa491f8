package cf

import (
	"encoding/json"

	"quarry/api"
	"quarry/state/indicator"
)

// EndpointPDNS is passive DNS by address, in pages: GET intel/dns.
const EndpointPDNS api.Endpoint = "pdns"

// PDNS is one page of the names that resolved to an address. The answer does
// not say which address it is about.
type PDNS struct {
	Remarks
	Rows []PDNSRow `json:"records,omitzero"`
	// Count is how many rows there are in all pages, as the server says.
	Count Maybe[int] `json:"count,omitzero"`
	// Page counts from 1; PerPage is the page size that the server granted.
	Page    Maybe[int] `json:"page,omitzero"`
	PerPage Maybe[int] `json:"per_page,omitzero"`
}

// PDNSRow is a name with the first and last day on which it was seen to
// resolve to the address, within the window asked for. No day is unknown.
type PDNSRow struct {
	Name        Name
	First, Last api.Day
}

// MarshalJSON writes {"hostname", "first_seen", "last_seen"}, without what is
// unknown.
func (r PDNSRow) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Name  Name   `json:"hostname,omitzero"`
		First string `json:"first_seen,omitempty"`
		Last  string `json:"last_seen,omitempty"`
	}{r.Name, r.First.String(), r.Last.String()})
}

func specPDNS() Spec {
	s := Spec{
		Endpoint: EndpointPDNS, Permission: PermissionRead,
		Kinds: []indicator.Kind{indicator.IPv4},
	}
	s.Wire = func(q api.Query) (Wire, error) {
		if !s.Takes(q.Indicator.Kind()) {
			return Wire{}, refuseKind(q, s)
		}
		return get("intel/dns",
			Param{"ipv4", q.Indicator.String()},
			Param{"start", q.From.String()}, Param{"end", q.To.String()},
			Param{"page", count(q.Page)}, Param{"per_page", count(q.PerPage)}), nil
	}
	return s
}

// DecodePDNS reads the answer of [EndpointPDNS].
func DecodePDNS(a api.Answer) (PDNS, error) {
	return decodeOne(a, PermissionRead, "", nil, readPDNS)
}

func readPDNS(env *envelope, o *object, rec *PDNS) {
	rec.Rows = each(o.need("reverse_records"), readPDNSRow)
	rec.Count = env.counter(o, "count")
	rec.Page = env.counter(o, "page")
	rec.PerPage = env.counter(o, "per_page")
}

func readPDNSRow(v value) (PDNSRow, bool) {
	switch kindOf(v.raw) {
	case '"':
		return PDNSRow{Name: v.hostName()}, true
	case '{', '[':
		o := v.fields()
		row := PDNSRow{
			Name:  o.need("hostname").hostName(),
			First: o.get("first_seen").time().Day(),
			Last:  o.get("last_seen").time().Day(),
		}
		o.rest()
		return row, true
	}
	if !v.missing() {
		v.wrong("a record")
	}
	return PDNSRow{}, false
}
