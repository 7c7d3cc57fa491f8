package cf

import (
	"math/big"
	"net/netip"
	"strconv"

	"quarry/api"
	"quarry/state/indicator"
	"quarry/views/safe"
)

// EndpointSubnets is the list of an autonomous system's prefixes:
// GET intel/asn/{asn}/subnets.
const EndpointSubnets api.Endpoint = "subnets"

// Subnets are the prefixes of an autonomous system, IPv4 and IPv6 mixed.
type Subnets struct {
	Remarks
	Number    Maybe[uint32]       `json:"asn,omitzero"`
	Indicator indicator.Indicator `json:"-"`
	Subnets   []Subnet            `json:"subnets,omitzero"`
	// Count is how many prefixes there are, as the server says.
	Count Maybe[int] `json:"count,omitzero"`
	// IPCountTotal is how many addresses are in them, which with IPv6 passes
	// 64 bits; nil when it is unknown. It is a JSON number of any length.
	IPCountTotal *big.Int   `json:"ip_count_total,omitzero"`
	Page         Maybe[int] `json:"page,omitzero"`
	PerPage      Maybe[int] `json:"per_page,omitzero"`
}

// Subnet is one prefix.
type Subnet struct {
	Raw safe.Raw
	// Prefix is masked; it is not valid, and Indicator is the zero one, when
	// the text could not be read.
	Prefix    netip.Prefix
	Indicator indicator.Indicator
}

// MarshalJSON writes the prefix as it came.
func (s Subnet) MarshalJSON() ([]byte, error) { return s.Raw.MarshalJSON() }

func specSubnets() Spec {
	s := Spec{
		Endpoint: EndpointSubnets, Permission: PermissionRead,
		Kinds: []indicator.Kind{indicator.ASN},
	}
	s.Wire = func(q api.Query) (Wire, error) {
		n, ok := q.Indicator.ASNumber()
		if !ok {
			return Wire{}, refuseKind(q, s)
		}
		// No parameters are documented; page and per_page are in the answer,
		// so they are sent when somebody asks for a page.
		return get("intel/asn/"+strconv.FormatUint(uint64(n), 10)+"/subnets",
			Param{"page", count(q.Page)}, Param{"per_page", count(q.PerPage)}), nil
	}
	return s
}

// DecodeSubnets reads the answer of [EndpointSubnets], with the envelope or
// without.
func DecodeSubnets(a api.Answer) (Subnets, error) {
	return decodeOne(a, PermissionRead, "asn", sameASN, readSubnets)
}

func readSubnets(env *envelope, o *object, rec *Subnets) {
	n := o.get("asn").asn()
	rec.Number, rec.Indicator = n.Number, n.Indicator
	rec.Subnets = each(o.need("subnets"), readSubnet)
	rec.Count = env.counter(o, "count")
	rec.Page = env.counter(o, "page")
	rec.PerPage = env.counter(o, "per_page")
	total := o.get("ip_count_total")
	if total.missing() && env.wrapped {
		total = env.fields.get("ip_count_total")
	}
	rec.IPCountTotal = total.natural()
}

func readSubnet(v value) (Subnet, bool) {
	s := Subnet{Raw: v.text()}
	if s.Raw.Empty() {
		return s, false
	}
	p, err := netip.ParsePrefix(s.Raw.Exact())
	if err != nil {
		a, errAddr := netip.ParseAddr(s.Raw.Exact())
		if errAddr != nil || a.Zone() != "" {
			v.r.problem(v.path, "not a prefix: "+s.Raw.Cut(80))
			return s, true
		}
		p = netip.PrefixFrom(a, a.BitLen())
	}
	s.Prefix = p.Masked()
	if i, err := indicator.Parse(s.Prefix.String()); err == nil {
		s.Indicator = i
	}
	return s, true
}
