package source_test

import (
	"path/filepath"
	"testing"
	"time"

	"quarry/api"
	"quarry/api/source"
	"quarry/state/indicator"
	"quarry/state/investigation"
)

// A disk that takes longer than a frame may wait has lost nothing: nobody is told so,
// what is known there costs no call, and it is found as soon as the disk is itself
// again.
func TestASlowDiskHasLostNothing(t *testing.T) {
	c, path := newClock(), filepath.Join(t.TempDir(), "quarry.db")
	q, name := about("ip", "192.0.2.1"), indicator.MustParse("named.example.com")
	before, _ := disk(t, path, c)
	kept(before, c).Keep(answerTo(q, c, 200))
	book := investigation.Begin(account, "ann", c.now())
	book.Ask(investigation.ID{}, investigation.Node{Question: q.Key(), Endpoint: "ip", Indicator: q.Indicator}, c.now())
	if _, err := before.Store(t.Context()).KeepInvestigation(t.Context(), book.Snapshot()); err != nil {
		t.Fatal(err)
	}

	d, lost := disk(t, path, c)
	k, cases := kept(d, c), source.NewCases(t.Context(), d, account, c.now)
	defer cases.Close()
	ledger := source.NewLedger(d, account, "ann", source.Plan{}, c.now)
	found := func() int {
		n := 0
		if _, ok := k.Fetched(q); ok {
			n++
		}
		if _, ok := k.Seen(name); ok {
			n++
		}
		return n + len(k.Held("ip", q.Indicator)) + len(cases.Met(q.Indicator))
	}
	d.Looks(0)
	if n := found(); n != 0 {
		t.Fatalf("%d looks have found something in no time", n)
	}
	if _, ok := k.Known(q); ok || ledger.Quota().Kept {
		t.Fatal("something was read in no time")
	}
	client := &refusing{}
	if a, err := source.New(k, client, nil).Ask(t.Context(), q, api.Known); err != nil || !a.Known || client.asked != 0 {
		t.Errorf("%d calls for what is known: %+v, %v", client.asked, a, err)
	}
	d.Looks(time.Minute)
	if n := found(); n != 4 {
		t.Errorf("%d of 4 looks find something", n)
	}
	select {
	case err := <-lost:
		t.Errorf("told that something was lost: %v", err)
	default:
	}
}
