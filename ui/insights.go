package ui

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"quarry/api"
	"quarry/keymap"
	"quarry/state/crash"
	"quarry/views"
)

// inference is how far one has got with what follows from what is known. As with
// prices, to find that out takes looks at the disk and answers that are read, so that
// it is done beside the program: for the place one is at, when one comes there, and
// when an answer has come or the case has changed.
type inference struct {
	// known counts what has become known, since when insights may be other ones.
	known int
	// under tells that some are being inferred.
	under bool
	// of is the place that they were last inferred for, at what count.
	of api.FrameID
	at int
}

// news notes that an answer has come, or that the case has changed.
func (i *inference) news() { i.known++ }

// inferred are insights that have come.
type inferred struct {
	of   api.FrameID
	list []views.Insight
}

// coming are insights that are being inferred, since a moment.
type coming struct {
	insights <-chan inferred
	since    time.Time
}

// beginInferring begins to infer what follows about the place one is at, where that
// may have changed; the zero value where it has not. Nothing that it works with is
// changed meanwhile.
func (m *Model) beginInferring() coming {
	f := m.insightPlace()
	if m.opt.Insights == nil || f == nil || f.subject.IsZero() || m.infer.under {
		return coming{}
	}
	if m.infer.of == f.id && m.infer.at == m.infer.known {
		return coming{}
	}
	m.infer.under, m.infer.of, m.infer.at = true, f.id, m.infer.known
	premises := views.Premises{
		Subject: f.subject, Endpoint: f.route.Endpoint, Now: m.opt.Now(), Shelf: m.opt.Shelf,
		Case: m.snapshot(), Met: m.opt.Cases.Met, Memory: m.opt.Memory,
	}
	infer := m.opt.Insights
	came := make(chan inferred, 1)
	crash.Go(m.opt.Context, "inferring", func() { came <- inferred{f.id, infer(premises)} })
	return coming{came, time.Now()}
}

// insightPlace is the place whose insights are on the screen: the one that one is at, or
// the one beside the trail.
func (m *Model) insightPlace() *frame {
	if c := m.companion(); c != nil && m.pane.laid.trail > 0 {
		return c
	}
	return m.here()
}

// awaitInsights waits for insights as long as a frame may wait, so that mostly they
// come with the frame that they belong to; else the command brings them.
func (m *Model) awaitInsights(c coming) tea.Cmd {
	if c.insights == nil {
		return nil
	}
	late := time.NewTimer(max(time.Millisecond, m.opt.Patience-time.Since(c.since)))
	defer late.Stop()
	select {
	case i := <-c.insights:
		m.takeInsights(i)
		return nil
	case <-late.C:
	}
	return func() tea.Msg { return <-c.insights }
}

// takeInsights takes insights that have come, and tells the view. Those of a place
// that is gone are dropped.
func (m *Model) takeInsights(i inferred) {
	m.infer.under = false
	f := m.frames[i.of]
	if f == nil || slices.Equal(f.insights.List, i.list) {
		return
	}
	f.insights.List = i.list
	f.view.Update(views.Inferred{})
}

// insightsOf are the insights of a place.
func (m *Model) insightsOf(id api.FrameID) views.Insights {
	if f := m.frames[id]; f != nil {
		return f.insights
	}
	return views.Insights{}
}

// allInsights shows all insights, or the first few again.
func (m *Model) allInsights() tea.Cmd {
	if why := m.disabled(keymap.Insights); why != "" {
		return m.say(why)
	}
	f := m.insightPlace()
	f.insights.All = !f.insights.All
	f.view.Update(views.Inferred{})
	return nil
}

// noInsights says why there are no insights to show more of.
func (m *Model) noInsights() string {
	switch f := m.insightPlace(); {
	case f.subject.IsZero():
		return "such lines stand in the views of one indicator; " + m.opt.Keys.Key(keymap.Dossier) + " has them for the selected one"
	case len(f.insights.List) == 0:
		return "nothing follows from what is known here"
	case f.route.Endpoint == dossierPlace:
		return "the dossier has all of them"
	}
	return ""
}
