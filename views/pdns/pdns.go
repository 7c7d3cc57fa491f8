// Package pdns is the view of passive DNS: the names that were seen resolving
// to an IPv4 address, within a window of days.
package pdns

import (
	"strings"

	"quarry/api"
	"quarry/api/cf"
	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/views"
	"quarry/views/paging"
	"quarry/views/record"
	"quarry/views/safe"
	"quarry/views/style"
)

// Route is the endpoint's line in the routing table.
func Route() views.Route {
	known := newCoverage()
	return views.Route{
		Endpoint: cf.EndpointPDNS,
		Action:   keymap.PivotPDNS,
		Name:     "passive DNS",
		Subject:  subject,
		Natural:  []indicator.Kind{indicator.IPv4},
		Query:    query,
		Cost: func(env views.Env, i indicator.Indicator) views.Cost {
			return views.CostOf(env.Shelf, known.plan(env.Shelf, query(env, i))...)
		},
		New: func(env views.Env, i indicator.Indicator) views.View {
			whole := query(env, i)
			return paging.New(env, onScreen(env, whole, known.plan(env.Shelf, whole)))
		},
		Text: func(env views.Env, a api.Answer, width int) (views.Content, []string, error) {
			return views.PageText(env, form(a.Query).Plain(), a, width)
		},
		Together: together,
	}
}

// together is the names of several windows that were seen on the days of one. How many
// there are by the server's count was said of each window, and not of these days.
func together(whole api.Query, parts []api.Answer) (views.Content, error) {
	var all cf.PDNS
	for _, a := range parts {
		next, err := cf.DecodePDNS(a)
		if err != nil {
			return views.Content{}, err
		}
		all = join(all, next)
	}
	all.Rows, all.Count = all.Rows.Within(whole.From, whole.To).Whole(), cf.Maybe[int]{}
	list, listing := table(whole), paging.Listing[cf.PDNS]{Record: all}
	c := views.Content{Title: form(whole).Page.Title, Record: all, Header: list.Header, Problems: record.Problems(all.Remarks)}
	for row := range all.Rows.Len() {
		c.Rows = append(c.Rows, list.Cells(listing, row))
	}
	return c, nil
}

func subject(i indicator.Indicator) (indicator.Indicator, string) {
	if host, _ := i.Host(); host.Kind() == indicator.IPv4 {
		return host, ""
	}
	return indicator.Indicator{}, "takes IPv4 only"
}

// query asks for the first page of the analyst's window.
func query(env views.Env, i indicator.Indicator) api.Query {
	w := env.Settings.Window(api.DayOf(env.Now()))
	return api.Query{
		Endpoint: cf.EndpointPDNS, Indicator: i, From: w.From, To: w.To, Page: 1, PerPage: env.Settings.PageSize,
	}
}

// pages asks for the pages of a list, given the question for the first.
func pages(first api.Query) paging.Ask {
	return func(n, _ int) api.Query {
		q := first
		q.Page = n
		return q
	}
}

func form(first api.Query) paging.Form[cf.PDNS] {
	i := first.Indicator
	return paging.Form[cf.PDNS]{
		Noun:     "name",
		Parts:    []paging.Ask{pages(first)},
		Read:     cf.DecodePDNS,
		Counters: counters,
		Join:     join,
		Whole: func(r cf.PDNS) cf.PDNS {
			r.Rows = r.Rows.Whole()
			return r
		},
		Page: views.Form[paging.Listing[cf.PDNS]]{
			Name:    "passive DNS",
			Subject: i,
			Title:   "Passive DNS of " + safe.Show(i),
			Asking:  "Asking which names resolved to " + safe.Show(i) + " from " + first.From.String() + " to " + first.To.String(),
			List:    table(first),
			Facts: func(_ views.Env, l paging.Listing[cf.PDNS]) []string {
				facts := []string{l.Loaded(), first.From.String() + " " + style.Arrow + " " + first.To.String()}
				if n := l.Parts(); n > 1 {
					facts = append(facts, "put together of "+views.Number(n)+" windows")
				}
				if !l.Done() {
					facts = append(facts, views.Number(l.Size())+" a page")
				}
				return facts
			},
			Empty: func(l paging.Listing[cf.PDNS]) string { return empty(first, l.Record) },
			Problems: func(l paging.Listing[cf.PDNS]) views.Problems {
				return record.Problems(l.Record.Remarks)
			},
		},
	}
}

// onScreen is the form of the view, which is put together of windows where some
// are known, and whose keys ask about other days. Days that
// were chosen, or inherited from a place before, are not those that one expects,
// so that the head line names them first.
func onScreen(env views.Env, first api.Query, parts []api.Query) paging.Form[cf.PDNS] {
	f := form(first)
	if len(parts) > 1 || parts[0] != first {
		f.Parts, f.Again = nil, pages(first)
		for _, q := range parts {
			f.Parts = append(f.Parts, pages(q))
		}
		f.Fit = func(r cf.PDNS) cf.PDNS {
			r.Rows = r.Rows.Within(first.From, first.To)
			return r
		}
	}
	if facts := f.Page.Facts; !env.Settings.To.IsZero() {
		f.Page.Facts = func(env views.Env, l paging.Listing[cf.PDNS]) []string {
			said := facts(env, l)
			said[0], said[1] = said[1], said[0]
			return said
		}
	}
	none := f.Page.Empty
	f.Page.Empty = func(l paging.Listing[cf.PDNS]) string {
		why := none(l)
		var keys []string
		if k := env.Keys.Key(keymap.WindowEarlier); k != "" {
			keys = append(keys, k+" for the days before")
		}
		if k := env.Keys.Key(keymap.WindowSet); k != "" {
			keys = append(keys, k+" for others")
		}
		if why == "" || len(keys) == 0 {
			return why
		}
		return why + " Press " + strings.Join(keys, ", ") + "."
	}
	return f
}

// join adds the names of the next page. A name that both pages have is one row.
func join(all, next cf.PDNS) cf.PDNS {
	joined := cf.PDNS{
		Remarks: paging.Remarks(all.Remarks, next.Remarks),
		Rows:    all.Rows.Join(next.Rows),
		Count:   all.Count,
		PerPage: all.PerPage,
	}
	if !next.Rows.Known() { // nothing is joined, but what the page has twice
		joined.Page, joined.Rows = all.Page, cf.Hosts{}.Join(all.Rows)
	}
	if next.Count.Known() {
		joined.Count = next.Count
	}
	return joined
}

func counters(r cf.PDNS) paging.Counters {
	return paging.Counters{Rows: r.Rows.Len(), Count: r.Count, PerPage: r.PerPage}
}

// empty says what it means that no name came. An answer that could not be read
// is not empty, and neither is one that counts names but sends none.
func empty(q api.Query, r cf.PDNS) string {
	if r.Rows.Len() > 0 || len(r.Problems) > 0 || r.Count.Or(0) > 0 {
		return ""
	}
	return "No name was seen resolving to " + safe.Show(q.Indicator) + " from " + q.From.String() + " to " + q.To.String() +
		". That says nothing about other days, nor about names that Cloudflare's resolvers were not asked for."
}
