package ui

import (
	tea "charm.land/bubbletea/v2"

	"quarry/keymap"
)

// summons is a case, or the list of them, that was asked for and is on its way from
// the disk. Mostly it is there with the next frame. Keys that are typed ahead are
// meant for it, not for the place that it takes one from, where they might spend a
// call: they wait.
type summons struct {
	n     int // counts them, so that one that was given up is not taken
	under bool
	held  []tea.Msg // keys and pastes, in their order
	said  noticeOver
}

// summon asks for something that takes the keys when it comes.
func (m *Model) summon(bring func(n int) tea.Msg) tea.Cmd {
	n := m.summons.n + 1
	m.summons = summons{n: n, under: true}
	return func() tea.Msg { return bring(n) }
}

// unsummoned brings the same without that anything waits for it.
func unsummoned(bring func(n int) tea.Msg) tea.Cmd {
	return func() tea.Msg { return bring(0) }
}

// hold keeps a key or a paste for what is on its way. Where that takes so long that
// somebody types, it is said, and how to do without it.
func (m *Model) hold(msg tea.Msg) tea.Cmd {
	s := &m.summons
	if key, ok := msg.(tea.KeyPressMsg); ok {
		if key.String() == "ctrl+c" {
			return tea.Quit
		}
		if a, _ := m.opt.Keys.Lookup(keymap.Overlay, key.String()); a == keymap.OverlayCancel {
			s.under, s.held = false, nil
			return m.say("given up; " + m.opt.Keys.Key(keymap.Cases) + " asks for the cases again")
		}
	}
	s.held = append(s.held, msg)
	if len(s.held) > 1 {
		return nil
	}
	cmd := m.say("the disk is slow; keys wait for the case, " + m.opt.Keys.Key(keymap.OverlayCancel) + " gives it up")
	s.said = noticeOver(m.notice.n)
	return cmd
}

// come takes what was summoned, and then the keys that were meant for it; where it
// has come to nothing, so have they.
func (m *Model) come(n int, take func() (cmd tea.Cmd, taken bool)) tea.Cmd {
	if n != m.summons.n || !m.summons.under {
		return nil
	}
	held := m.summons.held
	m.summons.under, m.summons.held = false, nil
	m.notice.expire(m.summons.said)
	cmd, taken := take()
	if !taken {
		return cmd
	}
	cmds := []tea.Cmd{cmd}
	for _, msg := range held {
		cmds = append(cmds, m.update(msg))
		m.noteHere()
		m.settlePane()
	}
	return tea.Batch(cmds...)
}
