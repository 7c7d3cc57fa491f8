// Package asn is the view of an autonomous system, and of the way from an
// address or a name to the network that it is in.
package asn

import (
	"quarry/api"
	"quarry/api/cf"
	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/views"
	"quarry/views/record"
	"quarry/views/safe"
)

// Route is the endpoint's line in the routing table. It takes an AS number, and
// by way of their networks an address, a name, or a URL's host.
func Route() views.Route {
	return views.Route{
		Endpoint: cf.EndpointASN,
		Action:   keymap.PivotASN,
		Name:     "ASN",
		Subject:  views.Kinds("takes an address, a name or an ASN", indicator.ASN, indicator.IPv4, indicator.IPv6, indicator.Domain),
		Natural:  []indicator.Kind{indicator.ASN},
		Home:     []indicator.Kind{indicator.ASN},
		Query:    first,
		Cost:     cost,
		New: func(env views.Env, i indicator.Indicator) views.View {
			if i.Kind() == indicator.ASN {
				return views.NewPage(env, form(i))
			}
			return newChain(env, i)
		},
		Text: text,
	}
}

// first is the first question on the way to the network.
func first(env views.Env, i indicator.Indicator) api.Query {
	switch i.Kind() {
	case indicator.Domain:
		return api.Query{Endpoint: cf.EndpointDomain, Indicator: i, NoResolve: env.Settings.NoResolve}
	case indicator.IPv4, indicator.IPv6:
		return askAddress(i)
	}
	return askNetwork(i)
}

func askAddress(i indicator.Indicator) api.Query {
	return api.Query{Endpoint: cf.EndpointIP, Indicator: i}
}

func askNetwork(i indicator.Indicator) api.Query {
	return api.Query{Endpoint: cf.EndpointASN, Indicator: i}
}

// text renders the answer to the first question. On the command line there is
// no second one, so that of a name or an address tells how far it leads.
func text(env views.Env, a api.Answer, width int) (views.Content, []string, error) {
	if a.Query.Endpoint == cf.EndpointASN {
		return views.PageText(env, form(a.Query.Indicator), a, width)
	}
	return views.PageText(env, wayForm(env, a.Query.Indicator, nil), a, width)
}

func form(i indicator.Indicator) views.Form[cf.ASN] {
	return views.Form[cf.ASN]{
		Name:    "ASN",
		Subject: i,
		Title:   "Network " + safe.Show(i),
		Asking:  "Asking what is known of " + safe.Show(i),
		Query:   askNetwork(i),
		Decode:  cf.DecodeASN,
		Sheet: func(env views.Env, r cf.ASN) *views.Sheet {
			s := &views.Sheet{}
			overview(s, env, i, r)
			record.Others(s, r.Remarks)
			return s
		},
		Empty: func(r cf.ASN) string {
			if !r.Empty {
				return ""
			}
			return "Cloudflare answered without a record of this network. It may not be announced, or not be known to Cloudflare."
		},
		Problems: func(r cf.ASN) views.Problems { return record.Problems(r.Remarks) },
	}
}
