// Package phishing is the view of the last phishing scan of a URL: what models,
// rules and people made of it.
package phishing

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
		Endpoint: cf.EndpointPhishing,
		Action:   keymap.PivotPhishing,
		Name:     "phishing",
		Subject:  views.Kinds("takes URL or domain", indicator.URL, indicator.Domain),
		Natural:  []indicator.Kind{indicator.URL},
		Home:     []indicator.Kind{indicator.URL},
		Query:    query,
	}, form)
}

func query(_ views.Env, i indicator.Indicator) api.Query {
	return api.Query{Endpoint: cf.EndpointPhishing, Indicator: i}
}

func form(_ views.Env, q api.Query) views.Form[cf.Phishing] {
	asked := safe.Show(asked(q.Indicator))
	return views.Form[cf.Phishing]{
		Name:     "phishing",
		Subject:  q.Indicator,
		Title:    "Phishing " + safe.Show(q.Indicator),
		Asking:   "Asking for the last scan of " + asked,
		Query:    q,
		Decode:   cf.DecodePhishing,
		Sheet:    func(env views.Env, r cf.Phishing) *views.Sheet { return sheet(env, q.Indicator, r) },
		Empty:    func(r cf.Phishing) string { return empty(asked, r) },
		Problems: func(r cf.Phishing) views.Problems { return record.Problems(r.Remarks) },
	}
}

// asked is the URL that the question is about. The endpoint takes URLs only;
// for a domain it is asked about the front page over https, see the request of
// [cf.EndpointPhishing].
func asked(i indicator.Indicator) indicator.Indicator {
	if i.Kind() != indicator.Domain {
		return i
	}
	if page, err := indicator.Parse("https://" + i.String()); err == nil {
		return page
	}
	return i
}

func empty(asked string, r cf.Phishing) string {
	if !r.Empty {
		return ""
	}
	return "Cloudflare has no scan of " + asked + ". That says nothing about it, good or bad; quarry never asks for a scan."
}
