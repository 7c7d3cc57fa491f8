// Package subnets is the view of the prefixes of an autonomous system: how
// large they are, and which hold an address of this investigation.
package subnets

import (
	tea "charm.land/bubbletea/v2"

	"quarry/api"
	"quarry/api/cf"
	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/views"
	"quarry/views/paging"
	"quarry/views/record"
	"quarry/views/safe"
)

// Route is the endpoint's line in the routing table.
func Route() views.Route {
	return views.Route{
		Endpoint: cf.EndpointSubnets,
		Action:   keymap.PivotSubnets,
		Name:     "subnets",
		Subject:  views.Kinds("takes an ASN", indicator.ASN),
		Way:      keymap.PivotASN,
		Natural:  []indicator.Kind{indicator.ASN},
		Query:    func(_ views.Env, i indicator.Indicator) api.Query { return question(i, 1, 0) },
		Cost: func(env views.Env, i indicator.Indicator) views.Cost {
			return views.CostOf(env.Shelf, question(i, 1, 0))
		},
		New: func(env views.Env, i indicator.Indicator) views.View {
			return &view{View: paging.New(env, form(i)), env: env}
		},
		Text: func(env views.Env, a api.Answer, width int) (views.Content, []string, error) {
			return views.PageText(env, form(a.Query.Indicator).Plain(), a, width)
		},
	}
}

// question asks for a page of the list. No parameters are documented, so the
// first page is asked for without any; a further one has the size of the first.
func question(i indicator.Indicator, n, size int) api.Query {
	q := api.Query{Endpoint: cf.EndpointSubnets, Indicator: i}
	if n > 1 {
		q.Page, q.PerPage = n, size
	}
	return q
}

func form(i indicator.Indicator) paging.Form[cf.Subnets] {
	return paging.Form[cf.Subnets]{
		Noun:     "subnet",
		Parts:    []paging.Ask{func(n, size int) api.Query { return question(i, n, size) }},
		Read:     cf.DecodeSubnets,
		Counters: counters,
		Join:     join,
		Page: views.Form[paging.Listing[cf.Subnets]]{
			Name:    "subnets",
			Subject: i,
			Title:   "Subnets of " + safe.Show(i),
			Asking:  "Asking for the subnets of " + safe.Show(i),
			List:    table(),
			Facts: func(_ views.Env, l paging.Listing[cf.Subnets]) []string {
				facts := []string{l.Loaded()}
				if n := l.Record.IPCountTotal; n != nil && len(l.Record.Subnets) > 0 {
					facts = append(facts, addresses(n))
				}
				return facts
			},
			Empty:    func(l paging.Listing[cf.Subnets]) string { return empty(i, l.Record) },
			Problems: func(l paging.Listing[cf.Subnets]) views.Problems { return record.Problems(l.Record.Remarks) },
		},
	}
}

func counters(r cf.Subnets) paging.Counters {
	return paging.Counters{Rows: len(r.Subnets), Count: r.Count, PerPage: r.PerPage}
}

func empty(i indicator.Indicator, r cf.Subnets) string {
	if len(r.Subnets) > 0 || len(r.Problems) > 0 || r.Count.Or(0) > 0 {
		return ""
	}
	return "Cloudflare knows no prefix of " + safe.Show(i) + ": it may not be announced now."
}

// join adds the prefixes of the next page that are not there yet.
func join(all, next cf.Subnets) cf.Subnets {
	joined := all
	joined.Remarks = paging.Remarks(all.Remarks, next.Remarks)
	if next.Subnets == nil && all.Subnets == nil {
		return joined // unknown, which is not none
	}
	if next.Subnets != nil {
		joined.Page = cf.Maybe[int]{} // it holds several
	}
	if next.Count.Known() {
		joined.Count = next.Count
	}
	if next.IPCountTotal != nil {
		joined.IPCountTotal = next.IPCountTotal
	}
	joined.Subnets = make([]cf.Subnet, 0, len(all.Subnets)+len(next.Subnets))
	have := make(map[string]bool, cap(joined.Subnets))
	for _, list := range [][]cf.Subnet{all.Subnets, next.Subnets} {
		for _, s := range list {
			if !have[id(s)] {
				have[id(s)] = true
				joined.Subnets = append(joined.Subnets, s)
			}
		}
	}
	return joined
}

func id(s cf.Subnet) string {
	if s.Indicator.IsZero() {
		return "?" + s.Raw.Exact()
	}
	return s.Indicator.String()
}

// view is the list of the prefixes, of which enter opens one to look inside.
type view struct {
	*paging.View[cf.Subnets]
	env views.Env
}

// Update implements [views.View].
func (v *view) Update(msg tea.Msg) (views.Intent, tea.Cmd) {
	if msg == keymap.Open {
		return v.open(), nil
	}
	return v.View.Update(msg)
}

// Opens implements [views.Opener].
func (v *view) Opens() bool {
	return v.Selection().Indicator.Kind() == indicator.CIDR || v.View.Opens()
}

// open asks for an address inside the selected prefix.
func (v *view) open() views.Intent {
	s := v.Selection()
	switch {
	case s.Indicator.Kind() == indicator.CIDR:
		return views.Prompt{
			Within: s.Indicator,
			Text:   beginning(s.Indicator),
			Hint:   "an address inside " + safe.Show(s.Indicator) + ": 1 call",
		}
	case s.Indicator.IsZero():
		return views.Notify{Text: "that is no prefix that an address could lie in"}
	}
	return nil
}
