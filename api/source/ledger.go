package source

import (
	"context"
	"sync"
	"time"

	"quarry/api"
	"quarry/state/store"
)

// Plan is what an account may spend in a month.
type Plan struct {
	// Limit is the calls a month, 0 where the plan is unknown; Keep the
	// reserve.
	Limit, Keep int
}

// Ledger counts the calls of an account, one line on disk for each, so that all
// quarrys of a user and all runs add up. Where nothing can be kept it counts
// this run.
type Ledger struct {
	disk    *Disk
	account string
	who     string
	plan    Plan
	now     func() time.Time

	mu       sync.Mutex
	run      int // calls of this run
	unkept   int // those of them that could not be written down
	month    store.Month
	read     time.Time // when month was read
	kept     bool
	spent    bool          // Cloudflare said so in this run, and it could not be written down
	onRecord chan struct{} // closed and replaced at every change
}

// NewLedger returns the ledger of an account; who is the local user.
func NewLedger(disk *Disk, account, who string, plan Plan, now func() time.Time) *Ledger {
	return &Ledger{disk: disk, account: account, who: who, plan: plan, now: now, onRecord: make(chan struct{})}
}

// Record writes a call down before it is sent. settle takes the HTTP status
// that came, 0 where none did; a negative one withdraws a call that was never
// sent. It is what the client is given to call.
func (l *Ledger) Record(q api.Query) (settle func(status int)) {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	disk := l.disk.wait(ctx)
	var id int64
	var err error
	if disk != nil {
		id, err = disk.Spend(ctx, store.Call{
			Account: l.account, Endpoint: string(q.Endpoint), Indicator: q.Indicator.String(), Names: q.Names.Len(), Who: l.who, At: l.now(),
		})
		if err != nil {
			l.disk.lose(err)
		}
	}
	written := disk != nil && err == nil
	l.add(1, written)
	return func(status int) {
		if status < 0 {
			defer l.add(-1, written)
		}
		if !written {
			return
		}
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		var failed error
		if status < 0 {
			failed = disk.Withdraw(ctx, id)
		} else {
			failed = disk.Settle(ctx, id, status)
		}
		if failed != nil {
			l.disk.lose(failed)
		}
	}
}

// add counts in memory what the disk does not.
func (l *Ledger) add(n int, written bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.run += n
	if !written {
		l.unkept += n
	}
	l.stale()
}

// stale makes the next reading come from the disk. The lock is held.
func (l *Ledger) stale() {
	l.read = time.Time{}
	close(l.onRecord)
	l.onRecord = make(chan struct{})
}

// recorded returns a channel that is closed at the next change.
func (l *Ledger) recorded() <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.onRecord
}

// Quota is the month to date. Other quarrys' calls show within two seconds.
func (l *Ledger) Quota() api.Quota {
	l.mu.Lock()
	stale := l.now().Sub(l.read) > fresh
	l.mu.Unlock()
	if stale {
		l.refresh()
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	year, month, _ := l.now().UTC().Date()
	q := api.Quota{
		Used: l.run, Limit: l.plan.Limit, Keep: l.plan.Keep, SpentOut: l.spent,
		Ends: time.Date(year, month+1, 1, 0, 0, 0, 0, time.UTC),
	}
	if l.kept {
		q.Used, q.SpentOut, q.Kept = l.month.Used+l.unkept, l.month.SpentOut || l.spent, true
	}
	return q
}

func (l *Ledger) refresh() {
	disk := l.disk.now()
	if disk == nil {
		return
	}
	ctx, cancel := l.disk.look()
	defer cancel()
	before := l.recorded()
	m, err := disk.Month(ctx, l.account, l.now())
	if err != nil {
		l.disk.unread(ctx, err)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	unchanged := before == l.onRecord // else it may lack a call that was written meanwhile
	if unchanged {
		l.read = l.now()
	}
	if err == nil && (unchanged || !l.kept) {
		l.month, l.kept = m, true
	}
}

// SpendOut notes that Cloudflare has said that the month's calls are spent.
func (l *Ledger) SpendOut() {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	written := false
	if disk := l.disk.wait(ctx); disk != nil {
		err := disk.SpendOut(ctx, l.account)
		if err != nil {
			l.disk.lose(err)
		}
		written = err == nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if !written {
		l.spent = true
	}
	l.stale()
}
