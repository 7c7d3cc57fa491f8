package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"quarry/state/investigation"
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
		ValidArgsFunction: func(cmd *cobra.Command, args []string, begun string) (words []string, _ cobra.ShellCompDirective) {
			if len(args) != 1 {
				return a.completeCase(&o)(cmd, args, begun)
			}
			for _, t := range investigation.TLPs() {
				words = append(words, strings.ToLower(string(t)))
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
	o.casing(cmd)
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
	return a.editCase(ctx, o, which, func(c investigation.Summary, b *investigation.Notebook) (investigation.Edit, string) {
		e := b.SetTLP(marking)
		if e.Empty() {
			return e, fmt.Sprintf("%s is %s already", views.CaseName(c), marking)
		}
		return e, fmt.Sprintf("%s is %s now: %s", views.CaseName(c), marking, marking.Allows())
	})
}
