package overlay

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"quarry/keymap"
	"quarry/views"
	"quarry/views/frametest"
	"quarry/views/safe"
	"quarry/views/style"
)

// newTestCopyAs offers three scopes of four forms, of which the second does not
// work for the last scope; made counts how often a scope was looked at.
func newTestCopyAs(sample string, made *int) *CopyAs {
	var scopes []Scope
	for n, name := range []string{"the selection", "the 3 marked", "all 640 shown"} {
		scopes = append(scopes, Scope{Name: name, Forms: func() (string, []Form) {
			*made++
			forms := []Form{
				{Name: "defanged", Short: "defanged", Key: "d", Sample: sample, Count: "3 rows"},
				{Name: "Splunk SPL", Short: "Splunk SPL", Key: "s", Sample: sample, Count: "3 rows"},
				{Name: "record as Markdown", Short: "Markdown", Key: "m", Group: 1, Sample: sample},
				{Name: "curl command", Short: "curl command", Key: "u", Group: 2, Sample: sample},
			}
			if n == 2 {
				forms[1].Disabled = "search.splunk.asn names no field"
			}
			return []string{"", "3 of 640 rows", "640 of 778 names loaded"}[n], forms
		}})
	}
	return NewCopyAs(keymap.Default(), scopes, 1, 0)
}

func press(t *testing.T, o Overlay, keys ...string) (r Result) {
	t.Helper()
	named := map[string]rune{"tab": tea.KeyTab, "enter": tea.KeyEnter, "esc": tea.KeyEscape, "down": tea.KeyDown, "up": tea.KeyUp}
	for _, k := range keys {
		if r != nil {
			t.Fatalf("it was closed by %v before %s", r, k)
		}
		msg := tea.KeyPressMsg{Code: []rune(k)[0], Text: k}
		if code, ok := named[k]; ok {
			msg = tea.KeyPressMsg{Code: code}
		}
		r, _ = o.Update(msg)
	}
	return r
}

func TestCopyAsTakesAFormOfAScope(t *testing.T) {
	for keys, want := range map[string]Result{
		"d": FormTaken{1, 0}, "tab d": FormTaken{2, 0}, "tab tab u": FormTaken{0, 3}, "tab tab tab m": FormTaken{1, 2},
		"enter": FormTaken{1, 0}, "down enter": FormTaken{1, 1}, "down tab down enter": FormTaken{2, 2}, "up up enter": FormTaken{1, 0},
		"tab s": nil, "tab s enter": nil, "tab s down enter": FormTaken{2, 2}, "tab down enter": nil, "z": nil, "esc": Closed{},
		"down down down down down enter": FormTaken{1, 3},
	} {
		made := 0
		if got := press(t, newTestCopyAs("a", &made), strings.Fields(keys)...); got != want {
			t.Errorf("%s: %v, want %v", keys, got, want)
		}
	}
}

func TestCopyAsLooksAtAScopeOnce(t *testing.T) {
	made := 0
	c := newTestCopyAs("a", &made)
	drawn(t, c)
	if made != 1 {
		t.Errorf("%d scopes were looked at before anybody asked", made)
	}
	press(t, c, "tab", "tab", "tab", "tab", "tab", "tab", "tab")
	if made != 3 {
		t.Errorf("3 scopes were looked at %d times", made)
	}
}

func TestCopyAsFitsWhateverItShows(t *testing.T) {
	for _, p := range payloads(t) {
		made := 0
		c := newTestCopyAs(safe.PrintMax(p.Text, 120), &made)
		drawn(t, c)
		press(t, c, "tab", "s")
		drawn(t, c)
	}
}

func TestCopyAsGolden(t *testing.T) {
	made := 0
	c := newTestCopyAs(`"a.example.com" OR "b.example.com" OR "c.example.com" OR "d.example.com" OR "e.example.com"`, &made)
	var all strings.Builder
	for _, keys := range []string{"", "tab s"} {
		press(t, c, strings.Fields(keys)...)
		for _, s := range [][2]int{{40, 12}, {60, 14}, {80, 12}, {80, 24}, {120, 40}} {
			box := c.Render(style.New(true), views.Size{Width: s[0], Height: s[1]})
			fmt.Fprintf(&all, "── %d×%d\n%s\n", s[0], s[1], frametest.Draw(box, s[0], strings.Count(box, "\n")+1))
		}
	}
	frametest.Golden(t, "copy-as-dialog", all.String())
}
