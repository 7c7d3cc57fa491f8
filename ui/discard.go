package ui

import (
	tea "charm.land/bubbletea/v2"

	"quarry/keymap"
	"quarry/state/investigation"
	"quarry/ui/overlay"
	"quarry/views"
)

// discarded is a case that was deleted in this run, to be brought back.
type discarded struct {
	inv  investigation.Investigation
	desk investigation.Desk
}

// discard deletes the case that is worked on, after a question.
func (m *Model) discard() tea.Cmd {
	if m.file.book == nil {
		return m.say("nothing was asked yet; there is no case to delete")
	}
	inv := m.file.book.Snapshot()
	s := inv.Summary()
	what := questions(s.Questions)
	if s.Judged > 0 {
		what += ", " + views.Number(s.Judged) + " judged"
	}
	choices := []overlay.Choice{
		{Name: "keep it", Key: "n"},
		{Name: "delete it", Key: "y", Note: what + "; the answers stay"},
	}
	m.show(overlay.NewChoose(m.opt.Keys, "Delete case "+views.CaseName(s)+"?", choices, 0), func(r overlay.Result) tea.Cmd {
		if r.(overlay.Picked).Index == 0 {
			return nil
		}
		return m.discardNow(inv)
	})
	return nil
}

// discardNow deletes the case and leaves its places. What is needed to bring it back
// is in memory until another one is deleted.
func (m *Model) discardNow(inv investigation.Investigation) tea.Cmd {
	m.leaveAll()
	gone := &discarded{inv: inv, desk: investigation.Desk{Here: m.file.here, States: m.file.states}}
	for about, text := range m.file.drafts {
		gone.desk.Drafts = append(gone.desk.Drafts, investigation.Draft{About: about.All(), Text: text})
	}
	m.opt.Cases.Delete(inv.ID)
	m.discarded = gone
	m.file, m.pane = newCasefile(nil, nil), trailPane{}
	m.changed()
	said := m.say("deleted: case " + views.CaseName(inv.Summary()) + "; " + m.opt.Keys.Key(keymap.Undo) + " brings it back")
	return tea.Batch(said, m.listCases()) // the prompt offers what is left
}

// bringBack goes on with the case that was deleted last.
func (m *Model) bringBack() tea.Cmd {
	gone := m.discarded
	if gone == nil {
		return m.say("nothing to take back")
	}
	m.discarded = nil
	id := gone.inv.ID
	m.opt.Cases.Keep(gone.inv)
	for _, d := range gone.desk.Drafts {
		m.opt.Cases.KeepDraft(id, d)
	}
	for node, state := range gone.desk.States {
		m.opt.Cases.KeepState(id, node, state)
	}
	m.opt.Cases.KeepHere(id, gone.desk.Here)
	return m.goOn(gone.inv, gone.desk)
}
