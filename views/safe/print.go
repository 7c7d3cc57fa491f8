package safe

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// maxMarks is how many combining marks may stand on one character. Two is
// enough for the living scripts that host names and WHOIS records use;
// a stack of more is drawn over the lines above and below it.
const maxMarks = 2

// MaxPrint is the length in characters beyond which [Print] cuts a text. No
// screen, notice or log line shows more; the exact value is kept elsewhere.
const MaxPrint = 4096

// Print returns s in printable form, on one line: control characters in caret
// notation (^[ for escape, ^J for a line break), everything else that could act
// or hide as <U+202E>, bytes that are no UTF-8 as <9B>. The result is
// idempotent under Print, and its width in cells is [Width]. Texts longer than
// [MaxPrint] characters are cut and end in "…".
func Print(s string) string { return PrintMax(s, MaxPrint) }

// PrintMax is [Print] with a limit of max characters of its own.
func PrintMax(s string, max int) string {
	if short(s, max) {
		return s
	}
	var b strings.Builder
	based, marks, n := false, 0, 0
	for i := 0; i < len(s); n++ {
		if n >= max {
			b.WriteRune('…')
			break
		}
		c, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case c == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, "<%02X>", s[i])
			based, marks = true, 0
		case combining(c):
			if based && marks < maxMarks && plain(c) {
				b.WriteRune(c)
				marks++
			} else {
				b.WriteString(name(c))
				based = false
			}
		case plain(c):
			b.WriteRune(c)
			based, marks = c != ' ', 0
		default:
			b.WriteString(name(c))
			based, marks = true, 0
		}
		i += size
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

func combining(c rune) bool { return unicode.In(c, unicode.Mn, unicode.Me) }

// plain reports whether a character shows, stays where it is put, and takes
// the same number of cells in every terminal.
func plain(c rune) bool {
	switch {
	case c < 0x7F:
		return c >= 0x20
	case !unicode.IsPrint(c): // C1, bidi, zero width, tags, odd spaces, private use, unassigned
		return false
	case c == utf8.RuneError:
		return true
	case c >= 0x1F1E6 && c <= 0x1F1FF: // flags: two letters or one picture, as the terminal likes
		return false
	case c >= 0x1F3FB && c <= 0x1F3FF: // skin tones: likewise
		return false
	case unicode.In(c, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point): // Hangul fillers, grapheme joiner
		return false
	case c == 0x2800: // the empty Braille pattern looks like a space
		return false
	}
	return true
}
