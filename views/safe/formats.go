package safe

import "strings"

// MarkdownCode returns s, printed, as a code span of Markdown: in it no markup,
// link or HTML of the data is alive. The pipe, which would end a table's cell
// even there, is escaped.
func MarkdownCode(s string) string {
	s = strings.ReplaceAll(Print(s), "|", `\|`)
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
	if strings.HasPrefix(s, "`") || strings.HasSuffix(s, "`") {
		s = " " + s + " "
	}
	return fence + s + fence
}

// CSVCell returns s, with control characters made visible, as a cell that no
// spreadsheet runs as a formula: one that begins like a formula gets a leading
// apostrophe (OWASP, "CSV Injection"). Quoting is left to encoding/csv.
func CSVCell(s string) string {
	s = Print(s)
	if trimmed := strings.TrimLeft(s, " "); trimmed != "" && strings.ContainsRune("=+-@", rune(trimmed[0])) {
		return "'" + s
	}
	return s
}
