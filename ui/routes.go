package ui

import (
	"quarry/views"
	"quarry/views/asn"
	"quarry/views/bulk"
	"quarry/views/domain"
	"quarry/views/history"
	"quarry/views/insight"
	"quarry/views/ip"
	"quarry/views/miscategorization"
	"quarry/views/pdns"
	"quarry/views/phishing"
	"quarry/views/subnets"
	"quarry/views/whois"
)

// Routes is the one table that says which view an endpoint has. A new endpoint
// is a line here. The order is that of the side panel, and of the natural next
// step where several routes claim a kind.
func Routes() []views.Route {
	return []views.Route{
		ip.Route(),
		pdns.Route(),
		domain.Route(),
		history.Route(),
		whois.Route(),
		asn.Route(),
		subnets.Route(),
		phishing.Route(),
		miscategorization.Route(),
	}
}

// RoutesMany is the table of the routes that take what is marked.
func RoutesMany() []views.RouteMany { return []views.RouteMany{bulk.Route()} }

// Insights are the rules of what follows from what is known, in the words of the
// routes.
func Insights() func(views.Premises) []views.Insight {
	return insight.New(views.WordsOf(Routes(), RoutesMany())).Of
}
