package source_test

import (
	"context"
	"errors"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"quarry/api/source"
	"quarry/state/indicator"
	"quarry/state/investigation"
	"quarry/state/store"
)

func cases(t *testing.T, d *source.Disk, c *clock) *source.Cases {
	t.Helper()
	k := source.NewCases(t.Context(), d, account, c.now)
	t.Cleanup(k.Close)
	return k
}

func drained(t *testing.T, k *source.Cases) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	if k.Drain(ctx); ctx.Err() != nil {
		t.Fatal("not written in time")
	}
}

func asked(b *investigation.Notebook, name string, c *clock) investigation.Investigation {
	i := indicator.MustParse(name)
	_, part := b.Ask(investigation.ID{}, investigation.Node{Question: "domain " + name, Endpoint: "domain", Indicator: i}, c.now())
	return part
}

func TestCasesOutlastTheRun(t *testing.T) {
	c, path := newClock(), filepath.Join(t.TempDir(), "quarry.db")
	first, _ := disk(t, path, c)
	k := cases(t, first, c)
	b := investigation.Begin(account, "ann", c.now())
	for _, name := range []string{"a.example.com", "b.example.com"} {
		k.Keep(asked(b, name, c))
	}
	a := indicator.MustParse("a.example.com")
	k.Keep(b.Do(b.SetVerdict(investigation.Benign, a), c.now()))
	draft := investigation.Draft{About: []indicator.Indicator{a}, Text: "half a sen"}
	k.KeepDraft(b.Head().ID, investigation.Draft{About: draft.About, Text: "half"})
	k.KeepDraft(b.Head().ID, draft)
	node := b.Snapshot().Nodes[1].ID
	k.KeepHere(b.Head().ID, node)
	k.KeepState(b.Head().ID, node, "as it was")
	k.KeepState(b.Head().ID, node, "as it was left")
	same := func(k *source.Cases) {
		t.Helper()
		i, desk, ok := k.Load(t.Context(), b.Head().ID)
		want := investigation.Desk{Here: node, Drafts: []investigation.Draft{draft}, States: map[investigation.ID]string{node: "as it was left"}}
		if !ok || !reflect.DeepEqual(i, b.Snapshot()) || !reflect.DeepEqual(desk, want) {
			t.Errorf("loaded %+v\n%+v %t", i, desk, ok)
		}
		if list := k.List(t.Context()); len(list) != 1 || list[0].Questions != 2 || list[0].Judged != 1 {
			t.Errorf("listed %+v", list)
		}
	}
	same(k) // at once
	drained(t, k)
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	second, _ := disk(t, path, c)
	k = cases(t, second, c)
	same(k)
	if met := k.Met(a); len(met) != 1 || met[0].Judgement.Verdict != investigation.Benign {
		t.Errorf("met: %+v", met)
	}
	if met := k.Met(indicator.MustParse("c.example.com")); len(met) != 0 {
		t.Errorf("met: %+v", met)
	}
	k.KeepDraft(b.Head().ID, investigation.Draft{About: draft.About})
	k.KeepState(b.Head().ID, node, "")
	if _, desk, _ := k.Load(t.Context(), b.Head().ID); len(desk.Drafts)+len(desk.States) != 0 || desk.Here != node {
		t.Errorf("%+v", desk)
	}
	if _, _, ok := k.Load(t.Context(), investigation.NewID()); ok {
		t.Error("loaded what nobody kept")
	}
}

// A case that is deleted is gone at once, and from the disk; kept again, it is there
// as it was.
func TestDeletedCases(t *testing.T) {
	c, path := newClock(), filepath.Join(t.TempDir(), "quarry.db")
	d, _ := disk(t, path, c)
	k := cases(t, d, c)
	b := investigation.Begin(account, "ann", c.now())
	id := b.Head().ID
	k.Keep(asked(b, "a.example.com", c))
	k.KeepHere(id, b.Snapshot().Nodes[0].ID)
	gone := func(when string) {
		t.Helper()
		if _, _, found := k.Load(t.Context(), id); found || len(k.List(t.Context())) != 0 || len(k.Met(indicator.MustParse("a.example.com"))) != 0 {
			t.Errorf("%s it is there all the same", when)
		}
	}
	k.Delete(id) // before it was written, or after
	gone("deleted,")
	drained(t, k)
	gone("written,")
	k.Keep(b.Snapshot())
	drained(t, k)
	k.KeepState(id, b.Snapshot().Nodes[0].ID, "{}")
	k.Delete(id)
	k.Keep(b.Snapshot()) // brought back before anybody had written anything
	drained(t, k)
	if i, desk, found := k.Load(t.Context(), id); !found || !reflect.DeepEqual(i, b.Snapshot()) || len(desk.States) != 0 {
		t.Errorf("%+v %+v %v", i, desk, found)
	}
	k.Delete(id)
	drained(t, k)
	if _, found, err := d.Store(t.Context()).Investigation(t.Context(), id); found || err != nil {
		t.Error("on the disk:", found, err)
	}
}

