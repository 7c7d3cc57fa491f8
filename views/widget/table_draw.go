package widget

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"quarry/views/style"
)

// Render implements [Pane].
func (t *Table) Render() string {
	if t.fresh {
		return t.frame
	}
	lines := make([]string, 0, t.height)
	if t.height > 1 {
		lines = append(lines, t.heading())
	}
	for place := t.top; place < len(t.shown) && len(lines) < t.height; place++ {
		lines = append(lines, t.line(place))
	}
	if len(t.shown) == 0 && t.rows.Len() > 0 {
		nothing := Toned(style.Muted, "   nothing here matches the filter")
		lines = append(lines, nothing.Render(t.theme, t.width, false))
	}
	t.frame, t.fresh = Block(lines, t.width, t.height), true
	return t.frame
}

// heading draws the titles, the order, and at the edges what there is to scroll
// to sideways.
func (t *Table) heading() string {
	var cells []string
	for _, s := range t.layout.slots {
		title := t.columns[s.column].Title
		head := Toned(style.Muted, title)
		if s.column == t.by {
			// The mark matters more than the title's last letters.
			head = T(style.Strong, ansi.Truncate(title, max(0, s.width-2), style.Ellipsis), style.Accent, " "+t.direction())
		}
		cells = append(cells, t.cell(s, head, false))
	}
	line := "   " + t.window(strings.Join(cells, t.gap(false)))
	if t.across > 0 {
		line = "  " + t.theme.Paint(style.Accent, "←") + ansi.TruncateLeft(line, margin, "")
	}
	if t.layout.width-t.across > t.width-margin && t.width > margin {
		line = Fit(ansi.Truncate(line, t.width-1, ""), t.width-1) + t.theme.Paint(style.Accent, style.Arrow)
	}
	return line
}

// line draws the row at a place of shown.
func (t *Table) line(place int) string {
	row, selected := t.shown[place], place == t.cursor
	var b strings.Builder
	for i, s := range t.layout.slots {
		if i > 0 {
			b.WriteString(t.gap(selected))
		}
		b.WriteString(t.cell(s, t.rows.Cell(row, s.column, s.width), selected))
	}
	line := rowMargin(t.theme, selected, t.isMarked(row)) + t.window(b.String())
	if selected {
		line += t.theme.PaintOn(style.Text, strings.Repeat(" ", max(0, t.width-ansi.StringWidth(line))))
	}
	return line
}

func (t *Table) cell(s slot, text Text, selected bool) string {
	return text.draw(t.theme, s.width, selected, t.columns[s.column].Right)
}

func (t *Table) gap(selected bool) string {
	gap := strings.Repeat(" ", t.layout.gap)
	if selected {
		return t.theme.PaintOn(style.Text, gap)
	}
	return gap
}

// window is the part of a line that is in sight when it is wider than that.
func (t *Table) window(line string) string {
	if t.layout.width <= t.width-margin {
		return line
	}
	// No ellipsis: it would read as if the cell at the edge were longer.
	return ansi.Truncate(from(line, t.across), max(0, t.width-margin), "")
}
