package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"quarry/state/investigation"
	"quarry/state/store"
	"quarry/views"
	"quarry/views/safe"
)

func (a *app) casesCommand() *cobra.Command {
	var o options
	cmd := &cobra.Command{
		Use:                        "cases",
		SuggestionsMinimumDistance: typos,
		Short:                      "the investigations: list, rename, mark, delete, restore",
		Long: fmt.Sprintf(`cases lists the investigations that are kept, the one that changed last first,
as text or with --json as one object a line (docs/json.md): each with its name,
its TLP marking, when it changed, how many questions it has, and what it was
about last. Nothing is asked of Cloudflare; no token is needed.

With --deleted it lists those that were deleted in the last %d days and can be
restored.

quarry --resume NAME goes on with one. A case is meant by its name, by what the
list calls it, or by the first six digits of its ID or more, which --json shows.
Where several have one name nothing is done, and their IDs are named.`, keptDays),
		Example: `  quarry cases
  quarry cases rename 192.0.2.44 'phish of the week'
  quarry cases tlp 'phish of the week' amber+strict
  quarry cases delete 'phish of the week'`,
		Args:              casesArguments,
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE:              func(cmd *cobra.Command, _ []string) error { return a.listCases(cmd.Context(), &o) },
	}
	o.listing(cmd)
	cmd.AddCommand(a.casesListCommand(), a.casesRenameCommand(), a.casesTLPCommand(), a.casesDeleteCommand(), a.casesRestoreCommand())
	return cmd
}

// casesArguments takes none; a word that is nearly a command is meant as that.
func casesArguments(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return unknownWord(cmd, args[0], "quarry --resume NAME goes on with a case")
	}
	return nil
}

// casesListCommand is what the command above it does, for those who look for a verb.
func (a *app) casesListCommand() *cobra.Command {
	var o options
	cmd := &cobra.Command{
		Use:               "list",
		Short:             "the same as quarry cases",
		Args:              noArguments,
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE:              func(cmd *cobra.Command, _ []string) error { return a.listCases(cmd.Context(), &o) },
	}
	o.listing(cmd)
	return cmd
}

// listing are the flags of a list of cases.
func (o *options) listing(cmd *cobra.Command) {
	o.casing(cmd)
	cmd.Flags().BoolVar(&o.deleted, "deleted", false, "those that were deleted and can be restored")
	cmd.Flags().BoolVar(&o.json, "json", false, "print one JSON object a line")
}

// casing are the flags of every command about cases. That the demo keeps none is said
// where it is tried, and not offered.
func (o *options) casing(cmd *cobra.Command) {
	o.locating(cmd)
	_ = cmd.Flags().MarkHidden("demo") // it exists
}

func (a *app) listCases(ctx context.Context, o *options) error {
	a.began = true
	return a.withCases(ctx, o, func(db *store.Store, account string) error {
		lists := db.Cases
		if o.deleted {
			lists = db.Deleted
		}
		list, err := lists(ctx, account)
		if err != nil {
			return err
		}
		return a.printCases(o, list)
	})
}

func (a *app) casesRenameCommand() *cobra.Command {
	var o options
	cmd := &cobra.Command{
		Use:               "rename CASE NAME",
		Short:             "give an investigation another name",
		Example:           `  quarry cases rename 192.0.2.44 'phish of the week'`,
		Args:              cobra.ArbitraryArgs, // checked below, in quarry's words
		ValidArgsFunction: a.completeCase(&o),
		RunE: func(cmd *cobra.Command, args []string) error {
			a.began = true
			if len(args) != 2 || strings.TrimSpace(args[1]) == "" {
				return usage("cases rename: give the case and its new name, as in quarry cases rename 192.0.2.44 'phish of the week'")
			}
			return a.renameCase(cmd.Context(), &o, args[0], args[1])
		},
	}
	o.casing(cmd)
	return cmd
}

// withCases opens the store for a command that is about the investigations of an
// account, and closes it again.
func (a *app) withCases(ctx context.Context, o *options, do func(db *store.Store, account string) error) error {
	if o.demo {
		return usage("the cases of the demo are thrown away when it ends: there is nothing to list; leave --demo out")
	}
	return a.withStore(ctx, o, func(s settings, _ *storage, db *store.Store) error { return do(db, s.config.Account) })
}

// editCase carries out what an edit is to change of a case, and prints what is said of
// it.
func (a *app) editCase(ctx context.Context, o *options, which string, edit func(investigation.Summary, *investigation.Notebook) (e investigation.Edit, says string)) error {
	return a.withCases(ctx, o, func(db *store.Store, account string) error {
		inv, err := a.caseOf(ctx, db, account, which)
		if err != nil {
			return err
		}
		b := investigation.Open(inv, a.host.User())
		e, says := edit(inv.Summary(), b)
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
