package ui

import (
	"fmt"

	"charm.land/lipgloss/v2"

	"quarry/keymap"
	"quarry/views"
	"quarry/views/style"
	"quarry/views/widget"
)

// startPrompt is the line of the screen at which the prompt opens on the start
// screen, which leaves room for it.
const startPrompt = 4

// start is the body while nothing is open.
func (m *Model) start(size views.Size) string {
	paint := m.theme.Paint
	lines := []string{"", widget.T("   ", style.Muted, "Follow an indicator through Cloudflare's threat intelligence.").Render(m.theme, size.Width, false)}
	if m.dialog != nil {
		for range lipgloss.Height(m.dialog.Render(m.theme, m.size)) + 1 {
			lines = append(lines, "")
		}
	}
	lines = append(lines, "")
	key := func(a string, does string) string {
		return widget.T("   ", widget.Toned(style.Accent, widget.Fit(a, 10)), does).Render(m.theme, size.Width, false)
	}
	lines = append(lines,
		key(m.opt.Keys.Key(keymap.NewIndicator), "open an indicator; a pasted alert will do, defanged or not"),
		key(m.opt.Keys.Key(keymap.Palette), "any action by name"),
		key(m.opt.Keys.Key(keymap.Help), "all keys"),
		key(m.opt.Keys.Key(keymap.Quit), "leave"),
	)
	if len(m.opt.Hints) > 0 {
		lines = append(lines, "", "   "+paint(style.Strong, "Worth trying in the demo"))
		shown := len(m.opt.Hints)
		if room := size.Height - len(lines); shown > room {
			shown = max(0, room-1)
		}
		for _, h := range m.opt.Hints[:shown] {
			lines = append(lines, widget.T("   ", widget.Toned(style.Text, widget.Fit(h.Indicator, 34)),
				" ", widget.Toned(style.Muted, h.What)).Render(m.theme, size.Width, false))
		}
		if more := len(m.opt.Hints) - shown; more > 0 {
			lines = append(lines, widget.T(style.Muted, fmt.Sprintf("   and %d more on a higher screen", more)).Render(m.theme, size.Width, false))
		}
	}
	return widget.Block(lines, size.Width, size.Height)
}
