package ui

import (
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"quarry/views"
)

// wide is a walked rig on a screen on which the trail stands beside the view.
func wide(t *testing.T) *rig {
	t.Helper()
	r := walked(t)
	r.send(tea.WindowSizeMsg{Width: 170, Height: 40})
	return r
}

// line is the line of the screen that holds all of the parts.
func (r *rig) line(parts ...string) string {
	r.t.Helper()
	for _, l := range strings.Split(r.drawingNow(), "\n") {
		missing := 0
		for _, p := range parts {
			if !strings.Contains(l, p) {
				missing++
			}
		}
		if missing == 0 {
			return l
		}
	}
	r.t.Errorf("no line has all of %q:\n%s", parts, r.drawingNow())
	return ""
}

func TestTrailBesideTheView(t *testing.T) {
	r := wide(t)
	r.line("Trail of 192.0.2.1", "│ alpha of 198.51.100.7")
	r.line("→ 198.51.100.7  alpha")
	before := r.drawing()

	r.press("t") // the cursor goes into the trail, and nothing moves
	r.line("Trail of 192.0.2.1", "│ alpha of 198.51.100.7")
	r.line("▌ → 198.51.100.7  alpha")
	r.press("g", "j", "j")
	r.line("▌ │ └ beta")
	r.wants("│ name1.example.com") // the side panel is about the row of the trail
	r.press("v", "m")
	r.line("✗", "beta")
	r.press("enter")
	r.settle()
	r.line("→ beta", "✗")
	r.line("Trail of 192.0.2.1", "│ beta of name1.example.com")
	r.press("U", "t", "t") // the trail, and back to where one was
	r.line("Trail of 192.0.2.1", "│ beta of name1.example.com")
	r.press("[", "t") // the trail lies on the path, and the way back from it with it
	r.line("Trail of 192.0.2.1", "│ beta of name1.example.com")
	r.press("[", "[", "]", "[")
	if got := r.drawing(); firstLines(got, 8) != firstLines(before, 8) {
		t.Errorf("back at the start:\n%s\nit was\n%s", got, before)
	}
}

func firstLines(s string, n int) string {
	return strings.Join(strings.Split(s, "\n")[1:n], "\n")
}

func TestTrailBesideTheViewFollows(t *testing.T) {
	r := wide(t)
	r.press("[")
	r.line("▾ → 192.0.2.1  alpha", "│")
	r.press("]")
	r.line("→ 198.51.100.7  alpha")
	r.press("t", "g", "tab", "t")
	r.line("▸ 192.0.2.1  alpha  3 more") // a fold is a fold in both
	r.send(tea.WindowSizeMsg{Width: 120, Height: 40})
	r.lacks("Trail of")
	r.press("t")
	r.wants("Trail of 192.0.2.1")
	r.lacks("answer: ")
	r.send(tea.WindowSizeMsg{Width: 200, Height: 60})
	r.line("Trail of 192.0.2.1", "alpha of 198.51.100.7")
	r.send(tea.BackgroundColorMsg{})
	r.wants("Trail of 192.0.2.1")
	r.send(tea.WindowSizeMsg{Width: 30, Height: 5})
	r.wants("quarry needs")
	r.send(tea.WindowSizeMsg{Width: 170, Height: 12})
	r.line("Trail of 192.0.2.1", "alpha of 198.51.100.7")
	r.press("F") // a fork begins another trail
	r.line("Trail of 198.51.100.7", "alpha of 198.51.100.7")
}

// A fork from the trail is folded alike in the trail and in the pane.
func TestAForkIsFoldedAlike(t *testing.T) {
	r := wide(t)
	r.press("t", "g", "F", "tab")
	r.line("▸ → 192.0.2.1  alpha  3 more")
	r.press("t")
	if _, ok := r.m.brancher(); ok {
		t.Fatal("still in the trail")
	}
	r.line("▸ → 192.0.2.1  alpha  3 more")
}

// A case that begins anew has nothing of the one before in its insights.
func TestANewCaseInfersFromItself(t *testing.T) {
	r := wide(t)
	if r.m.snapshot().ID.IsZero() {
		t.Fatal("there is no case")
	}
	r.press("C")
	r.settle()
	r.press("g", "enter")
	if id := r.m.snapshot().ID; r.m.file.book != nil || !id.IsZero() {
		t.Errorf("it infers from case %v", id)
	}
}

// While one is in the trail, time passes in the view beside it.
func TestWhatWaitsBesideTheTrailTicks(t *testing.T) {
	r := wide(t)
	r.press("[", "j", "w", "t") // another name than those opened before
	if !r.m.waiting() {
		t.Fatal("nothing waits")
	}
	_, cmd := r.m.Update(tick(now()))
	if cmd == nil {
		t.Error("the clock stands")
	}
	r.settle()
	if r.m.waiting() {
		t.Error("it waits on")
	}
}

func TestClicksBesideTheView(t *testing.T) {
	r := wide(t)
	row := func(part string) int {
		for y, l := range strings.Split(r.drawingNow(), "\n") {
			if strings.Contains(l, part) {
				return y
			}
		}
		t.Fatalf("no line has %q:\n%s", part, r.drawingNow())
		return 0
	}
	click := func(x, y int) { r.send(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft}) }
	click(10, row("name2.example.com"))
	r.line("▌", "name2.example.com")
	r.wants("› trail")
	click(10, row("name1.example.com"))
	r.line("▌", "name1.example.com")
	click(r.m.areas().trail+3, row("answer: "))
	r.lacks("› trail ", "▌")
	if _, ok := r.m.here().view.(views.Brancher); ok {
		t.Error("still in the trail")
	}
	click(r.m.areas().trail-1, 4) // on the wall
	click(169, 4)                 // on the side panel
	r.wants("answer: ")
}

// What follows about the view beside the trail follows at once, not when one returns
// to it.
func TestInsightsBesideTheTrail(t *testing.T) {
	r, _ := infers(t, "1.1.1.1")
	r.send(tea.WindowSizeMsg{Width: 170, Height: 40})
	r.press("t")
	judged := func(want bool) {
		t.Helper()
		r.wait()
		is := slices.ContainsFunc(r.m.companion().insights.List, func(i views.Insight) bool { return i.Text == "1.1.1.1 is malicious" })
		if is != want {
			t.Errorf("of the view beside the trail follows %v", r.m.companion().insights.List)
		}
	}
	r.press("v", "m")
	judged(true)
	r.press("U")
	judged(false)
}
