package overlay

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/testdata/hostile"
	"quarry/views"
	"quarry/views/frametest"
	"quarry/views/style"
	"quarry/views/widget"
)

func newTestPrompt() *Prompt {
	return NewPrompt(keymap.Default(), views.Prompt{}, func(i indicator.Indicator) (string, bool) { return "1 call", i.Kind() != indicator.CIDR })
}

// drawn checks an overlay at every size: it fits, and nothing in it is alive.
func drawn(t *testing.T, o Overlay) {
	t.Helper()
	for _, s := range frametest.Sizes() {
		lines := strings.Split(o.Render(style.New(true), views.Size{Width: s[0], Height: s[1]}), "\n")
		if len(lines) > s[1] {
			t.Errorf("%d lines on a screen of %d", len(lines), s[1])
		}
		for _, l := range lines {
			if w := widget.Plain(l).Width(); w > s[0] {
				t.Errorf("%d cells on a screen of %d: %q", w, s[0], l)
			}
		}
		frametest.Check(t, widget.Block(lines, s[0], s[1]), s[0], s[1])
	}
}

func payloads(t testing.TB) []hostile.Payload {
	t.Helper()
	all, err := hostile.Payloads()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// FuzzPrompt pastes and types anything into the prompts, as one paste and as the
// keys that a terminal sends which marks no paste.
func FuzzPrompt(f *testing.F) {
	for _, p := range payloads(f) {
		f.Add(p.Text[:min(len(p.Text), 2000)], true)
		f.Add(p.Text[:min(len(p.Text), 200)], false)
	}
	for _, s := range []string{"evil[.]example", "192.0.2.1\nhxxp://a[.]example/\r\n\x1b[200~", "fe80::1%eth0 user:pass@example.com.", "\xff\x00"} {
		f.Add(s, true)
		f.Add(s, false)
	}
	f.Fuzz(func(t *testing.T, text string, pasted bool) {
		today := clock(t)
		prompt := newTestPrompt()
		palette := NewPalette(keymap.Default(), []Command{{Action: keymap.Quit, Name: "quit: leave", Key: "q"}})
		window := NewWindow(keymap.Default(), "days", views.LastDays(30, today), today, func(views.Window) string { return "1 call" })
		for _, o := range []Overlay{prompt, palette, window} {
			if pasted {
				o.Update(tea.PasteMsg{Content: text})
			} else {
				for _, c := range text[:min(len(text), 300)] {
					o.Update(tea.KeyPressMsg{Code: c, Text: string(c)})
				}
			}
			drawn(t, o)
		}
		result, _ := prompt.Update(tea.KeyPressMsg{Code: tea.KeyEnter})
		if got, ok := result.(Entered); ok {
			if again, err := indicator.Parse(got.Indicator.String()); err != nil || again != got.Indicator {
				t.Errorf("%q opens %q, which is not canonical", text, got.Indicator)
			}
		} else if result != nil {
			t.Errorf("%q ends in %T", text, result)
		}
	})
}

// A paste of ten megabytes is looked through in a moment, and one of a megabyte
// whatever is in it, and triggers nothing.
func TestLargePastes(t *testing.T) {
	for name, unit := range map[string]string{
		"ten megabytes": "x", "keys": "qJYo:?", "lines": "192.0.2.1 evil[.]example\n", "escapes": "\x1b[31m\x1b]0;x\x07", "invalid": "\xff\x00", "brackets": "[[((",
	} {
		p := newTestPrompt()
		began := time.Now()
		size := 1 << 20
		if name == "ten megabytes" {
			size *= 10
		}
		result, cmd := p.Update(tea.PasteMsg{Content: strings.Repeat(unit, size/len(unit))})
		if result != nil || cmd != nil {
			t.Errorf("%s: the paste ends in %T", name, result)
		}
		drawn(t, p)
		if took := time.Since(began); took > 20*time.Second {
			t.Errorf("%s took %v", name, took)
		}
	}
}
