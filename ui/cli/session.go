package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"quarry/api"
	"quarry/api/cf"
	"quarry/api/cf/client"
	"quarry/api/source"
	"quarry/state/crash"
	"quarry/state/indicator"
	"quarry/ui"
	"quarry/ui/handover"
	"quarry/views"
	"quarry/views/style"
)

// How long requests that were sent may take to land once the run is over. A
// signal leaves less: a dropped connection has to be gone within two seconds.
const (
	drainTime       = 2 * time.Second
	drainTimeSignal = time.Second
	// closeTime is how long the store may take to close after that.
	closeTime = time.Second
)

// session is a run's way to Cloudflare, to the demo, or to what is known.
type session struct {
	run    context.Context // the run's own
	client *client.Client  // nil where nothing is sent
	store  *storage
	source *source.Stack
	kept   *source.Kept
	cases  *source.Cases
	desk   *handover.Desk
	ledger *source.Ledger
	gate   *source.Gate // nil where nothing is sent
	meter  source.Meter
	// account is whose answers and calls these are.
	account string
	// profile stands in the header: "DEMO", "OFFLINE", or the account where it
	// was not named but found.
	profile string
	hints   []ui.Hint
	stop    func()
	// release lets a broken pipe end the program again.
	release func()
}

// connect opens the session that a command asks its questions in. Nothing is
// spent. Close it.
func (a *app) connect(ctx context.Context, o *options, s settings) (*session, error) {
	switch {
	case o.demo:
		return a.demo(ctx, s)
	case o.offline:
		return a.offline(ctx, s)
	}
	account, profile := s.config.Account, ""
	if account == "" {
		c, err := a.client(s, "", nil)
		if err != nil {
			return nil, err
		}
		found, err := a.onlyAccount(ctx, c)
		c.Close()
		if err != nil {
			return nil, err
		}
		account, profile = accountID(found), accountName(found)
	}
	session, err := a.open(ctx, s, account, planOf(s, account), a.storage)
	if err != nil {
		return nil, err
	}
	session.profile = profile
	return session, nil
}

// planOf is what the config says that an account may spend.
func planOf(s settings, account string) (p source.Plan) {
	p.Limit, p.Keep = s.config.Quota(account)
	return p
}

// open stacks the layers on a client for an account. The store is begun when
// nothing else is missing.
func (a *app) open(ctx context.Context, s settings, account string, plan source.Plan, begin func(context.Context) *storage) (*session, error) {
	var ledger *source.Ledger // before the first call
	c, err := a.client(s, account, func(q api.Query) func(int) { return ledger.Record(q) })
	if err != nil {
		return nil, err
	}
	st := begin(ctx)
	ledger = source.NewLedger(st.disk, account, a.host.User(), plan, a.host.Now)
	var bottom api.Source = c
	var budget *source.Budget
	if s.budget > 0 {
		budget = source.NewBudget(s.budget, c)
		bottom = budget
	}
	gate := source.NewGate(bottom, ledger, budget)
	kept := source.NewKept(st.disk, account, a.host.Now, cf.Mentions)
	return &session{
		run: ctx, client: c, store: st, source: source.New(kept, gate, cf.Judge), kept: kept, ledger: ledger, gate: gate,
		cases: source.NewCases(ctx, st.disk, account, a.host.Now), desk: a.desk(s, st, kept),
		meter: source.Meter{Client: c, Ledger: ledger}, account: account,
		stop: func() {}, release: holdBrokenPipe(),
	}, nil
}

// warnings are told in the workbench as they come. That the demo keeps nothing
// is no news.
func (s *session) warnings() <-chan string {
	if s.store.remove != nil {
		return nil
	}
	return s.store.warnings
}

// changed returns a channel that is closed at the next news of the meter. That
// the store has opened is news: it knows the month so far.
func (s *session) changed() <-chan struct{} {
	news := s.meter.Client.Changed()
	select {
	case <-s.store.ready:
		return news
	default:
	}
	either := make(chan struct{})
	crash.Go(s.run, "waiting for news", func() {
		defer close(either)
		select {
		case <-news:
		case <-s.store.ready:
		}
	})
	return either
}

// client makes a client of the settings for an account, or for none. record is
// told of what is spent; it may be nil.
func (a *app) client(s settings, account string, record func(api.Query) func(int)) (*client.Client, error) {
	c, err := client.New(client.Config{
		BaseURL: s.config.BaseURL, Token: s.token, Account: account, Record: record,
		Timeout: s.config.Timeout, Log: a.log, UserAgent: a.userAgent(),
	})
	if err != nil && api.ClassOf(err) == api.Unclassified {
		return nil, usageError{err} // it names the setting
	}
	return c, err
}

