package overlay

import (
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
	"github.com/sahilm/fuzzy"

	"quarry/keymap"
	"quarry/views"
	"quarry/views/style"
)

// Command is an entry of the palette: an action with its key, and its price or
// the reason why it does nothing now.
type Command struct {
	Action   keymap.Action
	Name     string
	Key      string
	Price    string
	Disabled string
}

// Palette finds any action by a few letters of its name.
type Palette struct {
	keys     keymap.Map
	commands []Command
	found    []Command
	input    textinput.Model
	list     list
}

// NewPalette returns the palette over the commands, in their order.
func NewPalette(keys keymap.Map, commands []Command) *Palette {
	p := &Palette{keys: keys, commands: commands, input: newInput("", "any action, by a few letters of it")}
	p.find()
	return p
}

type names []Command

func (n names) String(i int) string { return n[i].Name }
func (n names) Len() int            { return len(n) }

// find narrows the list to what was typed, best match first.
func (p *Palette) find() {
	p.found = p.commands
	if text := p.input.Value(); text != "" {
		p.found = nil
		for _, m := range fuzzy.FindFrom(text, names(p.commands)) {
			p.found = append(p.found, p.commands[m.Index])
		}
	}
	p.list = list{}
	for _, c := range p.found {
		note := c.Key
		if c.Price != "" {
			note = c.Price + "   " + c.Key
		}
		p.list.entries = append(p.list.entries, entry{name: c.Name, note: note, disabled: c.Disabled})
	}
}

// Update implements [Overlay].
func (p *Palette) Update(msg tea.Msg) (Result, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.PasteMsg:
		pasteInto(&p.input, msg.Content)
		p.find()
	case tea.KeyPressMsg:
		switch a, _ := p.keys.Lookup(keymap.Overlay, msg.String()); a {
		case keymap.OverlayCancel:
			return Closed{}, nil
		case keymap.OverlayAccept:
			if p.list.at < len(p.found) {
				return Run{p.found[p.list.at].Action}, nil
			}
		case keymap.OverlayUp, keymap.OverlayDown:
			p.list.move(a)
		default:
			before := p.input.Value()
			p.input, _ = p.input.Update(msg)
			if p.input.Value() != before {
				p.find()
			}
		}
	}
	return nil, nil
}

// Render implements [Overlay].
func (p *Palette) Render(theme *style.Theme, screen views.Size) string {
	width := min(screen.Width-2, 76)
	p.input.SetWidth(max(1, width-6))
	lines := []string{" " + theme.Paint(style.Accent, ":") + " " + p.input.View(), ""}
	// A fixed height keeps the box in place while the list narrows.
	height := min(inner(screen)-2, max(6, min(len(p.commands), 18)))
	entries := p.list.render(theme, width-2, height)
	if len(entries) == 0 {
		entries = []string{theme.Paint(style.Muted, "  no action has these letters")}
	}
	for len(entries) < height {
		entries = append(entries, "")
	}
	keys := p.keys.Key(keymap.OverlayAccept) + " run   " + p.keys.Key(keymap.OverlayCancel) + " close"
	return box(theme, screen, "Command", keys, width, append(lines, entries...))
}
