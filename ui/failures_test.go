package ui

import (
	"context"
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"quarry/api"
	"quarry/views/frametest"
	"quarry/views/viewtest"
)

// failing answers every question with the same failure.
type failing struct{ e api.Error }

func (f failing) Ask(_ context.Context, q api.Query, _ api.Freshness) (api.Answer, error) {
	e := f.e
	e.Query = q
	return api.Answer{Query: q, Status: e.Status, Calls: e.Calls}, &e
}

// Every class of failure has a screen that names the cause and the next step,
// on a screen of the smallest usual size and on a common one.
func TestFailures(t *testing.T) {
	shown := map[api.Class]bool{}
	for name, e := range viewtest.EveryFailure() {
		shown[e.Class] = true
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := real(t, "")
			r.m.opt.Source = failing{e}
			r.m.opt.Offline = e.Class == api.Unknown
			r.press("esc", "o")
			for _, c := range "192.0.2.44" {
				r.press(string(c))
			}
			r.press("enter")
			r.settle()
			var all strings.Builder
			for _, s := range [][2]int{{80, 24}, {120, 40}} {
				r.send(tea.WindowSizeMsg{Width: s[0], Height: s[1]})
				fmt.Fprintf(&all, "── %d×%d %s\n%s", s[0], s[1], strings.Repeat("─", 20), r.drawing())
			}
			frametest.Golden(t, "failure-"+name, all.String())
			if d := all.String(); strings.Count(d, "Next: ") != 2 && e.Class != api.Cancelled || strings.Contains(strings.ToLower(d), "unexpected error") {
				t.Errorf("no next step:\n%s", d)
			}
		})
	}
	for c := api.Unclassified; c <= api.Rejected; c++ {
		if !shown[c] {
			t.Errorf("class %d has no screen", c)
		}
	}
}
