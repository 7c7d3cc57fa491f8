package views

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"quarry/state/indicator"
	"quarry/views/safe"
	"quarry/views/style"
	"quarry/views/widget"
)

// Sheet is a record laid out as labelled fields. The screen, the command line
// and the Markdown copy are all made from it, so they cannot differ.
type Sheet struct {
	items []*Item
	group string
}

// Item is one entry of a sheet. Its setters return it for chaining.
type Item struct {
	kind   itemKind
	label  string
	value  widget.Text
	draw   func(width int) widget.Text
	target indicator.Indicator
	copy   string
	group  string
	folded bool
	wide   bool
	id     string     // the row's name where it is given; else made from place and label
	column string     // items of one column have their values below each other; empty for the group's
	inner  bool       // a heading within a group, which does not fold by itself
	cells  []string   // of a table's row, exactly
	tone   style.Tone // of a heading, where it is not that of headings
	hint   bool       // says how to go on, and nothing of the record
}

type itemKind uint8

const (
	fieldItem itemKind = iota
	headItem
	gapItem
)

// Field adds a labelled value. An empty label continues the field above.
func (s *Sheet) Field(label string, value widget.Text) *Item {
	return s.add(&Item{label: label, value: value, copy: value.String()})
}

// Text adds a labelled value of one tone.
func (s *Sheet) Text(label string, tone style.Tone, value string) *Item {
	return s.Field(label, widget.Toned(tone, value))
}

// Outside adds a labelled value that came from the wire. What is copied is the
// whole value with its dangers made visible.
func (s *Sheet) Outside(label string, raw safe.Raw) *Item {
	if raw.Empty() {
		return s.Text(label, style.Muted, "not given").Copy("")
	}
	return s.Text(label, style.Text, raw.String()).Copy(raw.Visible())
}

// Indicator adds a value that can be pivoted on.
func (s *Sheet) Indicator(label string, i indicator.Indicator) *Item {
	return s.Text(label, style.Text, safe.Show(i)).Pivot(i)
}

// Draw adds a drawing of the width that is left for values; alt says the same
// in words, for the command line and for Markdown; it is empty where other items
// say so already.
func (s *Sheet) Draw(label, alt string, draw func(width int) widget.Text) *Item {
	return s.add(&Item{label: label, value: widget.Plain(alt), draw: draw, copy: alt})
}

// Head begins a section.
func (s *Sheet) Head(title string) *Item {
	s.group = ""
	return s.add(&Item{kind: headItem, label: title})
}

// Fold begins a section that can be folded; folded says how it starts.
func (s *Sheet) Fold(title string, folded bool) *Item {
	it := s.Head(title)
	s.group = title
	it.group, it.folded = title, folded
	return it
}

// Gap adds an empty line.
func (s *Sheet) Gap() { s.add(&Item{kind: gapItem}) }

// Lead puts the view's own subject first, where the cursor starts: the keys that
// pivot then act on what the view is about.
func (s *Sheet) Lead(subject indicator.Indicator) {
	value := Named(subject)
	if note, ok := subject.Benign(); ok {
		value = widget.T(value, widget.Toned(style.Good, "  "+style.Check+" "+note))
	}
	label := subject.Kind().String()
	self := &Item{label: strings.ToUpper(label[:1]) + label[1:], value: value, target: subject, copy: subject.String()}
	s.items = append([]*Item{self}, s.items...)
}

// Pivot makes the item's row an indicator to pivot from.
func (i *Item) Pivot(target indicator.Indicator) *Item {
	i.target = target
	return i
}

// Copy sets what copying the row gives; empty makes the row unselectable.
func (i *Item) Copy(text string) *Item {
	i.copy = text
	return i
}

// Hint marks the item as one that says how to go on from here: it is on the
// screen and in no export.
func (i *Item) Hint() *Item {
	i.hint = true
	return i
}

// Name gives the row a name of its own, unique in the sheet, by which the cursor
// finds it again when the rows above it change.
func (i *Item) Name(id string) *Item {
	i.id = id
	return i
}

// Wide gives the value the whole width, the column of labels too, for the rows
// of a list under a heading. Its label is not shown.
func (i *Item) Wide() *Item {
	i.wide = true
	return i
}

