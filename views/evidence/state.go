package evidence

import (
	"quarry/api"
	"quarry/api/cf"
	"quarry/state/export"
	"quarry/state/indicator"
)

// state adds what an answer states of indicators: which resolve to, or belong
// to, which, what Cloudflare calls them, and who registered them. An endpoint
// that is not here states nothing of the kind.
func state(a api.Answer, e *export.Evidence) {
	about := a.Query.Indicator
	switch a.Query.Endpoint {
	case cf.EndpointIP:
		if r, err := cf.DecodeIP(a); err == nil {
			link(e, export.BelongsTo, about, r.Network.Indicator)
			name(e, r.Network.Indicator, r.Network.ID.Exact())
		}
	case cf.EndpointDomain:
		if r, err := cf.DecodeDomain(a); err == nil {
			for _, ref := range r.ResolvesTo {
				link(e, export.ResolvesTo, about, ref.Value.Indicator)
				name(e, ref.Value.Indicator, ref.ID.Exact())
			}
		}
	case cf.EndpointPDNS:
		if r, err := cf.DecodePDNS(a); err == nil {
			resolved(e, about, r)
		}
	case cf.EndpointSubnets:
		if r, err := cf.DecodeSubnets(a); err == nil {
			for _, s := range r.Subnets {
				link(e, export.BelongsTo, s.Indicator, about)
			}
			e.Total = max(e.Total, r.Count.Or(0))
		}
	case cf.EndpointWHOIS:
		if r, err := cf.DecodeWHOIS(a); err == nil {
			registered(e, r)
		}
	}
}

func resolved(e *export.Evidence, about indicator.Indicator, r cf.PDNS) {
	for n := range r.Rows.Len() {
		row := r.Rows.At(n)
		if row.Name.Indicator.IsZero() {
			continue
		}
		e.Links = append(e.Links, export.Link{
			Type: export.ResolvesTo, From: row.Name.Indicator, To: about, First: row.First.Time(), Last: row.Last.Time(),
		})
	}
	e.Total = max(e.Total, r.Count.Or(0))
}

// registered says who registered a domain. An address behind a form or a
// redaction is none.
func registered(e *export.Evidence, r cf.WHOIS) {
	one := export.Registration{Registrar: r.Registrar.Summary.Exact()}
	if one.Registrar == "" {
		one.Registrar = r.Registrar.Name.Exact()
	}
	if r.Registrant.Email.Indicator.Kind() == indicator.Domain {
		one.Email = r.Registrant.Email.Raw.Exact()
	}
	one.Created, _ = r.Created.Get()
	if one != (export.Registration{}) {
		e.Registration = &one
	}
}

func link(e *export.Evidence, t export.LinkType, from, to indicator.Indicator) {
	if !from.IsZero() && !to.IsZero() {
		e.Links = append(e.Links, export.Link{Type: t, From: from, To: to})
	}
}

func name(e *export.Evidence, i indicator.Indicator, id string) {
	if !i.IsZero() && id != "" {
		e.Names = append(e.Names, export.Named{Indicator: i, ID: id})
	}
}
