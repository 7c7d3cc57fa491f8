package keymap

import (
	"strings"
	"testing"
	"unicode"

	tea "charm.land/bubbletea/v2"
)

func TestParseKey(t *testing.T) {
	for in, want := range map[string]string{
		"j": "j", "G": "G", "?": "?", "+": "+", "ж": "ж", "é": "é",
		"pgdn": "pgdown", "PgDn": "pgdown", "PageUp": "pgup", "Escape": "esc", "return": "enter",
		"del": "delete", "ins": "insert", " ": "space", "Space": "space", "F1": "f1", "f63": "f63",
		"Ctrl+D": "ctrl+d", "ctrl++": "ctrl++", "shift+tab": "shift+tab", "shift+g": "G",
		"shift+alt+ctrl+x": "ctrl+alt+shift+x", "alt+A": "alt+shift+a", "ctrl+ctrl+x": "ctrl+x",
		"ctrl+pgdn": "ctrl+pgdown", "ctrl+ ": "ctrl+space", "super+k": "super+k",
	} {
		got, err := ParseKey(in)
		if err != nil || got != want {
			t.Errorf("ParseKey(%q) = %q, %v; want %q", in, got, err, want)
		}
		if !valid(got) {
			t.Errorf("%q, made of %q, is not valid", got, in)
		}
	}
}

func TestParseKeyRefuses(t *testing.T) {
	for in, want := range map[string]string{
		"":                       "is empty",
		"jj":                     "not the name of a key",
		"f0":                     "not the name of a key",
		"f64":                    "not the name of a key",
		"f01":                    "not the name of a key",
		"ctrl+":                  "not the name of a key",
		"kp5":                    "not the name of a key",
		"C-x":                    "not the name of a key",
		"\x1b":                   "not the name of a key",
		"\u009b":                 "not the name of a key",
		"\u202e":                 "not the name of a key",
		"\u0301":                 "not the name of a key",
		"\xff":                   "not the name of a key",
		"ctrl+\n":                "not the name of a key",
		"ctrl+i":                 `is "tab" on most terminals`,
		"ctrl+M":                 `is "enter" on most terminals`,
		"ctrl+[":                 `is "esc" on most terminals`,
		"shift+1":                "name the character it types",
		strings.Repeat("x", 1e6): "longer than",
	} {
		_, err := ParseKey(in)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.20q: %v, want %q", in, err, want)
			continue
		}
		if i := strings.IndexFunc(err.Error(), func(r rune) bool { return !unicode.IsPrint(r) }); i >= 0 || len(err.Error()) > 200 {
			t.Errorf("%.20q: raw text in %q", in, err)
		}
	}
}

// valid reports whether a key is written as tea.KeyPressMsg.String() gives it and can
// be bound.
func valid(key string) bool {
	parsed, err := ParseKey(key)
	return err == nil && parsed == key
}

// What a terminal sends must be what the map names.
func TestNamesAreThoseOfBubbleTea(t *testing.T) {
	for _, k := range []tea.KeyPressMsg{
		{Code: 'j', Text: "j"}, {Code: 'g', ShiftedCode: 'G', Text: "G", Mod: tea.ModShift},
		{Code: tea.KeySpace, Text: " "}, {Code: tea.KeySpace, Mod: tea.ModCtrl},
		{Code: tea.KeyTab, Mod: tea.ModShift}, {Code: 'd', Mod: tea.ModCtrl}, {Code: 'x', Mod: tea.ModCtrl | tea.ModAlt | tea.ModShift},
		{Code: 'x', Mod: tea.ModMeta | tea.ModHyper | tea.ModSuper}, {Code: '+', Mod: tea.ModCtrl},
		{Code: tea.KeyEnter}, {Code: tea.KeyBackspace}, {Code: tea.KeyEscape}, {Code: tea.KeyUp}, {Code: tea.KeyDown},
		{Code: tea.KeyLeft}, {Code: tea.KeyRight}, {Code: tea.KeyBegin}, {Code: tea.KeyFind}, {Code: tea.KeyInsert},
		{Code: tea.KeyDelete}, {Code: tea.KeySelect}, {Code: tea.KeyPgUp}, {Code: tea.KeyPgDown}, {Code: tea.KeyHome},
		{Code: tea.KeyEnd}, {Code: tea.KeyPrintScreen}, {Code: tea.KeyPause}, {Code: tea.KeyMenu}, {Code: tea.KeyF1}, {Code: tea.KeyF63},
	} {
		if !valid(k.String()) {
			t.Errorf("a terminal sends %q, which cannot be bound", k.String())
		}
	}
}

func TestDisplay(t *testing.T) {
	for key, want := range map[string][2]string{
		"enter": {"↵", "enter"}, "up": {"↑", "up"}, "shift+down": {"shift+↓", "shift+down"},
		"pgdown": {"pgdn", "pgdn"}, "space": {"space", "space"}, "+": {"+", "+"}, "ctrl++": {"ctrl++", "ctrl++"},
		"ж": {"ж", "U+0436"}, "ctrl+ж": {"ctrl+ж", "ctrl+U+0436"}, "": {"", ""},
	} {
		if got := [2]string{display(key, false), display(key, true)}; got != want {
			t.Errorf("display(%q) = %q, want %q", key, got, want)
		}
	}
}
