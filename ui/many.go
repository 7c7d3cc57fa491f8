package ui

import (
	"fmt"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/views"
	"quarry/views/style"
)

// manyOf finds the route that an action pivots to with what is marked.
func (m *Model) manyOf(a keymap.Action) (views.RouteMany, bool) {
	for _, r := range m.opt.Many {
		if r.Action == a {
			return r, true
		}
	}
	return views.RouteMany{}, false
}

// offer is what a route of several makes of the marks: what it would ask about,
// at what price, or why it would not. To find out the price of a thousand names
// takes longer than a frame may.
type offer struct {
	marked   []indicator.Indicator
	made     time.Time // when its price was found out; zero where it is not known yet
	subjects indicator.Set
	cost     views.Cost
	why      string
}

// offerLife is how long the price of an offer is believed while the marks stay as
// they are and no answer comes: another quarry may have fetched some.
const offerLife = 10 * time.Second

// offer is what a route makes of the marks of the view on top. Its price may be
// still to come.
func (m *Model) offer(r views.RouteMany) offer {
	marked, why := m.markedFor(r)
	if why != "" {
		return offer{why: why}
	}
	if o, ok := m.offers[r.Endpoint]; ok && slices.Equal(o.marked, marked) {
		return o
	}
	o := offer{marked: marked}
	o.subjects, o.why = r.Take(marked)
	return o
}

// priced is the offer with its price as it is now.
func (o offer) priced(r views.RouteMany, env views.Env) offer {
	if o.why == "" {
		o.cost = r.Cost(env, o.subjects)
	}
	o.made = env.Now()
	return o
}

// unpriced are the offers whose price is to be found out, by the number of their
// route.
func (m *Model) unpriced() map[int]offer {
	due := map[int]offer{}
	if m.here() == nil {
		return due
	}
	for n, r := range m.opt.Many {
		if o := m.offer(r); o.marked != nil && (o.made.IsZero() || m.opt.Now().Sub(o.made) >= offerLife) {
			due[n] = o
		}
	}
	return due
}

// markedFor are the marks that a route is offered, or why there are none. With
// nothing marked it does not act on the selection, which the other pivots are
// for, nor on all rows, which may be dear: it says how to mark.
func (m *Model) markedFor(r views.RouteMany) (marked []indicator.Indicator, why string) {
	if why := m.markable(r); why != "" {
		return nil, why
	}
	switch n := m.status().Marked; {
	case n > r.Most:
		return nil, r.TooMany(n)
	case n > 0:
		return m.marked(), ""
	}
	return nil, fmt.Sprintf("nothing marked: %s marks a row, %s all that the filter shows",
		m.opt.Keys.Key(keymap.Mark), m.opt.Keys.Key(keymap.MarkAll))
}

// marked is what is marked in the view on top.
func (m *Model) marked() []indicator.Indicator {
	if k, ok := m.here().view.(views.Marker); ok {
		return k.Marked()
	}
	return nil
}

// markable says why the view on top has no table of what a route takes; empty
// where it has.
func (m *Model) markable(r views.RouteMany) string {
	none := "no table of " + r.Noun + "s here"
	if m.disabled(keymap.Mark) != "" || m.status().Total == 0 {
		return none
	}
	if m.status().Marked > 0 {
		return "" // what they are Take says
	}
	// A table whose rows all name what the view is about is one of something
	// else: of periods.
	i := m.selection().Indicator
	if _, why := r.Subject(i); why != "" || i == m.here().subject {
		return none
	}
	return ""
}

// pivotMany opens a route on what is marked. What costs more than one call is
// asked first.
func (m *Model) pivotMany(r views.RouteMany) tea.Cmd {
	o := m.offer(r).priced(r, m.look(m.settings())) // as it is now
	f := m.here()
	switch {
	case o.why != "":
		return m.say(o.why)
	case f.route.Endpoint == r.Endpoint && f.subjects == o.subjects:
		return m.say("you are there; " + m.opt.Keys.Key(keymap.Refresh) + " fetches it again")
	}
	ask := views.Confirm{
		Question: r.Name + " of " + r.Many(o.subjects.Len()),
		Details:  []string{o.cost.String(m.opt.Now()), r.Caution},
		Calls:    o.cost.Calls,
	}
	from := origin{from: m.parent()}
	return m.spend(ask, func() tea.Cmd {
		cmd := m.push(from, m.settings(), r.Of(o.subjects), indicator.Indicator{})
		m.here().subjects = o.subjects
		m.seen.add(o.subjects.All()...)
		return cmd
	})
}

// manyLine is a route of several among the pivots: how many are marked, and its
// price or why not.
func (m *Model) manyLine(r views.RouteMany) pivotLine {
	b, _ := m.opt.Keys.Binding(r.Action)
	l := pivotLine{key: m.opt.Keys.Key(r.Action), name: b.Label, word: b.Label, now: m.opt.Now()}
	o := m.offer(r)
	if l.why = o.why; l.why != "" {
		return l
	}
	l.name += " " + views.Number(o.subjects.Len())
	l.cost, l.price = o.cost, style.Ellipsis
	if !o.made.IsZero() {
		l.price = m.costText(o.cost)
	}
	return l
}

// manyLines are the routes of several that the view on top has rows for.
func (m *Model) manyLines() []pivotLine {
	if m.here() == nil {
		return nil
	}
	var lines []pivotLine
	for _, r := range m.opt.Many {
		if m.markable(r) == "" {
			lines = append(lines, m.manyLine(r))
		}
	}
	return lines
}

// offered are the routes of several that would ask about what is marked.
func (m *Model) offered() []pivotLine {
	return slices.DeleteFunc(m.manyLines(), func(l pivotLine) bool { return l.why != "" })
}
