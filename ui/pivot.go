package ui

import (
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"quarry/api"
	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/state/investigation"
	"quarry/views"
	"quarry/views/safe"
	"quarry/views/style"
)

// routeOf finds the route that an action pivots to.
func (m *Model) routeOf(a keymap.Action) (views.Route, bool) {
	for _, r := range m.opt.Routes {
		if r.Action == a {
			return r, true
		}
	}
	return views.Route{}, false
}

// selection is what the view on top has selected.
func (m *Model) selection() views.Selection {
	f := m.here()
	if f == nil {
		return views.Selection{}
	}
	if s, ok := f.view.(views.Selector); ok {
		return s.Selection()
	}
	return views.Selection{Indicator: f.subject}
}

// subject is what a pivot is about: the selected indicator, or the view's own.
func (m *Model) subject() indicator.Indicator {
	s := m.selection()
	if !s.Indicator.IsZero() || s.Nameless {
		return s.Indicator
	}
	if f := m.here(); f != nil {
		return f.subject
	}
	return indicator.Indicator{}
}

// refusal is why a route does not take an indicator, with the key that leads to what
// it takes; empty where it takes it.
func (m *Model) refusal(r views.Route, i indicator.Indicator) string {
	_, why := r.Subject(i)
	if key := m.opt.Keys.Key(r.Way); why != "" && key != "" {
		why += " (" + key + ")"
	}
	return why
}

// natural finds the view in which an indicator opens: the first route that
// claims its kind and is not the place one comes from. from may be nil.
func (m *Model) natural(from *frame, i indicator.Indicator) (views.Route, indicator.Indicator, bool) {
	for _, r := range m.opt.Routes {
		if !slices.Contains(r.Natural, i.Kind()) {
			continue
		}
		subject, why := r.Subject(i)
		if why != "" {
			continue
		}
		if from != nil && from.route.Endpoint == r.Endpoint && from.subject == subject {
			continue
		}
		return r, subject, true
	}
	return views.Route{}, indicator.Indicator{}, false
}

// open opens an indicator in its natural view, seen from a frame.
func (m *Model) open(from *frame, i indicator.Indicator) tea.Cmd {
	r, _, ok := m.natural(from, i)
	if !ok {
		return m.say("nothing further opens from " + safe.Show(i))
	}
	if from == nil { // it was entered
		return m.pivotWith(investigation.ID{}, m.settings(), r, i)
	}
	return m.pivot(r, i)
}

// enter takes the natural next step: the view's own meaning of it, or the
// selection's natural view.
func (m *Model) enter() tea.Cmd {
	f := m.here()
	if f == nil {
		m.prompt(views.Prompt{})
		return nil
	}
	if b, ok := m.brancher(); ok {
		return m.openNode(b.Node())
	}
	intent, cmd := f.view.Update(keymap.Open)
	if intent != nil || cmd != nil {
		return tea.Batch(cmd, m.fulfil(f, intent))
	}
	i := m.subject()
	switch {
	case i.IsZero():
		return m.say(m.unopened(f))
	case m.waiting() && i == f.subject:
		// Keys typed ahead meant a row that is not there yet.
		return m.say("nothing to open yet; the answer is under way")
	}
	return m.open(f, i)
}

// unopened says why there is no natural next step from a place; empty where there is
// one.
func (m *Model) unopened(f *frame) string {
	if b, ok := m.brancher(); ok {
		_, why := m.reopening(b.Node())
		return why
	}
	if l, ok := f.view.(views.Limiter); ok {
		if why := l.Disabled(keymap.Open); why != "" {
			return why
		}
	}
	if o, ok := f.view.(views.Opener); ok && o.Opens() {
		return ""
	}
	i := m.subject()
	if i.IsZero() {
		return "this row names no indicator; there is nothing to open"
	}
	if _, _, ok := m.natural(f, i); !ok {
		return "nothing further opens from " + safe.Show(i)
	}
	return ""
}

// pivot opens a route on an indicator. What it does not take costs a sentence;
// what costs more than one call is asked first.
func (m *Model) pivot(r views.Route, i indicator.Indicator) tea.Cmd {
	return m.pivotWith(m.parent(), m.settings(), r, i)
}

