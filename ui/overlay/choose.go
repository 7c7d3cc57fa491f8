package overlay

import (
	tea "charm.land/bubbletea/v2"

	"quarry/keymap"
	"quarry/views"
	"quarry/views/style"
)

// Choice is one entry of a [Choose].
type Choice struct {
	Name string
	// Note stands at the right: a sample, a size.
	Note string
	// Disabled says why the choice does not work now; empty when it does.
	Disabled string
	// Key takes the choice at once.
	Key string
}

// Choose offers a few things to take one of.
type Choose struct {
	keys    keymap.Map
	title   string
	choices []Choice
	list    list
	whole   bool
}

// NewChoose returns a choice with the cursor on the entry at index.
func NewChoose(keys keymap.Map, title string, choices []Choice, index int) *Choose {
	c := &Choose{keys: keys, title: title, choices: choices, list: list{at: index}}
	for _, ch := range choices {
		name := ch.Name
		if ch.Key != "" {
			name = ch.Key + "  " + name
		}
		c.list.entries = append(c.list.entries, entry{name: name, note: ch.Note, disabled: ch.Disabled})
	}
	return c
}

// Whole makes the notes be read to their end: where they do not fit beside the
// names, that of the entry at the cursor stands below.
func (c *Choose) Whole() *Choose {
	c.whole = true
	return c
}

// Update implements [Overlay].
func (c *Choose) Update(msg tea.Msg) (Result, tea.Cmd) {
	key, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return nil, nil
	}
	for i, ch := range c.choices {
		if ch.Key == key.String() && ch.Disabled == "" {
			return Picked{i}, nil
		}
	}
	switch a, _ := c.keys.Lookup(keymap.Overlay, key.String()); a {
	case keymap.OverlayCancel:
		return Closed{}, nil
	case keymap.OverlayAccept:
		if i := c.list.at; i < len(c.choices) && c.choices[i].Disabled == "" {
			return Picked{i}, nil
		}
	default:
		c.list.move(a)
	}
	return nil, nil
}

// Render implements [Overlay].
func (c *Choose) Render(theme *style.Theme, screen views.Size) string {
	width := min(screen.Width-2, c.list.widest(76))
	render := c.list.render
	if c.whole {
		render = c.list.renderWhole
	}
	lines := render(theme, width-2, inner(screen))
	keys := c.keys.Key(keymap.OverlayAccept) + " take   " + c.keys.Key(keymap.OverlayCancel) + " close"
	return box(theme, screen, c.title, keys, width, lines)
}
