package ui

import (
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/views"
	"quarry/views/safe"
	"quarry/views/style"
	"quarry/views/widget"
)

const (
	actionNew     = keymap.NewIndicator
	actionPalette = keymap.Palette
)

// pivotLine is a pivot from the selection: its key, and its price or why not.
type pivotLine struct {
	key, name, price, why string
	word                  string // the name in one word, for a narrow screen
	cost                  views.Cost
}

// pivots are all pivots from an indicator, in the order of the table.
func (m *Model) pivots(i indicator.Indicator) []pivotLine {
	var lines []pivotLine
	for _, r := range m.opt.Routes {
		b, _ := m.opt.Keys.Binding(r.Action)
		l := pivotLine{key: m.opt.Keys.Key(r.Action), name: r.Name, word: b.Label}
		if subject, why := r.Subject(i); why != "" {
			l.why = why
		} else {
			l.cost = r.Cost(m.look(), subject)
			l.price = l.cost.String(m.opt.Now())
		}
		lines = append(lines, l)
	}
	return lines
}

// panel draws the side panel: the selection, its pivots with their prices, and
// what else can be done with it.
func (m *Model) panel(width, height int) []string {
	inner := width - 3
	var rows []widget.Text
	add := func(t widget.Text) { rows = append(rows, t) }
	i := m.subject()
	wrapped := func(tone style.Tone, text, breaks string, most int) {
		lines := strings.Split(ansi.Wrap(text, max(1, inner-1), breaks), "\n")
		for _, l := range lines[:min(len(lines), most)] {
			add(widget.Toned(tone, l))
		}
	}
	if m.here() != nil && !i.IsZero() {
		wrapped(style.Strong, safe.Show(i), ".:/?&", 4)
		add(widget.Toned(style.Muted, i.Kind().String()))
		if u := i.Unicode(); u != i.String() {
			wrapped(style.Warn, style.Warning+" shows as "+safe.Print(u), ".", 3)
		}
		if note, ok := i.Benign(); ok {
			wrapped(style.Good, style.Check+" "+note, "", 2)
		}
		add(nil)
		for _, p := range m.pivots(i) {
			add(p.text(inner))
		}
		add(nil)
		add(m.keyText(keymap.Copy, copyForms()[m.form].name))
		add(m.keyText(keymap.CopyAs, ""))
		if m.disabled(keymap.Mark) == "" {
			add(m.keyText(keymap.Mark, ""))
		}
		add(nil)
		add(widget.Toned(style.Muted, m.acquaintance(i)))
	}
	wall := " " + m.theme.Paint(style.Muted, style.Wall) + " "
	lines := make([]string, height)
	for n := range lines {
		var row widget.Text
		if n < len(rows) {
			row = rows[n]
		}
		lines[n] = wall + row.Render(m.theme, inner, false)
	}
	return lines
}

// text draws a pivot: the key, the name, and at the right its price; dimmed,
// with the reason, where it does not apply.
func (p pivotLine) text(width int) widget.Text {
	right, tone := p.price, style.Muted
	if strings.HasPrefix(p.price, "known") {
		tone = style.Good
	}
	if p.why != "" {
		right, tone = p.why, style.Muted
	}
	name := p.key + " " + p.name
	room := max(0, width-ansi.StringWidth(name)-2)
	right = ansi.Truncate(right, room, style.Ellipsis)
	gap := strings.Repeat(" ", max(1, width-1-ansi.StringWidth(name)-ansi.StringWidth(right)))
	if p.why != "" {
		return widget.Toned(style.Muted, name+gap+right)
	}
	return widget.T(widget.Toned(style.Accent, p.key), " "+p.name+gap, widget.Toned(tone, right))
}

func (m *Model) keyText(a keymap.Action, note string) widget.Text {
	b, _ := m.opt.Keys.Binding(a)
	t := widget.T(widget.Toned(style.Accent, m.opt.Keys.Key(a)), " "+b.Label)
	if note != "" {
		t = widget.T(t, widget.Toned(style.Muted, "  "+note))
	}
	return t
}

// acquaintance says whether this run has met the indicator before.
func (m *Model) acquaintance(i indicator.Indicator) string {
	if slices.Contains(m.seen, i) {
		return "asked about in this run"
	}
	return "not asked about in this run"
}
