package report

import (
	"strings"

	"quarry/state/indicator"
	"quarry/views/safe"
)

func (r *report) defang(i indicator.Indicator) string { return safe.Defang(i, r.dots) }

// show is an indicator as a record may have it on the screen.
func show(i indicator.Indicator) string { return safe.Show(i) }

// mostText bounds a text in a report; the JSON export has it whole.
const mostText = 500

// said is a text from outside as code, with nothing in it that a mail client would make
// a link.
func (r *report) said(s string) string { return code(safe.DefangText(s, r.dots)) }

// code is a text as a code span that is one anywhere, in a table too. A bar,
// which would end a table's cell even in code, is named: of the ways to escape
// it none is read alike everywhere.
func code(s string) string {
	s = safe.PrintMax(s, mostText)
	return safe.MarkdownCode(strings.ReplaceAll(s, "|", "<U+007C>"))
}

// block is a text of several lines from outside as a block of code, with a fence that
// nothing in it can close, defanged as by said.
func (r *report) block(s string) string {
	const most = 100
	lines := safe.Lines(safe.DefangText(s, r.dots))
	if len(lines) > most {
		lines = append(lines[:most], "… cut here; the JSON export has it whole")
	}
	longest := 0
	for _, line := range lines {
		run := 0
		for _, c := range line {
			if run++; c != '`' {
				run = 0
			}
			longest = max(longest, run)
		}
	}
	fence := strings.Repeat("`", max(3, longest+1))
	return fence + "text\n" + strings.Join(lines, "\n") + "\n" + fence + "\n"
}
