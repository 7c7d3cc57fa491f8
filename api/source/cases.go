package source

import (
	"context"
	"slices"
	"sync"
	"time"

	"quarry/state/crash"
	"quarry/state/indicator"
	"quarry/state/investigation"
	"quarry/state/store"
)

// keepTime is how long one write of an investigation may take.
const keepTime = 10 * time.Second

// mostMet is how many other investigations are told of an indicator.
const mostMet = 3

// Cases keeps the investigations of an account. What is given to it is there for
// whoever asks from then on, and on the disk a moment later: nobody waits for
// that. Without a disk they last as long as the run. It is safe for concurrent
// use. It needs Close.
type Cases struct {
	disk    *Disk
	account string
	now     func() time.Time
	wake    chan struct{} // holds one token while there is something to write

	mu      sync.Mutex
	closed  bool
	known   map[investigation.ID]history // all that this run has kept or loaded
	desks   desks                        // what this run has laid on them
	gone    map[investigation.ID]bool    // what this run has deleted, and the disk not yet
	pending pending
	deleted int        // how often something was deleted, here and then on the disk
	turn    int        // counts what has changed: who looked before is not believed after
	asked   int        // how often something was to be written
	written int        // up to which of these that was done, or tried
	news    *sync.Cond // of mu: written has changed
	met     map[indicator.Indicator]met
}

// history is what was kept of an investigation, part by part. To merge a large one
// with every change would hold up the keys.
type history []investigation.Investigation

// whole merges all that is known of an investigation. mu is held.
func (c *Cases) whole(id investigation.ID) (i investigation.Investigation) {
	h := c.known[id]
	if len(h) == 0 {
		return i
	}
	var changes investigation.Investigation
	for _, part := range h[1:] {
		changes = investigation.Merge(changes, part)
	}
	i = investigation.Merge(h[0], changes)
	c.known[id] = history{i}
	return i
}

// pending is what is not on the disk yet.
type pending struct {
	parts map[investigation.ID]investigation.Investigation
	desks desks
	// gone are to be deleted; of them there are no parts.
	gone map[investigation.ID]bool
}

func newPending() pending {
	return pending{parts: map[investigation.ID]investigation.Investigation{}, desks: desks{}, gone: map[investigation.ID]bool{}}
}

func (p pending) empty() bool { return len(p.parts)+len(p.desks)+len(p.gone) == 0 }

// met is where the disk said that an indicator was met, and when it was asked.
type met struct {
	list    []investigation.Meeting
	checked time.Time
}

// NewCases returns the keeper of an account's investigations. Of ctx only the crash
// handler matters.
func NewCases(ctx context.Context, disk *Disk, account string, now func() time.Time) *Cases {
	c := &Cases{
		disk: disk, account: account, now: now, wake: make(chan struct{}, 1),
		known: map[investigation.ID]history{}, desks: desks{}, gone: map[investigation.ID]bool{}, pending: newPending(), met: map[indicator.Indicator]met{},
	}
	c.news = sync.NewCond(&c.mu)
	crash.Go(ctx, "keeping the case", c.write)
	return c
}

// Account is the one whose investigations these are.
func (c *Cases) Account() string { return c.account }

// Keep takes an investigation, or what has changed of one.
func (c *Cases) Keep(part investigation.Investigation) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.known[part.ID] = append(c.known[part.ID], part)
	c.pending.parts[part.ID] = investigation.Merge(c.pending.parts[part.ID], part)
	delete(c.gone, part.ID)
	delete(c.pending.gone, part.ID)
	c.changed()
	c.stir()
}

// Delete deletes an investigation with all that lies on its desk. On the disk it can
// be restored for a while, see [store.KeptDeleted]. Kept again, it is there again.
func (c *Cases) Delete(id investigation.ID) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.known, id)
	delete(c.desks, id)
	delete(c.pending.parts, id)
	delete(c.pending.desks, id)
	c.gone[id], c.pending.gone[id] = true, true
	c.deleted++
	c.changed()
	c.stir()
}

// changed makes that the disk is asked again where an indicator was met. mu is held.
func (c *Cases) changed() {
	c.turn++
	clear(c.met)
}

// stir wakes the writer. mu is held.
func (c *Cases) stir() {
	c.asked++
	if c.closed {
		return
	}
	select {
	case c.wake <- struct{}{}:
	default: // it will look anyway
	}
}

// write writes what is pending as it comes; what comes while it writes is one
// write together.
func (c *Cases) write() {
	for range c.wake {
		disk := c.disk.wait(context.Background())
		c.mu.Lock()
		p, asked := c.pending, c.asked
		c.pending = newPending()
		c.mu.Unlock()
		if disk != nil && !p.empty() {
			if err := c.put(disk, p); err != nil {
				c.disk.lose(err)
				c.again(p)
			}
		}
		c.mu.Lock()
		c.changed() // it is on the disk now
		c.written = asked
		c.news.Broadcast()
		c.mu.Unlock()
	}
}

