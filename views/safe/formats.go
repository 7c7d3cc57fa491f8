package safe

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// MarkdownCode returns s, made visible, as a code span of Markdown: in it no
// markup, link or HTML of the data is alive.
func MarkdownCode(s string) string {
	s = Visible(s)
	if s == "" {
		return ""
	}
	longest, run := 0, 0
	for _, c := range s {
		if c == '`' {
			run++
			longest = max(longest, run)
		} else {
			run = 0
		}
	}
	fence := strings.Repeat("`", longest+1)
	// One space on either side is taken off again, so that a backtick at the
	// edge is none of the fence, and a text's own spaces are not lost.
	first, last := s[0], s[len(s)-1]
	if first == '`' || last == '`' || first == ' ' && last == ' ' && strings.Trim(s, " ") != "" {
		s = " " + s + " "
	}
	return fence + s + fence
}

// MarkdownCell is [MarkdownCode] for the cell of a table, which a pipe would
// end even within code.
func MarkdownCell(s string) string { return strings.ReplaceAll(MarkdownCode(s), "|", `\|`) }

// MarkdownLabel returns s as it is where it is words and nothing else, such as
// the label of a field, and else as [MarkdownCode]: a name with dots is a link
// to many who show Markdown.
func MarkdownLabel(s string) string {
	word := func(c rune) bool {
		return c < utf8.RuneSelf && (unicode.IsLetter(c) || unicode.IsDigit(c) || strings.ContainsRune(" -,:()", c))
	}
	if strings.ContainsFunc(s, func(c rune) bool { return !word(c) }) {
		return MarkdownCode(s)
	}
	return s
}

// CSVCell returns s, made visible, as a cell that no spreadsheet runs as a
// formula: one that begins like a formula, in ASCII or in the full-width forms
// that some take for it, gets a leading apostrophe (OWASP, "CSV Injection").
// Quoting is left to encoding/csv.
func CSVCell(s string) string {
	s = Visible(s)
	if first, _ := utf8.DecodeRuneInString(strings.TrimLeft(s, " ")); first != utf8.RuneError && strings.ContainsRune("=+-@＝＋－＠", first) {
		return "'" + s
	}
	return s
}
