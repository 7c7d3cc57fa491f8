package asn

import (
	"fmt"

	"quarry/api"
	"quarry/api/cf"
	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/views"
	"quarry/views/record"
	"quarry/views/style"
	"quarry/views/widget"
)

// overview puts a network's own record on a sheet, and the way on from it.
func overview(s *views.Sheet, env views.Env, i indicator.Indicator, r cf.ASN) {
	silent := func(field string) string { return record.Unknown(r.Remarks, field, "not given") }
	if n, ok := r.Number.Get(); ok {
		s.Text("Number", style.Text, fmt.Sprint(n))
	} else {
		s.Text("Number", style.Muted, silent("asn")).Copy("")
	}
	if r.Description.Empty() {
		s.Text("Description", style.Muted, silent("description")).Copy("")
	} else {
		s.Text("Description", style.Strong, r.Description.String())
	}
	record.Network(s, r.Country, r.Type, silent)
	s.Gap()
	s.Field("Subnets", subnets(env, i)).Copy("").Hint()
}

// subnets says how to get to the network's prefixes and what that costs.
func subnets(env views.Env, i indicator.Indicator) widget.Text {
	cost := views.CostOf(env.Shelf, api.Query{Endpoint: cf.EndpointSubnets, Indicator: i})
	return widget.T(style.Accent, env.Keys.Key(keymap.PivotSubnets), style.Text, " lists them", style.Muted, "  "+cost.String(env.Now()))
}
