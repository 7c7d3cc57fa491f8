package safe

import (
	"bytes"
	"fmt"
	"slices"
	"unicode/utf8"
)

// JSONString returns s as a JSON string in which every character that could
// act on a terminal, hide, or move its neighbours is written as a \u escape.
func JSONString(s string) []byte {
	var b bytes.Buffer
	b.Grow(len(s) + 2)
	r := reader{fit: plain}
	b.WriteByte('"')
	for _, c := range s {
		switch {
		case c == '"' || c == '\\':
			r.takes(c)
			b.WriteByte('\\')
			b.WriteRune(c)
		case r.takes(c):
			b.WriteRune(c)
		default:
			escape(&b, c)
		}
	}
	b.WriteByte('"')
	return b.Bytes()
}

// EscapeJSON returns a valid JSON document with every character inside it
// that could act on a terminal, hide, or move its neighbours written as a \u
// escape. The document means the same as before; layout outside strings (line
// breaks, spaces) stays, but for carriage returns, which become line breaks.
func EscapeJSON(doc []byte) []byte {
	if !slices.ContainsFunc(doc, func(c byte) bool { return c >= 0x7F || c < ' ' && c != '\n' && c != '\t' }) {
		return doc // as most are, and some are large
	}
	var b bytes.Buffer
	b.Grow(len(doc))
	r := reader{fit: plain}
	for i := 0; i < len(doc); {
		c, size := utf8.DecodeRune(doc[i:])
		i += size
		switch {
		case c == '\r':
			if i < len(doc) && doc[i] == '\n' {
				continue
			}
			c = '\n'
			fallthrough
		case c == '\n', c == '\t', c == '"': // no mark of a text stands on its quotes
			r.takes(' ')
			b.WriteRune(c)
		case r.takes(c):
			b.WriteRune(c)
		default:
			escape(&b, c)
		}
	}
	return b.Bytes()
}

// escape writes a character as JSON escapes it, in two halves where it lies
// beyond 16 bits.
func escape(b *bytes.Buffer, c rune) {
	if c > 0xFFFF {
		c -= 0x10000
		fmt.Fprintf(b, `\u%04x\u%04x`, 0xD800+(c>>10), 0xDC00+(c&0x3FF))
		return
	}
	fmt.Fprintf(b, `\u%04x`, c)
}
