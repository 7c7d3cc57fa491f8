package safe

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Raw is text from outside, exactly as it came. The zero value is the empty
// text. Formatting a Raw in any way gives its printable form, so that a
// careless %v cannot put a live escape sequence on a screen.
type Raw struct{ s string }

// FromOutside marks s as text from outside.
func FromOutside(s string) Raw { return Raw{s} }

// Exact returns the text byte for byte. It is for parsing, comparing, hashing
// and for machine-readable output that does its own escaping; never for a
// person's screen.
func (r Raw) Exact() string { return r.s }

// Empty reports whether there is no text at all.
func (r Raw) Empty() bool { return r.s == "" }

// String returns the printable form, as [Print] makes it.
func (r Raw) String() string { return Print(r.s) }

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

// JSONString returns s as a JSON string in which every character that could
// act on a terminal or hide is written as a \u escape.
func JSONString(s string) []byte {
	var b bytes.Buffer
	b.WriteByte('"')
	for _, c := range s {
		switch {
		case c == '"' || c == '\\':
			b.WriteByte('\\')
			b.WriteRune(c)
		case plain(c):
			b.WriteRune(c)
		case c > 0xFFFF:
			c -= 0x10000
			fmt.Fprintf(&b, `\u%04x\u%04x`, 0xD800+(c>>10), 0xDC00+(c&0x3FF))
		default:
			fmt.Fprintf(&b, `\u%04x`, c)
		}
	}
	b.WriteByte('"')
	return b.Bytes()
}

// EscapeJSON returns a valid JSON document with every character inside it
// that could act on a terminal or hide written as a \u escape. The document
// means the same as before; layout outside strings (line breaks, spaces) stays.
func EscapeJSON(doc []byte) []byte {
	if !utf8.Valid(doc) {
		doc = []byte(strings.ToValidUTF8(string(doc), "\uFFFD"))
	}
	if !slices.ContainsFunc(doc, func(c byte) bool {
		return c >= utf8.RuneSelf || c < ' ' && c != '\n' && c != '\r' && c != '\t' || c == 0x7f
	}) {
		return doc // as most are, and some are large
	}
	var b bytes.Buffer
	b.Grow(len(doc))
	for _, c := range string(doc) {
		switch {
		case plain(c), c == '\n', c == '\r', c == '\t':
			b.WriteRune(c)
		case c > 0xFFFF:
			c -= 0x10000
			fmt.Fprintf(&b, `\u%04x\u%04x`, 0xD800+(c>>10), 0xDC00+(c&0x3FF))
		default:
			fmt.Fprintf(&b, `\u%04x`, c)
		}
	}
	return b.Bytes()
}
