package ui

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"quarry/state/indicator"
)

func TestPathKeepsEveryPlaceAsItWas(t *testing.T) {
	r := newRig(t, "192.0.2.1")
	r.settle()
	r.press("j", "j", "j") // cursor on name3
	r.press("enter")
	r.settle()
	r.wants("192.0.2.1 › name3.example.com", "alpha of name3.example.com", "answer: alpha name3")
	r.press("w")
	r.settle()
	r.wants("name3.example.com › beta")
	r.press("[", "[")
	r.wants("alpha of 192.0.2.1", "cursor: 3")
	r.press("]", "]")
	r.wants("beta of name3.example.com")
	r.press("1")
	r.wants("cursor: 3")
	r.press("3")
	r.wants("beta of name3.example.com")
	if n := len(r.client.asked); n != 3 {
		t.Errorf("%d calls sent for 3 questions: walking the path must send none", n)
	}
}

func TestEscapeAndBackspaceGoBackToo(t *testing.T) {
	for _, key := range []string{"[", "esc", "backspace"} {
		r := newRig(t, "192.0.2.1")
		r.settle()
		r.press("j", "enter")
		r.settle()
		r.press(key)
		r.wants("alpha of 192.0.2.1")
		r.press(key)
		r.wants("start of the path")
	}
}

func TestReplyAfterThePopIsDropped(t *testing.T) {
	r := newRig(t, "192.0.2.1")
	r.settle()
	r.press("j", "enter") // name1, loading
	late := r.replies()
	r.press("[", "j", "enter") // cuts name1 off: opens name2 in its place
	for _, msg := range late {
		r.send(msg)
	}
	r.settle()
	r.wants("alpha of name2.example.com", "answer: alpha name2.example.com")
	r.lacks("name1")
	if len(r.m.frames) != 2 {
		t.Errorf("%d frames are kept for a path of 2", len(r.m.frames))
	}
}

func TestReplyReachesACoveredView(t *testing.T) {
	r := newRig(t, "192.0.2.1")
	first := r.replies()
	r.press("j", "enter")
	r.settle()
	for _, msg := range first {
		r.send(msg)
	}
	r.press("[")
	r.wants("answer: alpha 192.0.2.1")
}

func TestRepliesOutOfOrderAndTwice(t *testing.T) {
	r := newRig(t, "192.0.2.1")
	first := r.replies()
	r.press("r")
	second := r.replies()
	for _, msg := range slices.Concat(second, first, second, first) {
		r.send(msg)
	}
	v := r.m.here().view.(*stubView)
	if len(v.got) != 1 {
		t.Errorf("the view took %d replies, want the last request's only", len(v.got))
	}
}

func TestAViewLeftWhileLoadingSendsNothing(t *testing.T) {
	r := newRig(t, "192.0.2.1")
	r.settle()
	before := len(r.client.asked)
	r.press("j", "enter", "[") // left before its command ran
	r.settle()
	if n := len(r.client.asked) - before; n != 0 {
		t.Errorf("%d calls were sent by a view that was left", n)
	}
	r.press("]") // returned to: now it asks
	r.settle()
	r.wants("answer: alpha name1.example.com")
	if n := len(r.client.asked) - before; n != 1 {
		t.Errorf("%d calls on return, want 1", n)
	}
}

func TestWhatCannotBePivotedSaysWhyAndSpendsNothing(t *testing.T) {
	r := newRig(t, "192.0.2.1")
	r.settle()
	r.press("w")
	r.settle()
	r.wants("takes a domain", "alpha of 192.0.2.1")
	if n := len(r.client.asked); n != 1 {
		t.Errorf("%d calls", n)
	}
}

func TestMoreThanOneCallAsksFirst(t *testing.T) {
	r := newRig(t, "192.0.2.1")
	r.settle()
	r.press("h")
	r.wants("Spend 3 calls?", "dear of 192.0.2.1", "This run has sent 1 so far")
	r.press("j", "x") // no other key answers
	r.wants("Spend 3 calls?")
	r.press("n")
	r.lacks("Spend")
	r.press("h", "y")
	r.settle()
	r.wants("dear of 192.0.2.1")
}

func TestPanelShowsPricesAndWhyNot(t *testing.T) {
	r := newRig(t, "192.0.2.1")
	r.settle()
	r.wants("i alpha", "known, just now", "takes a domain", "3 calls")
	r.press("j")
	r.wants("name1.example.com", "1 call")
}

func TestRefreshAsksTheNetworkAgain(t *testing.T) {
	r := newRig(t, "192.0.2.1")
	r.settle()
	r.press("r")
	r.settle()
	if n := len(r.client.asked); n != 2 {
		t.Errorf("%d calls, want 2", n)
	}
	r.wants("2 calls")
}

func TestPasteNeverActsAsKeys(t *testing.T) {
	r := newRig(t, "192.0.2.1")
	r.settle()
	r.send(tea.PasteMsg{Content: "qqq alert: hxxp://evil[.]example.com/x from 192[.]0[.]2[.]7\r\nq"})
	r.wants("Open an indicator", "2 indicators found", "hxxp://evil[.]example[.]com/x", "192.0.2.7")
	r.press("down", "enter")
	r.settle()
	r.wants("alpha of 192.0.2.7")
}

