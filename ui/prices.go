package ui

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"quarry/api"
	"quarry/state/crash"
	"quarry/state/indicator"
	"quarry/state/investigation"
	"quarry/views"
	"quarry/views/style"
)

// prices are those of what can be done with the selection from where one is. To
// find them out takes looks at the disk for every pivot, so that it is done once
// for a selection and not while a frame is drawn.
type prices struct {
	of    place
	costs []views.Cost            // of the routes in their order, and of the dossier
	met   string                  // where the indicator was met before
	cases []investigation.Meeting // in which it was met or judged
	open  views.Cost              // of the selected node of the trail
	many  map[int]offer           // what was made of the marks, by the number of the route
	made  time.Time
}

// place is what prices hold for: a frame, with its settings, and what is selected
// there.
type place struct {
	frame     api.FrameID
	indicator indicator.Indicator
	node      investigation.ID // in the trail
}

const (
	// patience is how long a frame waits for prices, where nobody says otherwise.
	// A store on a sound disk takes a tenth of it for a row; where it takes longer,
	// the frame is drawn without them.
	patience = 5 * time.Millisecond
	// priceLife is how long prices are believed without a reason to doubt them:
	// another quarry may have paid meanwhile.
	priceLife = 2 * time.Second
)

// place is where one is; false on the start screen.
func (m *Model) place() (place, bool) {
	f := m.here()
	if f == nil {
		return place{}, false
	}
	p := place{frame: f.id, indicator: m.subject()}
	if b, ok := f.view.(views.Brancher); ok {
		p.node = b.Node()
	}
	return p, true
}

// reprice finds out the prices that are not known. It waits for them a moment;
// where that is not enough, the command brings them.
func (m *Model) reprice() tea.Cmd {
	if m.asking {
		return nil
	}
	find := m.unknown()
	if find == nil {
		return nil
	}
	m.asking, m.doubted = true, false
	came := make(chan prices, 1)
	crash.Go(m.opt.Context, "finding out prices", func() { came <- find() })
	late := time.NewTimer(m.opt.Patience)
	defer late.Stop()
	select {
	case p := <-came:
		m.priced(p)
		return nil
	case <-late.C:
		return func() tea.Msg { return <-came }
	}
}

// priced takes prices that have come. Where the selection has moved on meanwhile,
// they are not shown.
func (m *Model) priced(p prices) {
	m.asking = false
	if m.doubted { // an answer has come while they were found out: once more
		p.made = time.Time{}
	}
	m.prices = p
	for n, o := range p.many {
		if m.doubted {
			o.made = o.made.Add(-offerLife)
		}
		m.offers[m.opt.Many[n].Endpoint] = o
	}
}

// doubt makes that the prices are found out again, since an answer has come. Until
// then they stand as they were.
func (m *Model) doubt() {
	m.doubted = true
	m.prices.made = time.Time{}
	for endpoint, o := range m.offers {
		o.made = o.made.Add(-offerLife)
		m.offers[endpoint] = o
	}
}

// unknown returns what finds out the prices that are not known or not believed any
// more; nil where there are none. It captures all that it needs, since it runs
// beside the program.
func (m *Model) unknown() func() prices {
	of, ok := m.place()
	if !ok {
		return nil
	}
	many := m.unpriced()
	if m.prices.of == of && m.opt.Now().Sub(m.prices.made) < priceLife && len(many) == 0 {
		return nil
	}
	env, past := m.look(m.settings()), m.past()
	env.Seen = func() []indicator.Indicator { return past.seen }
	env.Judged = nil // it reads the case, which keys change meanwhile
	routes := append(slices.Clip(m.opt.Routes), m.dossierRoute())
	routesMany := m.opt.Many
	open, opens := m.selectedAgain()
	cases := m.opt.Cases
	return func() prices {
		p := prices{of: of, costs: make([]views.Cost, len(routes)), made: env.Now()}
		for n, r := range routes {
			if subject, why := r.Subject(of.indicator); why == "" {
				p.costs[n] = r.Cost(env, subject)
			}
		}
		if !of.indicator.IsZero() {
			p.met, p.cases = past.of(of.indicator), cases.Met(of.indicator)
		}
		if opens {
			p.open = open.cost(env)
		}
		for n, o := range many {
			many[n] = o.priced(routesMany[n], env)
		}
		p.many = many
		return p
	}
}

// pivotLine is a pivot from the selection: its key, and its price or why not.
type pivotLine struct {
	key, name, price, why string
	word                  string // the name in one word, for a narrow screen
	now                   time.Time
	cost                  views.Cost
}

// pivots are the pivots from the selection, in the order of the table. A price
// that is not known yet is an ellipsis.
func (m *Model) pivots(i indicator.Indicator) []pivotLine {
	lines := make([]pivotLine, len(m.opt.Routes))
	for n, r := range m.opt.Routes {
		lines[n] = m.pivotTo(r, n, i)
	}
	return lines
}

// dossierLine is the dossier among the pivots. Its price is that of all it can
// ask.
func (m *Model) dossierLine(i indicator.Indicator) pivotLine {
	return m.pivotTo(m.dossierRoute(), len(m.opt.Routes), i)
}

// pivotTo is the pivot to a route, whose cost is the nth of the prices.
func (m *Model) pivotTo(r views.Route, n int, i indicator.Indicator) pivotLine {
	b, _ := m.opt.Keys.Binding(r.Action)
	l := pivotLine{key: m.opt.Keys.Key(r.Action), name: r.Name, word: b.Label, now: m.opt.Now()}
	of, _ := m.place()
	switch why := m.refusal(r, i); {
	case why != "":
		l.why = why
	case m.prices.of == of && of.indicator == i && n < len(m.prices.costs):
		l.cost = m.prices.costs[n]
		l.price = m.costText(l.cost)
	default:
		l.price = style.Ellipsis
	}
	return l
}

// met says where the selection was met before; an ellipsis while that is being
// found out.
func (m *Model) met(i indicator.Indicator) string {
	if of, _ := m.place(); m.prices.of == of && of.indicator == i {
		return m.prices.met
	}
	return style.Ellipsis
}

// count is the price in as few cells as it takes: the calls alone, or the word
// that stands for them.
func (p pivotLine) count() string {
	n := views.Number(p.cost.Calls)
	switch {
	case p.price == style.Ellipsis:
		return p.price
	case p.cost.Calls > 0 && p.price != p.cost.String(p.now):
		return p.price // spent, or not known
	case p.cost.More:
		return n + "+"
	}
	return n
}