func (s *Sheet) add(i *Item) *Item {
	if i.group == "" && i.kind != headItem {
		i.group = s.group
	}
	s.items = append(s.items, i)
	return i
}

// labels names the column of labels that the item's label stands in.
func (i *Item) labels() string {
	if i.column != "" {
		return i.column
	}
	return i.group
}

// labelWidth is the width of a group's label column: as wide as its longest
// label, but never so wide that values starve. What is folded away does not
// widen the rest.
func (s *Sheet) labelWidth(column string, width int) int {
	w := 0
	for _, i := range s.items {
		if i.kind == fieldItem && !i.wide && i.labels() == column {
			w = max(w, ansi.StringWidth(i.label))
		}
	}
	return min(w+2, max(8, width*2/5))
}

// Rows lays the sheet out for a document of a width; long values wrap.
func (s *Sheet) Rows(width int) []widget.Row {
	var rows []widget.Row
	labels := map[string]int{}
	for n, i := range s.items {
		id := rowID(n, i)
		switch i.kind {
		case gapItem:
			rows = append(rows, widget.Row{ID: id, Group: i.group})
		case headItem:
			rows = append(rows, widget.Row{
				ID: id, Group: i.group, Head: i.group != "" && !i.inner, Text: i.heading(),
			})
		default:
			column := i.labels()
			if _, ok := labels[column]; !ok {
				labels[column] = s.labelWidth(column, width)
			}
			rows = append(rows, i.rows(id, labels[column], width)...)
		}
	}
	return rows
}

// heading is the text of a heading.
func (i *Item) heading() widget.Text {
	if i.tone != style.Text {
		return widget.Toned(i.tone, i.label)
	}
	return widget.Toned(style.Strong, i.label)
}

// mostLines is how many lines one value may take, so that a long one, which may
// be meant to, does not push everything else off the screen.
const mostLines = 12

func (i *Item) rows(id string, label, width int) []widget.Row {
	if i.wide {
		label = 0
	}
	head := widget.Toned(style.Muted, widget.Fit(widget.Fit(i.label, label-1), label))
	row := widget.Row{ID: id, Group: i.group, Target: i.target, Copy: i.copy}
	if i.draw != nil {
		row.Draw = func(w int) widget.Text { return widget.T(head, i.draw(max(0, w-label))) }
		return []widget.Row{row}
	}
	var rows []widget.Row
	lines := wrap(i.value, max(1, width-label))
	if len(lines) > mostLines {
		lines = append(lines[:mostLines-1], widget.Toned(style.Warn, style.Ellipsis+" cut here; the raw answer has it whole"))
	}
	for n, line := range lines {
		if n > 0 {
			head = widget.Plain(strings.Repeat(" ", label))
			row = widget.Row{ID: id + "+" + Number(n), Group: i.group}
		}
		row.Text = widget.T(head, line)
		rows = append(rows, row)
	}
	return rows
}

func rowID(n int, i *Item) string {
	if i.id != "" {
		return i.id
	}
	if !i.target.IsZero() {
		return i.target.String() + "#" + Number(n)
	}
	return i.label + "#" + Number(n)
}

// wrap breaks a toned text into lines of at most width cells: before what two
// spaces or a dot set apart, where that fits on a line of its own, and else at
// spaces where that works.
func wrap(t widget.Text, width int) []widget.Text {
	if t.Width() <= width {
		return []widget.Text{t}
	}
	var lines []widget.Text
	var line widget.Text
	for len(t) > 0 {
		var gap, fact widget.Text
		gap, fact, t = nextFact(t)
		if len(fact) == 0 {
			gap, fact = nil, gap
		}
		if line != nil && fact.Width() <= width && line.Width()+gap.Width()+fact.Width() > width {
			lines, line = append(lines, line), nil
		}
		if line != nil {
			fact = widget.T(gap, fact)
		}
		broken := wrapWords(widget.T(line, fact), width)
		last := len(broken) - 1
		lines, line = append(lines, broken[:last]...), broken[last]
	}
	return append(lines, line)
}

