package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"quarry/state/investigation"
	"quarry/state/store"
	"quarry/views"
)

func (a *app) casesTLPCommand() *cobra.Command {
	var o options
	cmd := &cobra.Command{
		Use:   "tlp CASE MARKING",
		Short: "say how far an investigation may be passed on",
		Long: `tlp gives an investigation a marking of the Traffic Light Protocol 2.0, which
stands in all that is exported of it:

` + tlpTable() + `
A case begins as TLP:AMBER. Upper and lower case are the same, and the prefix
may be left out. What was exported before keeps the marking that it has.`,
		Example: `  quarry cases tlp 'phish of the week' amber+strict`,
		Args:    cobra.ArbitraryArgs, // checked below, in quarry's words
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) (words []string, _ cobra.ShellCompDirective) {
			if len(args) == 1 {
				for _, t := range investigation.TLPs() {
					words = append(words, strings.ToLower(string(t)))
				}
			}
			return words, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			a.began = true
			if len(args) != 2 {
				return usage("cases tlp: give the case and its marking, as in quarry cases tlp 'phish of the week' amber+strict")
			}
			marking, err := investigation.ParseTLP(args[1])
			if err != nil {
				return usageError{err}
			}
			return a.markCase(cmd.Context(), &o, args[0], marking)
		},
	}
	o.locating(cmd)
	return cmd
}

// tlpTable lists the markings and what each allows.
func tlpTable() (table string) {
	for _, t := range investigation.TLPs() {
		table += fmt.Sprintf("  %-17s %s\n", t, t.Allows())
	}
	return table
}

func (a *app) markCase(ctx context.Context, o *options, which string, marking investigation.TLP) error {
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
		e := b.SetTLP(marking)
		if e.Empty() {
			return a.printLines([]string{fmt.Sprintf("%s is %s already", views.CaseName(c), marking)})
		}
		if _, err := db.KeepInvestigation(ctx, b.Do(e, a.host.Now())); err != nil {
			return err
		}
		return a.printLines([]string{fmt.Sprintf("%s is %s now: %s", views.CaseName(c), marking, marking.Allows())})
	})
}
