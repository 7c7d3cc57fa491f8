//go:build unix

package ptyrun

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// encodeKey returns the bytes a terminal sends for what Send was given: a key
// by the name Bubble Tea gives it, or else text as if typed. With kitty the
// program has asked for the Kitty keyboard protocol.
func encodeKey(key string, kitty bool) (string, error) {
	mods, base := splitModifiers(key)
	if seq, ok := encodeNamed(base, mods, kitty); ok {
		return seq, nil
	}
	if mods == 0 {
		if i := strings.IndexFunc(key, unicode.IsControl); i >= 0 {
			return "", fmt.Errorf("text to type holds a control character: %q", key)
		}
		return key, nil
	}
	if r, n := utf8.DecodeRuneInString(base); n == len(base) && n > 0 {
		if seq, ok := encodeRune(r, mods, kitty); ok {
			return seq, nil
		}
	}
	return "", fmt.Errorf("no terminal sends the key %q", key)
}

// Modifier bits, as both xterm and the Kitty protocol number them.
const (
	shift = 1 << iota
	alt
	ctrl
)

func splitModifiers(key string) (mods int, base string) {
	for {
		rest, bit := key, 0
		switch {
		case strings.HasPrefix(key, "shift+"):
			rest, bit = key[len("shift+"):], shift
		case strings.HasPrefix(key, "alt+"):
			rest, bit = key[len("alt+"):], alt
		case strings.HasPrefix(key, "ctrl+"):
			rest, bit = key[len("ctrl+"):], ctrl
		}
		if bit == 0 || rest == "" {
			return mods, key
		}
		mods, key = mods|bit, rest
	}
}

func encodeNamed(name string, mods int, kitty bool) (string, bool) {
	if final, ok := letterKeys()[name]; ok {
		if mods != 0 {
			return fmt.Sprintf("\x1b[1;%d%c", 1+mods, final), true
		}
		if final >= 'P' { // f1 to f4
			return "\x1bO" + string(final), true
		}
		return "\x1b[" + string(final), true
	}
	if number, ok := tildeKeys()[name]; ok {
		if mods != 0 {
			return fmt.Sprintf("\x1b[%d;%d~", number, 1+mods), true
		}
		return fmt.Sprintf("\x1b[%d~", number), true
	}
	code, ok := byteKeys()[name]
	switch {
	case !ok:
		return "", false
	case name == "esc" && kitty:
		// A lone ESC can be told from the start of a sequence by time
		// alone; the protocol exists to end that.
		return withModifiers(27, mods), true
	case mods == 0:
		return string(code), true
	case mods == shift && name == "tab":
		return "\x1b[Z", true
	case kitty:
		return withModifiers(code, mods), true
	case mods == alt:
		return "\x1b" + string(code), true
	case mods == ctrl && name == "space":
		return "\x00", true
	}
	return "", false
}

func encodeRune(r rune, mods int, kitty bool) (string, bool) {
	if mods == shift {
		return string(unicode.ToUpper(r)), true
	}
	prefix := ""
	if mods&alt != 0 {
		if kitty {
			return withModifiers(unicode.ToLower(r), mods), true
		}
		prefix = "\x1b"
	}
	switch mods &^ alt {
	case 0:
		return prefix + string(r), true
	case shift:
		return prefix + string(unicode.ToUpper(r)), true
	case ctrl:
		// The control byte, with the protocol too: programs take both, and
		// the terminal driver makes signals of this one only.
		if up := unicode.ToUpper(r); up >= '@' && up <= '_' {
			return prefix + string(up&0x1f), true
		}
	}
	if kitty {
		return withModifiers(unicode.ToLower(r), mods), true
	}
	return "", false
}

// withModifiers is the Kitty protocol's form of a key.
func withModifiers(code rune, mods int) string {
	if mods == 0 {
		return fmt.Sprintf("\x1b[%du", code)
	}
	return fmt.Sprintf("\x1b[%d;%du", code, 1+mods)
}

func letterKeys() map[string]rune {
	return map[string]rune{
		"up": 'A', "down": 'B', "right": 'C', "left": 'D', "home": 'H', "end": 'F',
		"f1": 'P', "f2": 'Q', "f3": 'R', "f4": 'S',
	}
}

func tildeKeys() map[string]int {
	return map[string]int{
		"insert": 2, "delete": 3, "pgup": 5, "pgdown": 6,
		"f5": 15, "f6": 17, "f7": 18, "f8": 19, "f9": 20, "f10": 21, "f11": 23, "f12": 24,
	}
}

func byteKeys() map[string]rune {
	return map[string]rune{"enter": '\r', "tab": '\t', "space": ' ', "backspace": 0x7f, "esc": 0x1b}
}