func (a *app) userAgent() string {
	return client.DefaultUserAgent + "/" + buildOf(a.host.Build).version
}

// onlyAccount finds the account where none was named: the one that the token
// can see. Of several none is chosen, since calls are taken from its quota.
func (a *app) onlyAccount(ctx context.Context, c *client.Client) (cf.Account, error) {
	if a.host.IsTerminal(a.host.Stderr) {
		a.say("no account is set; asking which ones the token has (" + envAccount + " spares that)")
	}
	list, err := c.Accounts(ctx)
	if err != nil {
		return cf.Account{}, firstOf(interruption(ctx), err)
	}
	switch len(list) {
	case 1:
		if a.host.IsTerminal(a.host.Stderr) {
			a.say("the token has one account, which is taken: " + accountLine(list[0]))
		}
		return list[0], nil
	case 0:
		return cf.Account{}, &api.Error{Class: api.NoAccount, Err: errors.New("the token sees no account of its own")}
	}
	return cf.Account{}, &api.Error{Class: api.NoAccount, Err: fmt.Errorf(
		"the token has %d accounts, and calls are taken from the quota of one", len(list))}
}

// accountID is the account as the client and the store write it.
func accountID(acc cf.Account) string { return strings.ToLower(acc.ID.Exact()) }

func accountName(acc cf.Account) string {
	if acc.Name.Empty() {
		return acc.ID.Cut(32)
	}
	return acc.Name.Cut(24)
}

func accountLine(acc cf.Account) string {
	return acc.ID.Cut(40) + "  " + acc.Name.Cut(60)
}

// firstOf returns the first error there is.
func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// soon is how long a run may end without saying what it waits for.
const soon = 200 * time.Millisecond

// leave ends a session at the end of a run: it waits for what was sent, as it is
// paid for, closes the store, and tells of what was lost.
func (a *app) leave(ctx context.Context, s *session) {
	began := time.Now()
	wait := drainTime
	if ctx.Err() != nil {
		wait = drainTimeSignal
	}
	if !s.drain(min(soon, wait)) {
		if a.host.IsTerminal(a.host.Stderr) {
			a.say(fmt.Sprintf("waiting for what was sent and is paid for, %d s at most", int(wait.Seconds())))
		}
		if !s.drain(wait - soon) {
			a.sayLost(s)
		}
	}
	a.finishFiles(s, wait-time.Since(began))
	if s.client != nil {
		s.client.Close()
	}
	s.stop()
	s.cases.Close()
	if err := s.store.close(closeTime); err != nil {
		a.log.Warn("store", "error", err.Error())
	}
	a.sayWarnings(s.store)
	s.release()
}

// finishFiles waits for the files that are being written, and gives up those that
// are not whole by then: nothing is left of them.
func (a *app) finishFiles(s *session, wait time.Duration) {
	if files := s.desk.Writing(); len(files) > 0 {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(s.run), max(wait, 0))
		defer cancel()
		if a.host.IsTerminal(a.host.Stderr) {
			a.say("waiting for " + strings.Join(files, ", ") + " to be written")
		}
		s.desk.Drain(ctx)
	}
	ending, done := context.WithTimeout(context.WithoutCancel(s.run), soon)
	defer done()
	for _, file := range s.desk.Close(ending) {
		a.say(file + " was not whole when quarry ended, and is not there; quarry export writes it")
	}
}

// sayLost tells of what a run that ends does not wait for any longer.
func (a *app) sayLost(s *session) {
	over, cancel := context.WithCancel(context.WithoutCancel(s.run))
	cancel()
	underWay := s.meter.Client.Traffic().InFlight
	switch {
	case s.source.Drain(over) == nil: // all answers are kept
		a.say("the last changes to the case could not be written in time, and are lost; see whether the disk is slow")
		return
	case underWay == 0:
		a.say("the last answers could not be kept in time; they cost a call again")
		return
	}
	a.say(fmt.Sprintf("no answer came in time to what was sent (%d under way); it counts against the quota all the same", underWay))
}

// drain waits until all that was sent has come and is kept, and the case is; false
// where that takes longer.
func (s *session) drain(wait time.Duration) bool {
	ctx, cancel := context.WithTimeout(context.Background(), wait)
	defer cancel()
	if s.source.Drain(ctx) != nil {
		return false
	}
	s.cases.Drain(ctx)
	return ctx.Err() == nil
}

// env is what the routes need to ask and to write outside the workbench, where
// there are no keys to name.
func (a *app) env(ctx context.Context, s settings, shelf api.Shelf, src api.Source) views.Env {
	return views.Env{
		Context: ctx, Source: src, Shelf: shelf,
		Theme: style.New(true), Now: a.host.Now,
		Settings: s.views(),
		Seen:     func() []indicator.Indicator { return nil },
	}
}
