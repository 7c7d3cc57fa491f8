package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"quarry/api"
	"quarry/api/cf"
	"quarry/api/cf/client"
	"quarry/api/source"
	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/ui"
	"quarry/views"
	"quarry/views/safe"
	"quarry/views/style"
)

// How long requests that were sent may take to land once the run is over. A
// signal leaves less: a dropped connection has to be gone within two seconds.
const (
	drainTime       = 2 * time.Second
	drainTimeSignal = time.Second
)

// session is a run's way to Cloudflare, or to the demo.
type session struct {
	client *client.Client
	source *source.Stack
	shelf  api.Shelf
	// profile stands in the header: "DEMO", or the account where it was not
	// named but found.
	profile string
	hints   []ui.Hint
	stop    func()
}

// connect opens the session that a command asks its questions in. Nothing is
// spent. Close it.
func (a *app) connect(ctx context.Context, o *options, s settings) (*session, error) {
	if o.demo {
		return a.demo(s)
	}
	c, err := a.client(s, s.config.Account)
	if err != nil {
		return nil, err
	}
	profile := ""
	if s.config.Account == "" {
		account, err := a.onlyAccount(ctx, c)
		c.Close()
		if err != nil {
			return nil, err
		}
		if c, err = a.client(s, account.ID.Exact()); err != nil {
			return nil, err
		}
		profile = accountName(account)
	}
	return open(c, s.budget, profile), nil
}

// open stacks the layers on a client.
func open(c *client.Client, budget int, profile string) *session {
	var bottom api.Source = c
	if budget > 0 {
		bottom = source.NewBudget(budget, c)
	}
	shelf := source.NewMemory()
	return &session{client: c, shelf: shelf, source: source.New(shelf, bottom), profile: profile, stop: func() {}}
}

// client makes a client of the settings for an account, or for none.
func (a *app) client(s settings, account string) (*client.Client, error) {
	c, err := client.New(client.Config{
		BaseURL: s.config.BaseURL, Token: s.token, Account: account,
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

func accountName(acc cf.Account) string {
	if acc.Name.Empty() {
		return safe.PrintMax(acc.ID.Exact(), 32)
	}
	return safe.PrintMax(acc.Name.Exact(), 24)
}

func accountLine(acc cf.Account) string {
	return safe.PrintMax(acc.ID.Exact(), 40) + "  " + safe.PrintMax(acc.Name.Exact(), 60)
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

// close waits for what was sent, as it is paid for, and ends the session. It
// returns how many requests were given up.
func (s *session) close(wait time.Duration) int {
	ctx, cancel := context.WithTimeout(context.Background(), wait)
	defer cancel()
	lost := 0
	if s.source.Drain(ctx) != nil {
		lost = s.client.Traffic().InFlight
	}
	s.client.Close()
	s.stop()
	return lost
}

// leave closes a session at the end of a run, and tells of what was lost.
func (a *app) leave(ctx context.Context, s *session) {
	wait := drainTime
	if ctx.Err() != nil {
		wait = drainTimeSignal
	}
	if n := s.close(wait); n > 0 {
		a.say(fmt.Sprintf("no answer came in time to what was sent (%d under way); it counts against the quota all the same", n))
	}
}

// env is what the routes need to ask and to write outside the workbench.
func (a *app) env(ctx context.Context, s settings, shelf api.Shelf, src api.Source) views.Env {
	return views.Env{
		Context: ctx, Source: src, Shelf: shelf,
		Theme: style.New(true), Keys: keymap.Default(), Now: a.host.Now,
		Settings: s.views(),
		Seen:     func() []indicator.Indicator { return nil },
	}
}