// nextFact cuts a text where the next span is set apart: what stands between it
// and what was before, the fact itself, and the rest.
func nextFact(t widget.Text) (gap, fact, rest widget.Text) {
	if apart(t[0]) {
		if body := strings.TrimLeft(t[0].Text, " "); strings.TrimSpace(body) == style.Dot {
			gap, t = t[:1], t[1:]
		} else {
			gap = widget.Plain(t[0].Text[:len(t[0].Text)-len(body)])
			t = append(widget.Text{{Tone: t[0].Tone, Text: body}}, t[1:]...)
		}
	}
	n := 1
	for n < len(t) && !apart(t[n]) {
		n++
	}
	n = min(n, len(t))
	return gap, t[:n], t[n:]
}

// apart reports whether a span is set apart from what is before it.
func apart(s widget.Span) bool {
	return strings.HasPrefix(s.Text, "  ") || strings.TrimSpace(s.Text) == style.Dot
}

// wrapWords breaks a toned text at spaces where that works.
func wrapWords(t widget.Text, width int) []widget.Text {
	if t.Width() <= width {
		return []widget.Text{t}
	}
	var lines []widget.Text
	var line widget.Text
	used := 0
	for _, span := range t {
		for n, part := range strings.Split(ansi.Wrap(strings.Repeat(" ", used)+span.Text, width, "/?&;"), "\n") {
			if n == 0 {
				part = strings.TrimPrefix(part, strings.Repeat(" ", min(used, leading(part))))
			} else {
				lines, line = append(lines, line), nil
				used = 0
			}
			if part != "" {
				line = append(line, widget.Span{Tone: span.Tone, Text: part})
				used += ansi.StringWidth(part)
			}
		}
	}
	return append(lines, line)
}

func leading(s string) int { return len(s) - len(strings.TrimLeft(s, " ")) }

// Folded returns the groups that start folded.
func (s *Sheet) Folded() []string {
	var groups []string
	for _, i := range s.items {
		if i.folded {
			groups = append(groups, i.group)
		}
	}
	return groups
}

// Lines is the sheet as plain printable lines, for the command line.
func (s *Sheet) Lines(width int) []string {
	var lines []string
	for _, r := range s.worded().Rows(width) {
		lines = append(lines, strings.TrimRight(r.Text.String(), " "))
	}
	for len(lines) > 0 && lines[len(lines)-1] == "" { // a hint stood below it
		lines = lines[:len(lines)-1]
	}
	return lines
}

// worded is the sheet with words in place of drawings, and without hints, which
// name keys.
func (s *Sheet) worded() *Sheet {
	plain := &Sheet{}
	for _, i := range s.items {
		if i.picture() || i.hint {
			continue
		}
		c := *i
		c.draw = nil
		plain.items = append(plain.items, &c)
	}
	return plain
}

// picture reports whether the item is a drawing and nothing in words.
func (i *Item) picture() bool { return i.draw != nil && i.value == nil }

// defanged is the value with the indicator that it begins with defanged, and
// the row of a table with each that it holds.
func (i *Item) defanged(dots safe.Dots) string {
	if i.cells != nil {
		return defangCells(i.cells, dots)
	}
	value := i.value.String()
	if i.target.IsZero() {
		return value
	}
	if rest, ok := strings.CutPrefix(value, safe.Show(i.target)); ok {
		return safe.Defang(i.target, dots) + rest
	}
	return value
}

// Markdown is the sheet as a list, with values as code so that nothing in them
// is alive, and so the labels that are no words of quarry's; indicators are
// defanged.
func (s *Sheet) Markdown(dots safe.Dots) string {
	var b strings.Builder
	for _, i := range s.items {
		switch {
		case i.picture(), i.hint:
		case i.kind == headItem:
			b.WriteString("\n**" + safe.MarkdownLabel(i.label) + "**\n\n")
		case i.kind == fieldItem:
			value := i.defanged(dots)
			b.WriteString("- ")
			if i.label != "" {
				b.WriteString(safe.MarkdownLabel(i.label) + ": ")
			}
			b.WriteString(safe.MarkdownCode(value) + "\n")
		}
	}
	return strings.TrimLeft(b.String(), "\n")
}
