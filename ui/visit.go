package ui

import (
	tea "charm.land/bubbletea/v2"

	"quarry/api"
	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/views"
	"quarry/views/iocs"
)

// iocsPlace names the list of IOCs on the path. It is no endpoint and asks nothing.
const iocsPlace api.Endpoint = "iocs"

// visit shows a view of the case itself, or goes back from it. One that lies on the
// path is gone back to: what was opened from it lies ahead then.
func (m *Model) visit(r views.Route, enter string) tea.Cmd {
	f := m.here()
	switch {
	case f == nil:
		return m.say("nothing is open; " + m.opt.Keys.Key(keymap.NewIndicator) + " opens an indicator")
	case f.route.Endpoint == r.Endpoint:
		return m.leave(f, enter)
	}
	m.noteHere()
	back := m.stack.Index()
	path := m.stack.Path()
	for n := len(path) - 1; n >= 0; n-- {
		if path[n].route.Endpoint == r.Endpoint {
			path[n].back = back
			return tea.Batch(m.walk(n), m.others())
		}
	}
	cmd := m.push(origin{}, m.settings(), r, indicator.Indicator{})
	m.here().back = back
	return tea.Batch(cmd, m.others())
}

// leave goes from a view of the case to the place that it was asked for from.
func (m *Model) leave(f *frame, enter string) tea.Cmd {
	switch at := m.stack.Index(); {
	case f.back > at && f.back < len(m.stack.All()):
		return m.walk(f.back)
	case at > 0:
		return m.walk(at - 1)
	}
	return m.say("this is the start of the path; " + m.opt.Keys.Key(keymap.Open) + " " + enter)
}

// iocs shows the list of IOCs, or goes back from it.
func (m *Model) iocs() tea.Cmd { return m.visit(m.iocsRoute(), "opens an indicator of the list") }

// iocsRoute makes the list of IOCs a place that a frame can be about.
func (m *Model) iocsRoute() views.Route {
	b, _ := m.opt.Keys.Binding(keymap.IOCs)
	return views.Route{
		Endpoint: iocsPlace, Action: keymap.IOCs, Name: b.Label,
		New: func(env views.Env, _ indicator.Indicator) views.View {
			past := m.past()
			return iocs.New(env, iocs.Source{Now: m.snapshot, Words: m.words(), Met: past.first})
		},
	}
}
