package ui

import (
	tea "charm.land/bubbletea/v2"

	"quarry/views"
)

// mouse does what keys do: the wheel scrolls, a click selects, a click on the
// path goes there.
func (m *Model) mouse(msg tea.MouseMsg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.MouseWheelMsg:
		delta := 1
		switch msg.Button {
		case tea.MouseWheelUp:
			delta = -1
		case tea.MouseWheelDown:
		default:
			return nil
		}
		if m.dialog != nil {
			return m.talk(views.Wheel{Delta: delta})
		}
		if f := m.here(); f != nil {
			return m.tell(f, views.Wheel{Delta: delta})
		}
	case tea.MouseClickMsg:
		if msg.Button == tea.MouseLeft && m.dialog == nil {
			return m.click(msg.X, msg.Y)
		}
	}
	return nil
}

func (m *Model) click(x, y int) tea.Cmd {
	if y == 0 {
		for _, h := range m.hits {
			if x >= h.from && x < h.to {
				return m.walk(h.place)
			}
		}
		return nil
	}
	a := m.areas()
	f := m.here()
	if f == nil || y < a.header || y >= a.header+a.body.Height || x >= a.trail+a.body.Width {
		return nil
	}
	cmd, x, taken := m.clickPane(a, x, y-a.header)
	if taken {
		return cmd
	}
	return m.tell(f, views.Click{X: x, Y: y - a.header})
}
