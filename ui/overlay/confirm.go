package overlay

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"quarry/api"
	"quarry/keymap"
	"quarry/views"
	"quarry/views/style"
)

// Confirm asks before calls are spent. Enter or y agrees, anything that
// cancels or n declines; no other key does anything.
type Confirm struct {
	keys  keymap.Map
	ask   views.Confirm
	spent api.Traffic
}

// NewConfirm returns the dialog for a question. spent is what was sent so far.
func NewConfirm(keys keymap.Map, ask views.Confirm, spent api.Traffic) *Confirm {
	return &Confirm{keys: keys, ask: ask, spent: spent}
}

// Update implements [Overlay].
func (c *Confirm) Update(msg tea.Msg) (Result, tea.Cmd) {
	key, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return nil, nil
	}
	a, _ := c.keys.Lookup(keymap.Overlay, key.String())
	switch {
	case a == keymap.OverlayAccept, key.String() == "y":
		return Confirmed{c.ask.Then}, nil
	case a == keymap.OverlayCancel, key.String() == "n":
		return Closed{}, nil
	}
	return nil, nil
}

// Render implements [Overlay].
func (c *Confirm) Render(theme *style.Theme, screen views.Size) string {
	width := min(screen.Width-2, 72)
	lines := []string{""}
	add := func(tone style.Tone, text string) {
		for _, l := range strings.Split(ansi.Wrap(text, max(1, width-6), ""), "\n") {
			lines = append(lines, "  "+theme.Paint(tone, l))
		}
	}
	add(style.Strong, c.ask.Question)
	for _, d := range c.ask.Details {
		add(style.Text, d)
	}
	lines = append(lines, "")
	add(style.Muted, fmt.Sprintf("Sends at most %s. %s", views.Calls(c.ask.Calls), c.remains()))
	lines = append(lines, "")
	keys := fmt.Sprintf("%s or y yes   %s or n no", c.keys.Key(keymap.OverlayAccept), c.keys.Key(keymap.OverlayCancel))
	return box(theme, screen, "Spend "+views.Calls(c.ask.Calls)+"?", keys, width, lines)
}

// remains is the sum so far and what is left after this.
func (c *Confirm) remains() string {
	q := c.spent.Quota
	left, known := q.Left()
	switch {
	case known && q.Limit > 0:
		return fmt.Sprintf("%s of %s are spent this month; %s remain after this.",
			views.Number(q.Used), views.Number(q.Limit), views.Number(max(0, left-c.ask.Calls)))
	case q.Kept:
		return fmt.Sprintf("This month has sent %d so far.", q.Used)
	}
	return fmt.Sprintf("This run has sent %d so far.", c.spent.Calls)
}
