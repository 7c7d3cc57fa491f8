package cli

import (
	"context"
	"errors"
	"sync"
	"time"

	"quarry/api"
	"quarry/state/crash"
	"quarry/views"
	"quarry/views/style"
)

// atOnce is how many questions are under way together; the client sends no
// more than that either.
const atOnce = 4

// grace is how long questions under way may take after an interrupt: they are
// paid for.
const grace = drainTimeSignal

// outcome is what became of a question.
type outcome struct {
	answer  api.Answer
	content views.Content
	lines   []string
	err     error
}

// askAll asks all questions, a few at once. The channels are in their order;
// each gets its outcome and is closed, those that an interrupt left out are
// closed empty.
func (a *app) askAll(ctx context.Context, env views.Env, plan []question, as api.Freshness, width int) []chan outcome {
	outcomes := make([]chan outcome, len(plan))
	for n := range outcomes {
		outcomes[n] = make(chan outcome, 1)
	}
	// An interrupt ends the asking of more at once, and what is under way a
	// moment later.
	asking, giveUp := context.WithCancel(context.WithoutCancel(ctx))
	crash.AfterFunc(ctx, "ending what is under way", func() {
		late := time.NewTimer(grace)
		defer late.Stop()
		select {
		case <-late.C:
			giveUp()
		case <-asking.Done():
		}
	})
	env.Context = asking
	next := make(chan int)
	var workers sync.WaitGroup
	var end final
	for range min(atOnce, len(plan)) {
		workers.Add(1)
		crash.Go(ctx, "asking", func() {
			defer workers.Done()
			for n := range next {
				got := outcome{err: errDefect}
				crash.Do(ctx, "asking "+string(plan[n].route.Endpoint), func() {
					got = askOne(asking, env, plan[n], as, &end, width)
				})
				outcomes[n] <- got
				close(outcomes[n])
			}
		})
	}
	crash.Go(ctx, "handing questions out", func() {
		defer giveUp()
		asked := feed(ctx, next, len(plan))
		for _, left := range outcomes[asked:] {
			close(left)
		}
		workers.Wait()
	})
	return outcomes
}

// errDefect is the outcome of a question over which quarry has failed.
var errDefect = errors.New("a defect of quarry")

// feed hands out the numbers below n until ctx ends, and returns how many it
// has.
func feed(ctx context.Context, next chan<- int, n int) int {
	defer close(next)
	for i := range n {
		if ctx.Err() != nil {
			return i
		}
		select {
		case next <- i:
		case <-ctx.Done():
			return i
		}
	}
	return n
}

// askOne asks one question and renders the answer.
func askOne(ctx context.Context, env views.Env, q question, as api.Freshness, end *final, width int) outcome {
	if q.refused != nil {
		return outcome{err: q.refused}
	}
	// What is known needs no token and no quota.
	if err := end.of(q.query); err != nil && priceOf(env, q, as) > 0 {
		return outcome{err: err}
	}
	got := outcome{}
	got.answer, got.err = env.Source.Ask(ctx, q.query, as)
	if got.err != nil {
		end.note(got.err)
		return got
	}
	got.content, got.lines, got.err = q.route.Text(env, got.answer, width)
	if got.err == nil && got.answer.Known && len(got.lines) > 0 {
		got.lines[0] += "  " + style.Dot + "  " + knownSince(env, got.answer)
	}
	return got
}

// knownSince says how old an answer is that was not fetched just now, and
// whether it has passed its time.
func knownSince(env views.Env, a api.Answer) string {
	text := "known, " + views.Age(env.Now(), a.FetchedAt)
	if !a.Origin.Own() {
		text += ", " + views.From(a.Origin)
	}
	if env.Settings.Lifetimes.Old(a.Query, a.FetchedAt, env.Now()) {
		text += ", old: --fresh asks again"
	}
	return text
}

// final is the first failure that every further question would meet too: a bad
// token, a spent quota. Asking on would send requests for nothing.
type final struct {
	mu    sync.Mutex
	cause *api.Error
}

func (f *final) note(err error) {
	e := api.AsError(err, api.Query{})
	switch e.Class {
	case api.BadToken, api.ExpiredToken, api.DisabledToken, api.WrongAccount, api.NoAccount, api.Forbidden,
		api.QuotaSpent, api.BudgetSpent, api.HeldBack:
	default:
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.cause == nil {
		f.cause = e
	}
}

// of is the failure of a question that is not asked any more; nil while it can
// be.
func (f *final) of(q api.Query) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.cause == nil {
		return nil
	}
	e := *f.cause
	e.Query, e.Tries = q, 0
	return &e
}
