// Package domain is the view of a host name: what Cloudflare holds against it,
// what it is about, and what it resolves to.
package domain

import (
	"quarry/api"
	"quarry/api/cf"
	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/views"
	"quarry/views/record"
	"quarry/views/safe"
)

// Route is the endpoint's line in the routing table.
func Route() views.Route {
	return views.PageRoute(views.Route{
		Endpoint: cf.EndpointDomain,
		Action:   keymap.PivotDomain,
		Name:     "domain",
		Subject:  views.Kinds("takes a domain", indicator.Domain),
		Natural:  []indicator.Kind{indicator.Domain},
		Home:     []indicator.Kind{indicator.Domain},
		Query:    query,
	}, form)
}

func query(env views.Env, i indicator.Indicator) api.Query {
	return api.Query{Endpoint: cf.EndpointDomain, Indicator: i, NoResolve: env.Settings.NoResolve}
}

// form takes the question instead of its subject: whether names were to be
// resolved is a property of the answer, not of the settings of today.
func form(_ views.Env, q api.Query) views.Form[cf.Domain] {
	asking := "Asking what is known of " + safe.Show(q.Indicator)
	if q.NoResolve {
		asking += " without resolving it"
	}
	return views.Form[cf.Domain]{
		Name:     "domain",
		Subject:  q.Indicator,
		Title:    "Domain " + safe.Show(q.Indicator),
		Asking:   asking,
		Query:    q,
		Decode:   cf.DecodeDomain,
		Sheet:    func(env views.Env, r cf.Domain) *views.Sheet { return sheet(env, q, r) },
		Empty:    empty,
		Problems: func(r cf.Domain) views.Problems { return record.Problems(r.Remarks) },
	}
}

func empty(r cf.Domain) string {
	if !r.Empty {
		return ""
	}
	return "Cloudflare answered without a record of this name. That says nothing about it, good or bad."
}
