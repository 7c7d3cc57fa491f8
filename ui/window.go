package ui

import (
	"errors"

	tea "charm.land/bubbletea/v2"

	"quarry/api"
	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/ui/overlay"
	"quarry/views"
	"quarry/views/safe"
)

// settings are the choices that hold here: the program's, with the window of
// days of the place that one looks from. What is opened from a place inherits
// its settings, so that a window that was chosen once holds for all that stands
// further on the path, and no longer once one is back before it.
func (m *Model) settings() views.Settings {
	if f := m.here(); f != nil {
		return f.settings
	}
	return m.opt.Settings
}

// windowOf is the window of days that a route asks about; the zero window where
// it asks about none.
func windowOf(r views.Route, env views.Env, subject indicator.Indicator) views.Window {
	if r.Query == nil {
		return views.Window{}
	}
	return views.WindowOf(r.Query(env, subject))
}

func (m *Model) today() api.Day { return api.DayOf(m.opt.Now()) }

// windowActions are the actions that change the window.
func windowActions() []keymap.Action {
	return []keymap.Action{keymap.WindowEarlier, keymap.WindowLater, keymap.WindowSet}
}

// beside is the window that an action moves to from the one that is shown, or
// why it does not.
func (m *Model) beside(a keymap.Action) (views.Window, error) {
	f := m.here()
	switch {
	case f == nil:
		return views.Window{}, errors.New("nothing is open")
	case f.window.IsZero():
		return views.Window{}, errors.New("no window of days here")
	}
	switch a {
	case keymap.WindowEarlier:
		if w, ok := f.window.Earlier(); ok {
			return w, nil
		}
		return views.Window{}, errors.New("there are no days before these to ask about")
	case keymap.WindowLater:
		if w, ok := f.window.Later(m.today()); ok {
			return w, nil
		}
		return views.Window{}, errors.New("the window ends today")
	}
	return f.window, nil
}

// move opens what is shown for the days beside these.
func (m *Model) move(a keymap.Action) tea.Cmd {
	w, err := m.beside(a)
	if err != nil {
		return m.say(err.Error())
	}
	return m.during(m.here(), w)
}

// during opens what is shown for other days, as a place of its own: it is a
// question of its own, with a price of its own, and back leads to the days
// before as they were.
func (m *Model) during(f *frame, w views.Window) tea.Cmd {
	return m.pivotWith(m.parent(), f.settings.Within(w), f.route, f.subject)
}

// chooseWindow asks for the days.
func (m *Model) chooseWindow() tea.Cmd {
	now, err := m.beside(keymap.WindowSet)
	if err != nil {
		return m.say(err.Error())
	}
	f := m.here()
	title := f.view.Title() + " of " + safe.Show(f.subject) + ": which days"
	price := func(w views.Window) string { return m.windowPrice(f, w) }
	m.show(overlay.NewWindow(m.opt.Keys, title, now, m.today(), price), func(r overlay.Result) tea.Cmd {
		return m.during(f, r.(overlay.Chosen).Window)
	})
	return nil
}

// windowPrice is what showing other days costs.
func (m *Model) windowPrice(f *frame, w views.Window) string {
	if w == f.window {
		return "shown now"
	}
	return m.costText(f.route.Cost(m.look(f.settings.Within(w)), f.subject))
}
