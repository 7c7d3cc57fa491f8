package views

import (
	"slices"
	"strings"
	"time"

	"quarry/state/indicator"
	"quarry/views/safe"
	"quarry/views/style"
	"quarry/views/widget"
)

// Table adds the rows of a table, given in exact values, below their header. A
// row can be pivoted on by the first indicator in it. Where there is no room,
// times are cut to days and the widest columns made narrower.
func (s *Sheet) Table(header []string, rows [][]string) {
	t := newTabular(header, rows)
	s.row(t, 0, style.Muted).Copy("")
	for n := range rows {
		it := s.row(t, n+1, style.Text)
		it.cells = rows[n]
		for _, cell := range rows[n] {
			if i, ok := indicator.Canonical(cell); ok {
				it.Pivot(i)
				break
			}
		}
	}
}

func (s *Sheet) row(t *tabular, row int, tone style.Tone) *Item {
	alt := strings.TrimRight(t.line(row, t.widths), " ")
	return s.Draw("", alt, func(width int) widget.Text {
		return widget.Toned(tone, t.line(row, t.fit(width)))
	}).Wide()
}

// tabular is a table of printed cells.
type tabular struct {
	cells  [][]string // the header first
	widths []int
	times  []bool // columns of times, of which a day alone is also worth reading
}

func newTabular(header []string, rows [][]string) *tabular {
	t := &tabular{widths: make([]int, len(header)), times: make([]bool, len(header))}
	titles := make([]string, len(header))
	for c, title := range header {
		titles[c] = strings.ToUpper(strings.ReplaceAll(title, "_", " "))
	}
	t.cells = append(t.cells, titles)
	for _, row := range rows {
		printed := make([]string, len(header))
		for c := range min(len(row), len(header)) {
			printed[c] = safe.Print(row[c])
			if i, ok := indicator.Canonical(row[c]); ok {
				printed[c] = safe.Show(i)
			} else if at, err := time.Parse(time.RFC3339, row[c]); err == nil {
				printed[c], t.times[c] = Moment(at), true
			}
		}
		t.cells = append(t.cells, printed)
	}
	for _, row := range t.cells {
		for c, cell := range row {
			t.widths[c] = max(t.widths[c], safe.Width(cell))
		}
	}
	return t
}

const (
	between = 2  // cells between columns
	narrow  = 16 // the width below which no column is cut
)

// fit are the widths of the columns for a width in all. It may be passed: the
// rest is scrolled to.
func (t *tabular) fit(width int) []int {
	widths := slices.Clone(t.widths)
	for c := range widths {
		if t.times[c] && over(widths, width) > 0 {
			widths[c] = min(widths[c], len(time.DateOnly))
		}
	}
	for {
		widest := 0
		for c, w := range widths {
			if w > widths[widest] {
				widest = c
			}
		}
		too := over(widths, width)
		if too <= 0 || len(widths) == 0 || widths[widest] <= narrow {
			return widths
		}
		widths[widest] = max(narrow, widths[widest]-too)
	}
}

// over is how many cells the columns have too many.
func over(widths []int, width int) int {
	total := between * (len(widths) - 1)
	for _, w := range widths {
		total += w
	}
	return total - width
}

func (t *tabular) line(row int, widths []int) string {
	var b strings.Builder
	for c, w := range widths {
		if c > 0 {
			b.WriteString(strings.Repeat(" ", between))
		}
		cell := t.cells[row][c]
		if _, err := time.Parse(moment, cell); err == nil && w == len(time.DateOnly) {
			cell = cell[:w]
		}
		b.WriteString(widget.Fit(cell, w))
	}
	return b.String()
}

// defangCells is a row of a table in one line, indicators defanged.
func defangCells(cells []string, dots safe.Dots) string {
	out := make([]string, len(cells))
	for n, cell := range cells {
		out[n] = safe.Print(cell)
		if i, ok := indicator.Canonical(cell); ok {
			out[n] = safe.Defang(i, dots)
		}
	}
	return strings.Join(out, "  ")
}
