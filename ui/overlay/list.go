package overlay

import (
	"slices"
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
	muted    bool // drawn as disabled; the reason stands elsewhere
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

// widest is how wide a box has to be for all entries to be read whole, but no
// narrower than least.
func (l *list) widest(least int) int {
	for _, e := range l.entries {
		least = max(least, ansi.StringWidth(e.name)+ansi.StringWidth(e.text())+entryAir+2)
	}
	return least
}

// entryAir is what stands around the name and the note of an entry, and between them.
const entryAir = 7

// fits reports whether every note stands whole beside its name.
func (l *list) fits(width int) bool {
	for _, e := range l.entries {
		if ansi.StringWidth(e.name)+ansi.StringWidth(e.text())+entryAir > width {
			return false
		}
	}
	return true
}

// renderWhole draws the list so that what stands at the right is read to its end:
// where that does not fit beside the names, the one of the entry at the cursor stands
// below them.
func (l *list) renderWhole(theme *style.Theme, width, height int) []string {
	if l.fits(width) {
		return l.render(theme, width, height)
	}
	names, below := *l, 0
	names.entries = slices.Clone(l.entries)
	text := func(e entry) []string { return strings.Split(ansi.Wrap(e.text(), max(1, width-5), ""), "\n") }
	for n, e := range l.entries {
		below = max(below, len(text(e))) // the box stays as high whatever is chosen
		names.entries[n] = entry{name: e.name, muted: e.disabled != ""}
	}
	lines := names.render(theme, width, max(1, height-below))
	l.at = names.at
	for n := range min(below, max(0, height-len(lines))) {
		line := ""
		if at := text(l.entries[l.at]); n < len(at) {
			line = "    " + theme.Paint(style.Muted, at[n])
		}
		lines = append(lines, line)
	}
	return lines
}

// text is what stands at the right: why it does nothing, or the note.
func (e entry) text() string {
	if e.disabled != "" {
		return e.disabled
	}
	return e.note
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
	text := e.text()
	if e.disabled != "" || e.muted {
		name = style.Muted
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
