package cli

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"quarry/api"
	"quarry/state/config"
	"quarry/state/store"
	"quarry/views"
)

func (a *app) quotaCommand() *cobra.Command {
	var o options
	cmd := &cobra.Command{
		Use:                        "quota",
		SuggestionsMinimumDistance: typos,
		Short:                      "what is spent of the month's calls, by day, endpoint and user",
		Long: `quota prints what quarry's own ledger has counted of the account's calls in this
month (UTC), against the plan in the config, as text or with --json as one
object (docs/json.md). Nothing is asked of Cloudflare, which does not tell; no
token is needed.

Others spend too: colleagues, scripts, the dashboard. Where the true count is
known, quarry quota set N corrects it.`,
		Example: `  quarry quota
  quarry quota --json --account 0123456789abcdef0123456789abcdef
  quarry quota set 37`,
		Args:              quotaArguments,
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(cmd *cobra.Command, _ []string) error {
			a.began = true
			return a.quota(cmd.Context(), &o)
		},
	}
	o.locating(cmd)
	cmd.Flags().BoolVar(&o.json, "json", false, "print one JSON object")
	cmd.AddCommand(a.quotaSetCommand())
	return cmd
}

// quotaArguments takes none; a word that is nearly a command is meant as that.
func quotaArguments(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return unknownWord(cmd, args[0], "quarry quota set N corrects the count")
	}
	return nil
}

func (a *app) quotaSetCommand() *cobra.Command {
	var o options
	cmd := &cobra.Command{
		Use:   "set N",
		Short: "correct the count of this month's calls by hand",
		Long: fmt.Sprintf(`set makes N the count of the calls spent in this month up to now, 0 to
%s: what the dashboard says, or what colleagues have told. Calls from
now on are counted on top of it. It also takes back that the month counts as
spent.`, views.Number(config.MaxMonthlyCalls)),
		Example:           `  quarry quota set 37`,
		Args:              cobra.ArbitraryArgs, // checked below, in quarry's words
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(cmd *cobra.Command, args []string) error {
			a.began = true
			total, err := callsArgument(args)
			if err != nil {
				return err
			}
			return a.setQuota(cmd.Context(), &o, total)
		},
	}
	o.locating(cmd)
	cmd.Flags().BoolVar(&o.json, "json", false, "print what holds now as one JSON object")
	return cmd
}

// callsArgument reads the one argument, a number of calls.
func callsArgument(args []string) (int, error) {
	if len(args) != 1 {
		return 0, usage("quota set: give one number, the calls spent in this month, as in quarry quota set 37")
	}
	n, err := strconv.Atoi(args[0])
	if err != nil || n < 0 || n > config.MaxMonthlyCalls {
		return 0, usage(fmt.Sprintf("quota set: %.40q is no number of calls; write a whole number from 0 to %d", args[0], config.MaxMonthlyCalls))
	}
	return n, nil
}

// account is what the ledger and the config know of an account's month.
type accountMonth struct {
	account string
	month   store.Month
	quota   api.Quota
}

func (a *app) quota(ctx context.Context, o *options) error {
	return a.withLedger(ctx, o, func(s settings, db *store.Store, account string) error {
		m, err := a.readMonth(ctx, s, db, account)
		if err != nil {
			return err
		}
		return a.printMonth(o, m)
	})
}

func (a *app) setQuota(ctx context.Context, o *options, total int) error {
	return a.withLedger(ctx, o, func(s settings, db *store.Store, account string) error {
		before, err := a.readMonth(ctx, s, db, account)
		if err != nil {
			return err
		}
		if err := db.Correct(ctx, account, total, a.host.User()); err != nil {
			return err
		}
		after, err := a.readMonth(ctx, s, db, account)
		if err != nil {
			return err
		}
		if o.json {
			return a.printMonth(o, after)
		}
		return a.print(a.readable([]string{correction(before, after)})[0] + "\n")
	})
}

// correction says what setting the count has done.
func correction(before, after accountMonth) string {
	text := fmt.Sprintf("account %s: %s used in %s up to now; it was %s",
		after.account, views.Calls(after.quota.Used), after.month.From.Format(monthForm), views.Number(before.quota.Used))
	if before.quota.SpentOut {
		text += ", and counted as spent"
	}
	if left, known := after.quota.Left(); known {
		text += fmt.Sprintf("; %s of %s left", views.Number(left), views.Number(after.quota.Limit))
	}
	return text
}

// withLedger opens the store for a command that is about the ledger, finds the
// account, and closes the store again.
func (a *app) withLedger(ctx context.Context, o *options, do func(settings, *store.Store, string) error) error {
	s, err := a.prepare(o)
	if err != nil {
		return err
	}
	if o.demo {
		return usage("the demo has a ledger of its own, which is thrown away when it ends: there is nothing to print or to correct; leave --demo out")
	}
	return a.opened(ctx, func(st *storage, db *store.Store) error {
		account, err := keptAccount(ctx, s, st)
		switch {
		case err != nil:
			return err
		case account == "":
			return &api.Error{Class: api.NoAccount, Err: errors.New("the store has nothing of any account yet")}
		}
		return do(s, db, account)
	})
}

func (a *app) readMonth(ctx context.Context, s settings, db *store.Store, account string) (accountMonth, error) {
	m, err := db.Month(ctx, account, a.host.Now())
	if err != nil {
		return accountMonth{}, firstOf(interruption(ctx), err)
	}
	q := api.Quota{Used: m.Used, SpentOut: m.SpentOut, Ends: m.To, Kept: true}
	q.Limit, q.Keep = s.config.Quota(account)
	return accountMonth{account: account, month: m, quota: q}, nil
}

// monthForm is how a month is written for people.
const monthForm = "January 2006"

func (a *app) printMonth(o *options, m accountMonth) error {
	if o.json {
		return a.printMonthJSON(m)
	}
	return a.printLines(a.monthLines(m))
}
