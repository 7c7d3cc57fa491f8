package views

import (
	"strings"

	"quarry/api"
	"quarry/views/safe"
)

// PageText renders an answer as a [Page] would show it, for the command line:
// plain printable lines of at most width cells; with a width of 0 the record
// alone.
func PageText[T any](env Env, form Form[T], a api.Answer, width int) (Content, []string, error) {
	v, err := form.Decode(a)
	if err != nil {
		return Content{}, nil, err
	}
	c := Content{Title: form.Title, Record: v}
	if width <= 0 {
		return c, nil, nil
	}
	head := form.Title
	if form.Facts != nil {
		c.Facts = form.Facts(env, v)
		head = strings.Join(append([]string{head}, c.Facts...), "  ·  ")
	}
	lines := []string{head}
	add := func(l string) { lines = append(lines, strings.TrimRight("  "+l, " ")) }
	switch {
	case form.Empty != nil && form.Empty(v) != "":
		add(form.Empty(v))
	case form.List != nil:
		c.Header = form.List.Header
		for row := range form.List.Rows(env, v).Len() {
			c.Rows = append(c.Rows, form.List.Cells(v, row))
		}
		for _, l := range columns(c.Header, c.Rows) {
			add(l)
		}
	default:
		c.Sheet = form.Sheet(env, v)
		for _, l := range c.Sheet.Lines(width - 2) {
			add(l)
		}
	}
	if form.Problems != nil {
		c.Problems = form.Problems(v)
		for _, l := range c.Problems.Lines() {
			add(l)
		}
	}
	return c, lines, nil
}

// Cells longer than these, in characters and in cells, are cut, and do not widen
// their column: one long name must not push the columns of all others off the
// screen. A host name has at most 253 characters.
const (
	longestCell = 300
	widestCell  = 60
)

// columns aligns cells of exact values, printed, under their header.
func columns(header []string, rows [][]string) []string {
	table := append([][]string{header}, rows...)
	widths := make([]int, len(header))
	printed := make([][]string, len(table))
	for n, row := range table {
		printed[n] = make([]string, len(row))
		for c, cell := range row {
			printed[n][c] = safe.PrintMax(cell, longestCell)
			widths[c] = max(widths[c], min(widestCell, safe.Width(printed[n][c])))
		}
	}
	lines := make([]string, len(table))
	for n, row := range printed {
		var b strings.Builder
		for c, cell := range row {
			if c < len(row)-1 {
				cell += strings.Repeat(" ", max(0, widths[c]-safe.Width(cell))+2)
			}
			b.WriteString(cell)
		}
		lines[n] = b.String()
	}
	return lines
}
