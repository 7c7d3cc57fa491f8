package cf

import (
	"encoding/json"
	"time"

	"github.com/tidwall/gjson"

	"quarry/api"
	"quarry/state/indicator"
	"quarry/views/safe"
)

// EndpointPDNS is passive DNS by address, in pages: GET intel/dns.
const EndpointPDNS api.Endpoint = "pdns"

// PDNS is one page of the names that resolved to an address. The answer does
// not say which address it is about.
type PDNS struct {
	Remarks
	Rows Hosts `json:"records,omitzero"`
	// Count is how many rows there are in all pages, as the server says.
	Count Maybe[int] `json:"count,omitzero"`
	// Page counts from 1; PerPage is the page size that the server granted.
	Page    Maybe[int] `json:"page,omitzero"`
	PerPage Maybe[int] `json:"per_page,omitzero"`
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
	rec.Rows = readHosts(o.need("reverse_records"))
	rec.Count = env.counter(o, "count")
	rec.Page = env.counter(o, "page")
	rec.PerPage = env.counter(o, "per_page")
}

// readHosts reads the rows. Nearly all have the plain shape, which is read at a
// tenth of the time that the reader of all shapes takes.
func readHosts(v value) Hosts {
	if kindOf(v.raw) != '[' {
		rows := each(v, readPDNSRow)
		if rows == nil {
			return Hosts{}
		}
		return HostsOf(rows)
	}
	raws, more := items(v.raw)
	if more {
		v.tooMany()
	}
	b := newHostBuilder(len(raws))
	for n, raw := range raws {
		row, ok := plainPDNSRow(raw)
		if !ok {
			row, ok = readOne(value{raw: raw, path: index(v.path, n), r: v.r}, readPDNSRow)
		}
		if ok {
			b.add(row)
		}
	}
	return Hosts{known: true}.with(b.block())
}

// plainPDNSRow reads a row that has just the three fields, once each, with a
// domain in canonical form and two days at midnight in UTC; false for any other,
// whatever is wrong or right with it.
func plainPDNSRow(raw json.RawMessage) (row PDNSRow, ok bool) {
	const all = 1 | 2 | 4
	have := 0
	ok = true
	gjson.ParseBytes(raw).ForEach(func(key, val gjson.Result) bool {
		if val.Type != gjson.String || len(val.Raw) != len(val.Str)+2 {
			ok = false
			return false
		}
		field := 0
		switch key.Raw {
		case `"hostname"`:
			field = 1
			row.Name.Raw = safe.FromOutside(val.Str)
			row.Name.Indicator, ok = indicator.CanonicalDomain(val.Str)
		case `"first_seen"`:
			field = 2
			row.First, ok = plainDay(val.Str)
		case `"last_seen"`:
			field = 4
			row.Last, ok = plainDay(val.Str)
		default:
			ok = false
		}
		ok = ok && have&field == 0
		have |= field
		return ok
	})
	return row, ok && have == all
}

// plainDay reads 2023-07-15 and 2023-07-15T00:00:00Z.
func plainDay(text string) (api.Day, bool) {
	const day, midnight = len(time.DateOnly), "T00:00:00Z"
	if len(text) != day && (len(text) != day+len(midnight) || text[day:] != midnight) {
		return 0, false
	}
	at, err := time.Parse(time.DateOnly, text[:day])
	if err != nil || at.IsZero() {
		return 0, false
	}
	return api.DayOf(at), true
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
