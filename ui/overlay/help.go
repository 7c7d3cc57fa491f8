package overlay

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"quarry/keymap"
	"quarry/views"
	"quarry/views/style"
	"quarry/views/widget"
)

// Help lists every key with what it does, in this view, now.
type Help struct {
	keys keymap.Map
	// reason says why an action does nothing here; empty when it works.
	reason func(keymap.Action) string
	// note is what stands beside a key: its price.
	note  func(keymap.Action) string
	title string
	top   int
}

// NewHelp returns the help for a view.
func NewHelp(keys keymap.Map, title string, reason, note func(keymap.Action) string) *Help {
	return &Help{keys: keys, reason: reason, note: note, title: title}
}

// Update implements [Overlay]. Help scrolls with the keys of a view; any key
// that scrolls nothing closes it.
func (h *Help) Update(msg tea.Msg) (Result, tea.Cmd) {
	if !scroll(h.keys, &h.top, msg) {
		return Closed{}, nil
	}
	return nil, nil
}

// scroll moves the first line in sight with the keys of a view and the wheel; it is
// false for a key that scrolls nothing. Drawing puts the line within the text.
func scroll(keys keymap.Map, top *int, msg tea.Msg) bool {
	switch msg := msg.(type) {
	case views.Wheel:
		*top += 3 * msg.Delta
	case tea.KeyPressMsg:
		switch a, _ := keys.Lookup(keymap.Workbench, msg.String()); a {
		case keymap.MoveDown:
			*top++
		case keymap.MoveUp:
			*top--
		case keymap.PageDown, keymap.HalfDown:
			*top += 10
		case keymap.PageUp, keymap.HalfUp:
			*top -= 10
		case keymap.MoveTop:
			*top = 0
		case keymap.MoveBottom:
			*top = 1 << 20
		default:
			return false
		}
	}
	return true
}

// Render implements [Overlay].
func (h *Help) Render(theme *style.Theme, screen views.Size) string {
	width := min(screen.Width-2, 90)
	lines := h.lines(theme, width-2)
	height := inner(screen)
	h.top = max(0, min(h.top, len(lines)-height))
	shown := lines[h.top:min(len(lines), h.top+height)]
	keys := h.keys.Key(keymap.MoveDown) + " " + h.keys.Key(keymap.MoveUp) + " scroll   any other key closes"
	return box(theme, screen, "Keys in "+h.title, keys, width, shown)
}

func (h *Help) lines(theme *style.Theme, width int) []string {
	var lines []string
	var group keymap.Group
	for _, row := range h.keys.Rows() {
		if row.Scope != keymap.Workbench {
			continue
		}
		if row.Group != group {
			if group != "" {
				lines = append(lines, "")
			}
			group = row.Group
			lines = append(lines, " "+theme.Paint(style.Strong, string(group)))
		}
		for _, l := range h.row(row, width) {
			lines = append(lines, l.Render(theme, width, false))
		}
	}
	return lines
}

// keyColumn is how wide the column of keys is: "[ esc backspace" fits.
const keyColumn = 18

// row is a line of help, on further lines where it is long: the keys, what they
// do, and what that costs or why it does nothing here.
func (h *Help) row(row keymap.Row, width int) []widget.Text {
	names, text, note, tone := " "+strings.Join(row.Keys, " "), row.Help, h.note(row.Actions[0]), style.Text
	if why := h.reason(row.Actions[0]); why != "" {
		note, tone = why, style.Muted
	}
	if note != "" {
		text += " (" + note + ")"
	}
	var lines []widget.Text
	for _, l := range strings.Split(ansi.Wrap(text, max(1, width-keyColumn-1), ""), "\n") {
		keys := style.Accent
		if tone == style.Muted {
			keys = style.Muted
		}
		lines = append(lines, widget.T(keys, widget.Fit(names, keyColumn), tone, l))
		names = ""
	}
	return lines
}
