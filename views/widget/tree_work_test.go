package widget

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	tea "charm.land/bubbletea/v2"

	"quarry/keymap"
)

// What is searched beside the update loop, given up, narrowed and late, ends in
// what is found within it.
func TestAFilterFindsTheSameWhereverItIsSearched(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	for run := range uint64(150) {
		r := rand.New(rand.NewPCG(seed, run))
		body := randomJSON(r, 6)
		here, beside := tree(body, 40, 8), tree(body, 40, 8)
		beside.inline = -1
		var late []Searched
		both := func(do func(*Tree)) {
			do(here)
			do(beside)
		}
		for range 6 + r.IntN(10) {
			switch r.IntN(8) {
			case 0:
				both(func(x *Tree) { x.Act(keymap.Filter) })
			case 1:
				both(func(x *Tree) { x.Key(press(tea.KeyBackspace, "")) })
			case 2:
				both(func(x *Tree) { x.Key(press('\r', "")) })
			case 3:
				both(func(x *Tree) { x.Escape() })
			default:
				c := []rune(`ab"1e!~/`)[r.IntN(8)]
				both(func(x *Tree) { x.Key(press(c, string(c))) })
			}
			if work := beside.Work(); work != nil {
				ctx, cancel := context.WithCancel(t.Context())
				if r.IntN(4) == 0 {
					cancel()
				}
				late = append(late, work(ctx))
				cancel()
			}
			if len(late) > 0 && r.IntN(2) == 0 {
				n := r.IntN(len(late))
				beside.Take(late[n])
				late = slices.Delete(late, n, n+1)
			}
		}
		for _, s := range late {
			beside.Take(s)
		}
		beside.atWork = nil // what was given up is done again
		if work := beside.Work(); work != nil {
			beside.Take(work(t.Context()))
		}
		if beside.Status().Pending {
			t.Fatalf("%q: the filter %q is still not in force", body, beside.filter.query)
		}
		if !slices.Equal(here.shown, beside.shown) || here.have.hits.count() != beside.have.hits.count() {
			t.Fatalf("%q, filter %q: %v here, %v beside", body, here.filter.query, here.shown, beside.shown)
		}
	}
}

func TestAFilterOfALargeTreeDoesNotWait(t *testing.T) {
	x := tree(treeBody, 40, 8)
	x.inline = -1
	x.Act(keymap.Filter)
	typed(x, "19")
	if s := x.Status(); !s.Pending || s.Filter != "19" || s.Shown != s.Total {
		t.Errorf("%+v", s)
	}
	first := x.Work()
	if first == nil || x.Work() != nil {
		t.Fatal("the work is to be done once")
	}
	typed(x, "2")
	second := x.Work()
	if second == nil {
		t.Fatal("no work for the longer filter")
	}
	x.Take(first(t.Context()))
	if s := x.Status(); !s.Pending || s.Shown != s.Total {
		t.Errorf("what came too late is shown: %+v", s)
	}
	x.Take(second(t.Context()))
	if s := x.Status(); s.Pending || x.Value() != `"192.0.2.1"` {
		t.Errorf("%+v, %s", s, x.Value())
	}
}
