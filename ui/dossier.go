package ui

import (
	tea "charm.land/bubbletea/v2"

	"quarry/api"
	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/views"
	"quarry/views/dossier"
)

// dossierPlace names a dossier on the path. It is no endpoint: it gathers what
// the routes say.
const dossierPlace api.Endpoint = "dossier"

// dossierRoute makes the dossier a place that a frame can be about. It is not
// in the table of routes, since it asks no question of its own.
func (m *Model) dossierRoute() views.Route {
	b, _ := m.opt.Keys.Binding(keymap.Dossier)
	return views.Route{
		Endpoint: dossierPlace,
		Action:   keymap.Dossier,
		Name:     b.Label,
		Subject: func(i indicator.Indicator) (indicator.Indicator, string) {
			if why := dossier.Takes(m.opt.Routes, i); why != "" {
				return indicator.Indicator{}, why
			}
			return i, ""
		},
		Cost: func(env views.Env, i indicator.Indicator) views.Cost { return dossier.Cost(env, i, m.opt.Routes) },
		New:  func(env views.Env, i indicator.Indicator) views.View { return dossier.New(env, i, m.opt.Routes) },
	}
}

// dossier opens the dossier of the selection. That sends nothing, so that it is
// not asked for, whatever the rest of it costs.
func (m *Model) dossier() tea.Cmd {
	f := m.here()
	if f == nil {
		return m.say("nothing is open; " + m.opt.Keys.Key(keymap.NewIndicator) + " opens an indicator")
	}
	r := m.dossierRoute()
	subject, why := r.Subject(m.subject())
	switch {
	case why != "":
		return m.say(why)
	case f.route.Endpoint == r.Endpoint && f.subject == subject:
		return m.say("you are there; " + m.opt.Keys.Key(keymap.LoadAll) + " asks what is not known")
	}
	return m.push(origin{from: m.parent()}, m.settings(), r, subject)
}
