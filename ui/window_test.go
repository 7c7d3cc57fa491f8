package ui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"quarry/views"
)

// does presses keys and lets every reply come.
func (r *rig) does(keys string) {
	for _, k := range strings.Fields(keys) {
		r.press(k)
	}
	r.settle()
}

// asked is the windows of the questions that were sent, and how many were sent
// in all.
func (r *rig) asked() (windows []string, calls int) {
	for _, q := range r.client.asked {
		if w := views.WindowOf(q); !w.IsZero() {
			windows = append(windows, q.Indicator.String()+" "+w.String())
		}
	}
	return windows, len(r.client.asked)
}

// wantsAsked compares the windows that were asked about, in order.
func (r *rig) wantsAsked(want ...string) {
	r.t.Helper()
	if got, _ := r.asked(); strings.Join(got, ", ") != strings.Join(want, ", ") {
		r.t.Errorf("asked about\n%q, want\n%q", got, want)
	}
}

const (
	last30   = "1.1.1.1 2026-10-24..2026-11-23"
	before30 = "1.1.1.1 2026-09-23..2026-10-23"
)

func TestTheWindowMoves(t *testing.T) {
	r := real(t, "1.1.1.1")
	r.does("p")
	first := r.drawing()
	r.does(")")
	r.wants("the window ends today")
	r.wantsAsked(last30)
	r.does("(")
	r.wants("2026-09-23 → 2026-10-23", "passive DNS › 2026-09-23..2026-10-23")
	r.wantsAsked(last30, before30)
	second := r.drawing()
	r.does(")") // what is known costs nothing
	r.wants("2026-10-24 → 2026-11-23", "2026-09-23..2026-10-23 › 2026-10-24..2026-11-23")
	r.does("( (")
	r.wantsAsked(last30, before30, "1.1.1.1 2026-08-23..2026-09-22")
	r.does("4") // the second window, then the first, as they were
	r.does("[")
	r.m.notice.text = ""
	if body(r.drawing()) != body(second) {
		t.Errorf("back shows\n%s\nwas\n%s", r.drawing(), second)
	}
	r.does("[")
	if body(r.drawing()) != body(first) {
		t.Errorf("back shows\n%s\nwas\n%s", r.drawing(), first)
	}
}

// body is a drawing without the header, which counts calls, and the footer.
func body(drawing string) string {
	lines := strings.Split(drawing, "\n")
	return strings.Join(lines[2:len(lines)-4], "\n")
}

func TestTheWindowIsInherited(t *testing.T) {
	r := real(t, "1.1.1.1")
	r.does("p (")
	r.does("o 1 9 2 . 0 . 2 . 7 enter")
	r.wants("p passive DNS", "1 call")
	r.does("p")
	r.wants("Passive DNS of 192.0.2.7   2026-09-23 → 2026-10-23")
	r.send(tea.WindowSizeMsg{Width: 80, Height: 24})
	r.wants("Passive DNS of 192.0.2.7   2026-09-23 → 2026-10-23")
	r.send(tea.WindowSizeMsg{Width: 120, Height: 40})
	r.wantsAsked(last30, before30, "192.0.2.7 2026-09-23..2026-10-23")
	// Before the window was moved, the program's own holds.
	r.does("1 o 1 9 2 . 0 . 2 . 8 enter")
	r.does("p")
	r.wantsAsked(last30, before30, "192.0.2.7 2026-09-23..2026-10-23", "192.0.2.8 2026-10-24..2026-11-23")
}

func TestPricesAreThoseOfTheInheritedWindow(t *testing.T) {
	r := real(t, "1.1.1.1")
	r.does("p (")
	r.does("o 1 . 1 . 1 . 1 enter")
	r.does("p") // known: this window was asked about
	r.wantsAsked(last30, before30)
	r.does("= 1 enter o 1 . 1 . 1 . 1 enter : p a s s i v e")
	r.wants("known")
}

