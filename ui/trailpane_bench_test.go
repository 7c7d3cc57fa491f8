package ui

import (
	"fmt"
	"testing"

	tea "charm.land/bubbletea/v2"

	"quarry/state/indicator"
	"quarry/state/investigation"
)

// large is a rig in a case of so many questions, in two places of it, on a screen on
// which the trail stands beside the view.
func large(tb testing.TB, questions int) *rig {
	tb.Helper()
	book := investigation.Begin("acc", "ann", now())
	ids := []investigation.ID{{}}
	for n := range questions {
		name := indicator.MustParse(fmt.Sprintf("h%d.example.com", n))
		id, _ := book.Ask(ids[(n*7919)%len(ids)], investigation.Node{Question: "alpha " + name.String(), Endpoint: "alpha", Indicator: name}, now())
		ids = append(ids, id)
	}
	r := newRig(tb, "")
	r.send(wasRead(r.m, book.Snapshot()))
	for _, id := range []investigation.ID{ids[questions/2], ids[questions/3]} {
		r.keep(r.m.openNode(id))
	}
	r.settle()
	r.send(tea.WindowSizeMsg{Width: 200, Height: 60})
	return r
}

// wasRead tells that a case that was to be gone on with has been read.
func wasRead(m *Model, inv investigation.Investigation) tea.Msg {
	return m.summon(func(n int) tea.Msg { return caseLoaded{inv: inv, found: true, summons: n} })()
}

// BenchmarkFollow is what a key costs beside the trail of 10,000 questions: a step
// back and forward, of which the trail shows where one is.
func BenchmarkFollow(b *testing.B) {
	r := large(b, 10_000)
	back, forward := keyPress("["), keyPress("]")
	r.wants("Trail of")
	b.ReportAllocs()
	for b.Loop() {
		r.m.Update(back)
		r.m.View()
		r.m.Update(forward)
		r.m.View()
	}
}

// BenchmarkGoOn is what it takes to go on with a case of 10,000 questions that has
// been read.
func BenchmarkGoOn(b *testing.B) {
	r := large(b, 10_000)
	inv := r.m.snapshot()
	b.ReportAllocs()
	for b.Loop() {
		r.m.Update(wasRead(r.m, inv))
		r.m.View()
	}
}
