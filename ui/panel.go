package ui

import (
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"quarry/keymap"
	"quarry/views/safe"
	"quarry/views/style"
	"quarry/views/widget"
)

// panel draws the side panel behind its wall.
func (m *Model) panel(width, height int) []string {
	inner := width - 3
	rows := make([]widget.Text, height)
	copy(rows, m.panelRows(inner, height))
	return m.panelDrawn.draw(m.theme, inner, " "+m.theme.Paint(style.Muted, style.Wall)+" ", rows)
}

// subjectLines is how many lines of the side panel are the selection's own where
// it is panelHigh or more. What can be done with it then stands in its place
// whatever is selected: a key does not move under the eye, and a step of the
// cursor sends a line of the panel instead of all.
const subjectLines, panelHigh = 4, 26

// panelRows are the selection, its pivots with their prices, and what else can be
// done with it.
func (m *Model) panelRows(inner, height int) []widget.Text {
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
			if name, _, ok := strings.Cut(note, " ("); ok && widget.Cells(note)+3 > inner {
				note = name // without the number of the RFC
			}
			wrapped(style.Good, style.Check+" "+note, "", 2)
		}
		for height >= panelHigh && len(rows) < subjectLines {
			add(nil)
		}
		add(nil)
		for _, p := range slices.Concat(m.pivots(i), []pivotLine{m.dossierLine(i)}, m.manyLines()) {
			add(p.text(inner))
		}
		add(nil)
		add(m.keyText(keymap.Copy, copyForms()[m.form].name))
		add(m.keyText(keymap.CopyAs, ""))
		if m.disabled(keymap.Mark) == "" && !m.inForm() {
			add(m.keyText(keymap.Mark, ""))
		}
		add(widget.T(m.keyText(keymap.Verdict, ""), "  ", m.keyText(keymap.Comment, ""), "  ", m.keyText(keymap.Star, "")))
		add(nil)
		for _, n := range m.notes(i) {
			wrapped(n.tone, n.text, "", n.most)
		}
		wrapped(style.Muted, m.met(i), ".", 4)
	}
	if i.IsZero() { // a row without a name; what is marked can be asked about
		for _, p := range m.offered() {
			add(p.text(inner))
		}
	}
	return rows
}

// text draws a pivot: the key, the name, and at the right its price; dimmed,
// with the reason, where it does not apply.
func (p pivotLine) text(width int) widget.Text {
	right, tone := p.price, style.Muted
	if strings.HasPrefix(p.price, "known") {
		tone = style.Good
	}
	if p.why != "" {
		right, _, _ = strings.Cut(p.why, ": ")
		tone = style.Muted
	}
	name := p.key + " " + p.name
	room := max(0, width-widget.Cells(name)-2)
	if _, calls, ok := strings.Cut(right, ": "); ok && p.why == "" && widget.Cells(right) > room {
		right = calls
	}
	if widget.Cells(right) > room {
		right = ansi.Truncate(right, room, style.Ellipsis)
	}
	gap := strings.Repeat(" ", max(1, width-1-widget.Cells(name)-widget.Cells(right)))
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
