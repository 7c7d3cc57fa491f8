package keymap

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxKeyName bounds a key's name before it is looked at: the longest real one
// has all six modifiers and "backspace".
const maxKeyName = 64

// lastFunctionKey is the highest function key Bubble Tea names (key.go of
// charm.land/bubbletea/v2, KeyF63).
const lastFunctionKey = 63

// modifiers, in the order in which tea.Key.Keystroke writes them.
func modifiers() []string { return []string{"ctrl", "alt", "shift", "meta", "hyper", "super"} }

// named says whether a word is the name of a key that types nothing, as
// tea.Key.Keystroke writes it. Lock, media, keypad and lone modifier keys are left out:
// terminals do not report them to a program like this one.
func named(word string) bool {
	switch word {
	case "enter", "tab", "backspace", "esc", "space", "up", "down", "left", "right",
		"begin", "find", "insert", "delete", "select", "pgup", "pgdown", "home", "end",
		"printscreen", "pause", "menu":
		return true
	}
	if digits, ok := strings.CutPrefix(word, "f"); ok {
		n, err := strconv.Atoi(digits)
		return err == nil && n >= 1 && n <= lastFunctionKey && strconv.Itoa(n) == digits
	}
	return false
}

// alias is Bubble Tea's word for a key that people also know by another.
func alias(word string) string {
	switch word {
	case "pgdn", "pagedown", "page-down":
		return "pgdown"
	case "pageup", "page-up":
		return "pgup"
	case "escape":
		return "esc"
	case "return":
		return "enter"
	case "del":
		return "delete"
	case "ins":
		return "insert"
	case " ", "spacebar":
		return "space"
	}
	return word
}

// ParseKey turns the name of a key as people write it into the one
// tea.KeyPressMsg.String() gives. Names of keys and modifiers may be in any
// case and modifiers in any order; "pgdn", "escape", "return", "del", "ins" and
// " " are known; "shift+g" is "G" and "Ctrl+D" is "ctrl+d". The error says what is wrong, in one line
// that quotes the name.
func ParseKey(name string) (string, error) {
	if name == "" {
		return "", errors.New("the name of a key is empty")
	}
	if len(name) > maxKeyName {
		return "", fmt.Errorf("the name of a key is longer than %d bytes", maxKeyName)
	}
	mods, rest := splitModifiers(name)
	if low := alias(strings.ToLower(rest)); named(low) {
		return join(mods, low), nil
	}
	r, size := utf8.DecodeRuneInString(rest)
	// A combining mark is part of what another key typed.
	if size != len(rest) || r == utf8.RuneError || !unicode.IsPrint(r) || unicode.IsMark(r) {
		return "", fmt.Errorf("%q is not the name of a key", name)
	}
	return character(name, mods, r)
}

// character names a key that types r, under the rules of Bubble Tea: alone it
// is what it types, with a modifier it is the unshifted key.
func character(name string, mods []string, r rune) (string, error) {
	shifted := slices.Contains(mods, "shift")
	if len(mods) == 0 {
		return string(r), nil
	}
	if len(mods) == 1 && shifted {
		if !unicode.IsLetter(r) {
			return "", fmt.Errorf("%q never arrives: name the character it types instead", name)
		}
		return string(unicode.ToUpper(r)), nil
	}
	if unicode.IsUpper(r) {
		r = unicode.ToLower(r)
		// People write Ctrl+D and mean ctrl+d, but alt+A means the capital.
		if !shifted && !slices.Contains(mods, "ctrl") {
			mods = append(mods, "shift")
		}
	}
	key := join(mods, string(r))
	// These share a code with another key on terminals without the Kitty protocol.
	for _, twin := range [][2]string{{"ctrl+i", "tab"}, {"ctrl+m", "enter"}, {"ctrl+[", "esc"}} {
		if key == twin[0] {
			return "", fmt.Errorf("%q is %q on most terminals", name, twin[1])
		}
	}
	return key, nil
}

// splitModifiers takes the modifiers off the front; what is left may be "+".
func splitModifiers(name string) (mods []string, rest string) {
	rest = name
	for {
		head, tail, found := strings.Cut(rest, "+")
		head = strings.ToLower(head)
		if !found || tail == "" || !slices.Contains(modifiers(), head) {
			return mods, rest
		}
		if !slices.Contains(mods, head) {
			mods = append(mods, head)
		}
		rest = tail
	}
}

func join(mods []string, key string) string {
	var out strings.Builder
	for _, mod := range modifiers() {
		if slices.Contains(mods, mod) {
			out.WriteString(mod + "+")
		}
	}
	return out.String() + key
}

// display is a key as it is shown to people: "↵" for enter, arrows, "pgdn". In
// ASCII the names stay words, and a character outside ASCII is its code point.
func display(key string, ascii bool) string {
	mods, rest := splitModifiers(key)
	return join(mods, glyph(rest, ascii))
}

func glyph(key string, ascii bool) string {
	if key == "pgdown" {
		return "pgdn"
	}
	if ascii {
		if r, size := utf8.DecodeRuneInString(key); size > 1 && size == len(key) {
			return fmt.Sprintf("U+%04X", r)
		}
		return key
	}
	switch key {
	case "enter":
		return "↵"
	case "up":
		return "↑"
	case "down":
		return "↓"
	case "left":
		return "←"
	case "right":
		return "→"
	}
	return key
}
