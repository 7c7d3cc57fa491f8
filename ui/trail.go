package ui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"quarry/api"
	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/state/investigation"
	"quarry/views"
	"quarry/views/safe"
	"quarry/views/trail"
)

// trailPlace names the trail on the path. It is no endpoint and asks nothing.
const trailPlace api.Endpoint = "trail"

// trail shows the trail, or goes back from it.
func (m *Model) trail() tea.Cmd { return m.visit(m.trailRoute(), "opens a question of the trail") }

// others asks what other windows have made of the case meanwhile.
func (m *Model) others() tea.Cmd {
	if m.file.book == nil {
		return nil
	}
	return unsummoned(m.loadCase(m.file.book.Head().ID))
}

func (m *Model) pushTrail() tea.Cmd {
	return m.push(origin{}, m.settings(), m.trailRoute(), indicator.Indicator{})
}

// trailRoute makes the trail a place that a frame can be about.
func (m *Model) trailRoute() views.Route {
	b, _ := m.opt.Keys.Binding(keymap.Trail)
	return views.Route{
		Endpoint: trailPlace, Action: keymap.Trail, Name: b.Label,
		New: func(env views.Env, _ indicator.Indicator) views.View { return m.newTrail(env) },
	}
}

func (m *Model) newTrail(env views.Env) *trail.View {
	return trail.New(env, trail.Source{
		Now: m.snapshot, Changes: func() int { return m.changes },
		Here: m.hereNode, Words: m.words(), Folded: m.file.folded,
	})
}

// words are those of the routes.
func (m *Model) words() views.Words { return views.WordsOf(m.opt.Routes, m.opt.Many) }

// brancher is the view on top where it shows nodes.
func (m *Model) brancher() (views.Brancher, bool) {
	f := m.here()
	if f == nil {
		return nil, false
	}
	b, ok := f.view.(views.Brancher)
	return b, ok
}

// again is what opens a node again.
type again struct {
	route    views.Route
	subject  indicator.Indicator
	subjects indicator.Set
	settings views.Settings
}

// cost is what opening it again costs.
func (a again) cost(env views.Env) views.Cost {
	env.Settings = a.settings
	return a.route.Cost(env, a.subject)
}

// selectedAgain opens the selected node of the trail again; false in other views.
func (m *Model) selectedAgain() (again, bool) {
	b, ok := m.brancher()
	if !ok {
		return again{}, false
	}
	a, why := m.reopening(b.Node())
	return a, why == ""
}

// reopening finds out how a node is opened again; why not, where it is not.
func (m *Model) reopening(id investigation.ID) (a again, why string) {
	n, ok := m.node(id)
	if !ok {
		return a, "nothing to open here"
	}
	a.settings = m.opt.Settings
	q, ok := api.ParseKey(n.Question)
	if !ok {
		return a, "quarry cannot read this question; it may be of a newer version"
	}
	a.settings.NoResolve = q.NoResolve
	// Days that are those one expects anyhow are not shown as chosen.
	if w := views.WindowOf(q); !w.IsZero() && w != a.settings.Window(api.DayOf(m.opt.Now())) {
		a.settings = a.settings.Within(w)
	}
	if q.PerPage > 0 {
		a.settings.PageSize = q.PerPage
	}
	if a.route, ok = m.routeAgain(n, q, &a); !ok {
		return a, safe.PrintMax(n.Endpoint, 32) + " is no endpoint of this quarry"
	}
	if q.Names.IsZero() {
		if a.subject, why = a.route.Subject(n.Indicator); why != "" {
			return a, a.route.Name + " " + why
		}
	}
	return a, ""
}

func (m *Model) routeAgain(n investigation.Node, q api.Query, a *again) (views.Route, bool) {
	if q.Names.IsZero() {
		for _, r := range m.opt.Routes {
			if string(r.Endpoint) == n.Endpoint && r.Query != nil {
				return r, true
			}
		}
		return views.Route{}, false
	}
	for _, r := range m.opt.Many {
		if string(r.Endpoint) == n.Endpoint {
			a.subjects = q.Names
			return r.Of(q.Names), true
		}
	}
	return views.Route{}, false
}

// openNode opens a node of the trail: what is known at once, else at the price of
// asking again.
func (m *Model) openNode(id investigation.ID) tea.Cmd {
	a, why := m.reopening(id)
	if why != "" {
		return m.say(why)
	}
	about := safe.Show(a.subject)
	if !a.subjects.IsZero() {
		about = fmt.Sprintf("%d names", a.subjects.Len())
	}
	cost := a.cost(m.look(a.settings))
	return m.spend(views.Confirm{
		Question: a.route.Name + " of " + about, Details: []string{cost.String(m.opt.Now())}, Calls: cost.Calls,
	}, func() tea.Cmd { return m.pushAgain(id, a) })
}

func (m *Model) pushAgain(id investigation.ID, a again) tea.Cmd {
	cmd := m.push(origin{node: id}, a.settings, a.route, a.subject)
	m.here().subjects = a.subjects
	m.restoreState(m.here())
	return cmd
}
