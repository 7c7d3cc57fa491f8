package ui

import (
	"slices"

	"quarry/views/style"
	"quarry/views/widget"
)

// drawn draws lines and remembers them: what is to be drawn again as it was is
// not painted anew. The lines themselves are what is compared, so that nothing
// old can be shown for something new.
type drawn struct {
	theme  *style.Theme
	width  int
	before string
	texts  []widget.Text
	lines  []string
}

// draw returns the texts in exactly width cells each, behind what stands before
// every line.
func (d *drawn) draw(theme *style.Theme, width int, before string, texts []widget.Text) []string {
	if d.theme != theme || d.width != width || d.before != before {
		*d = drawn{theme: theme, width: width, before: before}
	}
	lines := make([]string, len(texts))
	for n, t := range texts {
		if n < len(d.texts) && slices.Equal(d.texts[n], t) {
			lines[n] = d.lines[n]
		} else {
			lines[n] = before + t.Render(theme, width, false)
		}
	}
	d.texts, d.lines = texts, lines
	return slices.Clone(lines)
}
