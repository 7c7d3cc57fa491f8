package source

import (
	"context"
	"strings"
	"sync"
	"time"

	"quarry/api"
	"quarry/state/indicator"
	"quarry/state/store"
	"quarry/views/safe"
)

// readTime is how long a look at the disk may take while a frame waits for it, and
// recallTime where a call is to be saved by it.
const (
	readTime   = time.Second
	recallTime = 10 * time.Second
)

// fresh is how long "not at hand" is believed before the disk is looked at
// again: another quarry may have fetched it meanwhile.
const fresh = 2 * time.Second

// Kept is the shelf that outlasts the run: memory before the disk. It is also
// the memory of what was met where.
type Kept struct {
	disk    *Disk
	account string
	now     func() time.Time
	names   func(api.Answer) []indicator.Indicator
	memory  *Memory

	mu     sync.Mutex
	turn   int // counts what was kept: what was looked up before is not believed after
	stamps map[api.Query]stamp
	seen   map[indicator.Indicator]sighted
	held   map[matter]holdings
}

// stamp is what the disk said of a question, and when.
type stamp struct {
	at      time.Time
	status  int
	checked time.Time
}

type sighted struct {
	sighting api.Sighting
	known    bool
	checked  time.Time
}

// NewKept returns the shelf of an account. names finds the indicators that an
// answer mentions, by which it is found again.
func NewKept(disk *Disk, account string, now func() time.Time, names func(api.Answer) []indicator.Indicator) *Kept {
	return &Kept{
		disk: disk, account: account, now: now, names: names, memory: NewMemory(),
		stamps: map[api.Query]stamp{}, seen: map[indicator.Indicator]sighted{}, held: map[matter]holdings{},
	}
}

// Fetched implements [api.Shelf].
func (k *Kept) Fetched(q api.Query) (time.Time, bool) {
	if a, ok := k.memory.Known(q); ok {
		return a.FetchedAt, k.lives(a)
	}
	if q.Changes() {
		return time.Time{}, false
	}
	k.mu.Lock()
	s, asked := k.stamps[q]
	k.mu.Unlock()
	if !asked || s.at.IsZero() && k.now().Sub(s.checked) > fresh {
		s = k.look(q)
	}
	return s.at, !s.at.IsZero() && k.lives(api.Answer{Status: s.status, FetchedAt: s.at})
}

// turnNow is the turn that a look at the disk begins in.
func (k *Kept) turnNow() int {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.turn
}

// note notes what a look at the disk has found, unless something was kept meanwhile
// that it may not have seen.
func (k *Kept) note(turn int, found func()) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.turn == turn {
		found()
	}
}

// forget forgets what was looked up about a question, and about all that an answer to
// it may mention.
func (k *Kept) forget(q api.Query) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.turn++
	delete(k.stamps, q)
	for _, about := range matters(q) {
		delete(k.held, about)
	}
	clear(k.seen)
}

// look asks the disk for the age of an answer, and notes what it says.
func (k *Kept) look(q api.Query) stamp {
	disk, turn := k.disk.now(), k.turnNow()
	if disk == nil {
		return stamp{}
	}
	ctx, cancel := k.disk.look()
	defer cancel()
	key := q.Key()
	found, err := disk.Age(ctx, k.account, []string{key})
	if err != nil {
		k.disk.unread(ctx, err)
		return stamp{}
	}
	s := stamp{at: found[key].FetchedAt, status: found[key].Status, checked: k.now()}
	k.note(turn, func() { k.stamps[q] = s })
	return s
}

// lives reports whether an answer still is one: "nothing known" is believed for
// an hour, everything else for as long as it is there.
func (k *Kept) lives(a api.Answer) bool {
	return !a.NotFound() || k.now().Sub(a.FetchedAt) <= api.NotFoundLife
}

// Known implements [api.Shelf]. What was read last from the disk stays in memory.
func (k *Kept) Known(q api.Query) (api.Answer, bool) {
	if a, ok := k.memory.Known(q); ok {
		return a, k.lives(a)
	}
	if q.Changes() {
		return api.Answer{}, false
	}
	disk := k.disk.now()
	if disk == nil {
		return api.Answer{}, false
	}
	ctx, cancel := k.disk.look()
	defer cancel()
	return k.read(ctx, disk, q)
}

