package widget

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"quarry/views/style"
)

// Fit is s in exactly width cells, cut at its end with "…" or padded on the
// right. s is one line and may hold SGR sequences, which are all kept.
func Fit(s string, width int) string {
	s, padding := fit(s, width)
	return s + padding
}

// FitRight is [Fit] with the padding on the left.
func FitRight(s string, width int) string {
	s, padding := fit(s, width)
	return padding + s
}

func fit(s string, width int) (cut, padding string) {
	if width <= 0 {
		return "", ""
	}
	w := Cells(s)
	if w > width {
		s = ansi.Truncate(s, width, style.Ellipsis)
		w = Cells(s)
	}
	return s, strings.Repeat(" ", max(0, width-w))
}

// from is s without its first n cells, which it has at least. Half of a wide
// character is replaced by a space, so that what follows stays in its column.
func from(s string, n int) string {
	want := Cells(s) - n
	rest := ansi.TruncateLeft(s, n, "")
	if Cells(rest) > want {
		rest = ansi.TruncateLeft(s, n+1, "")
	}
	return strings.Repeat(" ", max(0, want-Cells(rest))) + rest
}

// Block is exactly height lines of exactly width cells, joined by line breaks:
// lines that are too many are left off, missing ones are blank. A block without
// height is empty.
func Block(lines []string, width, height int) string {
	if height <= 0 {
		return ""
	}
	var b strings.Builder
	b.Grow(height * (width + 1))
	for i := range height {
		if i > 0 {
			b.WriteByte('\n')
		}
		line := ""
		if i < len(lines) {
			line = lines[i]
		}
		b.WriteString(Fit(line, width))
	}
	return b.String()
}
