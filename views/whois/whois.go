// Package whois is the view of a domain's registration: how old it is, who
// registered it and where, and which name servers it has.
package whois

import (
	"quarry/api"
	"quarry/api/cf"
	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/views"
	"quarry/views/record"
	"quarry/views/safe"
)

// Route is the endpoint's line in the routing table. The name asked about is
// the one selected, also where it is below its registrable domain: Cloudflare
// takes any name, and what it answers is the answer to that. The view then
// names the registrable domain, one step away.
func Route() views.Route {
	return views.PageRoute(views.Route{
		Endpoint: cf.EndpointWHOIS,
		Action:   keymap.PivotWHOIS,
		Name:     "WHOIS",
		Subject:  views.Kinds("takes a domain", indicator.Domain),
		Query:    query,
	}, form)
}

func query(_ views.Env, i indicator.Indicator) api.Query {
	return api.Query{Endpoint: cf.EndpointWHOIS, Indicator: i}
}

func form(_ views.Env, q api.Query) views.Form[cf.WHOIS] {
	name := safe.Show(q.Indicator)
	return views.Form[cf.WHOIS]{
		Name:     "WHOIS",
		Subject:  q.Indicator,
		Title:    "WHOIS of " + name,
		Asking:   "Asking for the WHOIS record of " + name,
		Query:    q,
		Decode:   cf.DecodeWHOIS,
		Sheet:    func(env views.Env, r cf.WHOIS) *views.Sheet { return sheet(env, q.Indicator, r) },
		Empty:    func(r cf.WHOIS) string { return empty(q.Indicator, r) },
		Problems: func(r cf.WHOIS) views.Problems { return record.Problems(r.Remarks) },
	}
}

// empty explains that there is no registration. Below a registrable domain
// that is the rule, and the sheet says where to ask instead.
func empty(i indicator.Indicator, r cf.WHOIS) string {
	if !bare(r) || len(r.Problems) > 0 {
		return ""
	}
	if _, below := registrable(i); below {
		return ""
	}
	if r.Found.Known() {
		return "Cloudflare found no registration of this domain. It may be unregistered, or its registry may not be covered."
	}
	return "Cloudflare answered without a WHOIS record of this domain. That does not mean that it is unregistered."
}

// bare reports whether a record tells nothing of a registration: it is empty, or
// says that none was found and repeats the question only.
func bare(r cf.WHOIS) bool {
	if r.Empty {
		return true
	}
	found, ok := r.Found.Get()
	return ok && !found && r.Created.IsZero() && r.Updated.IsZero() && r.Expires.IsZero() &&
		r.CreatedRaw.Empty() && r.UpdatedRaw.Empty() && r.ExpiresRaw.Empty() &&
		len(r.NameServers) == 0 && len(r.Status) == 0 && r.ID.Empty() && r.WHOISServer.IsZero() && !r.DNSSEC.Known() &&
		r.Registrar.IsZero() && r.Registrant.IsZero() && r.Administrative.IsZero() &&
		r.Technical.IsZero() && r.Billing.IsZero()
}

// registrable is the domain that a registry has a record of, where a name is
// below it.
func registrable(i indicator.Indicator) (indicator.Indicator, bool) {
	top, ok := i.Registrable()
	return top, ok && top != i
}
