package source

import (
	"context"
	"sync"

	"quarry/api"
)

// Metered is a source that tells what it has sent, as the client does.
type Metered interface {
	api.Source
	api.Meter
	// Changed returns a channel that is closed at the next change of the
	// traffic.
	Changed() <-chan struct{}
}

// Budget is a layer above the client that lets a run send a number of calls
// and no more, tries that are repeated included.
//
// It lets one question through at a time. With several under way, one that is
// tried again would race with one that is sent first for the last call, and
// the limit would be a guess; a run with a budget is careful before it is fast.
type Budget struct {
	client Metered
	turn   chan struct{} // holds a token while nobody has the turn
	step   int           // what Extend adds

	mu    sync.Mutex
	limit int
}

// NewBudget lets limit calls through to a client, those counted already
// included.
func NewBudget(limit int, client Metered) *Budget {
	b := &Budget{limit: limit, step: limit, client: client, turn: make(chan struct{}, 1)}
	b.turn <- struct{}{}
	return b
}

// Ask implements [api.Source]. Once the budget is spent the error is of class
// [api.BudgetSpent] and nothing is sent.
func (b *Budget) Ask(ctx context.Context, q api.Query, f api.Freshness) (api.Answer, error) {
	select {
	case <-b.turn:
		defer func() { b.turn <- struct{}{} }()
	case <-ctx.Done():
		return api.Answer{Query: q}, cancelled(q, ctx.Err())
	}
	if b.spent() {
		return api.Answer{Query: q}, &api.Error{Class: api.BudgetSpent, Query: q, Limit: inCalls(b.Limit())}
	}
	return askUntil(ctx, b.client, q, f, b.client.Changed, b.spent)
}

func (b *Budget) spent() bool { return b.Left() <= 0 }

// Limit is how many calls the run may send now.
func (b *Budget) Limit() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.limit
}

// Left is how many calls remain of the budget.
func (b *Budget) Left() int { return b.Limit() - b.client.Traffic().Calls }

// Extend adds as many calls as the budget had at first.
func (b *Budget) Extend() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.limit += b.step
}
