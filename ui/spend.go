package ui

import (
	"time"

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

// seenTime is how long a dialog that opens by itself takes no key: as long as fingers
// go on with what they were at. A yes of theirs would spend calls unread.
const seenTime = 300 * time.Millisecond

// dialogSeen tells that a dialog has been on the screen for long enough.
type dialogSeen struct{ of *dialog }

// unseen keeps the dialog that has just opened by itself from taking keys.
func (m *Model) unseen() tea.Cmd {
	d := m.dialog
	d.unseen = true
	return m.opt.After(seenTime, func(time.Time) tea.Msg { return dialogSeen{d} })
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
