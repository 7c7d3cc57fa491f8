package api

import "strings"

// shellQuote puts s in single quotes for a POSIX shell, where nothing but the
// single quote itself has a meaning.
func shellQuote(s string) string {
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
