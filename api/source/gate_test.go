package source_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"quarry/api"
	cfclient "quarry/api/cf/client"
	"quarry/api/cfsim"
	"quarry/api/source"
	"quarry/state/store"
)

// gated is a simulator and a client behind a gate; its ledger is on disk.
func gated(t *testing.T, d *source.Disk, c *clock, plan source.Plan) (*cfsim.Server, *source.Gate, *source.Ledger) {
	t.Helper()
	sim := cfsim.New(cfsim.Options{})
	url, stop, err := sim.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	token, err := cfclient.NewToken(cfsim.DemoToken)
	if err != nil {
		t.Fatal(err)
	}
	ledger := source.NewLedger(d, account, "someone", plan, c.now)
	client, err := cfclient.New(cfclient.Config{
		BaseURL: url, Account: cfsim.DemoAccount, Token: token, Record: ledger.Record,
		// The client waits between tries, as it must, but not for long.
		Sleep: func(ctx context.Context, _ time.Duration) error {
			select {
			case <-time.After(50 * time.Millisecond):
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return sim, source.NewGate(client, ledger, nil), ledger
}

// askMany asks n questions at once and counts the classes of their failures.
func askMany(t *testing.T, g *source.Gate, n int) map[api.Class]int {
	t.Helper()
	var mu sync.Mutex
	var all sync.WaitGroup
	classes := map[api.Class]int{}
	for i := range n {
		all.Go(func() {
			_, err := g.Ask(t.Context(), ipQuery(fmt.Sprintf("192.0.2.%d", i)), api.Fresh)
			mu.Lock()
			defer mu.Unlock()
			classes[api.ClassOf(err)]++
		})
	}
	all.Wait()
	return classes
}

func TestManyAtOnceStopAtTheReserve(t *testing.T) {
	c := newClock()
	d, _ := disk(t, filepath.Join(t.TempDir(), "quarry.db"), c)
	sim, g, ledger := gated(t, d, c, source.Plan{Limit: 40, Keep: 17})
	if got := askMany(t, g, 40); got[api.HeldBack] != 17 {
		t.Errorf("classes %v, want %d of class %d", got, 17, api.HeldBack)
	}
	if n := sim.Calls(); n != 23 {
		t.Errorf("%d calls, want 23", n)
	}
	if q := ledger.Quota(); q.Used != 23 || !q.Kept {
		t.Errorf("%+v", q)
	}
	g.Lift()
	askMany(t, g, 3)
	if n := sim.Calls(); n != 26 {
		t.Errorf("%d calls, want 26 after the barrier was lifted", n)
	}
}

// A question that fails is not tried again out of the reserve; with room it is.
func TestTriesStopAtTheReserve(t *testing.T) {
	for keep, want := range map[int]int{9: 1, 8: 2, 7: 3, 0: 3} {
		c := newClock()
		d, _ := disk(t, filepath.Join(t.TempDir(), "quarry.db"), c)
		sim, g, _ := gated(t, d, c, source.Plan{Limit: 10, Keep: keep})
		_, _ = g.Ask(t.Context(), ipQuery("198.51.100.206"), api.Fresh) // always fails
		if n := sim.Calls(); n != want {
			t.Errorf("keep %d: %d calls, want %d", keep, n, want)
		}
	}
}

func TestWhoWaitsForATurnCanLeave(t *testing.T) {
	c := newClock()
	d, _ := disk(t, filepath.Join(t.TempDir(), "quarry.db"), c)
	sim, g, _ := gated(t, d, c, source.Plan{Limit: 10, Keep: 1})
	leftWhileWaiting(t, sim, g)
}

// What cannot be written down is counted all the same, on top of what could.
func TestLedgerThatCannotBeWritten(t *testing.T) {
	c := newClock()
	path := filepath.Join(t.TempDir(), "quarry.db")
	before, _ := disk(t, path, c)
	source.NewLedger(before, account, "someone", source.Plan{}, c.now).Record(about("ip", "192.0.2.1"))(200)
	if err := before.Close(); err != nil {
		t.Fatal(err)
	}
	for name, c2 := range map[string]struct {
		open func() (*store.Store, error)
		want int
	}{
		"for reading only": {func() (*store.Store, error) {
			s, _, err := store.Open(t.Context(), path, store.Options{Now: c.now, ReadOnly: true})
			return s, err
		}, 3},
		"no disk": {func() (*store.Store, error) { return nil, errors.New("no disk") }, 2},
	} {
		t.Run(name, func(t *testing.T) {
			d := source.OpenDisk(t.Context(), c2.open, nil, nil)
			defer func() { _ = d.Close() }()
			_ = d.Store(t.Context())
			l := source.NewLedger(d, account, "someone", source.Plan{Limit: 100}, c.now)
			l.Record(about("ip", "192.0.2.1"))(200)
			l.Record(about("ip", "192.0.2.2"))(0)
			l.Record(about("ip", "192.0.2.3"))(-1)
			if q := l.Quota(); q.Used != c2.want || q.SpentOut {
				t.Errorf("%+v, want %d used", q, c2.want)
			}
			l.SpendOut()
			if q := l.Quota(); !q.SpentOut {
				t.Errorf("%+v", q)
			}
		})
	}
}
