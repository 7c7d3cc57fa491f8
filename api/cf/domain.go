package cf

import (
	"quarry/api"
	"quarry/state/indicator"
	"quarry/views/safe"
)

// EndpointDomain is what Cloudflare thinks of a host name: GET intel/domain.
const EndpointDomain api.Endpoint = "domain"

// Domain is what Cloudflare thinks of a host name.
type Domain struct {
	Remarks
	Domain Name `json:"domain,omitzero"`
	// RiskScore runs from 0, the lowest risk, to 1.
	RiskScore         Maybe[float64] `json:"risk_score,omitzero"`
	RiskTypes         []CategoryRef  `json:"risk_types,omitzero"`
	ContentCategories []CategoryRef  `json:"content_categories,omitzero"`
	// PopularityRank is the place among Cloudflare's 100,000 most popular names
	// of the last 30 days, 1 the first; unknown for all others.
	PopularityRank Maybe[int] `json:"popularity_rank,omitzero"`
	// Application is what the name belongs to, such as CLOUDFLARE.
	Application Application `json:"application,omitzero"`
	// MalwareFamily is the family whose algorithm is suspected to have
	// generated the name; empty when there is none.
	MalwareFamily safe.Raw `json:"suspected_malware_family,omitzero"`
	// ResolvesTo are the addresses and names that the name resolves to now.
	ResolvesTo []Ref `json:"resolves_to_refs,omitzero"`
	// Inherited are the categories that come from InheritedFrom, a parent.
	InheritedFrom              Name          `json:"inherited_from,omitzero"`
	InheritedRiskTypes         []CategoryRef `json:"inherited_risk_types,omitzero"`
	InheritedContentCategories []CategoryRef `json:"inherited_content_categories,omitzero"`
	// Type and Notes are in the real answers and in no description: "Apex
	// domain", "Apex domain given."
	Type  safe.Raw `json:"type,omitzero"`
	Notes safe.Raw `json:"notes,omitzero"`
}

// Application is a service that a name belongs to.
type Application struct {
	ID   Maybe[int] `json:"id,omitzero"`
	Name safe.Raw   `json:"name,omitzero"`
}

// IsZero reports whether there is no application; {} is none.
func (a Application) IsZero() bool { return a == Application{} }

// Ref is what a name resolves to.
type Ref struct {
	// ID is Cloudflare's STIX id, which does not merge with other tools' ids.
	ID    safe.Raw `json:"id,omitzero"`
	Value Name     `json:"value,omitzero"`
}

func specDomain() Spec {
	s := Spec{
		Endpoint: EndpointDomain, Permission: PermissionRead,
		Kinds: []indicator.Kind{indicator.Domain, indicator.URL},
	}
	s.Wire = func(q api.Query) (Wire, error) {
		host, ok := q.Indicator.Host()
		if !s.Takes(q.Indicator.Kind()) || !ok || host.Kind() != indicator.Domain {
			return Wire{}, refuseKind(q, s)
		}
		skip := ""
		if q.NoResolve {
			skip = "true"
		}
		return get("intel/domain", Param{"domain", host.String()}, Param{"skip_dns", skip}), nil
	}
	return s
}

// DecodeDomain reads the answer of [EndpointDomain].
func DecodeDomain(a api.Answer) (Domain, error) {
	return decodeOne(a, PermissionRead, "domain", sameHost, readDomain)
}

func readDomain(_ *envelope, o *object, rec *Domain) {
	rec.Domain = o.get("domain").hostName()
	rec.RiskScore = o.get("risk_score").share()
	rec.RiskTypes = o.get("risk_types").categories()
	rec.ContentCategories = o.get("content_categories").categories()
	rec.PopularityRank = o.get("popularity_rank").integer(0, maxID)
	if rank, ok := rec.PopularityRank.Get(); ok && rank == 0 { // places count from 1
		rec.PopularityRank = Maybe[int]{}
		o.get("popularity_rank").other()
	}
	if v := o.get("application"); !v.missing() {
		app := v.fields()
		rec.Application = Application{ID: app.get("id").integer(0, maxID), Name: app.get("name").text()}
		app.rest()
	}
	if v := o.get("additional_information"); !v.missing() {
		info := v.fields()
		rec.MalwareFamily = info.get("suspected_malware_family").prose()
		info.rest()
	}
	rec.ResolvesTo = each(o.get("resolves_to_refs"), readRef)
	rec.InheritedFrom = o.get("inherited_from").hostName()
	rec.InheritedRiskTypes = o.get("inherited_risk_types").categories()
	rec.InheritedContentCategories = o.get("inherited_content_categories").categories()
	rec.Type = o.get("type").text()
	rec.Notes = o.get("notes").prose()
}

// share reads a number from 0 to 1.
func (v value) share() Maybe[float64] {
	m := v.number()
	if f, ok := m.Get(); ok && (f < 0 || f > 1) {
		v.wrong("a number from 0 to 1")
		return Maybe[float64]{}
	}
	return m
}

func readRef(v value) (Ref, bool) {
	switch kindOf(v.raw) {
	case '"':
		n := v.hostName()
		return Ref{Value: n}, !n.IsZero()
	case '{', '[':
		o := v.fields()
		ref := Ref{ID: o.get("id").text(), Value: o.get("value").hostName()}
		o.rest()
		return ref, ref != Ref{}
	}
	if !v.missing() {
		v.wrong("a reference")
	}
	return Ref{}, false
}
