package source

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"golang.org/x/sync/semaphore"

	"quarry/api"
)

// Gate is the layer that holds back what should not be spent without asking:
// calls of the reserve, calls of a month that is spent, calls beyond the run's
// budget, and calls before a wait is over that Cloudflare has asked for. What it holds back fails with class HeldBack and nothing is
// sent; the analyst's word, given through [api.Gate], lets it pass.
type Gate struct {
	client api.Source
	ledger *Ledger
	budget *Budget // nil where the run has none
	// turns are taken one by one near a barrier; whoever is alone takes all.
	turns *semaphore.Weighted

	mu       sync.Mutex
	lifted   bool      // reserve and month, for the rest of the run
	underWay int       // questions that have a turn together with others
	until    time.Time // nothing is to be sent before
}

// NewGate returns the gate of a ledger before a client. budget may be nil.
func NewGate(client api.Source, ledger *Ledger, budget *Budget) *Gate {
	return &Gate{client: client, ledger: ledger, budget: budget, turns: semaphore.NewWeighted(allTurns)}
}

// allTurns is more than the questions that can be under way.
const allTurns = 1 << 30

// Barriers implements [api.Gate].
func (g *Gate) Barriers(calls int) []api.Barrier {
	if calls <= 0 {
		return nil
	}
	var all []api.Barrier
	if why := g.early(); why != "" {
		all = append(all, api.Barrier{Why: why, Lift: func() { g.hold(time.Time{}) }})
	}
	if why := g.reserved(calls); why != "" {
		all = append(all, api.Barrier{Why: why, Lift: g.Lift})
	}
	if g.budget != nil {
		if left := g.budget.Left(); left < calls {
			all = append(all, api.Barrier{
				Why:  fmt.Sprintf("the budget of this run, %s, has %d left; going on adds as many again", inCalls(g.budget.Limit()), max(0, left)),
				Lift: g.budget.Extend,
			})
		}
	}
	return all
}

// hold lets nothing pass before a time.
func (g *Gate) hold(until time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.until = until
}

// early says until when Cloudflare has asked to wait; empty where that is over.
func (g *Gate) early() string {
	g.mu.Lock()
	defer g.mu.Unlock()
	left := g.until.Sub(g.ledger.now())
	if left <= 0 {
		return ""
	}
	return fmt.Sprintf("Cloudflare has asked to wait until %s, %s from now",
		g.until.UTC().Format("15:04:05Z"), left.Round(time.Second))
}

// reserved says why the month's count holds calls back; empty where it does not.
func (g *Gate) reserved(calls int) string {
	g.mu.Lock()
	lifted := g.lifted
	g.mu.Unlock()
	if lifted {
		return ""
	}
	q := g.ledger.Quota()
	left, known := q.Left()
	switch {
	case !known:
		return ""
	case q.SpentOut:
		return "Cloudflare has said that this month's calls are spent"
	case left < calls:
		return fmt.Sprintf("this month's calls are spent: %d of %d, as far as is counted", q.Used, q.Limit)
	case q.Reserved(calls):
		return fmt.Sprintf("%s are left this month, and %d are kept back", inCalls(left), q.Keep)
	}
	return ""
}

// Lift lets the reserve and a spent month pass for the rest of the run. The
// budget stays.
func (g *Gate) Lift() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.lifted = true
}

// maxTries is how often the client sends one question at most.
const maxTries = 3

// Ask implements [api.Source]. With several questions under way, each of which
// may be tried again, the last call before a barrier would be a guess: from
// where it might pass they are asked one by one.
func (g *Gate) Ask(ctx context.Context, q api.Query, f api.Freshness) (api.Answer, error) {
	a, err := g.pass(ctx, q, f)
	var e *api.Error
	switch errors.As(err, &e); api.ClassOf(err) {
	case api.QuotaSpent:
		g.ledger.SpendOut()
	case api.RateLimited:
		if !e.Paced && e.RetryAfter > 0 {
			g.hold(g.ledger.now().Add(e.RetryAfter))
		}
	}
	return a, err
}

func (g *Gate) pass(ctx context.Context, q api.Query, f api.Freshness) (api.Answer, error) {
	if why := g.early(); why != "" {
		return api.Answer{Query: q}, &api.Error{Class: api.HeldBack, Query: q, Limit: why}
	}
	// The turn comes before the look at the ledger: while it is held nobody is
	// alone, and all who may spend are counted.
	if err := g.turns.Acquire(ctx, 1); err != nil {
		return api.Answer{Query: q}, cancelled(q, err)
	}
	if g.reserved(maxTries*g.count(1)) == "" {
		defer g.turns.Release(1)
		defer g.count(-1)
		return g.client.Ask(ctx, q, f)
	}
	g.count(-1)
	g.turns.Release(1)
	if err := g.turns.Acquire(ctx, allTurns); err != nil {
		return api.Answer{Query: q}, cancelled(q, err)
	}
	defer g.turns.Release(allTurns)
	return g.alone(ctx, q, f)
}

// count counts the questions that have a turn together with others.
func (g *Gate) count(n int) int {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.underWay += n
	return g.underWay
}

// alone asks while nothing else is asked, and cuts off the tries that the
// barrier would not let pass.
func (g *Gate) alone(ctx context.Context, q api.Query, f api.Freshness) (api.Answer, error) {
	if why := g.reserved(1); why != "" {
		return api.Answer{Query: q}, &api.Error{Class: api.HeldBack, Query: q, Limit: why}
	}
	return askUntil(ctx, g.client, q, f, g.ledger.recorded, func() bool { return g.reserved(1) != "" })
}

// Meter is the client's traffic with the ledger's month.
type Meter struct {
	Client Metered
	Ledger *Ledger
}

// Traffic implements [api.Meter].
func (m Meter) Traffic() api.Traffic {
	// The month first: a call that it counts is then under way or answered.
	q := m.Ledger.Quota()
	t := m.Client.Traffic()
	t.Quota = q
	return t
}

// inCalls is a number of calls in words.
func inCalls(n int) string {
	if n == 1 {
		return "1 call"
	}
	return fmt.Sprintf("%d calls", n)
}
