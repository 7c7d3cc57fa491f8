package widget

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"quarry/state/indicator"
	"quarry/views/style"
)

// Render implements [Pane].
func (t *Table) Render() string {
	if t.fresh {
		return t.frame
	}
	t.scrollAcross(0)
	drawn := make([]string, 0, t.height)
	if t.height > 1 {
		drawn = append(drawn, t.heading())
	}
	for place := t.top; place < t.lines.count && len(drawn) < t.height; place++ {
		drawn = append(drawn, t.line(place))
	}
	if t.lines.count == 0 && t.have.n > 0 {
		nothing := Toned(style.Muted, "   nothing here matches the filter")
		drawn = append(drawn, nothing.Render(t.theme, t.width, false))
	}
	t.frame, t.fresh = Block(drawn, t.width, t.height), true
	return t.frame
}

// heading draws the titles, the order, and at the edges what there is to scroll
// to sideways.
func (t *Table) heading() string {
	var cells []string
	for _, s := range t.drawn().slots {
		title := t.columns[s.column].Title
		head := Toned(style.Muted, title)
		if s.column == t.want.by {
			// The mark matters more than the title's last letters.
			head = T(style.Strong, ansi.Truncate(title, max(0, s.width-2), style.Ellipsis), style.Accent, " "+t.direction())
		}
		cells = append(cells, t.cell(s, head, false))
	}
	line := "   " + t.window(strings.Join(cells, strings.Repeat(" ", t.drawn().gap)))
	if t.across > 0 {
		line = "  " + t.theme.Paint(style.Accent, "←") + ansi.TruncateLeft(line, margin, "")
	}
	if t.wide.width-t.across > t.width-margin && t.width > margin && (t.across > 0 || t.endsBlank(line)) {
		line = Fit(ansi.Truncate(line, t.width-1, ""), t.width-1) + t.theme.Paint(style.Accent, style.Arrow)
	}
	return line
}

// endsBlank reports whether a line can do without its last cell: it is blank, or
// beyond the edge.
func (t *Table) endsBlank(line string) bool {
	return t.layout.width > t.width-margin || Cells(strings.TrimRight(ansi.Strip(line), " ")) < t.width
}

// line draws the line at a place. On the selected one the first cell stands out,
// which names it. The heading of a group reaches as far as it has nothing to say in
// the columns beside its name.
func (t *Table) line(place int) string {
	selected := place == t.cursor && !t.idle
	var b strings.Builder
	slots, gap := t.drawn().slots, t.drawn().gap
	for i := 0; i < len(slots); i++ {
		s, first := slots[i], i == 0
		if !first {
			b.WriteString(strings.Repeat(" ", gap))
		}
		for first && t.lines.at(place).row == noRow && i+1 < len(slots) && t.cellAt(place, slots[i+1].column, slots[i+1].width).Width() == 0 {
			i++
			s.width += gap + slots[i].width
		}
		b.WriteString(t.cell(s, t.cellAt(place, s.column, s.width), selected && first))
	}
	return rowMargin(t.theme, selected, t.isMarked(place), t.noter.of(t.targetAt(place))) + t.window(b.String())
}

// cellAt is what a column shows of a line.
func (t *Table) cellAt(place, col, width int) Text {
	e := t.lines.at(place)
	switch {
	case e.row != noRow && t.lines.starts != nil && col == 0:
		return T("  ", t.have.rows.Cell(e.row, col, width-2))
	case e.row != noRow:
		return t.have.rows.Cell(e.row, col, width)
	}
	cell := t.lines.heading(e.heading).Cell
	if col > 0 {
		return cell(col, width)
	}
	mark := style.Folded
	if t.lines.unfoldedAt(e.heading) {
		mark = style.Unfolded
	}
	return T(style.Accent, mark+" ", cell(col, width-2))
}

// targetAt is what a line names.
func (t *Table) targetAt(place int) indicator.Indicator {
	e := t.lines.at(place)
	if e.row == noRow {
		return t.lines.heading(e.heading).Target
	}
	return t.have.rows.Target(e.row)
}

// isMarked reports whether a line is marked; the heading of a group is when all
// its rows are.
func (t *Table) isMarked(place int) bool {
	if t.marks.count == 0 {
		return false
	}
	e := t.lines.at(place)
	if e.row == noRow {
		return t.allMarked(e.heading)
	}
	return t.marks.has(e.row)
}

func (t *Table) cell(s slot, text Text, selected bool) string {
	return text.draw(t.theme, s.width, selected, t.columns[s.column].Right)
}

// window is the part of a line that is in sight when it is wider than that.
func (t *Table) window(line string) string {
	if t.drawn().width <= t.width-margin {
		return line
	}
	// No ellipsis: it would read as if the cell at the edge were longer.
	return ansi.Truncate(from(line, t.across), max(0, t.width-margin), "")
}
