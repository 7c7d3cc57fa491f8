// Package bulk is the view of many host names looked up together: risk,
// categories and rank of each in one table, from one call where that suffices.
// What is known of a name is not asked again.
package bulk

import (
	"quarry/api"
	"quarry/api/cf"
	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/views"
)

// mostNames is how many names are looked up at once. Nobody compares more, and
// the price, which stands beside the key at every mark, has to be found quickly.
const mostNames = 1000

// Route is the endpoint's line in the table of routes that take several
// indicators.
func Route() views.RouteMany {
	return views.RouteMany{
		Endpoint: cf.EndpointBulk,
		Action:   keymap.PivotBulk,
		Name:     "look-up",
		Noun:     "name",
		Subject:  views.Kinds("takes names", indicator.Domain),
		Most:     mostNames,
		Caution:  "What a call for many names costs is not documented; quarry counts each request as one.",
		Cost:     cost,
		Text:     text,
		New:      func(env views.Env, names indicator.Set) views.View { return newView(env, names) },
	}
}

// text is what one answer says of the names that it was asked about. No command asks
// about many, so that there are no lines for people.
func text(_ views.Env, a api.Answer, _ int) (views.Content, []string, error) {
	b, err := cf.DecodeBulk(a)
	if err != nil {
		return views.Content{}, nil, err
	}
	c := views.Content{Title: "Look-up", Record: b, Header: header()}
	s := bulkSource(a, b, nil)
	for _, name := range a.Query.Names.All() {
		c.Rows = append(c.Rows, exact(row{name: name}.said(s)))
	}
	return c, nil, nil
}

// cost is what is not known of the names, in calls. It is found in the same way
// as what the view asks for.
func cost(env views.Env, names indicator.Set) views.Cost {
	c := views.Cost{Of: names.Len()}
	var open []indicator.Indicator
	r := newReader(env)
	for _, name := range names.All() {
		row := r.read(name)
		if row.open() {
			open = append(open, name)
			continue
		}
		c.Known++
		if at := row.from.answer.FetchedAt; c.Oldest.IsZero() || at.Before(c.Oldest) {
			c.Oldest = at
		}
	}
	c.Calls = len(cf.BulkQuestions(indicator.SetOf(open...)))
	return c
}
