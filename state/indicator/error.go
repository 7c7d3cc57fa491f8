package indicator

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxErrorInput bounds how many bytes of the input an error repeats: enough to
// recognise it, too little to flood a line.
const maxErrorInput = 64

// Error says why a text is not an indicator and what to write instead.
type Error struct {
	Input  string // the input, cut and quoted as by %q: no control or format character is left in it
	Reason string // what is wrong, such as "an address has no path"
	Next   string // what to do about it, such as "write http:// in front"
}

// Error gives cause and next step in one line.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Input)
	b.WriteString(": ")
	b.WriteString(e.Reason)
	if e.Next != "" {
		b.WriteString("; ")
		b.WriteString(e.Next)
	}
	return b.String()
}

func refuse(input, reason, next string) *Error {
	return &Error{Input: quote(input), Reason: reason, Next: next}
}

// quote cuts on a rune boundary, so that the cut itself shows no \x escape.
func quote(s string) string {
	if len(s) <= maxErrorInput {
		return strconv.Quote(s)
	}
	n := maxErrorInput
	for n > maxErrorInput-utf8.UTFMax && !utf8.RuneStart(s[n]) {
		n--
	}
	return strconv.Quote(s[:n]) + "…"
}
