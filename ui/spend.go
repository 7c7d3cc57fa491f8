package ui

import (
	tea "charm.land/bubbletea/v2"

	"quarry/api"
	"quarry/ui/overlay"
	"quarry/views"
)

// spend carries out what sends calls: at once where that many go without
// asking, after the analyst's yes where they do not.
func (m *Model) spend(ask views.Confirm, then func() tea.Cmd) tea.Cmd {
	m.traffic = m.opt.Meter.Traffic()
	barriers := m.barriers(ask.Calls)
	if ask.Calls == 0 || m.opt.Offline || ask.Calls <= m.opt.AskAbove && len(barriers) == 0 {
		return then()
	}
	return m.ask(ask, barriers, then)
}

// ask opens the confirmation. A yes lifts the barriers that it has named.
func (m *Model) ask(ask views.Confirm, barriers []api.Barrier, then func() tea.Cmd) tea.Cmd {
	for _, b := range barriers {
		ask.Details = append(ask.Details[:len(ask.Details):len(ask.Details)], views.Sentence(b.Why)+".")
	}
	m.show(overlay.NewConfirm(m.opt.Keys, ask, m.traffic), func(overlay.Result) tea.Cmd {
		for _, b := range barriers {
			b.Lift()
		}
		return then()
	})
	return nil
}

func (m *Model) barriers(calls int) []api.Barrier {
	if m.opt.Gate == nil {
		return nil
	}
	return m.opt.Gate.Barriers(calls)
}

// costText is a price as it stands beside a key: in calls, or why there is none
// to pay.
func (m *Model) costText(c views.Cost) string {
	switch {
	case c.Calls > 0 && m.opt.Offline:
		return "not known"
	case c.Calls > 0 && m.traffic.Quota.Spent():
		return "spent"
	}
	return c.String(m.opt.Now())
}
