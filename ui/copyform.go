package ui

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strings"

	"quarry/state/indicator"
	"quarry/views"
	"quarry/views/safe"
)

// written is a text as it is copied, or why there is none, and what has to be
// said of it.
type written struct{ text, why, note string }

func refused(why string) written { return written{why: why} }

// copyForm is one way to copy.
type copyForm struct {
	id, name, key string
	// record is the name where the view is no table and the form takes its record
	// as a whole; empty for the same.
	record string
	// tables is set where the form is for tables alone: of anything else the one
	// before it says the same.
	tables bool
	// group is which of the groups of forms it stands in.
	group int
	make  func(material) written
}

// The groups of forms: indicators one by one, searches among them, what the view
// says of them, the request.
const (
	ofIndicators = iota
	ofRecords
	ofRequest
)

// copyForms are the forms, in the order in which they are offered.
func copyForms() []copyForm {
	return []copyForm{
		{id: "defanged", name: "defanged", key: "d", make: func(m material) written {
			return m.list(func(i indicator.Indicator) string { return safe.Defang(i, m.dots) })
		}},
		{id: "plain", name: "plain", key: "p", make: func(m material) written { return m.list(indicator.Indicator.String) }},
		{id: "or", name: "OR-list", key: "o", make: orList},
		{id: "spl", name: "Splunk SPL", key: "s", make: asSPL},
		{id: "kql", name: "KQL (Kusto)", key: "k", make: asKQL},
		{id: "stix", name: "STIX pattern", key: "x", make: asSTIX},
		{id: "markdown", name: "Markdown", key: "m", record: "record as Markdown", group: ofRecords, make: asMarkdown},
		{id: "csv", name: "CSV", key: "c", group: ofRecords, make: asCSV},
		{id: "json", name: "JSON", key: "j", record: "record as JSON", group: ofRecords, make: asJSON},
		{id: "record", name: "whole record", key: "r", tables: true, group: ofRecords, make: asRecord},
		{id: "curl", name: "curl command", key: "u", group: ofRequest, make: asCurl},
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

// called is the form's name for a material.
func (f copyForm) called(m material) string {
	if f.record != "" && !m.table() {
		return f.record
	}
	return f.name
}

// list writes the indicators one a line; a selected text that is no indicator
// is copied as it is.
func (m material) list(write func(indicator.Indicator) string) written {
	all, nameless := m.indicators()
	if len(all) == 0 {
		if m.part == views.Selected && m.selection.Text != "" {
			return written{text: m.selection.Text}
		}
		return refused(m.nothing())
	}
	lines := make([]string, len(all))
	for n, i := range all {
		lines[n] = write(i)
	}
	return written{text: strings.Join(lines, "\n"), note: unnamed(nameless)}
}

// unnamed is the remark on rows that name no indicator.
func unnamed(rows int) string {
	if rows == 0 {
		return ""
	}
	return without(rows, "row that names no indicator", "rows that name no indicator")
}

// asJSON is the rows of a table, an object each by its header, and elsewhere the
// record: a record cannot be cut to some of its rows.
func asJSON(m material) written {
	if !m.table() {
		return asRecord(m)
	}
	if why := m.rowless(); why != "" {
		return refused(why)
	}
	var b strings.Builder
	b.WriteString("[")
	for n := range m.rows.Len {
		if n > 0 {
			b.WriteString(",")
		}
		b.WriteString("\n  {")
		for c, cell := range m.rows.Cells(n) {
			if c > 0 {
				b.WriteString(", ")
			}
			b.Write(safe.JSONString(m.rows.Header[c]))
			b.WriteString(": ")
			b.Write(safe.JSONString(cell))
		}
		b.WriteString("}")
	}
	b.WriteString("\n]")
	return written{text: b.String()}
}

func asRecord(m material) written {
	if m.content.Record == nil {
		if m.table() {
			return refused("this view has no record of its own")
		}
		return refused("no record has come yet")
	}
	doc, err := json.MarshalIndent(m.content.Record, "", "  ")
	if err != nil {
		return refused("the record has no JSON form: " + safe.Print(err.Error()))
	}
	return written{text: string(safe.EscapeJSON(doc))}
}

func asMarkdown(m material) written {
	if !m.table() {
		if m.content.Sheet == nil {
			return refused("no record has come yet")
		}
		return written{text: fmt.Sprintf("**%s**\n\n%s", safe.MarkdownLabel(m.content.Title), m.content.Sheet.Markdown(m.dots))}
	}
	if why := m.rowless(); why != "" {
		return refused(why)
	}
	title := m.content.Title
	if m.rows.Of != "" {
		title += " (" + m.rows.Of + ")"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "**%s**\n\n| %s |\n|%s\n", safe.MarkdownLabel(title), strings.Join(m.rows.Header, " | "), strings.Repeat(" --- |", len(m.rows.Header)))
	for n := range m.rows.Len {
		b.WriteString("|")
		for _, cell := range m.rows.Cells(n) {
			b.WriteString(" " + safe.MarkdownCell(defangCell(cell, m.dots)) + " |")
		}
		b.WriteString("\n")
	}
	return written{text: b.String()}
}

// defangCell defangs a cell that is an indicator by itself.
func defangCell(cell string, dots safe.Dots) string {
	if i, ok := indicator.Canonical(cell); ok {
		return safe.Defang(i, dots)
	}
	return cell
}

func asCSV(m material) written {
	if why := m.rowless(); why != "" {
		return refused(why)
	}
	var b strings.Builder
	w := csv.NewWriter(&b)
	write := func(row []string) {
		cells := make([]string, len(row))
		for n, cell := range row {
			cells[n] = safe.CSVCell(cell)
		}
		_ = w.Write(cells) // a strings.Builder takes everything
	}
	write(m.rows.Header)
	for n := range m.rows.Len {
		write(m.rows.Cells(n))
	}
	w.Flush()
	return written{text: b.String()}
}

func asCurl(m material) written {
	if len(m.answers) == 0 {
		return refused("no request has been sent yet")
	}
	return written{text: m.answers[len(m.answers)-1].Request.Curl()}
}
