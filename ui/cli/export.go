package cli

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/dustin/go-humanize"
	"github.com/spf13/cobra"

	"quarry/api/cf"
	"quarry/api/source"
	"quarry/keymap"
	"quarry/state/export"
	"quarry/state/indicator"
	"quarry/state/store"
	"quarry/ui"
	"quarry/ui/handover"
	"quarry/views"
	"quarry/views/evidence"
	"quarry/views/safe"
)

// exportOptions are the flags of export alone.
type exportOptions struct {
	format, file string
	// named is true where -o stands on the command line, even with nothing after it.
	named bool
	iocs  bool
}

func (a *app) exportCommand() *cobra.Command {
	var o options
	var e exportOptions
	cmd := &cobra.Command{
		Use:   "export CASE --format FORMAT",
		Short: "write a case as a report, for another tool, or to hand it over",
		Long: `export writes a case, named by its name or ID, in one of these formats
(docs/export.md):

  markdown  a report for people: verdicts, trail, evidence; indicators defanged
  json      all of it as one document
  csv       one row an indicator
  stix      a STIX 2.1 bundle
  misp      a MISP event
  bundle    trail, judgements and raw answers in one file, for quarry import

With --iocs it is the list of IOCs alone: what was judged malicious or
suspicious, where each was met, and what was asked about it. A bundle is always
the whole case.

Nothing is asked of Cloudflare. What is pruned is in none of them. It goes to
standard output, or with -o to a file, which is private and whole or not there;
a file that is there stays as it is, unless --force says to replace it. Links
are never followed.

A case marked TLP:RED is written to a file only, never to standard output.`,
		Example: `  quarry export 'Login portal' --format markdown -o report.md
  quarry export 5ae30f9c --format stix | jq .
  quarry export 'Login portal' --iocs --format csv -o iocs.csv
  quarry export 'Login portal' --format bundle -o login-portal.quarry`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usage("export: name one case, by its name or its ID, as in quarry export 'Login portal' --format markdown")
			}
			return nil
		},
		ValidArgsFunction: a.completeCase(&o),
		RunE: func(cmd *cobra.Command, args []string) error {
			a.began = true
			e.named = cmd.Flags().Changed("output")
			return a.export(cmd.Context(), &o, e, args[0])
		},
	}
	o.keeping(cmd)
	f := cmd.Flags()
	f.StringVar(&e.format, "format", "", "the `FORMAT`: "+strings.Join(handover.Names(), ", "))
	f.StringVarP(&e.file, "output", "o", "", "write to `FILE`; without it, or as -, to standard\noutput")
	f.BoolVar(&e.iocs, "iocs", false, "the list of IOCs alone")
	f.BoolVar(&o.force, "force", false, "replace FILE where there is one")
	// The only error is that the flag does not exist.
	_ = cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(handover.Names(), cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

// streamName is the name that means standard output, as for other programs; a file of
// that name is ./-.
const streamName = "-"

// formatNamed reads the format.
func formatNamed(name string) (handover.Format, error) {
	f, ok := handover.Find(name)
	if ok {
		return f, nil
	}
	next := "write one of " + strings.Join(handover.Names(), ", ")
	if near, ok := keymap.Nearest(name, handover.Names()); ok {
		next = fmt.Sprintf("did you mean %q?", near)
	}
	if name == "" {
		return f, usage("export: no format is given; " + next + " after --format")
	}
	return f, usage(fmt.Sprintf("--format: there is no format %.40q; %s", name, next))
}

func (a *app) export(ctx context.Context, o *options, e exportOptions, name string) error {
	format, err := formatNamed(e.format)
	if err != nil {
		return err
	}
	order := handover.Order{Format: format, Path: e.file, Replace: o.force}
	if e.iocs {
		order.Part = export.IOCs
	}
	if e.file == streamName {
		order.Path = ""
	}
	switch {
	case e.named && e.file == "":
		return usage("-o: no file is named; write one, or leave -o out for standard output")
	case e.iocs && format.WholeOnly:
		return usage("a " + format.Name + " is always the whole case; leave --iocs out, or take another format")
	case order.Path != "":
	case o.force:
		return usage("--force replaces a file, and none is named; name it with -o")
	case format.Name == handover.Bundle && a.host.IsTerminal(a.host.Stdout):
		return usage("a bundle is a file for quarry import and nothing to read; name one with -o")
	}
	return a.withStore(ctx, o, func(s settings, st *storage, db *store.Store) error {
		if order.Case, err = a.caseOf(ctx, db, s.config.Account, name); err != nil {
			return err
		}
		kept := source.NewKept(st.disk, order.Case.Account, a.host.Now, cf.Mentions)
		return a.handOver(ctx, a.desk(s, st, kept), order)
	})
}

// handOver writes a case to the file that is named, else to standard output.
func (a *app) handOver(ctx context.Context, desk *handover.Desk, order handover.Order) error {
	if order.Path == "" {
		var b bytes.Buffer // whole or not at all, here too
		warning, err := desk.Stream(ctx, &b, order)
		if err != nil {
			return firstOf(interruption(ctx), err)
		}
		a.warn(warning)
		return a.print(b.String())
	}
	receipt, err := desk.File(ctx, order)
	if err != nil {
		return firstOf(interruption(ctx), err)
	}
	a.warn(receipt.Warning)
	if a.host.IsTerminal(a.host.Stderr) {
		inv := order.Case
		a.say(fmt.Sprintf("%s, %s, is in %s (%s)", views.CaseName(inv.Summary()), inv.TLP, safe.Print(order.Path), humanize.IBytes(uint64(max(receipt.Size, 0)))))
	}
	return nil
}

// warn tells what whoever passes the export on has to know.
func (a *app) warn(warning string) {
	if warning != "" {
		a.say(warning)
	}
}

// desk is where the cases of a run are handed over: their answers are those on the
// disk, and where that has none those that the run itself knows.
func (a *app) desk(s settings, st *storage, kept *source.Kept) *handover.Desk {
	routes := slices.Clone(a.routes)
	for _, many := range ui.RoutesMany() {
		routes = append(routes, many.Of(indicator.Set{})) // for what they make of an answer
	}
	d := &handover.Desk{
		Env:    func(ctx context.Context, _ string) views.Env { return a.env(ctx, s, kept, nil) },
		Routes: routes,
		Shelf: func(ctx context.Context, account string) evidence.Shelf {
			return runShelf{disk: shelfOf{ctx: ctx, db: st.disk.Store(ctx), account: account}, run: kept}
		},
		User: a.host.User, Now: a.host.Now,
	}
	if s.views().LastDot {
		d.Dots = safe.LastDot
	}
	return d
}
