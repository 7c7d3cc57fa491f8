package safe

import (
	"encoding/json"
	"fmt"
)

// Raw is text from outside, exactly as it came. The zero value is the empty
// text. Formatting a Raw in any way gives its printable form, so that a
// careless %v cannot put a live escape sequence on a screen.
type Raw struct{ s string }

// FromOutside marks s as text from outside.
func FromOutside(s string) Raw { return Raw{s} }

// Exact returns the text byte for byte. It is for parsing, comparing, hashing
// and for machine-readable output that does its own escaping; never for a
// person's screen. Who may call it is listed in the tests of this module.
func (r Raw) Exact() string { return r.s }

// Empty reports whether there is no text at all.
func (r Raw) Empty() bool { return r.s == "" }

// String returns the printable form, as [Print] makes it.
func (r Raw) String() string { return Print(r.s) }

// Cut returns the printable form in at most max characters, as [PrintMax] makes
// it.
func (r Raw) Cut(max int) string { return PrintMax(r.s, max) }

// Visible returns the whole text for the clipboard and for files, as [Visible]
// makes it.
func (r Raw) Visible() string { return Visible(r.s) }

// Format implements [fmt.Formatter]; every verb prints the printable form, %q
// with quotation marks around it.
func (r Raw) Format(f fmt.State, verb rune) {
	text := r.String()
	if verb == 'q' {
		text = `"` + text + `"`
	}
	_, _ = f.Write([]byte(text))
}

// UnmarshalJSON takes a JSON string, exactly.
func (r *Raw) UnmarshalJSON(b []byte) error {
	return json.Unmarshal(b, &r.s)
}

// MarshalJSON writes the exact text as a JSON string of printable characters:
// everything that [Print] would replace is escaped, so that the line is as
// harmless on a terminal as it is lossless for a program. Bytes that are no
// UTF-8 become U+FFFD, for which JSON has no other way.
func (r Raw) MarshalJSON() ([]byte, error) { return JSONString(r.s), nil }
