package safe

import (
	"strings"
	"unicode/utf8"
)

// Guard is the last look at a frame before it goes to the terminal: a frame is
// lines of printable text and styling (SGR), and nothing else. Whatever else is
// in it is a defect of what drew it, and becomes U+FFFD. A frame that is in
// order is returned as it is, which costs a look at each byte.
func Guard(frame string) string {
	from := 0 // what comes before it is in b
	var b strings.Builder
	r := reader{fit: plain}
	for i := 0; i < len(frame); {
		c := frame[i]
		if c >= 0x20 && c < 0x7F || c == '\n' {
			r.based, r.marks = c > ' ', 0
			i++
			continue
		}
		if n := sgr(frame[i:]); n > 0 {
			i += n
			continue
		}
		char, size := utf8.DecodeRuneInString(frame[i:])
		if !(char == utf8.RuneError && size == 1) && r.takes(char) {
			i += size
			continue
		}
		b.WriteString(frame[from:i])
		b.WriteRune(utf8.RuneError)
		i += size
		from = i
	}
	if from == 0 {
		return frame
	}
	b.WriteString(frame[from:])
	return b.String()
}

// sgr is the length of the styling sequence at the start of s, 0 where there is
// none.
func sgr(s string) int {
	if !strings.HasPrefix(s, "\x1b[") {
		return 0
	}
	for i := 2; i < len(s); i++ {
		switch c := s[i]; {
		case c == 'm':
			return i + 1
		case c != ';' && c != ':' && (c < '0' || c > '9'):
			return 0
		}
	}
	return 0
}
