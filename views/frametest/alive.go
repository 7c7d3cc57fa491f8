package frametest

import (
	"fmt"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/bidi"
)

// Alive names everything in a text of one line that could act on a terminal,
// hide, or put what stands beside it into another order: controls, C1 as bytes
// or as UTF-8, invalid UTF-8, format characters (bidi, zero width, tags),
// selectors, spaces other than the usual one, private and unassigned
// characters, letters that run from right to left, stacks of more than two
// marks. It is the tests' own opinion, made from the properties that Unicode
// gives each character, and shares nothing with package safe.
func Alive(text string) []string {
	var found []string
	marks := 0
	for i := 0; i < len(text); {
		if c := text[i]; c >= 0x20 && c < 0x7F {
			i, marks = i+1, 0
			continue
		}
		r, n := utf8.DecodeRuneInString(text[i:])
		if unicode.In(r, unicode.Mn, unicode.Me) {
			marks++
		} else {
			marks = 0
		}
		switch what := oddity(r, n); {
		case what != "":
			found = append(found, fmt.Sprintf("%s at %q", what, excerpt(text, i)))
		case marks == 3:
			found = append(found, fmt.Sprintf("a stack of marks at %q", excerpt(text, i)))
		}
		i += n
	}
	return found
}

// oddity names what is alive about a character of n bytes; "" for nothing.
func oddity(r rune, n int) string {
	switch {
	case r == utf8.RuneError && n == 1:
		return "a byte that is no UTF-8"
	case unicode.IsControl(r):
		return fmt.Sprintf("the control character %U", r)
	case unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point):
		return fmt.Sprintf("the invisible character %U", r)
	case unicode.Is(unicode.Zs, r) && r != ' ':
		return fmt.Sprintf("the odd space %U", r)
	case unicode.In(r, unicode.Co, unicode.Cs) || !unicode.IsGraphic(r):
		return fmt.Sprintf("the character without a meaning %U", r)
	}
	p, _ := bidi.LookupRune(r)
	switch p.Class() {
	case bidi.L, bidi.EN, bidi.ES, bidi.ET, bidi.CS, bidi.B, bidi.S, bidi.WS, bidi.ON, bidi.BN, bidi.NSM:
		return ""
	}
	return fmt.Sprintf("the right-to-left character %U", r)
}

// excerpt is what stands around a place, for a message that quotes it.
func excerpt(line string, at int) string {
	const around = 12
	return line[max(0, at-around):min(len(line), at+around)]
}
