package overlay

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"quarry/keymap"
	"quarry/views"
	"quarry/views/style"
	"quarry/views/widget"
)

// Told is a notice that was shown: its text, printable, and when.
type Told struct {
	Text string
	At   time.Time
}

// Notices shows what was said, whole, the last first.
type Notices struct {
	keys keymap.Map
	told []Told
	now  func() time.Time
	top  int
}

// NewNotices returns the dialog for notices of which the last came last.
func NewNotices(keys keymap.Map, told []Told, now func() time.Time) *Notices {
	return &Notices{keys: keys, told: told, now: now}
}

// Update implements [Overlay]. Any key that scrolls nothing closes it, as in [Help].
func (n *Notices) Update(msg tea.Msg) (Result, tea.Cmd) {
	if !scroll(n.keys, &n.top, msg) {
		return Closed{}, nil
	}
	return nil, nil
}

// Render implements [Overlay].
func (n *Notices) Render(theme *style.Theme, screen views.Size) string {
	width := min(screen.Width-2, 100)
	lines := n.lines(theme, width-2)
	height := inner(screen)
	n.top = max(0, min(n.top, len(lines)-height))
	keys := n.keys.Key(keymap.MoveDown) + " " + n.keys.Key(keymap.MoveUp) + " scroll   any other key closes"
	return box(theme, screen, "Notices of this run", keys, width, lines[n.top:min(len(lines), n.top+height)])
}

func (n *Notices) lines(theme *style.Theme, width int) []string {
	const ages = 12 // "59 min ago" fits
	var lines []string
	for at := len(n.told) - 1; at >= 0; at-- {
		age := views.Age(n.now(), n.told[at].At)
		for _, l := range strings.Split(ansi.Wrap(n.told[at].Text, max(1, width-ages-2), "/"), "\n") {
			lines = append(lines, widget.T(style.Muted, widget.Fit(" "+age, ages), style.Text, " "+l).Render(theme, width, false))
			age = ""
		}
	}
	return lines
}
