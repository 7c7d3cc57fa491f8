package ui

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strings"

	"quarry/api"
	"quarry/state/indicator"
	"quarry/views"
	"quarry/views/safe"
)

// material is what can be copied from a view.
type material struct {
	selection views.Selection
	marked    []indicator.Indicator
	content   views.Content
	answers   []api.Answer
	dots      safe.Dots
}

// indicators are the marked ones, or the selected one.
func (m material) indicators() []indicator.Indicator {
	if len(m.marked) > 0 {
		return m.marked
	}
	if m.selection.Indicator.IsZero() {
		return nil
	}
	return []indicator.Indicator{m.selection.Indicator}
}

// copyForm is one way to copy.
type copyForm struct {
	id, name, key string
	// make returns the text, or why there is none.
	make func(material) (text, why string)
}

// copyForms are the forms, in the order in which they are offered.
func copyForms() []copyForm {
	return []copyForm{
		{"defanged", "defanged", "d", func(m material) (string, string) {
			return m.list(func(i indicator.Indicator) string { return safe.Defang(i, m.dots) })
		}},
		{"plain", "plain", "p", func(m material) (string, string) {
			return m.list(indicator.Indicator.String)
		}},
		{"or", "OR-list for a search", "o", orList},
		{"json", "record as JSON", "j", asJSON},
		{"markdown", "record as Markdown", "m", asMarkdown},
		{"csv", "table as CSV", "c", asCSV},
		{"curl", "curl command", "u", asCurl},
	}
}

func formIndex(id string) int {
	for i, f := range copyForms() {
		if f.id == id {
			return i
		}
	}
	return 0
}

// list writes the indicators one a line; a selected text that is no indicator
// is copied as it is.
func (m material) list(write func(indicator.Indicator) string) (string, string) {
	all := m.indicators()
	if len(all) == 0 {
		if m.selection.Text != "" {
			return m.selection.Text, ""
		}
		return "", "nothing is selected"
	}
	lines := make([]string, len(all))
	for n, i := range all {
		lines[n] = write(i)
	}
	return strings.Join(lines, "\n"), ""
}

func orList(m material) (string, string) {
	all := m.indicators()
	if len(all) == 0 {
		return "", "no indicator is selected"
	}
	quoted := make([]string, len(all))
	for n, i := range all {
		quoted[n] = `"` + i.String() + `"`
	}
	return strings.Join(quoted, " OR "), ""
}

func asJSON(m material) (string, string) {
	if m.content.Record == nil {
		return "", "no record has come yet"
	}
	doc, err := json.MarshalIndent(m.content.Record, "", "  ")
	if err != nil {
		return "", "the record has no JSON form: " + safe.Print(err.Error())
	}
	return string(safe.EscapeJSON(doc)), ""
}

func asMarkdown(m material) (string, string) {
	switch c := m.content; {
	case len(c.Rows) > 0:
		var b strings.Builder
		fmt.Fprintf(&b, "**%s**\n\n| %s |\n|%s\n", safe.MarkdownLabel(c.Title), strings.Join(c.Header, " | "), strings.Repeat(" --- |", len(c.Header)))
		for _, row := range c.Rows {
			b.WriteString("|")
			for _, cell := range row {
				b.WriteString(" " + safe.MarkdownCell(defangCell(cell, m.dots)) + " |")
			}
			b.WriteString("\n")
		}
		return b.String(), ""
	case c.Sheet != nil:
		return fmt.Sprintf("**%s**\n\n%s", safe.MarkdownLabel(c.Title), c.Sheet.Markdown(m.dots)), ""
	}
	return "", "no record has come yet"
}

// defangCell defangs a cell that is an indicator by itself.
func defangCell(cell string, dots safe.Dots) string {
	if i, err := indicator.Parse(cell); err == nil && i.String() == cell {
		return safe.Defang(i, dots)
	}
	return cell
}

func asCSV(m material) (string, string) {
	if len(m.content.Rows) == 0 {
		return "", "this view has no table"
	}
	var b strings.Builder
	w := csv.NewWriter(&b)
	for _, row := range append([][]string{m.content.Header}, m.content.Rows...) {
		cells := make([]string, len(row))
		for n, cell := range row {
			cells[n] = safe.CSVCell(cell)
		}
		_ = w.Write(cells) // a strings.Builder takes everything
	}
	w.Flush()
	return b.String(), ""
}

func asCurl(m material) (string, string) {
	if len(m.answers) == 0 {
		return "", "no request has been sent yet"
	}
	return m.answers[len(m.answers)-1].Request.Curl(), ""
}
