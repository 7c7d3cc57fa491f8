package ui

import (
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"quarry/api"
	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/views"
)

// slowShelf answers prices when it is let: a store on a disk that is busy.
type slowShelf struct {
	api.Shelf
	let          chan struct{}
	asking, most atomic.Int32
}

func (s *slowShelf) Fetched(q api.Query) (time.Time, bool) {
	n := s.asking.Add(1)
	defer s.asking.Add(-1)
	if n > s.most.Load() {
		s.most.Store(n)
	}
	<-s.let
	return s.Shelf.Fetched(q)
}

// slow is a rig on 192.0.2.1 whose disk has become slow.
func slow(t *testing.T) (*rig, *slowShelf) {
	t.Helper()
	r := newRig(t, "192.0.2.1")
	r.settle()
	r.wants("known, just now", "3 calls")
	s := &slowShelf{Shelf: r.m.opt.Shelf, let: make(chan struct{})}
	r.m.opt.Shelf, r.m.opt.Patience = s, patience
	return r, s
}

func TestAFrameDoesNotWaitForTheDisk(t *testing.T) {
	r, shelf := slow(t)
	r.press("j")
	d := r.drawingNow()
	if !strings.Contains(d, "│ name1.example.com") || strings.Contains(d, "known, just now") || strings.Contains(d, "3 calls") {
		t.Errorf("the prices are those of another row, or the panel is:\n%s", d)
	}
	if n := strings.Count(d, "…"); n < 4 { // three pivots, and where it was met
		t.Errorf("%d prices are said to be unknown:\n%s", n, d)
	}
	close(shelf.let)
	r.settle()
	if d := r.drawingNow(); !strings.Contains(d, "3 calls") || !strings.Contains(d, "not seen before") {
		t.Errorf("the prices did not come:\n%s", d)
	}
}

func TestPricesThatComeLateAreNotThoseOfAnotherRow(t *testing.T) {
	r, shelf := slow(t)
	r.press("j", "j", "j")
	if n := shelf.most.Load(); n > 1 {
		t.Errorf("%d rows were asked for at once", n)
	}
	late := r.cmds
	r.cmds = nil
	close(shelf.let)
	for _, c := range late {
		for _, msg := range r.run(c) {
			if p, ok := msg.(prices); ok {
				if got := p.of.indicator.String(); got != "name1.example.com" {
					t.Errorf("the prices of %s came first", got)
				}
				r.m.update(p) // without what Update does after it
				if d := r.drawingNow(); strings.Contains(d, "3 calls") || !strings.Contains(d, "│ name3.example.com") {
					t.Errorf("the prices of another row are shown:\n%s", d)
				}
			}
		}
	}
	r.m.opt.Patience = ample
	r.send(nil)
	if d := r.drawingNow(); !strings.Contains(d, "3 calls") {
		t.Errorf("the prices of the row that is selected did not follow:\n%s", d)
	}
}

func TestAnAnswerChangesPrices(t *testing.T) {
	r := newRig(t, "192.0.2.1")
	r.settle()
	r.press("j", "enter")
	r.settle()
	r.press("[")
	if d := r.drawingNow(); !strings.Contains(d, "known, just now") {
		t.Errorf("the price of what was fetched meanwhile:\n%s", d)
	}
}

// Prices that were being found out when an answer came may be those from before
// it: they are found out once more, without a key.
func TestPricesThatAnAnswerHasOvertaken(t *testing.T) {
	r, shelf := slow(t)
	r.press("j") // asks the disk, which is slow
	r.m.doubt()  // an answer has come
	late := r.cmds
	r.cmds = nil
	close(shelf.let)
	for _, c := range late {
		for _, msg := range r.run(c) {
			if p, ok := msg.(prices); ok {
				r.m.update(p)
			}
		}
	}
	if r.m.unknown() == nil {
		t.Error("prices from before the answer are believed")
	}
	r.m.opt.Patience = ample
	r.send(nil)
	if r.m.unknown() != nil || !strings.Contains(r.drawingNow(), "3 calls") {
		t.Errorf("they were not found out again:\n%s", r.drawingNow())
	}
}

// Where a pivot does not take the selection, the key that leads to what it takes is
// named as it is bound.
func TestTheWayToAPivotIsNamedAsItIsBound(t *testing.T) {
	r := newRig(t, "192.0.2.1")
	r.settle()
	dear := &r.m.opt.Routes[2]
	dear.Subject, dear.Way = views.Kinds("takes an ASN", indicator.ASN), keymap.PivotIP
	r.press("j")
	r.wants("h dear        takes an ASN (i)")
	keys, err := keymap.Default().Override(map[keymap.Action][]string{keymap.PivotIP: {"ctrl+w"}})
	if err != nil {
		t.Fatal(err)
	}
	r.m.opt.Keys = keys
	r.press("h")
	r.wants("dear takes an ASN (ctrl+w); this is name1.example.com")
	if keys, err = keys.Override(map[keymap.Action][]string{keymap.PivotIP: {}}); err != nil {
		t.Fatal(err)
	}
	r.m.opt.Keys = keys
	r.press("h")
	r.wants("dear takes an ASN; this is name1.example.com")
}
