package ui

import (
	tea "charm.land/bubbletea/v2"

	"quarry/state/investigation"
	"quarry/ui/overlay"
)

// markCase says how far the case may be passed on: as given, else it asks.
func (m *Model) markCase(given string) tea.Cmd {
	if m.file.book == nil {
		return m.say("nothing was asked yet; the first question begins a case")
	}
	if given != "" {
		t, err := investigation.ParseTLP(given)
		if err != nil {
			return m.say(err.Error())
		}
		return m.setMarking(t)
	}
	inv := m.file.book.Head()
	var choices []overlay.Choice
	at := 0
	for n, t := range investigation.TLPs() {
		if t == inv.TLP {
			at = n
		}
		choices = append(choices, overlay.Choice{Name: t.String(), Key: markingKey(t), Note: t.Allows()})
	}
	choose := overlay.NewChoose(m.opt.Keys, "How far this case may be passed on", choices, at).Whole()
	m.show(choose, func(r overlay.Result) tea.Cmd { return m.setMarking(investigation.TLPs()[r.(overlay.Picked).Index]) })
	return nil
}

// markingKey takes a marking at once.
func markingKey(t investigation.TLP) string {
	switch t {
	case investigation.TLPClear:
		return "c"
	case investigation.TLPGreen:
		return "g"
	case investigation.TLPAmber:
		return "a"
	case investigation.TLPAmberStrict:
		return "s"
	}
	return "r"
}

func (m *Model) setMarking(t investigation.TLP) tea.Cmd {
	return m.do(m.notebook().SetTLP(t), "this case is "+t.String()+": "+t.Allows())
}
