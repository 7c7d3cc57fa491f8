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
		Problems: func(r cf.IP) views.Problems { return record.Problems(r.Remarks) },
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
	network(s, r)
	s.Gap()
	s.Field("Risk types", record.Categories(r.RiskTypes, "none", record.Unknown(r.Remarks, "risk_types", "the answer names none")))
	lists(s, r)
	reservations(s, r)
	s.Gap()
	record.Names(s, "PTR", r.PTR, "no name points back", record.Unknown(r.Remarks, "ptr_domains", record.Unknown(r.Remarks, "ptr_lookup", "not given")))
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

func network(s *views.Sheet, r cf.IP) {
	n := r.Network
	silent := func(field string) string {
		return record.Unknown(r.Remarks, field, record.Unknown(r.Remarks, "belongs_to_ref", "not given"))
	}
	switch {
	case n.Indicator.IsZero() && n.Value.Empty():
		s.Text("Network", style.Muted, silent("value")).Copy("")
	case n.Indicator.IsZero():
		s.Outside("Network", n.Value)
	default:
		s.Field("Network", widget.T(n.Indicator.String(), widget.Toned(style.Strong, " "+n.Description.String()))).Pivot(n.Indicator)
	}
	record.Network(s, n.Country, n.Type, silent)
}

func lists(s *views.Sheet, r cf.IP) {
	if len(r.Lists) == 0 {
		none := "on none"
		if r.Lists == nil {
			none = record.Unknown(r.Remarks, "ip_lists", "the answer names none")
		}
		s.Text("IP lists", style.Muted, none).Copy("")
	}
	label := "IP lists"
	for _, l := range r.Lists {
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

func reservations(s *views.Sheet, r cf.IP) {
	if len(r.Reservations) == 0 {
		none := "not reserved"
		if r.Reservations == nil {
			none = record.Unknown(r.Remarks, "iana_reservations", "not given")
		}
		s.Text("IANA", style.Muted, none).Copy("")
	}
	label := "IANA"
	for _, name := range r.Reservations {
		s.Text(label, style.Warn, style.Warning+" "+name.String())
		label = ""
	}
}
