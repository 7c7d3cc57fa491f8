package widget

import (
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// Cells is how many cells a line takes on the terminal, as [ansi.StringWidth]
// has it. s may hold SGR sequences.
//
// Every line of every frame is measured, most of them more than once, and
// nearly all hold nothing but ASCII, what quarry draws with, and SGR. Those are
// counted here; whatever may join with its neighbours, or take two cells or
// none, is left to the library.
func Cells(s string) int {
	if n, ok := counted(s); ok {
		return n
	}
	return ansi.StringWidth(s)
}

// counted counts the cells of a line that holds nothing but what takes one cell
// wherever it stands, and SGR.
func counted(s string) (cells int, ok bool) {
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case ' ' <= c && c <= '~':
			cells++
			i++
		case c == '\x1b':
			size := sgr(s[i:])
			if size == 0 {
				return 0, false
			}
			i += size
		default:
			r, size := utf8.DecodeRuneInString(s[i:])
			if !single(r) {
				return 0, false
			}
			cells++
			i += size
		}
	}
	return cells, true
}

// sgr is the length of the SGR sequence that s begins with; 0 where it begins
// with none.
func sgr(s string) int {
	if len(s) < 2 || s[1] != '[' {
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

// single reports whether a character takes one cell, whatever stands beside it:
// the middle dot, dashes and quotation marks, the ellipsis, arrows, lines,
// blocks and marks. A selector or a joiner behind it is not single itself.
func single(r rune) bool {
	switch {
	case r == '·', r == '›', r == '✓', r == '✗':
		return true
	case '–' <= r && r <= '…': // U+2013 to U+2026
		return true
	case '←' <= r && r <= '↵': // U+2190 to U+21B5
		return true
	case '─' <= r && r <= '●': // U+2500 to U+25CF
		return true
	}
	return false
}
