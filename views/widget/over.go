package widget

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Over lays a box over lines of width cells, with its upper left corner at a
// cell, and returns the lines. A box that reaches beyond an edge is cut there.
// Where half of a wide character would remain beside the box, a blank does.
func Over(lines []string, width int, box []string, x, y int) []string {
	for n, b := range box {
		if y+n < 0 || y+n >= len(lines) {
			continue
		}
		left, skip := max(0, min(x, width)), max(0, -x)
		room := width - left
		if skip > 0 {
			b = from(b, min(skip, Cells(b)))
		}
		if Cells(b) > room {
			b = Fit(ansi.Truncate(b, room, ""), room)
		}
		under := lines[y+n]
		rest := ""
		if at := left + Cells(b); at < width {
			rest = from(Fit(under, width), at)
		}
		lines[y+n] = head(under, left) + b + rest
	}
	return lines
}

// head is the first n cells of s. Half of a wide character is replaced by a
// blank.
func head(s string, n int) string {
	if n <= 0 {
		return ""
	}
	s = ansi.Truncate(s, n, "")
	return s + strings.Repeat(" ", max(0, n-Cells(s)))
}
