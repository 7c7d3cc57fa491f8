package ui

import (
	"testing"

	tea "charm.land/bubbletea/v2"

	"quarry/state/indicator"
)

// resumed is a run that goes on with the case of another one, which has ended.
func resumed(r *rig) *rig {
	r.t.Helper()
	r.m.Left()
	again := New(r.m.opt)
	again.opt.Start, again.opt.Resume = indicator.Indicator{}, r.m.notebook().Head().ID
	next := &rig{t: r.t, m: again, client: r.client, cases: r.cases}
	next.send(tea.WindowSizeMsg{Width: 120, Height: 40})
	next.keep(again.Init())
	next.settle()
	return next
}

// What the head line says of a list is the same when a case is gone on with: the days
// that one expects do not take the place of how many names there are.
func TestTheHeadLineComesBack(t *testing.T) {
	r := real(t, "1.1.1.1")
	r.press("p")
	r.settle()
	before := r.line("Passive DNS of 1.1.1.1")
	if again := resumed(r); again.line("Passive DNS of 1.1.1.1") != before {
		t.Errorf("it was %q, and is\n%s", before, again.drawing())
	}
}

// A filter that was still being typed when quarry ended comes back in force, as it
// was shown; what could not be read of it does not.
func TestAFilterThatWasBeingTypedComesBack(t *testing.T) {
	for typed, want := range map[string][]string{
		"one":    {"filter: one", "one.one.one.one"},
		"one /(": {"filter: one"},
		"":       {"1/5"},
	} {
		r := real(t, "1.1.1.1")
		r.press("p")
		r.settle()
		r.press("/")
		for _, c := range typed {
			r.press(map[bool]string{true: "space", false: string(c)}[c == ' '])
		}
		r = resumed(r)
		r.wants(append(want, "Passive DNS of 1.1.1.1")...)
		r.lacks("keep the filter", "/(")
	}
}
