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

// Export offers the formats in which a case can be exported, the whole of it or a
// part, with the marking in sight.
type Export struct {
	keys    keymap.Map
	title   string
	marking Marking
	parts   []ExportPart
	part    int
	list    list
}

// ExportPart is how much of a case is exported: its name, how much that is, and the
// formats.
type ExportPart struct {
	Name, Size string
	Formats    []Choice
}

// Marking is how far something may be passed on, in words.
type Marking struct {
	Text string
	// Warns is true where it has to be read before anything is written.
	Warns bool
}

// lines are the marking on as many lines as it takes, at most as many as there is
// room for.
func (m Marking) lines(theme *style.Theme, width, most int) []string {
	text, tone := m.Text, style.Muted
	if m.Warns {
		text, tone = style.Warning+" "+text, style.Warn
	}
	var lines []string
	for _, l := range strings.Split(ansi.Wrap(text, max(1, width), ""), "\n") {
		lines = append(lines, theme.Paint(tone, l))
	}
	if len(lines) > most {
		return []string{theme.Paint(tone, ansi.Truncate(text, width, style.Ellipsis))}
	}
	return lines
}

// Ordered: the nth part was ordered in the nth format.
type Ordered struct{ Part, Format int }

func (Ordered) result() {}

// NewExport returns the dialog with the cursor on a format of a part. Each part has
// the same formats; those that it cannot be written in say why.
func NewExport(keys keymap.Map, title string, marking Marking, parts []ExportPart, at Ordered) *Export {
	e := &Export{keys: keys, title: title, marking: marking, parts: parts, part: at.Part, list: list{at: at.Format}}
	e.fill()
	return e
}

func (e *Export) fill() {
	e.list.entries = nil
	for _, f := range e.parts[e.part].Formats {
		e.list.entries = append(e.list.entries, entry{name: f.Key + "  " + f.Name, note: f.Note, disabled: f.Disabled})
	}
}

// Update implements [Overlay].
func (e *Export) Update(msg tea.Msg) (Result, tea.Cmd) {
	key, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return nil, nil
	}
	formats := e.parts[e.part].Formats
	for n, f := range formats {
		if f.Key == key.String() && f.Disabled == "" {
			return Ordered{e.part, n}, nil
		}
	}
	switch a, _ := e.keys.Lookup(keymap.Overlay, key.String()); a {
	case keymap.OverlayCancel:
		return Closed{}, nil
	case keymap.OverlayScope:
		e.part = (e.part + 1) % len(e.parts)
		e.fill()
	case keymap.OverlayAccept:
		if n := e.list.at; n < len(formats) && formats[n].Disabled == "" {
			return Ordered{e.part, n}, nil
		}
	default:
		e.list.move(a)
	}
	return nil, nil
}

// Render implements [Overlay].
func (e *Export) Render(theme *style.Theme, screen views.Size) string {
	width := min(screen.Width-2, 76)
	room := min(screen.Height, inner(screen)+4) - 2 // of the box, without its borders
	spare := func(lines int) bool { return room >= lines+len(e.list.entries) }
	lines := []string{e.choice(theme, width-2)}
	if spare(8) {
		lines = []string{"", lines[0], ""}
	}
	most := 1
	if spare(len(lines) + 4) {
		most = 3
	}
	for _, l := range e.marking.lines(theme, width-6, most) {
		lines = append(lines, "  "+l)
	}
	if spare(len(lines) + 3) {
		lines = append(lines, "")
	}
	lines = append(lines, e.list.renderWhole(theme, width-2, max(1, room-len(lines)))...)
	keys := e.keys.Key(keymap.OverlayAccept) + " take   " + e.keys.Key(keymap.OverlayScope) + " the other part   " +
		e.keys.Key(keymap.OverlayCancel) + " close"
	return box(theme, screen, e.title, keys, width, lines)
}

// choice is the parts in a line, the one that is exported first among them by its
// mark and not by colour alone.
func (e *Export) choice(theme *style.Theme, width int) string {
	line := func(sized bool) widget.Text {
		t := widget.Plain(" ")
		for n, p := range e.parts {
			tone, text := style.Muted, "( ) "+p.Name
			if n == e.part {
				tone, text = style.Strong, "("+style.Point+") "+p.Name
			}
			if sized {
				text += ", " + p.Size
			}
			t = widget.T(t, " ", tone, text, " ")
		}
		return t
	}
	t := line(true)
	if t.Width() > width {
		t = line(false)
	}
	return t.Render(theme, t.Width(), false)
}
