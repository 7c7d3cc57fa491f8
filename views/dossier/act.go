package dossier

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"quarry/api"
	"quarry/keymap"
	"quarry/views"
	"quarry/views/safe"
)

// restRow is the row that asks the rest; headRow that of a section's heading.
const restRow = "rest"

func (s *section) headRow() string { return s.name() + "/" }

func (d *dossier) section(name string) *section {
	for _, s := range d.sections {
		if s.name() == name {
			return s
		}
	}
	return nil
}

// under is the section that the cursor is in; nil above the first.
func (d *dossier) under() *section {
	name, _, ok := strings.Cut(d.doc.Selection().ID, "/")
	if !ok {
		return nil
	}
	return d.section(name)
}

// rest are the sections that nothing is known of.
func (d *dossier) rest() []*section {
	return slices.DeleteFunc(slices.Clone(d.sections), func(s *section) bool { return !s.open() })
}

func (d *dossier) act(a keymap.Action) (views.Intent, tea.Cmd) {
	d.lay()
	switch a {
	case keymap.Open:
		return d.enter()
	case keymap.LoadAll:
		return d.askRest()
	case keymap.LoadMore:
		if s := d.under(); s != nil && s.open() {
			return nil, d.ask([]*section{s}, api.Known)
		}
		return nil, nil
	case keymap.Refresh:
		return nil, d.ask(d.again(), api.Fresh)
	}
	if taken := d.doc.Act(a); !taken && a == keymap.Fold {
		return views.Notify{Text: views.NoGroup}, nil
	}
	return nil, nil
}

// enter asks the rest on that row, opens the endpoint's own view on a section's
// heading, and folds and unfolds. On any other row the next step is the
// workbench's.
func (d *dossier) enter() (views.Intent, tea.Cmd) {
	at := d.doc.Selection()
	if at.ID == restRow {
		return d.askRest()
	}
	if s := d.under(); s != nil && at.ID == s.headRow() {
		return views.Pivot{Endpoint: s.route.Endpoint, Indicator: s.subject}, nil
	}
	if d.doc.Act(keymap.Open) {
		return nil, views.Taken
	}
	return nil, nil
}

// Opens implements [views.Opener].
func (d *dossier) Opens() bool {
	at := d.doc.Selection()
	if at.ID == restRow {
		return len(d.rest()) > 0
	}
	s := d.under()
	return s != nil && at.ID == s.headRow() || d.doc.Opens()
}

// askRest asks for all that is not known.
func (d *dossier) askRest() (views.Intent, tea.Cmd) {
	rest := d.rest()
	if len(rest) == 0 {
		return nil, nil
	}
	ask := views.Confirm{
		Question: "Ask the rest about " + safe.Show(d.subject),
		Calls:    len(rest),
		Then:     consent{rest},
	}
	if len(rest) > 1 {
		ask.Question += ", all at once"
	}
	for _, s := range rest {
		ask.Details = append(ask.Details, s.route.Name+d.of(s)+": 1 call")
	}
	return ask, nil
}

// of says what a section is asked about where that is not what the dossier is
// about.
func (d *dossier) of(s *section) string {
	if s.subject == d.subject {
		return ""
	}
	return " of " + safe.Show(s.subject)
}

// ask asks sections, each filling in as its reply comes. A section that is on
// its way, or known by now, is not asked again.
func (d *dossier) ask(sections []*section, f api.Freshness) tea.Cmd {
	d.stale = true
	d.tick = views.Tick{Now: d.env.Now(), Traffic: d.tick.Traffic}
	var cmds []tea.Cmd
	for _, s := range sections {
		if s.loading() || f == api.Known && !s.open() {
			continue
		}
		run := s.ask(d.env, f)
		cmds = append(cmds, func() tea.Msg { return run() })
	}
	return tea.Batch(cmds...)
}

// again are the sections that asking again asks: those that failed, whose
// messages say so, or, where none did, those that are known.
func (d *dossier) again() []*section {
	var failed, known []*section
	for _, s := range d.sections {
		switch {
		case s.loading():
		case s.err != nil:
			failed = append(failed, s)
		case s.got != nil:
			known = append(known, s)
		}
	}
	if len(failed) > 0 {
		return failed
	}
	return known
}

// Refresh implements [views.Refresher].
func (d *dossier) Refresh() []api.Query {
	var all []api.Query
	for _, s := range d.again() {
		all = append(all, s.query)
	}
	return all
}

// Disabled implements [views.Limiter].
func (d *dossier) Disabled(a keymap.Action) string {
	switch a {
	case keymap.Mark, keymap.MarkAll, keymap.MarkInvert, keymap.SortNext, keymap.SortPrevious, keymap.SortReverse,
		keymap.GroupRows:
		return "a dossier is no table; enter on a heading opens the endpoint's own view"
	case keymap.Fold:
		if len(d.folded) == 0 {
			return "nothing to fold here"
		}
	case keymap.LoadAll:
		switch {
		case len(d.rest()) > 0:
		case d.Waiting():
			return "the rest is on its way"
		default:
			return "every endpoint's answer is known"
		}
	case keymap.LoadMore:
		return d.noMore()
	}
	return ""
}

// noMore says why the section under the cursor is not asked.
func (d *dossier) noMore() string {
	s := d.under()
	switch {
	case len(d.rest()) == 0 && !d.Waiting():
		return "every endpoint's answer is known"
	case s == nil:
		return fmt.Sprintf("the cursor is on no endpoint; %s asks the rest", d.env.Keys.Key(keymap.LoadAll))
	case s.loading():
		return s.route.Name + " is on its way"
	case s.got != nil:
		return fmt.Sprintf("%s is known; its own view (%s) has all of it", s.route.Name, d.env.Keys.Key(s.route.Action))
	}
	return ""
}

// Answers implements [views.Answerer]. The newest comes last, but for those of
// the section that the cursor is in: what is shown raw is what one looks at.
func (d *dossier) Answers() []api.Answer {
	here := d.under()
	var all []api.Answer
	for _, s := range d.sections {
		if s != here {
			all = append(all, s.answers()...)
		}
	}
	slices.SortStableFunc(all, func(a, b api.Answer) int { return a.FetchedAt.Compare(b.FetchedAt) })
	if here != nil {
		all = append(all, here.answers()...)
	}
	return all
}
