package overlay

import (
	"strings"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"quarry/keymap"
	"quarry/views"
	"quarry/views/style"
	"quarry/views/widget"
)

// Command is an entry of the palette: an action with its key, and its price or
// the reason why it does nothing now.
type Command struct {
	Action   keymap.Action
	Name     string
	Key      string
	Price    string
	Disabled string
	// Takes says what may be typed after the action's word; empty for nothing.
	Takes string
}

// Palette finds any action by a few letters of its name.
type Palette struct {
	keys     keymap.Map
	commands []Command
	found    []Command
	input    textinput.Model
	argument string // what was typed after the action's word
	list     list
}

// NewPalette returns the palette over the commands, in their order.
func NewPalette(keys keymap.Map, commands []Command) *Palette {
	p := &Palette{keys: keys, commands: commands, input: newInput("", "any action, by a few letters of it")}
	p.find()
	return p
}

// find narrows the list to what was typed, best match first: by the action's
// word, and where no word is meant, by what it does. What is typed after the word
// of an action that takes something is for that action.
func (p *Palette) find() {
	p.argument = ""
	if word, argument, ok := strings.Cut(p.input.Value(), " "); ok {
		for _, c := range p.commands {
			if label, _, _ := strings.Cut(c.Name, ": "); c.Takes != "" && strings.EqualFold(label, word) {
				p.argument = strings.TrimSpace(argument)
				p.found = []Command{c}
				p.list = list{entries: []entry{{name: word + ": " + c.Takes, note: c.Key, disabled: c.Disabled}}}
				return
			}
		}
	}
	words, help := make([]string, len(p.commands)), make([]string, len(p.commands))
	for n, c := range p.commands {
		words[n], help[n], _ = strings.Cut(c.Name, ": ")
	}
	found := widget.Rank(p.input.Value(), words)
	if len(found) == 0 {
		found = widget.Rank(p.input.Value(), help)
	}
	p.found = nil
	for _, n := range found {
		p.found = append(p.found, p.commands[n])
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
				return Run{p.found[p.list.at].Action, p.argument}, nil
			}
		case keymap.OverlayUp, keymap.OverlayDown:
			p.list.move(a)
		default:
			before := p.input.Value()
			typeInto(&p.input, msg)
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
	fit(&p.input, width-6)
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
