// Package history is the view of how a domain was categorized over time: a lane
// for each category, and the list of periods below.
package history

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
		Endpoint: cf.EndpointHistory,
		Action:   keymap.PivotHistory,
		Name:     "history",
		Subject:  views.Kinds("takes a domain", indicator.Domain),
		Query:    query,
	}, form)
}

func query(_ views.Env, i indicator.Indicator) api.Query {
	return api.Query{Endpoint: cf.EndpointHistory, Indicator: i}
}

func form(env views.Env, q api.Query) views.Form[cf.History] {
	i := q.Indicator
	name := safe.Show(i)
	return views.Form[cf.History]{
		Name:     "history",
		Subject:  i,
		Title:    "History of " + name,
		Asking:   "Asking how " + name + " was categorized over time",
		Query:    q,
		Decode:   cf.DecodeHistory,
		List:     list(env, i),
		Facts:    facts,
		Empty:    empty,
		Problems: func(r cf.History) views.Problems { return record.Problems(r.Remarks) },
	}
}

func empty(r cf.History) string {
	if len(r.Periods) > 0 || len(r.Problems) > 0 {
		return ""
	}
	return "Cloudflare has no categorization of this domain on record. It may be too new or too rarely asked for to have been looked at."
}

// facts are the range of the periods and their number.
func facts(env views.Env, r cf.History) []string {
	if r.Periods == nil && record.Unread(r.Remarks, "categorizations") {
		return []string{"the periods could not be read"}
	}
	w := windowOf(r.Periods, env.Now())
	count := views.Number(len(r.Periods)) + " periods"
	if len(r.Periods) == 1 {
		count = "1 period"
	}
	if w.from.IsZero() {
		return []string{count}
	}
	return []string{w.String(), count}
}
