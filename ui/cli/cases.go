package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"quarry/state/crash"
	"quarry/state/investigation"
	"quarry/state/store"
	"quarry/views"
	"quarry/views/safe"
)

func (a *app) casesCommand() *cobra.Command {
	var o options
	cmd := &cobra.Command{
		Use:   "cases",
		Short: "the investigations: list, rename, mark, delete",
		Long: `cases lists the investigations that are kept, the one that changed last first,
as text or with --json as one object a line (docs/json.md): each with its name,
its TLP marking, when it changed, how many questions it has, and what it was
about last. Nothing is asked of Cloudflare; no token is needed.

quarry --resume NAME goes on with one. A case is meant by its name, by what the
list calls it, or by the first six digits of its ID or more, which --json shows.
Where several have one name nothing is done, and their IDs are named.`,
		Example: `  quarry cases
  quarry cases rename 192.0.2.44 'phish of the week'
  quarry cases tlp 'phish of the week' amber+strict
  quarry cases delete 'phish of the week'`,
		Args:              casesArguments,
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(cmd *cobra.Command, _ []string) error {
			a.began = true
			return a.withCases(cmd.Context(), &o, func(_ *store.Store, list []investigation.Summary) error {
				return a.printCases(&o, list)
			})
		},
	}
	o.locating(cmd)
	cmd.Flags().BoolVar(&o.json, "json", false, "print one JSON object a line")
	cmd.AddCommand(a.casesRenameCommand(), a.casesTLPCommand(), a.casesDeleteCommand())
	return cmd
}

// casesArguments takes none; a word that is nearly a command is meant as that.
func casesArguments(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usage(fmt.Sprintf("%s takes no argument, and %.40q is one; quarry --resume NAME goes on with a case", cmd.CommandPath(), args[0]))
	}
	return nil
}

func (a *app) casesRenameCommand() *cobra.Command {
	var o options
	cmd := &cobra.Command{
		Use:               "rename CASE NAME",
		Short:             "give an investigation another name",
		Example:           `  quarry cases rename 192.0.2.44 'phish of the week'`,
		Args:              cobra.ArbitraryArgs, // checked below, in quarry's words
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(cmd *cobra.Command, args []string) error {
			a.began = true
			if len(args) != 2 || strings.TrimSpace(args[1]) == "" {
				return usage("cases rename: give the case and its new name, as in quarry cases rename 192.0.2.44 'phish of the week'")
			}
			return a.renameCase(cmd.Context(), &o, args[0], args[1])
		},
	}
	o.locating(cmd)
	return cmd
}

func (a *app) casesDeleteCommand() *cobra.Command {
	var o options
	cmd := &cobra.Command{
		Use:   "delete CASE",
		Short: "delete an investigation with its trail, verdicts and comments",
		Long: `delete deletes an investigation for good, with its trail, verdicts, comments and
drafts, after it has asked. The answers that were paid for stay known.`,
		Example:           `  quarry cases delete 'phish of the week'`,
		Args:              cobra.ArbitraryArgs, // checked below, in quarry's words
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(cmd *cobra.Command, args []string) error {
			a.began = true
			if len(args) != 1 {
				return usage("cases delete: give one case, as in quarry cases delete 'phish of the week'; quarry cases lists them")
			}
			return a.deleteCase(cmd.Context(), &o, args[0])
		},
	}
	o.locating(cmd)
	cmd.Flags().BoolVar(&o.force, "force", false, "do not ask")
	return cmd
}

// withCases opens the store for a command that is about the investigations, lists
// them, and closes the store again.
func (a *app) withCases(ctx context.Context, o *options, do func(*store.Store, []investigation.Summary) error) error {
	if o.demo {
		return usage("the cases of the demo are thrown away when it ends: there is nothing to list; leave --demo out")
	}
	return a.withStore(ctx, o, func(s settings, _ *storage, db *store.Store) error {
		list, err := db.Cases(ctx, s.config.Account)
		if err != nil {
			return err
		}
		return do(db, list)
	})
}

// editCase carries out what an edit is to change of a case, and prints what is said of
// it.
func (a *app) editCase(ctx context.Context, o *options, which string, edit func(investigation.Summary, *investigation.Notebook) (e investigation.Edit, says string)) error {
	return a.withCases(ctx, o, func(db *store.Store, list []investigation.Summary) error {
		c, err := findCase(list, which)
		if err != nil {
			return err
		}
		inv, found, err := db.Investigation(ctx, c.ID)
		if err != nil || !found {
			return firstOf(err, noCase(which))
		}
		b := investigation.Open(inv, a.host.User())
		e, says := edit(c, b)
		if !e.Empty() {
			if _, err := db.KeepInvestigation(ctx, b.Do(e, a.host.Now())); err != nil {
				return err
			}
		}
		return a.printLines([]string{says})
	})
}

func (a *app) renameCase(ctx context.Context, o *options, which, name string) error {
	return a.editCase(ctx, o, which, func(c investigation.Summary, b *investigation.Notebook) (investigation.Edit, string) {
		name := oneLine(name)
		return b.SetName(name), fmt.Sprintf("%s is called %s now", views.CaseName(c), safe.PrintMax(name, 60))
	})
}

// maxCaseName is how many characters a name may have.
const maxCaseName = 120

// oneLine is a name as it is kept: one line, without what could act or hide.
func oneLine(name string) string {
	return safe.PrintMax(strings.Join(strings.Fields(name), " "), maxCaseName)
}

func (a *app) deleteCase(ctx context.Context, o *options, which string) error {
	return a.withCases(ctx, o, func(db *store.Store, list []investigation.Summary) error {
		c, err := findCase(list, which)
		if err != nil {
			return err
		}
		what := fmt.Sprintf("%s: %s, %d judged", views.CaseName(c), views.Count(c.Questions, "question"), c.Judged)
		if !o.force {
			if err := a.agreed(ctx, "delete "+what+", for good?"); err != nil {
				return err
			}
		}
		if found, err := db.DeleteInvestigation(ctx, c.ID); err != nil || !found {
			return firstOf(err, noCase(which))
		}
		return a.printLines([]string{"deleted " + what + "; the answers stay known"})
	})
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

// resumed finds the case that the workbench goes on with: the one that is named,
// or the one that changed last.
func (a *app) resumed(ctx context.Context, s *session, name string) (investigation.ID, error) {
	list := s.cases.List(ctx)
	switch {
	case ctx.Err() != nil:
		return investigation.ID{}, interruption(ctx)
	case name != "":
		c, err := findCase(list, name)
		return c.ID, err
	case len(list) == 0:
		return investigation.ID{}, &notThere{"there is no case to go on with yet; the first question begins one"}
	}
	return list[0].ID, nil
}
