package overlay

import (
	"fmt"
	"strings"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/views"
	"quarry/views/safe"
	"quarry/views/style"
)

// Prompt takes an indicator: typed, defanged, or anywhere inside a pasted
// paragraph. It shows what it understood while one types.
type Prompt struct {
	keys   keymap.Map
	ask    views.Prompt
	price  func(indicator.Indicator) (text string, opens bool)
	input  textinput.Model
	pasted string // a paste that is more than one line holds; "" when typed
	found  []indicator.Indicator
	why    string // why nothing was found
	offers []Offer
	list   list
}

// Offer is something else to take while nothing is typed: a case to go on with.
type Offer struct{ Name, Note string }

// Resumed: the nth of what was offered was taken.
type Resumed struct{ Index int }

func (Resumed) result() {}

// Offer lists what else can be taken while nothing is typed.
func (p *Prompt) Offer(offers []Offer) {
	p.offers = offers
	if p.blank() {
		p.read()
	}
}

// offered are the lines of what else can be taken.
func (p *Prompt) offered() []entry {
	var lines []entry
	for _, o := range p.offers {
		lines = append(lines, entry{name: o.Name, note: o.Note})
	}
	return lines
}

// blank reports whether nothing was typed yet.
func (p *Prompt) blank() bool {
	text := p.input.Value()
	return p.pasted == "" && (strings.TrimSpace(text) == "" || text == p.ask.Text)
}

// NewPrompt returns the prompt. price says what opening an indicator will do
// and cost, or why nothing opens.
func NewPrompt(keys keymap.Map, ask views.Prompt, price func(indicator.Indicator) (text string, opens bool)) *Prompt {
	p := &Prompt{keys: keys, ask: ask, price: price}
	p.input = newInput(ask.Text, "1.1.1.1, evil[.]example, hxxps://…, AS13335, or a whole alert")
	p.read()
	return p
}

// read looks for indicators in what was typed or pasted.
func (p *Prompt) read() {
	text := p.input.Value()
	if p.pasted != "" {
		text = p.pasted
	}
	p.found, p.why, p.list = nil, "", list{}
	if p.blank() { // the hint says what is wanted
		p.list.entries = p.offered()
		return
	}
	one, err := indicator.Parse(text)
	if err == nil {
		p.found = []indicator.Indicator{one}
	} else if p.found = indicator.Extract(text); len(p.found) == 0 {
		p.why = safe.Print(err.Error())
		if p.pasted != "" {
			p.why = "no indicator in the pasted text"
		}
	}
	p.keepWithin()
	for _, i := range p.found {
		note := i.Kind().String()
		if b, ok := i.Benign(); ok {
			note += ", " + b
		}
		// The price stands first: where the line is short the rest gives way.
		e := entry{name: safe.Show(i)}
		if price, opens := p.price(i); opens {
			e.note = price + "   " + note
		} else {
			e.disabled = price
		}
		p.list.entries = append(p.list.entries, e)
	}
}

// keepWithin drops what lies outside the prefix that was asked for.
func (p *Prompt) keepWithin() {
	prefix, ok := p.ask.Within.Prefix()
	if !ok || len(p.found) == 0 {
		return
	}
	var in []indicator.Indicator
	for _, i := range p.found {
		if addr, ok := i.Addr(); ok && prefix.Contains(addr) {
			in = append(in, i)
		}
	}
	if p.found = in; len(in) == 0 {
		p.why = "not an address inside " + p.ask.Within.String()
	}
}

// Update implements [Overlay].
func (p *Prompt) Update(msg tea.Msg) (Result, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.PasteMsg:
		p.paste(msg.Content)
	case tea.KeyPressMsg:
		switch a, _ := p.keys.Lookup(keymap.Overlay, msg.String()); a {
		case keymap.OverlayCancel:
			return Closed{}, nil
		case keymap.OverlayAccept:
			if p.blank() && p.list.at < len(p.offers) {
				return Resumed{p.list.at}, nil
			}
			if at := p.list.at; at < len(p.found) && p.list.entries[at].disabled == "" {
				return Entered{p.found[at]}, nil
			}
		case keymap.OverlayUp, keymap.OverlayDown:
			p.list.move(a)
		default:
			p.edit(msg)
		}
	}
	return nil, nil
}

// maxLine is the longest paste that is put into the line to be edited.
const maxLine = 512

// paste takes a short line into the input; anything more is kept beside it and
// searched for indicators.
func (p *Prompt) paste(text string) {
	if p.pasted == "" && len(text) <= maxLine && !strings.ContainsAny(strings.TrimSpace(text), "\r\n") {
		pasteInto(&p.input, text)
	} else {
		p.pasted += text
		p.input.SetValue("")
	}
	p.read()
}

// edit gives a key to the line; the first one drops a long paste.
func (p *Prompt) edit(msg tea.KeyPressMsg) {
	if p.pasted != "" {
		p.pasted = ""
	}
	before := p.input.Value()
	typeInto(&p.input, msg)
	if p.input.Value() != before || before == "" {
		p.read()
	}
}

// Render implements [Overlay].
func (p *Prompt) Render(theme *style.Theme, screen views.Size) string {
	offers := list{entries: p.offered()}
	width := min(screen.Width-2, offers.widest(84)) // also when something is typed: the box stays
	fit(&p.input, width-6)
	line := p.input.View()
	if p.pasted != "" {
		line = theme.Paint(style.Muted, fmt.Sprintf("pasted %s characters; any key drops them", views.Number(len(p.pasted))))
	}
	lines := []string{"", "  " + line, ""}
	room := max(1, inner(screen)-4)
	switch {
	case len(p.found) > 0:
		if len(p.found) > 1 {
			lines = append(lines, "  "+theme.Paint(style.Muted, fmt.Sprintf("%s indicators found", views.Number(len(p.found)))))
		}
		lines = append(lines, p.list.render(theme, width-2, min(room, 12))...)
	case p.why != "":
		for _, l := range strings.Split(ansi.Wrap(p.why, max(1, width-6), "/.-"), "\n") {
			lines = append(lines, "  "+theme.Paint(style.Warn, l))
		}
	case p.ask.Hint != "":
		lines = append(lines, "  "+theme.Paint(style.Muted, p.ask.Hint))
	default:
		lines = append(lines, "  "+theme.Paint(style.Muted, "an IP, domain, URL, ASN or CIDR, plain or defanged"))
	}
	if p.blank() && len(p.offers) > 0 {
		lines = append(lines, "", "  "+theme.Paint(style.Muted, "or go on with a case"))
		lines = append(lines, p.list.render(theme, width-2, max(1, min(inner(screen)-len(lines), 8)))...)
	}
	keys := p.keys.Key(keymap.OverlayAccept) + " open   " + p.keys.Key(keymap.OverlayCancel) + " close"
	return box(theme, screen, "Open an indicator", keys, width, lines)
}
