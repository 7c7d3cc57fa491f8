package ui

import (
	"maps"
	"slices"

	tea "charm.land/bubbletea/v2"

	"quarry/keymap"
	"quarry/state"
	"quarry/state/indicator"
	"quarry/state/investigation"
	"quarry/ui/overlay"
	"quarry/views"
	"quarry/views/safe"
)

// fork begins an investigation of its own with the marked branches of the trail,
// or the selected one; in a list with what is marked, and else with what was asked
// from here on.
func (m *Model) fork() tea.Cmd {
	if why := m.disabled(keymap.Fork); why != "" {
		return m.say(why)
	}
	roots := []investigation.ID{m.hereNode()}
	if b, ok := m.brancher(); ok {
		roots = b.Branches()
	} else if marked := m.marked(); len(marked) > 0 {
		return m.forkOf(marked)
	}
	fork := m.file.book.Fork(m.opt.Now(), roots...)
	m.takeFork(fork)
	return m.forked(questions(len(fork.Nodes)))
}

// forkOf forks what is marked in a list, with the way to the list, or from a list of
// what was met anywhere with the ways to each. It is starred, so that it stands in
// the new case although nothing was asked about it.
func (m *Model) forkOf(marked []indicator.Indicator) tea.Cmd {
	met := m.hereNode()
	if _, anywhere := m.here().view.(views.Gatherer); anywhere {
		met = investigation.ID{}
	}
	fork := m.file.book.ForkOf(m.opt.Now(), met, marked...)
	m.takeFork(fork)
	m.write(m.file.book.Do(m.file.book.SetStar(true, marked...), m.opt.Now()))
	what := these(marked) + ", starred,"
	if n := len(fork.Nodes); n > 0 {
		what += " with " + questions(n) + " on the way,"
	}
	return m.forked(what)
}

// takeFork goes on with a fork in the places where one is. Its questions are those
// of the case before, and stay folded as they are in the trails that are open.
func (m *Model) takeFork(fork investigation.Investigation) {
	folded := m.file.folded
	m.noteState() // of the case that is left
	m.take(fork, investigation.Desk{})
	m.file.folded = folded
	m.write(fork)
}

// forked says what the case that is worked on from now on was made of.
func (m *Model) forked(what string) tea.Cmd {
	return m.say("forked: " + what + " in a case of its own; " +
		m.opt.Keys.Key(keymap.Name) + " names it, " + m.opt.Keys.Key(keymap.Cases) + " goes back")
}

// take makes an investigation the one that is worked on.
func (m *Model) take(inv investigation.Investigation, desk investigation.Desk) {
	m.file = newCasefile(investigation.Open(inv, m.opt.User), m.file.list)
	m.pane = trailPane{}
	for _, d := range desk.Drafts {
		m.file.drafts[indicator.SetOf(d.About...)] = d.Text
	}
	maps.Copy(m.file.states, desk.States)
	m.changed()
	m.seen.add(inv.Seen()...)
	for _, f := range m.frames {
		f.view.Update(views.Noted{})
	}
}

// loaded takes in a case that was read.
func (m *Model) loaded(msg caseLoaded) tea.Cmd {
	if msg.summons != 0 {
		return m.come(msg.summons, func() (cmd tea.Cmd, taken bool) {
			if !msg.found {
				return m.say("that case is not there any more"), false
			}
			return m.goOn(msg.inv, msg.desk), true
		})
	}
	if m.file.book != nil && msg.found && m.file.book.Head().ID == msg.inv.ID && m.file.book.Merge(msg.inv) {
		m.changed()
		for _, f := range m.frames {
			f.view.Update(views.Noted{})
		}
	}
	return nil
}

// goOn goes on with a case where one was.
func (m *Model) goOn(inv investigation.Investigation, desk investigation.Desk) tea.Cmd {
	m.leaveAll()
	m.take(inv, desk)
	m.file.here = desk.Here
	cmds := m.goBackTo(desk.Here)
	if m.here() == nil {
		cmds = append(cmds, m.pushTrail())
	}
	what := "case " + views.CaseName(inv.Summary()) + ", as it was"
	switch drafts := m.file.drafts; len(drafts) {
	case 0:
	case 1:
		for about := range drafts {
			what = "a comment on " + these(about.All()) + " is not finished; " + m.opt.Keys.Key(keymap.Comment) + " on it goes on"
		}
	default:
		what = views.Count(len(drafts), "comment") + " are not finished; " + m.opt.Keys.Key(keymap.Comment) + " on what they are about goes on"
	}
	return tea.Batch(append(cmds, m.say(what))...)
}