func TestStartScreenOpensThePrompt(t *testing.T) {
	r := newRig(t, "")
	r.wants("Open an indicator")
	for _, c := range "evil[.]example[.]com" {
		r.press(string(c))
	}
	r.wants("domain")
	r.press("enter")
	r.settle()
	r.wants("alpha of evil.example.com")
}

func TestPaletteRunsWhatItFinds(t *testing.T) {
	r := newRig(t, "name.example.com")
	r.settle()
	r.press(":")
	for _, c := range "registered" {
		r.press(string(c))
	}
	r.wants("who registered the selected domain", "1 call")
	r.press("enter")
	r.settle()
	r.wants("beta of name.example.com")
}

func TestHelpSaysWhatDoesNotWorkHere(t *testing.T) {
	r := newRig(t, "192.0.2.1")
	r.settle()
	r.send(tea.WindowSizeMsg{Width: 120, Height: 80})
	r.press("?")
	r.wants("Keys in alpha", "takes a domain")
	r.press("x")
	r.lacks("Keys in alpha")
}

func TestCopyForms(t *testing.T) {
	r := newRig(t, "192.0.2.1")
	r.settle()
	r.press("j", "y")
	r.settle()
	r.wants("copied: name1[.]example[.]com (system clipboard)")
	r.press("Y", "p")
	r.settle()
	r.press("j", "y") // the form last used
	r.settle()
	v := r.m.here().view.(*stubView)
	v.marked = []indicator.Indicator{indicator.MustParse("192.0.2.9"), indicator.MustParse("http://a.example.com/b")}
	r.press("Y", "o")
	r.settle()
	r.press("Y", "c")
	r.settle()
	r.lacks("copied: ,")
	want := []string{"name1[.]example[.]com", "name1.example.com", "name2.example.com", `"192.0.2.9" OR "http://a.example.com/b"`}
	if !slices.Equal(r.copied, want) {
		t.Errorf("copied %q, want %q", r.copied, want)
	}
}

func TestEveryFrameIsExactlyTheScreen(t *testing.T) {
	for _, keys := range [][]string{nil, {"?"}, {":"}, {"o"}, {"Y"}, {"h"}, {"j", "enter"}} {
		r := newRig(t, "192.0.2.1")
		r.settle()
		r.press(keys...)
		r.settle()
		for _, size := range [][2]int{{1, 1}, {2, 40}, {39, 12}, {40, 11}, {40, 12}, {60, 15}, {80, 24}, {99, 16}, {100, 24}, {120, 40}, {200, 60}, {500, 200}} {
			r.send(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
			t.Run(fmt.Sprint(keys, size), func(t *testing.T) { r.t = t; r.drawing() })
		}
	}
}

func TestTooSmallSaysSoAndStaysAlive(t *testing.T) {
	r := newRig(t, "192.0.2.1")
	r.settle()
	r.send(tea.WindowSizeMsg{Width: 39, Height: 12})
	r.wants("quarry needs 40 × 12")
	r.press("j")
	r.send(tea.WindowSizeMsg{Width: 80, Height: 24})
	r.wants("cursor: 1")
}

func TestClickOnThePathGoesThere(t *testing.T) {
	r := newRig(t, "192.0.2.1")
	r.settle()
	r.press("j", "enter")
	r.settle()
	r.drawing()
	r.send(tea.MouseClickMsg{X: 12, Y: 0, Button: tea.MouseLeft})
	r.wants("alpha of 192.0.2.1")
}

func TestASCIIHasNothingElse(t *testing.T) {
	r := newRig(t, "192.0.2.1")
	r.m.opt.ASCII = true
	r.settle()
	r.press("?")
	for _, c := range r.drawing() {
		if c > 0x7E {
			t.Fatalf("%q is not ASCII in:\n%s", c, r.drawing())
		}
	}
}

func TestBeforeAnySizeThereIsALegalFrame(t *testing.T) {
	r := newRig(t, "192.0.2.1")
	r.send(tea.WindowSizeMsg{})
	r.settle()
	if got := r.m.View().Content; got != "" {
		t.Errorf("at 0×0: %q", got)
	}
}

func TestEnterOnAFoldedGroupOnlyUnfoldsIt(t *testing.T) {
	r := real(t, "1.1.1.1")
	r.press("G", "k")
	for !strings.Contains(r.drawing(), "▌ ▸") {
		r.press("j")
	}
	r.press("enter")
	r.settle()
	r.wants("▌ ▾", "autonomous-system--2fa28d71")
	if n := len(r.m.stack.All()); n != 1 {
		t.Errorf("enter on a fold opened %d further places", n-1)
	}
}

func TestEnterTypedAheadWaitsForTheRows(t *testing.T) {
	r := newRig(t, "192.0.2.1")
	r.press("enter")
	r.wants("nothing to open yet")
	r.settle()
	r.wants("answer: alpha 192.0.2.1")
	if n := len(r.m.stack.All()); n != 1 {
		t.Errorf("%d places on the path", n)
	}
}

// The body of a list is on the shelf, and comes when it has been fetched from there.
func TestARawAnswerComesToItsDialog(t *testing.T) {
	r := tableOf(t, 20)
	r.press("J")
	late := r.cmds
	r.cmds = nil
	r.press("esc") // another dialog lies there when it comes
	r.press("?")
	r.cmds = append(r.cmds, late...)
	r.settle()
	r.wants("Keys in")
	r.press("esc", "J")
	r.settle()
	r.wants("Raw answer to", "reverse_records", "SHA-256")
}
