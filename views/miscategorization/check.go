package miscategorization

import (
	"slices"

	"github.com/charmbracelet/x/ansi"

	"quarry/api/cf"
	"quarry/keymap"
	"quarry/views/style"
	"quarry/views/widget"
)

// rule is a rule of the endpoint in a few words, and the breaches of it.
type rule struct {
	words    string
	breaches []cf.Breach
	// compares is set for a rule about what the subject is categorized as.
	compares bool
}

func rules() []rule {
	return []rule{
		{"something changes", []cf.Breach{cf.BreachNothing, cf.BreachKind}, false},
		{"at most two content categories", []cf.Breach{cf.BreachTooMany}, false},
		{"169 and 177 not named", []cf.Breach{cf.BreachTimeBased, cf.BreachUnknown, cf.BreachMixed}, false},
		{"nothing both added and removed", []cf.Breach{cf.BreachBoth}, false},
		{"added is new, removed is there", []cf.Breach{cf.BreachPresent}, true},
	}
}

// drawCheck shows the rules with a mark for each: those that hold in a few
// words, those that are broken with the reason.
func (f *form) drawCheck(p *page, r cf.Report) {
	violations := r.Check(f.now.Current)
	var good []widget.Text
	label := "Check"
	for _, x := range rules() {
		var broken bool
		for _, v := range violations {
			if slices.Contains(x.breaches, v.Breach) {
				broken = true
				before := len(p.lines)
				p.words(style.Bad, labelWidth, style.Cross+" "+v.Why)
				p.lines[before].text = widget.T(style.Muted, widget.Fit(label, labelWidth), p.lines[before].text[1:])
				label = ""
			}
		}
		switch {
		case broken:
		case x.compares && !f.now.known:
			good = append(good, widget.Toned(style.Muted, style.Dot+" not compared with the current categories"))
		default:
			good = append(good, widget.T(style.Good, style.Check, style.Muted, " "+x.words))
		}
	}
	for _, t := range flow(good, p.width-labelWidth) {
		if t.Width() <= p.width-labelWidth {
			p.row(label, t)
		} else {
			p.words(style.Muted, labelWidth, t.String())
		}
		label = ""
	}
}

// flow sets texts side by side, as many to a line as fit.
func flow(parts []widget.Text, width int) []widget.Text {
	const gap = "   "
	var lines []widget.Text
	for _, t := range parts {
		last := len(lines) - 1
		if last >= 0 && lines[last].Width()+len(gap)+t.Width() <= width {
			lines[last] = widget.T(lines[last], gap, t)
			continue
		}
		lines = append(lines, t)
	}
	return lines
}

// request shows exactly what is sent.
func request(p *page, r cf.Report) {
	spec, _ := cf.Lookup(cf.EndpointMiscategorization)
	wire, err := spec.Wire(r.Query())
	if err != nil {
		p.words(style.Muted, 0, "Nothing to send yet: choose what to add or remove.")
		return
	}
	p.words(style.Strong, 0, wire.Method+" accounts/"+style.Ellipsis+"/"+wire.Path)
	for _, l := range hard(wire.Body, p.width) {
		p.lines = append(p.lines, line{text: widget.Plain(l)})
	}
}

// hard breaks a text that must be read exactly: at commas or anywhere, with
// nothing added and nothing left out.
func hard(text string, width int) []string {
	var lines []string
	for text != "" {
		if ansi.StringWidth(text) <= width {
			return append(lines, text)
		}
		cut := width
		for n := width; n > width/2; n-- {
			if text[n-1] == ',' {
				cut = n
				break
			}
		}
		lines, text = append(lines, text[:cut]), text[cut:]
	}
	return lines
}

// drawConfirm asks for the confirmation.
func (f *form) drawConfirm(p *page) {
	p.words(style.Muted, 0, noReceipt+" It needs the permission "+cf.PermissionEdit+".")
	p.at(stop{kind: typeStop}, "Send", f.line(f.typed, typeStop, "type "+f.wanted()))
	if f.hint != "" {
		p.words(style.Warn, labelWidth, style.Warning+" "+f.hint)
		return
	}
	keys := f.env.Keys
	if f.confirmed() && f.focus.kind == typeStop && len(f.report().Check(f.now.Current)) == 0 {
		p.words(style.Accent, labelWidth, keys.Key(keymap.FormAccept)+" sends it, 1 call")
		return
	}
	p.words(style.Muted, labelWidth, keys.Key(keymap.FormNext)+" next field, "+keys.Key(keymap.FormToggle)+" ticks, "+
		keys.Key(keymap.FormAccept)+" takes, and sends from here")
}