func TestTheWindowIsChosen(t *testing.T) {
	r := real(t, "1.1.1.1")
	r.does("p = 1")
	r.wants("which days", "1  last 7 days", "2026-11-16..2026-11-23", "1 call", "shown now")
	r.wantsAsked(last30)
	r.does("enter")
	r.wantsAsked(last30, "1.1.1.1 2026-11-16..2026-11-23")
	r.does("= 2") // where one came from is known
	r.wants("known, just now")
	r.does("esc")
	r.wantsAsked(last30, "1.1.1.1 2026-11-16..2026-11-23")
	r.does("= 2 0 2 3 - 0 7 enter")
	r.wants("2023-07-01 → 2023-07-31", "2023-07-01..2023-07-31")
	r.does("= 2 0 2 7 enter esc")
	r.does("= 2 0 2 3 - 0 7 enter")
	r.wants("you are there")
	r.wantsAsked(last30, "1.1.1.1 2026-11-16..2026-11-23", "1.1.1.1 2023-07-01..2023-07-31")
	if n := len(r.m.stack.Path()); n != 4 {
		t.Errorf("%d places on the path", n)
	}
}

func TestAPivotToWhereOneIsStaysThere(t *testing.T) {
	r := real(t, "1.1.1.1")
	r.does("p ( p")
	if n := len(r.m.stack.Path()); n > 3 {
		t.Errorf("%d places on the path", n)
	}
	r.wantsAsked(last30, before30)
}

func TestAnotherWindowMeetsTheBarriers(t *testing.T) {
	for _, keys := range []string{"(", "= 3 enter", "= 2 0 2 3 - 0 7 enter"} {
		r := real(t, "1.1.1.1")
		r.does("p")
		gate := &stubGate{}
		r.m.opt.Gate = gate
		_, calls := r.asked()
		r.does(keys)
		r.wants("Spend 1 call?", "passive DNS of 1.1.1.1, 20", "12 calls are left this month")
		r.does("esc")
		if _, n := r.asked(); n != calls || gate.lifted != 0 || len(r.m.stack.Path()) != 2 {
			t.Errorf("%s: after a no %d calls instead of %d, %d places", keys, n, calls, len(r.m.stack.Path()))
		}
		r.does(keys)
		r.does("y")
		if _, n := r.asked(); n != calls+1 || gate.lifted != 1 || len(r.m.stack.Path()) != 3 {
			t.Errorf("%s: after a yes %d calls instead of %d, %d places", keys, n, calls+1, len(r.m.stack.Path()))
		}
	}
}

func TestWithoutAWindowTheKeysSayWhy(t *testing.T) {
	r := real(t, "")
	r.does("esc")
	for _, k := range []string{"(", ")", "="} {
		r.does(k)
		r.wants("nothing is open")
	}
	r = real(t, "1.1.1.1")
	_, calls := r.asked()
	for _, k := range []string{"(", ")", "="} {
		r.m.notice.text = ""
		r.does(k)
		r.wants("no window of days here")
	}
	r.lacks("= window")
	if _, n := r.asked(); n != calls || r.m.dialog != nil {
		t.Errorf("%d calls instead of %d", n, calls)
	}
}

func TestHelpSaysWhatAnotherWindowCosts(t *testing.T) {
	r := real(t, "1.1.1.1")
	r.does("p : e a r l i e r")
	r.wants("1 call")
	r.does("esc ( : l a t e r")
	r.wants("known, just now")
	r.does("esc ) : l a t e r")
	r.wants("the window ends today")
}

func TestWindowScreens(t *testing.T) {
	for name, keys := range map[string]string{
		"window":       "p =",
		"window-typed": "p = 2 0 2 3 - 0 7",
		"window-wrong": "p = 2 0 2 7 - 0 7",
		"window-moved": "p ( (",
	} {
		t.Run(name, func(t *testing.T) {
			r := real(t, "1.1.1.1")
			r.does(keys)
			r.screens(name)
		})
	}
	r := real(t, "1.1.1.1")
	r.does("p =")
	for w := range 60 {
		r.send(tea.WindowSizeMsg{Width: w, Height: 12})
		r.m.View()
	}
}