// leaveAll gives up all places: another case begins.
func (m *Model) leaveAll() {
	m.noteState()
	for _, f := range m.frames {
		f.cancel()
	}
	clear(m.frames)
	m.stack, m.seen, m.dialog = state.Stack[*frame]{}, asked{}, nil
}

// goBackTo opens the way to a node as far as its answers are known: going on with
// a case sends nothing.
func (m *Model) goBackTo(id investigation.ID) []tea.Cmd {
	var way []investigation.Node
	for n, ok := m.node(id); ok && len(way) < maxWay; n, ok = m.node(n.Parent) {
		way = append(way, n)
	}
	slices.Reverse(way)
	var cmds []tea.Cmd
	for _, n := range way {
		a, why := m.reopening(n.ID)
		if why != "" {
			break
		}
		if cost := a.cost(m.look(a.settings)); cost.Calls > 0 || cost.More {
			break
		}
		cmds = append(cmds, m.pushAgain(n.ID, a))
	}
	return cmds
}

// maxWay is how many places are opened again at most.
const maxWay = 50

// listed takes in which cases there are.
func (m *Model) listed(msg casesListed) tea.Cmd {
	if msg.summons == 0 {
		m.file.list = msg.list
		m.offerCases()
		return nil
	}
	return m.come(msg.summons, func() (cmd tea.Cmd, taken bool) {
		m.file.list = msg.list
		if m.dialog != nil {
			return nil, false // one that has opened itself meanwhile, and has the keys
		}
		cmd = m.choose(msg.list)
		return cmd, m.dialog != nil
	})
}

// choose offers the other cases to go on with, and a new one.
func (m *Model) choose(list []investigation.Summary) tea.Cmd {
	others := slices.DeleteFunc(slices.Clone(list), func(s investigation.Summary) bool {
		return m.file.book != nil && s.ID == m.file.book.Head().ID
	})
	var choices []overlay.Choice
	own := m.file.book != nil
	if own {
		choices = append(choices, overlay.Choice{Name: "a new case", Note: "begins with the next question"})
	}
	for _, s := range others {
		choices = append(choices, overlay.Choice{Name: views.LongCaseName(s), Note: m.caseNote(s)})
	}
	if len(choices) == 0 {
		return m.say("there is no other case yet")
	}
	first := 0
	if own && len(others) > 0 {
		first = 1 // the case before this one is what one mostly wants
	}
	m.show(overlay.NewChoose(m.opt.Keys, "Go on with a case", choices, first), func(r overlay.Result) tea.Cmd {
		n := r.(overlay.Picked).Index
		switch {
		case own && n == 0:
			return m.newCase()
		case own:
			n--
		}
		return m.goOnWith(others[n].ID)
	})
	return nil
}

// newCase leaves all places, so that the next question begins a case. Nothing is
// kept of one in which nothing was asked.
func (m *Model) newCase() tea.Cmd {
	m.leaveAll()
	m.file, m.pane = newCasefile(nil, m.file.list), trailPane{}
	m.changed()
	m.prompt(views.Prompt{})
	return m.say("the next question begins a new case")
}

// offerCases puts the cases into the prompt of the start screen.
func (m *Model) offerCases() {
	if m.here() != nil || m.dialog == nil || m.file.book != nil {
		return
	}
	p, ok := m.dialog.Overlay.(*overlay.Prompt)
	if !ok {
		return
	}
	var offers []overlay.Offer
	m.file.offered = m.file.list
	for _, s := range m.file.offered {
		offers = append(offers, overlay.Offer{Name: views.LongCaseName(s), Note: m.caseNote(s)})
	}
	p.Offer(offers)
}

// caseNote says of a case how large it is, how old, and what it was about last.
func (m *Model) caseNote(s investigation.Summary) string {
	note := questions(s.Questions) + ", " + views.Ago(m.opt.Now(), s.Last)
	if !s.Indicator.IsZero() && (s.Name != "" || s.Indicator != s.First) {
		note += ", last " + safe.Show(s.Indicator)
	}
	return note
}
