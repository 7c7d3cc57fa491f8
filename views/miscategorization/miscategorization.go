// Package miscategorization is the form that asks Cloudflare's analysts to
// change the categories of a domain, a URL or an address. It is the only view
// that changes something: what it sends is shown exactly, confirmed by typing,
// sent once, and never again.
package miscategorization

import (
	"quarry/api"
	"quarry/api/cf"
	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/views"
	"quarry/views/record"
	"quarry/views/safe"
)

// Route is the endpoint's line in the routing table. Opening the form sends
// nothing; its price is that of sending the report.
func Route() views.Route {
	return views.Route{
		Endpoint: cf.EndpointMiscategorization,
		Action:   keymap.PivotMiscategorization,
		Name:     "report a category",
		Subject: views.Kinds("only a domain, a URL or an IP address can be reported",
			indicator.Domain, indicator.URL, indicator.IPv4, indicator.IPv6),
		Cost: func(views.Env, indicator.Indicator) views.Cost { return views.Cost{Calls: 1} },
		New:  func(env views.Env, i indicator.Indicator) views.View { return newForm(env, i) },
		Text: text,
	}
}

// text renders the answer to a report.
func text(_ views.Env, a api.Answer, _ int) (views.Content, []string, error) {
	s, err := cf.DecodeMiscategorization(a)
	if err != nil {
		return views.Content{}, nil, err
	}
	title := "Report a category for " + safe.Show(a.Query.Indicator)
	lines := []string{title, "  accepted " + views.Moment(a.FetchedAt) + ray(a), "  " + noReceipt}
	for _, l := range record.Problems(s.Remarks).Lines() {
		lines = append(lines, "  "+l)
	}
	return views.Content{Title: title, Record: s}, lines, nil
}

// noReceipt is what follows a report.
const noReceipt = "Cloudflare's analysts review it; there is no receipt."

func ray(a api.Answer) string {
	if a.RayID.Empty() {
		return ""
	}
	return ", ray " + a.RayID.String()
}

// current is what is known of the subject's categories: from the answer about
// its name that is at hand, or why there is none.
type current struct {
	cf.Current
	known bool
	// host is the name that the categories are of; zero for an address, of
	// which Cloudflare tells no categories.
	host   indicator.Indicator
	answer api.Answer
}

// look reads the current categories off the shelf; nothing is asked.
func look(env views.Env, subject indicator.Indicator) current {
	var c current
	host, ok := subject.Host()
	if !ok || host.Kind() != indicator.Domain {
		return c
	}
	c.host = host
	for _, unresolved := range []bool{env.Settings.NoResolve, !env.Settings.NoResolve} {
		a, ok := env.Shelf.Known(api.Query{Endpoint: cf.EndpointDomain, Indicator: host, NoResolve: unresolved})
		if !ok {
			continue
		}
		if d, err := cf.DecodeDomain(a); err == nil {
			c.Current, c.known, c.answer = cf.CurrentOf(d), true, a
			return c
		}
	}
	return c
}

// uncertain reports whether a report that failed this way may have arrived all
// the same.
func uncertain(e *api.Error) bool {
	switch e.Class {
	case api.Unreachable, api.TimedOut, api.ServerFault, api.Malformed, api.TooLarge:
		return e.Sent || e.Status != 0
	}
	return e.Class == api.Unclassified
}
