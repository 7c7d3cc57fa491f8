package ui

import (
	"strings"
	"testing"

	"quarry/state/indicator"
	"quarry/state/investigation"
)

// What is marked in a list goes into a case of its own, with the way to the list.
func TestForkOfMarkedRows(t *testing.T) {
	r := walked(t)
	r.press("[", "v", "m") // the first address; said of its second name
	before := r.m.notebook().Head().ID
	one, two, never := indicator.MustParse("name1.example.com"), indicator.MustParse("name2.example.com"), indicator.MustParse("never.example.com")
	r.m.here().view.(*stubView).marked = []indicator.Indicator{two, never}
	asked := len(r.client.asked)
	r.press("F")
	r.wants("forked: 2 indicators, starred, with 2 questions on the way, in a case of its own", "T names it, C goes back")
	r.treeIs("alpha 192.0.2.1\n  alpha name2.example.com\n")
	if id := r.m.notebook().Head().ID; id == before {
		t.Fatal("it is the same case")
	}
	for i, want := range map[indicator.Indicator]investigation.Judgement{
		one: {}, two: {Verdict: investigation.Malicious, Starred: true}, never: {Starred: true},
	} {
		if got := r.m.judgement(i); got.Verdict != want.Verdict || got.Starred != want.Starred {
			t.Errorf("%s: %+v", i, got)
		}
	}
	if kept, _, ok := r.cases.Load(t.Context(), r.m.notebook().Head().ID); !ok || len(kept.Nodes) != 2 || len(kept.Judgements) != 2 {
		t.Errorf("kept: %+v", kept)
	}
	// One goes on where one is, in the new case.
	r.press("w")
	r.settle()
	if got := r.tree(); !strings.Contains(got, "  beta ") {
		t.Errorf("what is asked now is not in the fork:\n%s", got)
	}
	r.press("U")
	r.wants("taken back: the star of 2 indicators")
	if r.m.judgement(two).Starred || r.m.judgement(two).Verdict != investigation.Malicious {
		t.Error("more or less than the stars is taken back")
	}
	// The case before is as it was.
	r.press("C")
	r.settle()
	r.press("enter")
	r.settle()
	r.treeIs(walkedTree)
	if r.m.judgement(two).Starred || len(r.client.asked)-asked > 1 {
		t.Errorf("%+v, %d calls", r.m.judgement(two), len(r.client.asked)-asked)
	}
}

// The case that a fork is made of is found as it was when that was made.
func TestAForkLeavesTheViewAsItWas(t *testing.T) {
	r := tableOf(t, 20)
	r.press("j", "j", "j", "space", "j")
	r.wants("5/20", "marked: 1")
	r.press("space", "space", "F") // of the one that is marked
	r.press("G")
	r.wants("▌ host-0019")
	r.press("C")
	r.settle()
	r.press("enter")
	r.settle()
	r.wants("Passive DNS of 1.1.1.1", "5/20", "marked: 1")
}

// From the list of IOCs, which were met anywhere, the ways to each come along.
func TestForkOfMarkedIOCs(t *testing.T) {
	r := walked(t) // in the second address
	book := r.m.notebook()
	r.m.write(book.Do(book.SetVerdict(investigation.Malicious, indicator.MustParse("name1.example.com")), now()))
	r.press("I")
	r.settle()
	r.wants("name1.example.com")
	r.press("*", "F")
	r.wants("forked: name1.example.com, starred, with 3 questions on the way")
	r.treeIs("alpha 192.0.2.1\n  alpha name1.example.com\n    beta name1.example.com\n")
}

// A new case begins where quarry begins: with nothing open and nothing kept, until
// something is asked.
func TestBeginningANewCase(t *testing.T) {
	r := walked(t)
	r.press("v", "s") // said in the case that is left
	before := r.m.notebook().Head().ID
	asked := len(r.client.asked)
	r.press("C")
	r.settle()
	r.wants("Go on with a case", "▌ a new case", "begins with the next question")
	r.screens("cases-new")
	r.press("enter")
	r.settle()
	r.wants("Open an indicator", "the next question begins a new case", "or go on with a case", "5 questions, just now")
	if r.m.here() != nil || len(r.m.frames) != 0 || r.m.file.book != nil {
		t.Error("something of the case before is still open")
	}
	if list := r.cases.List(t.Context()); len(list) != 1 {
		t.Errorf("%d cases, although nothing was asked in a new one", len(list))
	}
	for _, c := range "192.0.2.1" {
		r.press(string(c))
	}
	r.press("enter")
	r.settle()
	r.treeIs("alpha 192.0.2.1\n")
	r.lacks("suspicious")
	if id := r.m.notebook().Head().ID; id == before {
		t.Error("the question belongs to the case before")
	}
	if n := len(r.client.asked) - asked; n != 0 {
		t.Errorf("%d calls for what is known", n)
	}
	// There and back: enter goes to the case before.
	r.press("C")
	r.settle()
	r.wants("  a new case", "▌ 192.0.2.1, 2026-11-23")
	r.press("enter")
	r.settle()
	if r.m.notebook().Head().ID != before {
		t.Error("not back in the case before")
	}
	r.treeIs(walkedTree)
}

// Where nothing was asked yet, a new case is what there is.
func TestNoNewCaseBeforeTheFirstQuestion(t *testing.T) {
	r := newRig(t, "")
	r.press("esc", "C")
	r.settle()
	r.wants("there is no other case yet")
	r.lacks("a new case")
}

// Of what nobody opened there is no way, and none is counted.
func TestForkOfWhatWasNotOpened(t *testing.T) {
	r := walked(t)
	book := r.m.notebook()
	r.m.write(book.Do(book.SetVerdict(investigation.Malicious, indicator.MustParse("never.example.com")), now()))
	r.press("I", "space", "F")
	r.wants("forked: never.example.com, starred, in a case of its own; T names it")
}
