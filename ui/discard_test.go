package ui

import (
	"testing"

	"quarry/state/indicator"
	"quarry/state/investigation"
)

// A case that is deleted is gone from the list and from what other cases say, and
// comes back as it was.
func TestDeletingACase(t *testing.T) {
	r := walked(t)
	id, asked := r.m.notebook().Head().ID, len(r.client.asked)
	r.press("[", "v", "m", "T")
	for _, c := range "phish" {
		r.press(string(c))
	}
	r.press("enter", "c")
	for _, c := range "half" {
		r.press(string(c))
	}
	r.press("esc", "j", "X")
	r.wants("Delete case phish?", "▌ n  keep it", "5 questions, 1 judged; the answers stay")
	r.press("enter")
	r.wants("alpha of 192.0.2.1")
	r.press("X", "y")
	r.wants("deleted: case phish; U brings it back", "open an indicator")
	r.lacks("alpha of")
	if list := r.cases.List(t.Context()); len(list) != 0 {
		t.Errorf("listed: %+v", list)
	}
	if _, _, found := r.cases.Load(t.Context(), id); found {
		t.Error("it is there all the same")
	}
	r.press("X")
	r.wants("there is no case to delete")
	r.press("C")
	r.settle()
	r.wants("there is no other case yet")

	r.press("U")
	r.settle()
	r.wants("alpha of 192.0.2.1", "is not finished; c on it goes on")
	r.treeIs(walkedTree)
	if _, desk, found := r.cases.Load(t.Context(), id); !found || len(desk.Drafts) != 1 || desk.Here.IsZero() {
		t.Errorf("%+v %v", desk, found)
	}
	r.press("t")
	r.wants("Trail of phish", "malicious")
	r.press("U")
	r.wants("nothing to take back")
	if n := len(r.client.asked) - asked; n != 0 {
		t.Errorf("%d calls", n)
	}
}

// What was deleted comes back after another case was begun, too, which is kept.
func TestBringingACaseBackFromAnother(t *testing.T) {
	r := walked(t)
	r.press("X", "y", "o")
	for _, c := range "203.0.113.5" {
		r.press(string(c))
	}
	r.press("enter")
	r.settle()
	r.treeIs("alpha 203.0.113.5\n")
	r.press("b", "U")
	r.wants("taken back: the star of 203.0.113.5")
	r.press("U")
	r.settle()
	r.treeIs(walkedTree)
	if list := r.cases.List(t.Context()); len(list) != 2 {
		t.Errorf("listed: %+v", list)
	}
}

// Where a case was deleted, the prompt offers to go on with the others.
func TestTheOthersAreOfferedAfterADeletion(t *testing.T) {
	r := walked(t)
	other := investigation.Begin("acc", "ann", now())
	other.Do(other.SetName("another one"), now())
	other.Ask(investigation.ID{}, investigation.Node{Question: "alpha 192.0.2.77", Endpoint: "alpha", Indicator: indicator.MustParse("192.0.2.77")}, now())
	r.cases.Keep(other.Snapshot())
	r.press("X", "y")
	r.settle()
	r.press("o")
	r.wants("or go on with a case", "another one")
	r.lacks("5 questions")
}
