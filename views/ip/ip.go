// Package ip is the view of an address: whose it is, what points to it, and
// what Cloudflare holds against it.
package ip

import (
	"fmt"

	"quarry/api"
	"quarry/api/cf"
	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/views"
	"quarry/views/record"
	"quarry/views/safe"
	"quarry/views/style"
	"quarry/views/widget"
)

// Route is the endpoint's line in the routing table.
func Route() views.Route {
	return views.PageRoute(views.Route{
		Endpoint: cf.EndpointIP,
		Action:   keymap.PivotIP,
		Name:     "IP",
		Subject:  views.Kinds("takes an IP address", indicator.IPv4, indicator.IPv6),
		Natural:  []indicator.Kind{indicator.IPv4, indicator.IPv6},
		Home:     []indicator.Kind{indicator.IPv4, indicator.IPv6},
		Query:    query,
	}, form)
}

func query(_ views.Env, i indicator.Indicator) api.Query {
	return api.Query{Endpoint: cf.EndpointIP, Indicator: i}
}

func form(env views.Env, q api.Query) views.Form[cf.IP] {
	i := q.Indicator
	return views.Form[cf.IP]{
		Name:     "IP",
		Subject:  i,
		Title:    "IP " + safe.Show(i),
		Asking:   "Asking what is known of " + safe.Show(i),
		Query:    q,
		Decode:   cf.DecodeIP,
		Sheet:    sheet,
		Empty:    empty,
		Problems: func(r cf.IP) []string { return record.Problems(r.Remarks) },
	}
}

func empty(r cf.IP) string {
	if !r.Empty {
		return ""
	}
	return "Cloudflare answered without a record of this address. That says nothing about it, good or bad."
}

func sheet(_ views.Env, r cf.IP) *views.Sheet {
	s := &views.Sheet{}
	network(s, r.Network)
	s.Gap()
	s.Field("Risk types", record.Categories(r.RiskTypes, "none", "the answer names none"))
	lists(s, r.Lists)
	reservations(s, r.Reservations)
	s.Gap()
	record.Names(s, "PTR", r.PTR, "no name points back", "not given")
	if !r.PTRErrors.Empty() {
		s.Text("", style.Muted, "the reverse lookup says: "+r.PTRErrors.String())
	}
	if !r.Network.ID.Empty() {
		s.Gap()
		s.Fold("Cloudflare's ids", true)
		s.Outside("Network", r.Network.ID)
	}
	record.Others(s, r.Remarks)
	return s
}

func network(s *views.Sheet, n cf.Network) {
	switch {
	case n.Indicator.IsZero() && n.Value.Empty():
		s.Text("Network", style.Muted, "not given").Copy("")
	case n.Indicator.IsZero():
		s.Outside("Network", n.Value)
	default:
		s.Field("Network", widget.T(n.Indicator.String(), widget.Toned(style.Strong, " "+n.Description.String()))).Pivot(n.Indicator)
	}
	record.Network(s, n.Country, n.Type)
}

func lists(s *views.Sheet, lists []cf.IPList) {
	if len(lists) == 0 {
		none := "on none"
		if lists == nil {
			none = "the answer names none"
		}
		s.Text("IP lists", style.Muted, none).Copy("")
	}
	label := "IP lists"
	for _, l := range lists {
		text := widget.Plain(l.Name.String())
		if id, ok := l.ID.Get(); ok {
			text = widget.T(text, widget.Toned(style.Muted, fmt.Sprintf(" %d", id)))
		}
		if !l.Description.Empty() {
			text = widget.T(text, widget.Toned(style.Muted, "  "+l.Description.String()))
		}
		s.Field(label, text)
		label = ""
	}
}

func reservations(s *views.Sheet, list []safe.Raw) {
	if len(list) == 0 {
		none := "not reserved"
		if list == nil {
			none = "not given"
		}
		s.Text("IANA", style.Muted, none).Copy("")
	}
	label := "IANA"
	for _, r := range list {
		s.Text(label, style.Warn, style.Warning+" "+r.String())
		label = ""
	}
}