// put writes to the disk. An investigation that another quarry has deleted
// meanwhile is begun again with all that this one knows of it: who works on it
// loses nothing.
func (c *Cases) put(disk *store.Store, p pending) error {
	ctx, cancel := context.WithTimeout(context.Background(), keepTime)
	defer cancel()
	for id := range p.gone {
		if _, err := disk.DeleteInvestigation(ctx, id); err != nil {
			return err
		}
		c.mu.Lock()
		delete(c.gone, id)
		c.deleted++ // who has read it before, and looks at gone now, reads again
		c.mu.Unlock()
	}
	for id, part := range p.parts {
		begun, err := disk.KeepInvestigation(ctx, part)
		if err == nil && begun {
			c.mu.Lock()
			whole, laid := c.whole(id), c.desks.of(id)
			c.mu.Unlock()
			if !whole.ID.IsZero() { // else it has been deleted here, too, meanwhile
				_, err = disk.KeepInvestigation(ctx, whole)
				p.desks[id] = laid.with(p.desks.of(id))
			}
		}
		if err != nil {
			return err
		}
	}
	for id, d := range p.desks {
		if err := d.put(ctx, disk, id); err != nil {
			return err
		}
	}
	return nil
}

// again puts back what could not be written, for the next time.
func (c *Cases) again(p pending) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for id := range p.gone {
		if _, again := c.pending.parts[id]; !again {
			c.pending.gone[id] = true
		}
	}
	for id, part := range p.parts {
		if c.pending.gone[id] {
			continue
		}
		c.pending.parts[id] = investigation.Merge(part, c.pending.parts[id])
	}
	for id, d := range p.desks {
		if c.pending.gone[id] {
			continue
		}
		newer := c.pending.desks.of(id)
		c.pending.desks[id] = d.with(newer)
	}
}

// Drain waits until what was kept has been written, or could not be, at most
// until ctx ends.
func (c *Cases) Drain(ctx context.Context) {
	stop := crash.AfterFunc(ctx, "waiting for the case", func() {
		c.mu.Lock()
		c.news.Broadcast()
		c.mu.Unlock()
	})
	defer stop()
	c.mu.Lock()
	defer c.mu.Unlock()
	for c.written < c.asked && ctx.Err() == nil {
		c.news.Wait()
	}
}

// Close ends the writer. Call Drain before.
func (c *Cases) Close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.closed {
		c.closed = true
		close(c.wake)
	}
}

// read reads from the disk until nothing is deleted here meanwhile: what was read may
// be what has been deleted since. It returns with mu held; whole is true where all that
// this run has kept lies on the disk, so that what was not found there was deleted by
// another.
func (c *Cases) read(ctx context.Context, from func(*store.Store) error) (whole bool) {
	disk := c.disk.wait(ctx)
	for {
		c.mu.Lock()
		asked, settled, deleted := c.asked, c.written == c.asked && c.pending.empty(), c.deleted
		c.mu.Unlock()
		var err error
		if disk != nil {
			if err = from(disk); err != nil {
				c.disk.unread(ctx, err)
			}
		}
		c.mu.Lock()
		if c.deleted == deleted {
			return disk != nil && err == nil && settled && c.asked == asked
		}
		c.mu.Unlock()
	}
}

// List lists the investigations, the one that changed last first. It waits for
// the disk to open.
func (c *Cases) List(ctx context.Context) []investigation.Summary {
	var list []investigation.Summary
	whole := c.read(ctx, func(disk *store.Store) (err error) {
		list, err = disk.Cases(ctx, c.account)
		return err
	})
	defer c.mu.Unlock()
	list = slices.DeleteFunc(list, func(s investigation.Summary) bool { return c.gone[s.ID] })
	for id := range c.known { // what is not on the disk, or not yet
		s := c.whole(id).Summary()
		if n := slices.IndexFunc(list, func(o investigation.Summary) bool { return o.ID == id }); n < 0 {
			if !whole {
				list = append(list, s)
			}
		} else if s.Last.After(list[n].Last) {
			list[n] = s
		}
	}
	slices.SortStableFunc(list, func(a, b investigation.Summary) int { return b.Last.Compare(a.Last) })
	return list
}

// Load is what is kept of an investigation, and what lies on its desk; found is
// false where there is none.
func (c *Cases) Load(ctx context.Context, id investigation.ID) (i investigation.Investigation, d investigation.Desk, found bool) {
	whole := c.read(ctx, func(disk *store.Store) (err error) {
		if i, found, err = disk.Investigation(ctx, id); err == nil && found {
			d, err = disk.Desk(ctx, id)
		}
		return err
	})
	defer c.mu.Unlock()
	if c.gone[id] || whole && !found {
		return investigation.Investigation{}, investigation.Desk{}, false
	}
	if _, ok := c.known[id]; ok {
		i, found = investigation.Merge(i, c.whole(id)), true
	}
	if found {
		c.known[id] = history{i}
	}
	return i, c.desks.of(id).over(d), found
}

// Met lists the investigations in which an indicator was asked about or judged,
// those that judge it first, a few at most. It is fast enough to be asked while a
// frame is drawn.
func (c *Cases) Met(i indicator.Indicator) []investigation.Meeting {
	c.mu.Lock()
	m, asked := c.met[i]
	turn := c.turn
	c.mu.Unlock()
	if asked && c.now().Sub(m.checked) <= fresh {
		return m.list
	}
	disk := c.disk.now()
	if disk == nil {
		return nil
	}
	ctx, cancel := c.disk.look()
	defer cancel()
	list, err := disk.Met(ctx, c.account, i.String(), mostMet)
	if err != nil {
		c.disk.unread(ctx, err)
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.turn == turn {
		c.met[i] = met{list, c.now()}
	}
	return list
}
