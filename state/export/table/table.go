// Package table writes a case as CSV: one row an indicator.
package table

import (
	"encoding/csv"
	"io"
	"strings"
	"time"

	"quarry/state/export"
	"quarry/views/safe"
)

// Write writes the case as CSV by RFC 4180 with a header, in lines that end in LF, as
// tools for text want them. Indicators are plain,
// since programs read them; no cell is a formula, and what could act on a
// terminal is made visible.
func Write(w io.Writer, c export.Case) error {
	out := csv.NewWriter(w)
	_ = out.Write([]string{ // the error comes again from Flush
		"indicator", "kind", "verdict", "starred", "comment", "first_seen", "last_seen", "source", "judged_by", "judged_at", "tlp",
	})
	for _, s := range c.Subjects() {
		j := s.Judgement
		starred := ""
		if j.Starred {
			starred = "yes"
		}
		row := []string{
			s.Indicator.String(), strings.ToLower(s.Indicator.Kind().String()), string(j.Verdict), starred, j.Comment,
			stamp(s.First), stamp(s.Last), source(s), j.By, stamp(j.Changed), c.TLP.String(),
		}
		for n, cell := range row {
			row[n] = safe.CSVCell(cell)
		}
		_ = out.Write(row)
	}
	out.Flush()
	return out.Error()
}

// source says how an indicator came into the case and what was asked about it:
// "from pdns 192.0.2.44 (seen 2026-11-17 to 2026-11-23); asked domain, whois".
func source(s export.Subject) string {
	var parts []string
	var from []string
	for _, o := range s.From {
		from = append(from, o.Endpoint+" "+o.Indicator.String()+seen(o))
	}
	switch {
	case len(from) > 0:
		parts = append(parts, "from "+strings.Join(from, ", "))
	case len(s.Nodes) > 0:
		parts = append(parts, "entered")
	default:
		parts = append(parts, "judged")
	}
	var asked []string
	for _, n := range s.Nodes {
		asked = append(asked, n.Endpoint)
	}
	if len(asked) > 0 {
		parts = append(parts, "asked "+strings.Join(asked, ", "))
	}
	return strings.Join(parts, "; ")
}

// seen is when an indicator was seen in an answer, where that says so.
func seen(m export.Met) string {
	if m.First.IsZero() || m.Last.IsZero() {
		return ""
	}
	return " (seen " + m.First.UTC().Format(time.DateOnly) + " to " + m.Last.UTC().Format(time.DateOnly) + ")"
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
