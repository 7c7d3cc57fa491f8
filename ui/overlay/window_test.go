package overlay

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"quarry/api"
	"quarry/keymap"
	"quarry/views"
	"quarry/views/frametest"
	"quarry/views/style"
)

// clock is the day of the tests: 2026-11-23.
func clock(t *testing.T) api.Day {
	t.Helper()
	d, err := api.ParseDay("2026-11-23")
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func newTestWindow(t *testing.T) *Window {
	today := clock(t)
	return NewWindow(keymap.Default(), "passive DNS of 192.0.2.1: which days", views.LastDays(30, today), today, func(w views.Window) string {
		switch w.String() {
		case "2026-10-24..2026-11-23":
			return "shown now"
		case "2023-07-01..2023-07-31":
			return "known, 3 d old"
		}
		return "1 call"
	})
}

// send types keys, one a word, and returns what came of the last.
func (w *Window) send(keys string) Result {
	named := map[string]rune{"enter": tea.KeyEnter, "esc": tea.KeyEscape, "down": tea.KeyDown, "up": tea.KeyUp, "backspace": tea.KeyBackspace}
	var got Result
	for _, k := range strings.Fields(keys) {
		msg := tea.KeyPressMsg{Code: named[k]}
		if msg.Code == 0 {
			msg = tea.KeyPressMsg{Code: []rune(k)[0], Text: k}
		}
		got, _ = w.Update(msg)
	}
	return got
}

func TestWindowTakes(t *testing.T) {
	for keys, want := range map[string]string{
		"enter":                             "2026-10-24..2026-11-23", // the one that is shown
		"1 enter":                           "2026-11-16..2026-11-23",
		"2 enter":                           "2026-10-24..2026-11-23",
		"3 enter":                           "2026-08-25..2026-11-23",
		"4 enter":                           "2025-11-23..2026-11-23",
		"up up up enter":                    "2026-11-16..2026-11-23",
		"down down down down enter":         "2025-11-23..2026-11-23",
		"4 up enter":                        "2026-08-25..2026-11-23", // from the number that was typed
		"4 up 1 enter":                      "2026-11-16..2026-11-23", // the arrow took the number away
		"4 5 d enter":                       "2026-10-09..2026-11-23",
		"2 0 2 3 - 0 7 enter":               "2023-07-01..2023-07-31",
		"4 5 d backspace backspace 1 enter": "", // 41 is no window
		"4 5 d backspace backspace enter":   "2025-11-23..2026-11-23",
		"2 0 2 7 - 0 7 enter":               "",
		"2 0 2 7 - 0 7 down up enter":       "",
		"x enter":                           "",
		"5 enter":                           "",
		"0 enter":                           "",
	} {
		got := newTestWindow(t).send(keys)
		chosen, ok := got.(Chosen)
		if ok != (want != "") || ok && chosen.Window.String() != want {
			t.Errorf("%s gives %#v, want %q", keys, got, want)
		}
	}
	if got := newTestWindow(t).send("1 esc"); got != (Closed{}) {
		t.Errorf("esc gives %#v", got)
	}
}

func TestWindowTakesAPasteAsOneLine(t *testing.T) {
	w := newTestWindow(t)
	w.Update(tea.PasteMsg{Content: "2023-07-15 → 2023-07-18\n"})
	if got := w.send("enter"); got == nil || got.(Chosen).Window.String() != "2023-07-15..2023-07-18" {
		t.Errorf("a paste gives %#v", got)
	}
	w = newTestWindow(t)
	w.Update(tea.PasteMsg{Content: "\x1b]52;c;AAAA\x07\u202e\u009b31m" + strings.Repeat("9", 5000)})
	if got := w.send("enter"); got != nil {
		t.Errorf("it takes %#v", got)
	}
	for _, s := range frametest.Sizes() {
		if box := w.Render(style.New(true), views.Size{Width: s[0], Height: s[1]}); strings.ContainsAny(box, "\a\u202e\u009b") {
			t.Errorf("the paste is alive: %q", box)
		}
	}
}

// Whatever the width, the price of every choice is seen before it is taken.
func TestWindowSaysWhatEachCosts(t *testing.T) {
	for _, s := range frametest.Sizes() {
		draw := func(keys string) string {
			w := newTestWindow(t)
			w.send(keys)
			return w.Render(style.New(true), views.Size{Width: s[0], Height: s[1]})
		}
		if d := draw(""); strings.Count(d, "1 call") != 3 || strings.Count(d, "shown now") != 1 {
			t.Errorf("%v:\n%s", s, d)
		}
		if d := draw("2 0 2 3 - 0 7"); !strings.Contains(d, "known, 3 d old") || !strings.Contains(d, "31 days") {
			t.Errorf("%v:\n%s", s, d)
		}
		if d := draw("2 0 2 3 - 0"); !strings.Contains(d, "write 30d") || strings.Contains(d, "1 call") {
			t.Errorf("%v:\n%s", s, d)
		}
	}
}
