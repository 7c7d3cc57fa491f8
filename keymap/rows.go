package keymap

import (
	"strings"
	"unicode/utf8"
)

// Row is one line of help: a binding, or a run of bindings that read better
// together (1…9).
type Row struct {
	Group   Group
	Scope   Scope
	Actions []Action // one, or those of the run
	Keys    []string // as shown to people
	Label   string
	Help    string
}

// Rows are the lines of help, in order. Neighbours with the same Span are one
// row; actions without a key are left out.
func (m Map) Rows() []Row {
	var rows []Row
	for i := 0; i < len(m.bindings); {
		b := m.bindings[i]
		run := m.bindings[i : i+1]
		if b.Span != "" {
			for i+len(run) < len(m.bindings) && m.bindings[i+len(run)].Span == b.Span {
				run = m.bindings[i : i+len(run)+1]
			}
		}
		i += len(run)
		if row, ok := m.row(run); ok {
			rows = append(rows, row)
		}
	}
	return rows
}

func (m Map) row(run []Binding) (Row, bool) {
	row := Row{Group: run[0].Group, Scope: run[0].Scope, Label: run[0].Label, Help: run[0].Help}
	var keys []string
	for _, b := range run {
		if len(b.Keys) == 0 {
			continue
		}
		row.Actions = append(row.Actions, b.Action)
		keys = append(keys, b.Keys...)
	}
	if run[0].Span != "" {
		row.Help = run[0].Span
	}
	if len(run) > 1 && consecutive(keys) {
		row.Keys = []string{m.between(keys[0], keys[len(keys)-1])}
		return row, true
	}
	for _, key := range keys {
		row.Keys = append(row.Keys, display(key, m.ascii))
	}
	return row, len(keys) > 0
}

func (m Map) between(first, last string) string {
	dots := "…"
	if m.ascii {
		dots = ".."
	}
	return display(first, m.ascii) + dots + display(last, m.ascii)
}

// consecutive says whether three keys or more are characters that follow each
// other, which people read as a range.
func consecutive(keys []string) bool {
	if len(keys) < 3 {
		return false
	}
	first, _ := utf8.DecodeRuneInString(keys[0])
	for i, key := range keys {
		if key != string(first+rune(i)) {
			return false
		}
	}
	return true
}

// Markdown is the table of all keys for the README, with a row per group. It
// depends on the bindings only and always shows Unicode keys.
func (m Map) Markdown() string {
	var out strings.Builder
	out.WriteString("| keys | does |\n| --- | --- |\n")
	var group Group
	for _, row := range m.WithASCII(false).Rows() {
		if row.Group != group {
			group = row.Group
			out.WriteString("| **" + string(group) + "** | |\n")
		}
		for i, key := range row.Keys {
			row.Keys[i] = code(key)
		}
		out.WriteString("| " + strings.Join(row.Keys, " ") + " | " + escapeCell(row.Help) + " |\n")
	}
	return out.String()
}

// code makes a Markdown code span. A span that holds a backtick needs a longer
// fence, and a table cell takes a pipe only with a backslash, even in a span.
func code(key string) string {
	if strings.Contains(key, "`") {
		return "`` " + escapeCell(key) + " ``"
	}
	return "`" + escapeCell(key) + "`"
}

func escapeCell(s string) string { return strings.ReplaceAll(s, "|", `\|`) }
