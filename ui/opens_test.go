package ui

import (
	"strings"
	"testing"

	"quarry/keymap"
)

// On every row of every kind of view the footer offers to open it where that does
// something, and nowhere else; elsewhere the key says why not.
func TestOpenIsOfferedWhereSomethingOpens(t *testing.T) {
	for start, places := range map[string][]string{
		"1.1.1.1":               {"", "p", "p z", "a", "a s", "D", "t", "v m I", "I", "I tab z"},
		"cloudflare.com":        {"", "w", "h", "u", "D"},
		"hxxp://a[.]example/lo": {""},
		"AS13335":               {"", "s"},
	} {
		for _, keys := range places {
			t.Run(start+" "+keys, func(t *testing.T) {
				r := real(t, start)
				for _, k := range strings.Fields(keys) {
					r.press(k)
					r.settle()
				}
				for range 12 {
					r.opensAsOffered()
					r.press("j")
				}
			})
		}
	}
}

// opensAsOffered presses the key that opens, holds what that does against what the
// footer offers, and goes back.
func (r *rig) opensAsOffered() {
	r.t.Helper()
	body := func() string {
		lines := strings.Split(r.drawing(), "\n")
		return strings.Join(lines[2:len(lines)-r.m.areas().footer], "\n")
	}
	before, at := body(), r.m.stack.Index()
	why := r.m.disabled(keymap.Open)
	offered := strings.Contains(r.m.keyLine().String(), "↵ open")
	row := strings.Split(before, "\n")
	for _, l := range row {
		if strings.Contains(l, "▌") {
			row = []string{l}
		}
	}
	r.m.notice.text = ""
	r.press("enter")
	r.settle()
	opened := r.m.stack.Index() != at || r.m.dialog != nil || body() != before
	switch {
	case offered != opened:
		r.t.Errorf("on %q it is offered to open: %v; that does something: %v (%s)\n%s", row[0], offered, opened, why, r.drawing())
	case !opened && r.m.notice.text != why:
		r.t.Errorf("on %q the key says %q, the help %q", row[0], r.m.notice.text, why)
	}
	switch {
	case r.m.dialog != nil:
		r.press("esc")
	case r.m.stack.Index() != at:
		r.press("[")
	case opened: // folded
		r.press("enter")
	}
	r.settle()
}
