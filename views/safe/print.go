package safe

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// MaxPrint is the length in characters beyond which [Print] cuts a text. No
// screen, notice or log line shows more; the exact value is kept elsewhere.
const MaxPrint = 4096

// Print returns s in printable form, on one line: control characters in caret
// notation (^[ for escape, ^J for a line break), everything else that could act
// or hide as <U+202E>, and so what would move its neighbours or has no certain
// width (letters from right to left, joining marks, flags); bytes that are no
// UTF-8 as <9B>. The result is idempotent under Print, and its width in cells is
// [Width], whichever way a terminal counts. It has at most [MaxPrint]
// characters: a text that is cut ends in "…".
func Print(s string) string { return PrintMax(s, MaxPrint) }

// PrintMax is [Print] with a limit of its own. What lies beyond the limit is
// not looked at, however long it is.
func PrintMax(s string, max int) string {
	if short(s, max) {
		return s
	}
	return write(s, plain, max)
}

// Visible returns s whole, for the clipboard and for files, on one line: what
// could act or hide is replaced as by [Print], letters of all scripts stay.
func Visible(s string) string {
	if short(s, len(s)) {
		return s
	}
	return write(s, shows, -1)
}

// VisibleText is [Visible] for a text of several lines that quarry has put
// together: its line breaks and tabs stay.
func VisibleText(s string) string {
	if short(s, len(s)) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for s != "" {
		n := strings.IndexAny(s, "\n\t")
		if n < 0 {
			n = len(s)
		}
		b.WriteString(Visible(s[:n]))
		if n < len(s) {
			b.WriteByte(s[n])
			n++
		}
		s = s[n:]
	}
	return b.String()
}

// Lines splits s at its line breaks (LF, CRLF or CR) and prints each line. It is for texts
// that are lists of lines by nature, such as a pasted paragraph.
func Lines(s string) []string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s)
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = Print(l)
	}
	return lines
}

// Width returns the number of terminal cells that a printed text takes.
func Width(printed string) int { return ansi.StringWidth(printed) }

// write is s with a name for every character that is not fit, in at most max
// characters; a negative max is no limit.
func write(s string, fit func(rune) bool, max int) string {
	var b strings.Builder
	if max < 0 {
		b.Grow(len(s))
	}
	r := reader{fit: fit}
	n, room := 0, 0 // characters; bytes that leave room for the ellipsis
	for i := 0; i < len(s); {
		c, size := utf8.DecodeRuneInString(s[i:])
		piece := s[i : i+size]
		if c == utf8.RuneError && size == 1 {
			piece = fmt.Sprintf("<%02X>", s[i])
			r.takes('>')
		} else if !r.takes(c) {
			piece = name(c)
		}
		n += utf8.RuneCountInString(piece)
		if max >= 0 && n > max {
			return b.String()[:room] + "…"
		}
		b.WriteString(piece)
		if n < max {
			room = b.Len()
		}
		i += size
	}
	return b.String()
}

// short reports whether s is plain printable ASCII of at most max characters,
// the usual case, which is worth no copy.
func short(s string, max int) bool {
	if len(s) > max {
		return false
	}
	for i := 0; i < len(s); i++ {
		if s[i] < 0x20 || s[i] > 0x7E {
			return false
		}
	}
	return true
}

// name is the visible stand-in for a character that may not be printed.
func name(c rune) string {
	switch {
	case c < 0x20:
		return "^" + string(c+0x40)
	case c == 0x7F:
		return "^?"
	default:
		return fmt.Sprintf("<U+%04X>", c)
	}
}
