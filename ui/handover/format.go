// Package handover writes a case for whoever gets it: whole or its list of IOCs, in
// one of the formats, to a file or a stream. The command line and the workbench both
// hand over by it, so that one case is the same bytes from either.
package handover

import (
	"io"

	"quarry/state/export"
	"quarry/state/export/document"
	"quarry/state/export/misp"
	"quarry/state/export/report"
	"quarry/state/export/stix"
	"quarry/state/export/table"
)

// Format is a form in which a case leaves quarry.
type Format struct {
	// Name is its word on the command line.
	Name string
	// Ending is what names of its files end in.
	Ending string
	// For says in a few words whom it is for.
	For string
	// WholeOnly is true where there is no list of IOCs alone in it.
	WholeOnly bool

	write func(d *Desk, w io.Writer, m material) error
}

// Formats are the formats, those for people first.
func Formats() []Format {
	return []Format{
		{Name: "markdown", Ending: ".md", For: "a report for people, defanged", write: writeReport},
		{Name: "json", Ending: ".json", For: "all of it for a program", write: plain(document.Write)},
		{Name: "csv", Ending: ".csv", For: "a row an indicator, for a spreadsheet", write: plain(table.Write)},
		{Name: "stix", Ending: ".stix.json", For: "a STIX 2.1 bundle for a platform", write: plain(stix.Write)},
		{Name: "misp", Ending: ".misp.json", For: "an event for MISP", write: plain(misp.Write)},
		{Name: Bundle, Ending: ".quarry", For: "for a colleague's quarry, with the answers", WholeOnly: true, write: writeBundle},
	}
}

// Bundle is the format that is no text to read.
const Bundle = "bundle"

// Names are the names of the formats.
func Names() []string {
	var names []string
	for _, f := range Formats() {
		names = append(names, f.Name)
	}
	return names
}

// Find finds a format by its name.
func Find(name string) (Format, bool) {
	for _, f := range Formats() {
		if f.Name == name {
			return f, true
		}
	}
	return Format{}, false
}

func plain(write func(io.Writer, export.Case) error) func(*Desk, io.Writer, material) error {
	return func(_ *Desk, w io.Writer, m material) error { return write(w, m.Case) }
}

func writeReport(d *Desk, w io.Writer, m material) error {
	return report.Write(w, m.Case, report.Options{Dots: d.Dots})
}
