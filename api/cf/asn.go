package cf

import (
	"fmt"
	"strconv"

	"quarry/api"
	"quarry/state/indicator"
	"quarry/views/safe"
)

// EndpointASN is the overview of an autonomous system: GET intel/asn/{asn}.
const EndpointASN api.Endpoint = "asn"

// ASN is what Cloudflare knows of an autonomous system.
type ASN struct {
	Remarks
	// Number is the AS number; Indicator names the same.
	Number    Maybe[uint32]       `json:"asn,omitzero"`
	Indicator indicator.Indicator `json:"-"`
	// Description is the name, such as CLOUDFLARENET.
	Description safe.Raw `json:"description,omitzero"`
	// Country is an ISO 3166 code of two letters.
	Country safe.Raw `json:"country,omitzero"`
	// Type is isp, hosting_provider, organization, or something newer.
	Type safe.Raw `json:"type,omitzero"`
}

func specASN() Spec {
	s := Spec{
		Endpoint: EndpointASN, Permission: PermissionRead,
		Kinds: []indicator.Kind{indicator.ASN},
	}
	s.Wire = func(q api.Query) (Wire, error) {
		n, ok := q.Indicator.ASNumber()
		if !ok {
			return Wire{}, refuseKind(q, s)
		}
		return get("intel/asn/" + strconv.FormatUint(uint64(n), 10)), nil
	}
	return s
}

// DecodeASN reads the answer of [EndpointASN]: an object, or the integer that
// the published description has.
func DecodeASN(a api.Answer) (ASN, error) {
	var rec ASN
	env, err := open(a, PermissionRead, &rec.Remarks)
	if err != nil {
		return rec, err
	}
	v := env.result
	if all, ok := v.list(); ok && len(all) == 1 {
		v = all[0]
	}
	if k := kindOf(v.raw); v.blank() || k == '{' || k == '[' {
		return decodeOne(a, PermissionRead, "asn", sameASN, readASN)
	}
	n := v.asn()
	number, ok := n.Number.Get()
	if !ok {
		return rec, malformed(a, fmt.Errorf("the result is not an AS number: %s", safe.PrintMax(string(v.raw), 80)))
	}
	if !sameASN(a.Query, n.Value) {
		return rec, malformed(a, &api.OtherSubject{About: safe.FromOutside(fmt.Sprintf("AS%d", number))})
	}
	rec.Number, rec.Indicator = n.Number, n.Indicator
	env.close()
	return rec, nil
}

func readASN(_ *envelope, o *object, rec *ASN) {
	n := o.get("asn").asn()
	rec.Number, rec.Indicator = n.Number, n.Indicator
	rec.Description = o.get("description").text()
	rec.Country = o.get("country").text()
	rec.Type = o.get("type").text()
}

// sameASN reports whether a number from the wire is the one that was asked.
func sameASN(q api.Query, said safe.Raw) bool {
	asked, ok := q.Indicator.ASNumber()
	if !ok {
		return q.Indicator.IsZero()
	}
	n, ok := asNumber(said.Exact())
	return ok && n == asked
}
