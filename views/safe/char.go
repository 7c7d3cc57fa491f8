package safe

import (
	"unicode"
	"unicode/utf8"
)

// shows reports whether a character is seen and acts on nothing: it is no
// control, no format character (bidi, zero width, tags), and not drawn as
// nothing.
func shows(c rune) bool {
	switch {
	case c < 0x7F:
		return c >= 0x20
	case c < 0xA1: // DEL, C1, the no-break space
		return false
	case c < 0x300:
		return c != 0xAD // the soft hyphen
	case c == utf8.RuneError:
		return true
	case !unicode.IsPrint(c): // also odd spaces, private use, unassigned
		return false
	}
	return !blank(c) && !unicode.In(c, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point)
}

// blank are the symbols and letters that are drawn as nothing.
func blank(c rune) bool {
	switch c {
	case 0x2800, // the empty Braille pattern
		0xFFFC,           // stands for an object that is not there
		0x13441, 0x13442, // blanks among hieroglyphs
		0x16FE4, // the filler of the Khitan script
		0x1D159: // the null note head
		return true
	}
	return false
}

// plain reports whether a character shows, stays where it is put, and takes the
// same number of cells in every terminal.
func plain(c rune) bool {
	return shows(c) && (c < 0x300 || !rightToLeft(c) && !unsteady(c))
}

// rightToLeft are the blocks of the scripts that run from right to left. A
// terminal that knows them takes a row of the screen for a paragraph and shows
// it in another order: what an attacker wrote in one cell would move the dates,
// verdicts and walls beside it. The characters that keep texts apart (isolates)
// are invisible themselves, and few terminals can be told to leave the order
// alone.
func rightToLeft(c rune) bool {
	switch {
	case c < 0x0590:
		return false
	case c <= 0x08FF, // Hebrew to Arabic Extended-A
		c >= 0xFB1D && c <= 0xFDFF, // presentation forms
		c >= 0xFE70 && c <= 0xFEFF,
		c >= 0x10800 && c <= 0x10FFF,
		c >= 0x1E800 && c <= 0x1EFFF:
		return true
	}
	return false
}

// unsteady are the characters that join with their neighbours in some terminals
// and stand alone in others, so that nobody can tell how many cells they take.
func unsteady(c rune) bool {
	switch {
	case unicode.Is(unicode.Mc, c): // marks with a width of their own
		return true
	case c >= 0x1100 && c <= 0x11FF, c >= 0xA960 && c <= 0xA97F, c >= 0xD7B0 && c <= 0xD7FF: // Hangul in parts
		return true
	case c >= 0x1F1E6 && c <= 0x1F1FF: // flags: two letters or one picture
		return true
	case c >= 0x1F3FB && c <= 0x1F3FF: // skin tones
		return true
	}
	switch c {
	// The viramas, which make one of the consonants around them.
	case 0x094D, 0x09CD, 0x0ACD, 0x0B4D, 0x0C4D, 0x0D4D, 0x1039, 0x17D2, 0x1A60, 0x1BAB, 0xAAF6,
		0x10A3F, 0x11133, 0x1193E, 0x11A47, 0x11A99, 0x11F42:
		return true
	// Letters that join what follows them.
	case 0x0D4E, 0x111C2, 0x111C3, 0x1193F, 0x11941, 0x11A84, 0x11A85, 0x11A86, 0x11A87, 0x11A88, 0x11A89, 0x11D46, 0x11F02:
		return true
	// Marks by nature: the am of Thai and Lao, the narrow voice marks of
	// Katakana, the keycap.
	case 0x0E33, 0x0EB3, 0xFF9E, 0xFF9F, 0x20E3:
		return true
	}
	return false
}

// drawing are the lines, blocks and arrows that frames are full of, which are
// not worth looking up.
func drawing(c rune) bool { return c >= 0x2500 && c <= 0x25FF || c >= 0x2190 && c <= 0x21FF }

func combining(c rune) bool { return c >= 0x300 && unicode.In(c, unicode.Mn, unicode.Me) }

// maxMarks is how many combining marks may stand on one character. Two is
// enough for the living scripts that host names and WHOIS records use;
// a stack of more is drawn over the lines above and below it.
const maxMarks = 2

// reader decides character by character what of a text is shown as itself. It
// remembers what a combining mark would stand on.
type reader struct {
	// fit is what the text is for: plain or shows.
	fit   func(rune) bool
	based bool
	marks int
}

// takes reports whether the next character is shown as itself.
func (r *reader) takes(c rune) bool {
	if drawing(c) {
		r.based, r.marks = true, 0
		return true
	}
	switch fit := r.fit(c); {
	case !combining(c):
		r.based, r.marks = c != ' ', 0
		return fit
	case fit && r.based && r.marks < maxMarks:
		r.marks++
		return true
	}
	r.based = false
	return false
}
