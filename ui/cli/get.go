package cli

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"quarry/api"
	"quarry/views"
)

func (a *app) getCommand() *cobra.Command {
	var o options
	cmd := &cobra.Command{
		Use:   "get INDICATOR...",
		Short: "ask once and print the answers",
		Long: `get asks Cloudflare about indicators and prints the answers: as text, or with
--json as one object a line (docs/json.md). The argument - reads indicators from
standard input, one a line; blank lines and # comments are skipped, and equal
questions are asked once. All are checked before the first is sent.

Without --endpoint an indicator is asked about at the endpoint of its kind: ip,
domain, phishing for a URL, asn. A new answer costs one call of the account's
monthly quota and is kept; what was fetched before costs nothing, however old it
is. --fresh asks again.

Calls of the reserve (keep in the config), and of a month that is spent, are not
sent: --force sends them.

Exit codes: 0 ok, 1 failure, 2 usage, 3 not found, 4 authentication or
permission, 5 rate limit, quota or budget, 6 network or server, 130 interrupted.
Where several questions fail, the first of 130, 4, 5, 6, 1, 3 that occurred.`,
		Example: `  quarry get 1.1.1.1
  quarry get 'login-portal[.]example' --endpoint domain --endpoint whois
  quarry get - --json < indicators.txt
  quarry get 1.1.1.1 --endpoint pdns --window 2023-07-15..2023-07-18 --demo`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usage("no indicator is given; name one or more, or - for standard input")
			}
			return nil
		},
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(cmd *cobra.Command, args []string) error {
			a.began = true
			return a.get(cmd.Context(), &o, args)
		},
	}
	o.connecting(cmd)
	o.asking(cmd)
	o.printing(cmd, a.endpoints())
	return cmd
}

// get asks and prints. The order matters: what is wrong with the question is
// told before a token is missed, and both before anything is sent.
func (a *app) get(ctx context.Context, o *options, args []string) error {
	s, err := a.prepare(o)
	if err != nil {
		return err
	}
	routes, err := a.chosen(o.endpoints)
	if err != nil {
		return err
	}
	found, err := a.gather(ctx, args)
	if err != nil {
		return err
	}
	env := a.env(ctx, s, nil, nil)
	plan := a.plan(env, found, routes)
	if !askable(plan) {
		return a.nothingAsked(o, plan)
	}
	session, err := a.connect(ctx, o, s)
	if err != nil {
		return err
	}
	defer a.leave(ctx, session)
	session.store.disk.Store(ctx) // prices and answers wait for it anyway
	a.sayWarnings(session.store)
	if o.force && session.gate != nil {
		session.gate.Lift()
	}
	env.Shelf, env.Source = session.kept, session.source
	as := api.Known
	if o.fresh {
		as = api.Fresh
	}
	a.sayCost(env, plan, as)
	width := a.width()
	if o.json {
		width = 0
	}
	return a.answer(ctx, env, plan, as, width, a.printer(o))
}

func askable(plan []question) bool {
	for _, q := range plan {
		if q.refused == nil {
			return true
		}
	}
	return false
}

// nothingAsked prints why, for each question: that is a mistake in the
// arguments, and no token is needed to tell.
func (a *app) nothingAsked(o *options, plan []question) error {
	print := a.printer(o)
	for _, q := range plan {
		if err := print(q, outcome{err: q.refused}); err != nil {
			return err
		}
	}
	return silent{exitUsage}
}

// sayCost tells a person what more than one question will cost.
func (a *app) sayCost(env views.Env, plan []question, as api.Freshness) {
	calls := 0
	for _, q := range plan {
		if q.refused == nil {
			calls += priceOf(env, q, as)
		}
	}
	if calls > 1 && a.host.IsTerminal(a.host.Stderr) {
		a.say(views.Calls(calls))
	}
}

// priceOf is how many calls a question costs.
func priceOf(env views.Env, q question, as api.Freshness) int {
	if as == api.Fresh {
		return 1
	}
	return api.PriceOf(env.Shelf, q.query).Calls
}

// answer asks all questions and prints what comes, in order; width is that of
// text, 0 where none is wanted. The error tells the exit code.
func (a *app) answer(ctx context.Context, env views.Env, plan []question, as api.Freshness, width int, print printer) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop() // nothing is asked for a reader who is gone
	var codes []int
	for n, outcome := range a.askAll(ctx, env, plan, as, width) {
		got, ok := <-outcome
		if !ok {
			break // interrupted before it was asked
		}
		q := plan[n]
		if errors.Is(got.err, errDefect) {
			break // it has ended ctx too
		}
		if ctx.Err() != nil && api.ClassOf(got.err) == api.Cancelled {
			continue
		}
		if err := print(q, got); err != nil {
			return err
		}
		if got.err != nil {
			codes = append(codes, codeOf(api.AsError(got.err, q.query)))
		}
	}
	if err := interruption(ctx); err != nil {
		return err
	}
	if code := worst(codes); code != exitOK {
		return silent{code}
	}
	return nil
}

// prepare settles what the whole run goes by: settings, log, ASCII.
func (a *app) prepare(o *options) (settings, error) {
	s, err := a.settle(o)
	if err != nil {
		return s, err
	}
	a.ascii, a.asciiAsked = s.ascii, s.config.ASCII
	return s, a.openLog(o)
}
