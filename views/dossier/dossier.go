// Package dossier is the view of everything that the endpoints say about one
// indicator: what is known at once, the rest for a stated price. It works with
// routes and knows no endpoint.
package dossier

import (
	tea "charm.land/bubbletea/v2"

	"quarry/api"
	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/views"
	"quarry/views/widget"
)

// Takes reports whether any of the routes has a question about the indicator;
// where none has, the reason says so.
func Takes(routes []views.Route, i indicator.Indicator) (reason string) {
	for _, r := range routes {
		if _, why := r.Subject(i); why == "" && asks(r) {
			return ""
		}
	}
	return "no endpoint has a question about it"
}

// Cost is what the dossier of an indicator costs in all: what is known of it,
// and the calls for the rest. Opening it sends none of them.
func Cost(env views.Env, subject indicator.Indicator, routes []views.Route) views.Cost {
	var all []api.Query
	for _, s := range sectionsOf(env, subject, routes) {
		all = append(all, s.query)
	}
	return views.CostOf(env.Shelf, all...)
}

// New returns the dossier of an indicator. It asks nothing by itself.
func New(env views.Env, subject indicator.Indicator, routes []views.Route) views.View {
	d := &dossier{
		env: env, subject: subject, sections: sectionsOf(env, subject, routes),
		doc: widget.NewDoc(env.Theme), folded: map[string]bool{}, stale: true,
		tick: views.Tick{Now: env.Now()},
	}
	d.doc.SetNoter(env.Noter())
	return d
}

type dossier struct {
	env      views.Env
	subject  indicator.Indicator
	sections []*section
	doc      *widget.Doc
	folded   map[string]bool // the groups that have been folded as they began
	size     views.Size
	tick     views.Tick
	frame    string
	stale    bool // the rows must be laid out and the frame drawn anew
}

// reply is the reply to a section's question. The slots of a frame cannot tell
// their replies apart.
type reply struct {
	api.Reply[api.Answer]
	section string
}

// consent is the analyst's yes to asking the sections that were named.
type consent struct{ sections []*section }

// Title implements [views.View].
func (d *dossier) Title() string { return "dossier" }

// Init implements [views.View]: it shows what is known and sends nothing.
func (d *dossier) Init() tea.Cmd {
	d.learn()
	return nil
}

// learn takes from the shelf what is known there and not here.
func (d *dossier) learn() {
	d.stale = true
	for _, s := range d.sections {
		s.learn(d.env)
	}
}

// Update implements [views.View].
func (d *dossier) Update(msg tea.Msg) (views.Intent, tea.Cmd) {
	d.stale = true
	switch msg := msg.(type) {
	case reply:
		if s := d.section(msg.section); s != nil {
			s.take(d.env, msg.Reply)
		}
	case consent:
		return nil, d.ask(msg.sections, api.Known)
	case keymap.Action:
		return d.act(msg)
	case tea.KeyPressMsg:
		d.doc.Key(msg)
	case tea.PasteMsg:
		d.doc.Paste(msg.Content)
	case views.Tick:
		d.tick = msg
	case views.Click:
		d.doc.Click(msg.X, msg.Y-d.above())
	case views.Wheel:
		d.doc.Wheel(msg.Delta)
	case views.Noted:
		d.doc.SetTheme(d.env.Theme)
	case views.Restyle:
		d.env.Theme = msg.Theme
		d.doc.SetTheme(msg.Theme)
		d.reread()
	}
	return nil, nil
}

// reread reads the records anew: their sheets may depend on the theme.
func (d *dossier) reread() {
	for _, s := range d.sections {
		if s.got != nil {
			s.read(d.env, s.got.answer)
		}
	}
}

// Resize implements [views.View].
func (d *dossier) Resize(s views.Size) {
	if s != d.size {
		d.size, d.stale = s, true
		d.lay()
	}
}

// Render implements [views.View].
func (d *dossier) Render() string {
	if d.stale {
		d.lay()
		d.frame, d.stale = d.draw(), false
	}
	return d.frame
}

// Leave implements [views.Resumer]: what has not been sent is not sent.
func (d *dossier) Leave() {
	d.stale = true
	for _, s := range d.sections {
		s.slot.Leave()
	}
}

// Resume implements [views.Resumer]. It shows what was learned meanwhile and
// asks nothing: whoever comes back has not agreed to a price.
func (d *dossier) Resume() tea.Cmd {
	d.learn()
	return nil
}

// Waiting implements [views.Waiter].
func (d *dossier) Waiting() bool {
	for _, s := range d.sections {
		if s.loading() {
			return true
		}
	}
	return false
}

// Capturing implements [views.Capturer].
func (d *dossier) Capturing() bool { return d.doc.Capturing() }

// Escape implements [views.Escaper].
func (d *dossier) Escape() bool {
	d.stale = true
	return d.doc.Escape()
}

// Status implements [views.Statuser].
func (d *dossier) Status() widget.Status { return d.doc.Status() }

// Selection implements [views.Selector]: the selected row, or what the dossier
// is about.
func (d *dossier) Selection() views.Selection {
	d.Render() // the rows as they are now
	if s := d.doc.Selection(); !s.Target.IsZero() || s.Text != "" {
		return views.Selection{Indicator: s.Target, Text: s.Text}
	}
	return views.Selection{Indicator: d.subject}
}