// pivotWith is pivot from a node of the trail, with settings other than those that
// hold here: with other days, the same subject is another question.
func (m *Model) pivotWith(from investigation.ID, s views.Settings, r views.Route, i indicator.Indicator) tea.Cmd {
	if i.IsZero() {
		return m.say("this row names no indicator; there is nothing to ask about")
	}
	subject, _ := r.Subject(i)
	if why := m.refusal(r, i); why != "" {
		return m.say(fmt.Sprintf("%s %s; this is %s", r.Name, why, safe.Show(i)))
	}
	window := windowOf(r, m.look(s), subject)
	if f := m.here(); f != nil && f.route.Endpoint == r.Endpoint && f.subject == subject && f.window == window {
		return m.say("you are there; " + m.opt.Keys.Key(keymap.Refresh) + " fetches it again")
	}
	cost := r.Cost(m.look(s), subject)
	ask := views.Confirm{
		Question: fmt.Sprintf("%s of %s", r.Name, safe.Show(subject)),
		Details:  []string{cost.String(m.opt.Now())},
		Calls:    cost.Calls,
	}
	if !window.IsZero() {
		ask.Question += ", " + window.String()
	}
	return m.spend(ask, func() tea.Cmd { return m.push(origin{from: from}, s, r, subject) })
}

// price is what an action costs now, for help, palette and panel; empty for
// what never costs.
func (m *Model) price(a keymap.Action) string {
	for n, r := range m.opt.Routes {
		if r.Action == a {
			return m.pivotTo(r, n, m.subject()).price
		}
	}
	if r, ok := m.manyOf(a); ok {
		return m.manyLine(r).price
	}
	switch a {
	case keymap.Open:
		return m.openPrice()
	case keymap.Dossier:
		return m.dossierLine(m.subject()).price
	case keymap.WindowEarlier, keymap.WindowLater:
		if w, err := m.beside(a); err == nil {
			return m.windowPrice(m.here(), w)
		}
	case keymap.Refresh:
		if n := len(m.refreshes()); n > 0 {
			return views.Calls(n)
		}
	}
	return ""
}

// openPrice is what opening the selected node of the trail costs; nothing in other
// views, where the pivots say it.
func (m *Model) openPrice() string {
	of, _ := m.place()
	switch {
	case of.node.IsZero():
		return ""
	case m.prices.of != of:
		return style.Ellipsis
	}
	return m.costText(m.prices.open)
}

func (m *Model) refreshes() []api.Query {
	if f := m.here(); f != nil {
		if r, ok := f.view.(views.Refresher); ok {
			return r.Refresh()
		}
	}
	return nil
}

// refresh fetches again; more than one call is asked first.
func (m *Model) refresh() tea.Cmd {
	if why := m.disabled(keymap.Refresh); why != "" {
		return m.say(why)
	}
	f, n := m.here(), len(m.refreshes())
	return m.spend(views.Confirm{Question: "Fetch " + f.view.Title() + " again", Calls: n},
		func() tea.Cmd { return m.tell(f, keymap.Refresh) })
}

func (m *Model) answers() []api.Answer {
	if f := m.here(); f != nil {
		if a, ok := f.view.(views.Answerer); ok {
			return a.Answers()
		}
	}
	return nil
}

// fulfil carries out what a view asked for.
func (m *Model) fulfil(f *frame, intent views.Intent) tea.Cmd {
	switch i := intent.(type) {
	case views.Pivot:
		for _, r := range m.opt.Routes {
			if r.Endpoint == i.Endpoint {
				return m.pivot(r, i.Indicator)
			}
		}
	case views.Prompt:
		m.prompt(i)
	case views.Notify:
		return m.say(i.Text)
	case views.Back:
		return m.back()
	case views.Confirm:
		return m.confirm(f, i)
	}
	return nil
}

// confirm spends for a view. A view that is covered or left cannot interrupt
// what the analyst does elsewhere; it asks again when one returns.
func (m *Model) confirm(f *frame, ask views.Confirm) tea.Cmd {
	if f != m.here() || m.dialog != nil {
		return nil
	}
	cmd := m.spend(ask, func() tea.Cmd { return m.tell(f, ask.Then) })
	if m.delivering && m.dialog != nil { // nobody has pressed a key for it
		return tea.Batch(cmd, m.unseen())
	}
	return cmd
}
