package ui

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"quarry/api"
	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/views"
	"quarry/views/safe"
	"quarry/views/style"
	"quarry/views/widget"
)

// pivotLine is a pivot from the selection: its key, and its price or why not.
type pivotLine struct {
	key, name, price, why string
	word                  string // the name in one word, for a narrow screen
	now                   time.Time
	cost                  views.Cost
}

// pivots are all pivots from an indicator, in the order of the table.
func (m *Model) pivots(i indicator.Indicator) []pivotLine {
	env := m.look(m.settings())
	var lines []pivotLine
	for _, r := range m.opt.Routes {
		b, _ := m.opt.Keys.Binding(r.Action)
		l := pivotLine{key: m.opt.Keys.Key(r.Action), name: r.Name, word: b.Label, now: m.opt.Now()}
		if subject, why := r.Subject(i); why != "" {
			l.why = why
		} else {
			l.cost = r.Cost(env, subject)
			l.price = m.costText(l.cost)
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
		for _, p := range slices.Concat(m.pivots(i), []pivotLine{m.dossierLine(i)}, m.manyLines()) {
			add(p.text(inner))
		}
		add(nil)
		add(m.keyText(keymap.Copy, copyForms()[m.form].name))
		add(m.keyText(keymap.CopyAs, ""))
		if m.disabled(keymap.Mark) == "" {
			add(m.keyText(keymap.Mark, ""))
		}
		add(nil)
		wrapped(style.Muted, m.acquaintance(i), ".", 4)
	}
	if i.IsZero() { // a row without a name; what is marked can be asked about
		for _, p := range m.offered() {
			add(p.text(inner))
		}
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
		right, _, _ = strings.Cut(p.why, ": ")
		tone = style.Muted
	}
	name := p.key + " " + p.name
	room := max(0, width-ansi.StringWidth(name)-2)
	if _, calls, ok := strings.Cut(right, ": "); ok && p.why == "" && ansi.StringWidth(right) > room {
		right = calls
	}
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

// acquaintance says where the indicator was met before: in this run, or in any
// answer that is kept.
func (m *Model) acquaintance(i indicator.Indicator) string {
	if m.opt.Memory != nil {
		if s, ok := m.opt.Memory.Seen(i); ok && (s.First.Before(m.started) || !slices.Contains(m.seen, i)) {
			return m.met(i, s)
		}
	}
	if slices.Contains(m.seen, i) {
		return "asked about in this run"
	}
	return "not seen before"
}

func (m *Model) met(i indicator.Indicator, s api.Sighting) string {
	where := safe.Print(string(s.Endpoint))
	for _, r := range m.opt.Routes {
		if r.Endpoint == s.Endpoint {
			where = r.Name
		}
	}
	for _, r := range m.opt.Many {
		if r.Endpoint == s.Endpoint {
			where = r.Name
		}
	}
	if s.Indicator != "" && s.Indicator != i.String() {
		where += " of " + safe.Print(s.Indicator)
	}
	when := s.First.UTC().Format(time.DateOnly)
	if !s.First.Before(m.started) {
		when = "in this run,"
	}
	text := fmt.Sprintf("first seen %s in %s", when, where)
	if s.Answers > 1 {
		text += fmt.Sprintf(", %s answers since", views.Number(s.Answers))
	}
	return text
}
