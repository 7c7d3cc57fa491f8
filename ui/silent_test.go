package ui

import (
	"strings"
	"testing"

	"quarry/keymap"
)

// No key does nothing without a word, in any kind of view, but for those that move:
// at an edge they have nowhere to go.
func TestNoKeyIsSilent(t *testing.T) {
	for start, places := range map[string][]string{
		"1.1.1.1":               {"", "p", "a s", "D", "t", "I"},
		"cloudflare.com":        {"w", "h", "m"},
		"hxxp://a[.]example/lo": {""},
	} {
		for _, keys := range places {
			t.Run(start+" "+keys, func(t *testing.T) {
				for _, b := range keymap.Default().Bindings() {
					if b.Scope != keymap.Workbench || b.Group == keymap.GroupMove || b.Action == keymap.Quit || b.Action == keymap.Suspend {
						continue
					}
					if n, ok := b.Action.Place(); ok && n > 3 {
						continue // as the others
					}
					r := real(t, start)
					for _, k := range strings.Fields(keys) {
						r.press(k)
						r.settle()
					}
					before := r.drawing()
					r.m.notice.text = ""
					sent := len(r.client.asked)
					r.keep(r.m.act(b.Action))
					r.settle()
					if b.Action == keymap.Refresh && len(r.m.refreshes()) > 0 {
						continue // it asks, and the same came
					}
					if r.m.notice.text == "" && r.drawing() == before && len(r.client.asked) == sent {
						t.Errorf("%s (%s) does nothing and says nothing", r.m.opt.Keys.Key(b.Action), b.Action)
					}
				}
			})
		}
	}
}