// Two windows write the same case while a third deletes it: nothing of the two is
// lost.
func TestCaseOfTwoWindows(t *testing.T) {
	c, path := newClock(), filepath.Join(t.TempDir(), "quarry.db")
	one, _ := disk(t, path, c)
	two, _ := disk(t, path, c)
	first, second := cases(t, one, c), cases(t, two, c)
	b := investigation.Begin(account, "ann", c.now())
	first.Keep(asked(b, "a.example.com", c))
	drained(t, first)
	i, _, _ := second.Load(t.Context(), b.Head().ID)
	other := investigation.Open(i, "bob")
	second.Keep(asked(other, "b.example.com", c))
	drained(t, second)
	if i, _, _ := first.Load(t.Context(), b.Head().ID); len(i.Nodes) != 2 {
		t.Errorf("the first window does not see the second's: %+v", i.Nodes)
	}
	node, draft := b.Snapshot().Nodes[0].ID, investigation.Draft{About: []indicator.Indicator{indicator.MustParse("a.example.com")}, Text: "half a sen"}
	first.KeepDraft(b.Head().ID, draft)
	first.KeepState(b.Head().ID, node, "as it was")
	first.KeepHere(b.Head().ID, node)
	drained(t, first)
	if found, err := two.Store(t.Context()).DeleteInvestigation(t.Context(), b.Head().ID); err != nil || !found {
		t.Fatal(found, err)
	}
	first.Keep(asked(b, "c.example.com", c))
	drained(t, first)
	if i, found, err := two.Store(t.Context()).Investigation(t.Context(), b.Head().ID); err != nil || !found || len(i.Nodes) != 3 {
		t.Errorf("after it was deleted: %+v %t %v", i.Nodes, found, err)
	}
	want := investigation.Desk{Here: node, Drafts: []investigation.Draft{draft}, States: map[investigation.ID]string{node: "as it was"}}
	if desk, err := two.Store(t.Context()).Desk(t.Context(), b.Head().ID); err != nil || !reflect.DeepEqual(desk, want) {
		t.Errorf("on its desk lies %+v, %v", desk, err)
	}
}

// What another window has deleted is in no list of this one, until this one goes on
// with it.
func TestCasesThatAnotherWindowDeleted(t *testing.T) {
	c, path := newClock(), filepath.Join(t.TempDir(), "quarry.db")
	one, _ := disk(t, path, c)
	two, _ := disk(t, path, c)
	first, second := cases(t, one, c), cases(t, two, c)
	b := investigation.Begin(account, "ann", c.now())
	id := b.Head().ID
	first.Keep(asked(b, "a.example.com", c))
	drained(t, first)
	second.Delete(id)
	drained(t, second)
	if _, _, found := first.Load(t.Context(), id); found || len(first.List(t.Context())) != 0 {
		t.Error("it is there all the same")
	}
	first.Keep(asked(b, "b.example.com", c))
	if _, _, found := first.Load(t.Context(), id); !found || len(first.List(t.Context())) != 1 {
		t.Error("what is being written is not there")
	}
	drained(t, first)
	if i, _, found := first.Load(t.Context(), id); !found || len(i.Nodes) != 2 || len(first.List(t.Context())) != 1 {
		t.Errorf("%+v %v", i, found)
	}
}

// What is read while it is deleted does not come back.
func TestCasesReadWhileDeleted(t *testing.T) {
	c, path := newClock(), filepath.Join(t.TempDir(), "quarry.db")
	d, _ := disk(t, path, c)
	k := cases(t, d, c)
	b := investigation.Begin(account, "ann", c.now())
	asked(b, "a.example.com", c)
	other := investigation.Begin(account, "ann", c.now())
	for range 100 {
		k.Keep(b.Snapshot())
		drained(t, k)
		read := make(chan struct{})
		go func() {
			defer close(read)
			for range 5 {
				k.Load(t.Context(), b.Head().ID)
			}
		}()
		k.Delete(b.Head().ID)
		drained(t, k)
		<-read
		k.Keep(other.Head()) // what is not on the disk yet is listed, too
		if list := k.List(t.Context()); len(list) != 1 || list[0].ID != other.Head().ID {
			t.Fatalf("listed: %+v", list)
		}
	}
}

func TestCasesWithoutADisk(t *testing.T) {
	c := newClock()
	lost := make(chan error, 10)
	d := source.OpenDisk(t.Context(), func() (*store.Store, error) { return nil, errors.New("no place") }, nil, func(err error) { lost <- err })
	k := cases(t, d, c)
	b := investigation.Begin(account, "ann", c.now())
	for _, name := range []string{"a.example.com", "b.example.com"} {
		k.Keep(asked(b, name, c))
		drained(t, k)
	}
	if list := k.List(t.Context()); len(list) != 1 || list[0].Questions != 2 {
		t.Errorf("%+v", list)
	}
	if i, _, ok := k.Load(t.Context(), b.Head().ID); !ok || len(i.Nodes) != 2 {
		t.Errorf("%+v %t", i, ok)
	}
	if len(lost) != 1 {
		t.Errorf("told %d times that nothing is kept", len(lost))
	}
}

// What could not be written is written the next time.
func TestCaseAfterAFailedWrite(t *testing.T) {
	c, path := newClock(), filepath.Join(t.TempDir(), "quarry.db")
	d, lost := disk(t, path, c)
	k := cases(t, d, c)
	b := investigation.Begin(account, "ann", c.now())
	if err := d.Store(t.Context()).Close(); err != nil {
		t.Fatal(err)
	}
	k.Keep(asked(b, "a.example.com", c))
	drained(t, k)
	if len(lost) != 1 {
		t.Errorf("told %d times that nothing is kept", len(lost))
	}
	if list := k.List(t.Context()); len(list) != 1 {
		t.Errorf("%+v", list)
	}
	k.Keep(asked(b, "b.example.com", c))
	drained(t, k)
	if i, _, ok := k.Load(t.Context(), b.Head().ID); !ok || len(i.Nodes) != 2 || len(lost) != 1 {
		t.Errorf("%+v %t, told %d times", i, ok, len(lost))
	}
}