// Recall is Known for who would else spend a call: it waits for the disk to open, and
// longer for what it says.
func (k *Kept) Recall(ctx context.Context, q api.Query) (api.Answer, bool) {
	ctx, cancel := context.WithTimeout(ctx, recallTime)
	defer cancel()
	disk := k.disk.wait(ctx)
	if a, ok := k.memory.Known(q); ok {
		return a, k.lives(a)
	}
	if disk == nil || q.Changes() {
		return api.Answer{}, false
	}
	return k.read(ctx, disk, q)
}

// read takes an answer from the disk.
func (k *Kept) read(ctx context.Context, disk *store.Store, q api.Query) (api.Answer, bool) {
	s, ok, err := disk.Latest(ctx, k.account, q.Key())
	if err != nil {
		k.disk.unread(ctx, err)
	}
	if err != nil || !ok {
		return api.Answer{}, false
	}
	a := Stored(q, s)
	k.memory.Lend(a)
	return a, k.lives(a)
}

// Stored is an answer to a question as the store has it.
func Stored(q api.Query, s store.Answer) api.Answer {
	return api.Answer{
		Query:   q,
		Request: api.Request{Method: s.Method, URL: s.URL, Body: s.Sent},
		Status:  s.Status, Body: s.Body, FetchedAt: s.FetchedAt, Took: s.Took,
		Calls: s.Calls, RayID: safe.FromOutside(s.Ray), Known: true,
		Origin: api.Origin{By: safe.FromOutside(s.ImportedFrom), ImportedAt: s.ImportedAt},
	}
}

// Keep implements [api.Shelf]. It returns when the answer is safe on disk, or
// when it is known that it cannot be kept there.
func (k *Kept) Keep(a api.Answer) {
	k.memory.Keep(a)
	k.forget(a.Query)
	if a.Query.Changes() {
		return
	}
	defer k.forget(a.Query) // who looked meanwhile has not found it
	// What was paid for is kept whatever becomes of the run that asked.
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	disk := k.disk.wait(ctx)
	if disk == nil {
		return
	}
	// Names that were asked about are filed too, said or not: the answer is
	// found again by each.
	var mentions []string
	for _, i := range append(a.Query.Names.All(), k.names(a)...) {
		mentions = append(mentions, i.String())
	}
	err := disk.Keep(ctx, store.Answer{
		Account: k.account, Question: a.Query.Key(),
		Endpoint: string(a.Query.Endpoint), Indicator: a.Query.Indicator.String(),
		Kind:   strings.ToLower(a.Query.Indicator.Kind().String()),
		Method: a.Request.Method, URL: a.Request.URL, Sent: a.Request.Body,
		Status: a.Status, Body: a.Body, FetchedAt: a.FetchedAt, Took: a.Took,
		Calls: a.Calls, Ray: a.RayID.Exact(), Mentions: mentions,
	})
	if err != nil {
		k.disk.lose(err)
		return
	}
	k.memory.Lend(a)
}

// Seen implements [api.Memory].
func (k *Kept) Seen(i indicator.Indicator) (api.Sighting, bool) {
	k.mu.Lock()
	s, asked := k.seen[i]
	k.mu.Unlock()
	if asked && k.now().Sub(s.checked) <= fresh {
		return s.sighting, s.known
	}
	disk, turn := k.disk.now(), k.turnNow()
	if disk == nil {
		return api.Sighting{}, false
	}
	ctx, cancel := k.disk.look()
	defer cancel()
	found, known, err := disk.Seen(ctx, k.account, i.String())
	if err != nil {
		k.disk.unread(ctx, err)
		return api.Sighting{}, false
	}
	first := found.First()
	s = sighted{known: known, checked: k.now(), sighting: api.Sighting{
		First: first.First, Last: later(found.Asked.Last, found.Mentioned.Last),
		Endpoint: api.Endpoint(first.Endpoint), Indicator: first.Indicator,
		Answers: found.Asked.Answers + found.Mentioned.Answers,
	}}
	k.note(turn, func() { k.seen[i] = s })
	return s.sighting, s.known
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
