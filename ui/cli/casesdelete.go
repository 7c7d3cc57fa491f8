package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"quarry/state/crash"
	"quarry/state/investigation"
	"quarry/state/store"
	"quarry/views"
)

// keptDays is how many days what was deleted can be restored.
const keptDays = int(store.KeptDeleted / (24 * time.Hour))

func (a *app) casesDeleteCommand() *cobra.Command {
	var o options
	cmd := &cobra.Command{
		Use:   "delete CASE",
		Short: "delete an investigation with its trail, verdicts and comments",
		Long: fmt.Sprintf(`delete deletes an investigation, with its trail, verdicts, comments and drafts,
after it has asked. For %d days quarry cases restore brings it back; then it is
purged. The answers that were paid for stay known.

With --purge it is deleted for good at once, also where it was deleted before:
its place in the store is written over. Copies elsewhere stay: backups, exports,
and the copy of a store that was migrated.`, keptDays),
		Example: `  quarry cases delete 'phish of the week'
  quarry cases delete 'phish of the week' --purge`,
		Args:              cobra.ArbitraryArgs, // checked below, in quarry's words
		ValidArgsFunction: a.completeCase(&o),
		RunE: func(cmd *cobra.Command, args []string) error {
			a.began = true
			if len(args) != 1 {
				return usage("cases delete: give one case, as in quarry cases delete 'phish of the week'; quarry cases lists them")
			}
			if o.purge {
				return a.purgeCase(cmd.Context(), &o, args[0])
			}
			return a.deleteCase(cmd.Context(), &o, args[0])
		},
	}
	o.casing(cmd)
	cmd.Flags().BoolVar(&o.force, "force", false, "do not ask")
	cmd.Flags().BoolVar(&o.purge, "purge", false, "for good, at once")
	return cmd
}

func (a *app) casesRestoreCommand() *cobra.Command {
	var o options
	cmd := &cobra.Command{
		Use:   "restore CASE",
		Short: "bring back an investigation that was deleted",
		Long: fmt.Sprintf(`restore brings back an investigation that was deleted in the last %d days, here
or in the workbench, as it was. quarry cases --deleted lists them.`, keptDays),
		Example: `  quarry cases --deleted
  quarry cases restore 'phish of the week'`,
		Args:              cobra.ArbitraryArgs, // checked below, in quarry's words
		ValidArgsFunction: a.completeDeleted(&o),
		RunE: func(cmd *cobra.Command, args []string) error {
			a.began = true
			if len(args) != 1 {
				return usage("cases restore: give one case, as in quarry cases restore 'phish of the week'; quarry cases --deleted lists them")
			}
			return a.restoreCase(cmd.Context(), &o, args[0])
		},
	}
	o.casing(cmd)
	return cmd
}

// sized says which case it is and what it holds.
func sized(c investigation.Summary) string {
	return fmt.Sprintf("%s: %s, %d judged", views.CaseName(c), views.Count(c.Questions, "question"), c.Judged)
}

func (a *app) deleteCase(ctx context.Context, o *options, which string) error {
	return a.withCases(ctx, o, func(db *store.Store, account string) error {
		c, err := caseAmong(ctx, account, which, db.Cases)
		if err != nil {
			return err
		}
		if !o.force {
			if err := a.agreed(ctx, fmt.Sprintf("delete %s? It can be restored for %d days.", sized(c), keptDays)); err != nil {
				return err
			}
		}
		if found, err := db.DeleteInvestigation(ctx, c.ID); err != nil || !found {
			return firstOf(err, noCase(which))
		}
		return a.printLines([]string{
			"deleted " + sized(c) + "; the answers stay known",
			fmt.Sprintf("For %d days quarry cases restore %s brings it back.", keptDays, c.ID.String()[:shortID]),
		})
	})
}

// purgeCase deletes a case for good, also one that was deleted before.
func (a *app) purgeCase(ctx context.Context, o *options, which string) error {
	return a.withCases(ctx, o, func(db *store.Store, account string) error {
		c, err := caseAmong(ctx, account, which, db.Cases, db.Deleted)
		if err != nil {
			return err
		}
		if !o.force {
			if err := a.agreed(ctx, "delete "+sized(c)+", for good?"); err != nil {
				return err
			}
		}
		if found, err := db.PurgeInvestigation(ctx, c.ID); err != nil || !found {
			return firstOf(err, noCase(which))
		}
		return a.printLines([]string{"deleted for good: " + sized(c) + "; the answers stay known"})
	})
}

func (a *app) restoreCase(ctx context.Context, o *options, which string) error {
	return a.withCases(ctx, o, func(db *store.Store, account string) error {
		gone, err := db.Deleted(ctx, account)
		if err != nil {
			return err
		}
		if len(gone) == 0 {
			return &notThere{fmt.Sprintf("no case was deleted in the last %d days; there is nothing to restore", keptDays)}
		}
		c, err := findCase(gone, which)
		if err != nil {
			return firstOf(asDeleted(err, which), err)
		}
		if found, err := db.RestoreInvestigation(ctx, c.ID); err != nil || !found {
			return firstOf(err, asDeleted(noCase(which), which))
		}
		return a.printLines([]string{"restored " + sized(c)})
	})
}

// asDeleted is that a case is not there, said of those that were deleted; nil for
// another error.
func asDeleted(err error, which string) error {
	var missing *notThere
	if !errors.As(err, &missing) {
		return nil
	}
	return &notThere{fmt.Sprintf("no case %q was deleted; quarry cases --deleted lists those that can be restored", printed(which))}
}

// agreed asks on the terminal for a yes. Where nobody can be asked, nothing is
// agreed to.
func (a *app) agreed(ctx context.Context, question string) error {
	if !a.host.IsTerminal(a.host.Stdin) || !a.host.IsTerminal(a.host.Stderr) {
		return usage("there is no terminal to ask on; --force deletes without asking")
	}
	if _, err := fmt.Fprint(a.host.Stderr, a.readable([]string{question})[0]+" [y/N] "); err != nil {
		return err
	}
	answer := make(chan string, 1)
	crash.Go(ctx, "reading the answer", func() {
		line, _ := bufio.NewReader(a.host.Stdin).ReadString('\n')
		answer <- strings.ToLower(strings.TrimSpace(line))
	})
	select {
	case line := <-answer:
		if line == "y" || line == "yes" {
			return nil
		}
		return errors.New("nothing was deleted")
	case <-ctx.Done():
		return interruption(ctx)
	}
}
