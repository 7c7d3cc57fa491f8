package ui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
)

// The name of a case is read to its end where the screen has room for it.
func TestLongNamesInTheListOfCases(t *testing.T) {
	r := walked(t)
	name := "phishing of the customer portal, third wave, mails from the address of the board, ticket 4711"
	book := r.m.notebook()
	r.m.write(book.Do(book.SetName(name), now()))
	r.press("[", "F", "C") // a case of its own: the one before is offered
	r.settle()
	shown := func(width, height int, want bool) {
		t.Helper()
		r.send(tea.WindowSizeMsg{Width: width, Height: height})
		if got := strings.Contains(r.drawing(), name+" "); got != want {
			t.Errorf("at %d columns the name is whole: %v\n%s", width, got, r.drawing())
		}
		r.wants("phishing of the", "5 questions")
	}
	shown(200, 60, true)
	shown(80, 24, false)

	start := newRig(t, "")
	start.m.opt.Cases = r.cases
	start.keep(start.m.listCases())
	start.settle()
	r = start
	shown(200, 60, true)
	before := strings.Count(r.drawing(), "─")
	r.press("1") // what is offered goes, the box stays as wide
	if now := strings.Count(r.drawing(), "─"); now != before {
		t.Errorf("the box changes its width:\n%s", r.drawing())
	}
	shown2 := r.drawing()
	if strings.Contains(shown2, name) {
		t.Errorf("cases are offered while something is typed:\n%s", shown2)
	}
	r.press("backspace")
	shown(80, 24, false)
}
