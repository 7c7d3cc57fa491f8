package overlay

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"quarry/keymap"
	"quarry/views/style"
	"quarry/views/widget"
)

// entry is a line that can be chosen: a name, and what stands at the right.
type entry struct {
	name, note string
	// disabled says why choosing it does nothing; empty when it works.
	disabled string
}

// list is a column of entries with a cursor.
type list struct {
	entries []entry
	at      int
}

// move handles the keys that every list has in common.
func (l *list) move(a keymap.Action) {
	switch a {
	case keymap.OverlayDown:
		l.at = min(l.at+1, len(l.entries)-1)
	case keymap.OverlayUp:
		l.at = max(l.at-1, 0)
	}
}

// render draws the part of the list around the cursor.
func (l *list) render(theme *style.Theme, width, height int) []string {
	l.at = max(0, min(l.at, len(l.entries)-1))
	from, to := window(len(l.entries), l.at, height)
	var lines []string
	for i := from; i < to; i++ {
		lines = append(lines, l.entries[i].render(theme, width, i == l.at))
	}
	return lines
}

func (e entry) render(theme *style.Theme, width int, selected bool) string {
	cursor, name, note := "  ", style.Text, style.Muted
	if selected {
		cursor = style.Cursor + " "
	}
	text := e.note
	if e.disabled != "" {
		name, text = style.Muted, e.disabled
	}
	// A long name gives way to the price; half of the line is the name's.
	room := max(0, width-3-ansi.StringWidth(e.name)-2, min(ansi.StringWidth(text), (width-5)/2))
	text = ansi.Truncate(text, room, style.Ellipsis)
	gap := 0 // where the name is cut it needs one
	if ansi.StringWidth(e.name)+ansi.StringWidth(text) > width-4 {
		gap = min(2, max(0, width-3-ansi.StringWidth(text)))
	}
	return widget.T(
		widget.Toned(style.Accent, cursor),
		widget.Toned(name, widget.Fit(e.name, max(0, width-3-ansi.StringWidth(text)-gap))+strings.Repeat(" ", gap)),
		widget.Toned(note, text+" "),
	).Render(theme, width, selected)
}
