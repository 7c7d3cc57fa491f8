package cli

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/dustin/go-humanize"
	"github.com/spf13/cobra"

	"quarry/api"
	"quarry/api/cf"
	"quarry/api/source"
	"quarry/keymap"
	"quarry/state/atomicfile"
	"quarry/state/export"
	"quarry/state/export/bundle"
	"quarry/state/export/document"
	"quarry/state/export/misp"
	"quarry/state/export/report"
	"quarry/state/export/stix"
	"quarry/state/export/table"
	"quarry/state/investigation"
	"quarry/state/store"
	"quarry/views"
	"quarry/views/evidence"
	"quarry/views/safe"
)

// exportOptions are the flags of export alone.
type exportOptions struct {
	format, file string
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

Nothing is asked of Cloudflare. What is pruned is in none of them. It goes to
standard output, or with -o to a file, which is private and whole or not there; a
file that is there stays as it is, unless --force says to replace it. Links are
never followed.

A case marked TLP:RED is written to a file only, never to standard output.`,
		Example: `  quarry export 'Login portal' --format markdown -o report.md
  quarry export 5ae30f9c --format stix | jq .
  quarry export 'Login portal' --format bundle -o login-portal.quarry`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usage("export: name one case, by its name or its ID, as in quarry export 'Login portal' --format markdown")
			}
			return nil
		},
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(cmd *cobra.Command, args []string) error {
			a.began = true
			return a.export(cmd.Context(), &o, e, args[0])
		},
	}
	o.keeping(cmd)
	f := cmd.Flags()
	f.StringVar(&e.format, "format", "", "write this `FORMAT`: "+strings.Join(exportFormats(), ", "))
	f.StringVarP(&e.file, "output", "o", "", "write to `FILE` instead of standard output")
	f.BoolVar(&o.force, "force", false, "replace FILE where there is one")
	// The only error is that the flag does not exist.
	_ = cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(exportFormats(), cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

const bundleFormat = "bundle"

func exportFormats() []string {
	return []string{"markdown", "json", "csv", "stix", "misp", bundleFormat}
}

// checkFormat reads the format.
func checkFormat(format string) error {
	for _, f := range exportFormats() {
		if f == format {
			return nil
		}
	}
	next := "write one of " + strings.Join(exportFormats(), ", ")
	if near, ok := keymap.Nearest(format, exportFormats()); ok {
		next = fmt.Sprintf("did you mean %q?", near)
	}
	if format == "" {
		return usage("export: no format is given; " + next + " after --format")
	}
	return usage(fmt.Sprintf("--format: there is no format %.40q; %s", format, next))
}

func (a *app) export(ctx context.Context, o *options, e exportOptions, name string) error {
	if err := checkFormat(e.format); err != nil {
		return err
	}
	way := export.ToFile
	switch {
	case e.file != "":
	case o.force:
		return usage("--force replaces a file, and none is named; name it with -o")
	case e.format == bundleFormat && a.host.IsTerminal(a.host.Stdout):
		return usage("a bundle is a file for quarry import and nothing to read; name one with -o")
	default:
		way = export.ToStream
	}
	return a.withStore(ctx, o, func(s settings, st *storage, db *store.Store) error {
		inv, err := a.caseOf(ctx, db, s.config.Account, name)
		if err != nil {
			return err
		}
		warning, err := export.Allowed(inv.TLP, way)
		if err != nil {
			return err
		}
		return a.writeCase(ctx, o, e, s, st, db, inv, warning)
	})
}

func (a *app) writeCase(ctx context.Context, o *options, e exportOptions, s settings, st *storage, db *store.Store,
	inv investigation.Investigation, warning string,
) error {
	shelf := shelfOf{ctx: ctx, db: db, account: inv.Account}
	env := a.env(ctx, s, source.NewKept(st.disk, inv.Account, a.host.Now, cf.Mentions), nil)
	c := export.Case{Investigation: inv, At: a.host.Now().UTC(), Evidence: evidence.Gather(env, a.routes, inv, shelf)}
	if err := interruption(ctx); err != nil {
		return err
	}
	write := func(w io.Writer) error { return a.format(w, e.format, s, c, shelf) }
	if e.file == "" {
		var b bytes.Buffer // whole or not at all, here too
		if err := write(&b); err != nil {
			return err
		}
		a.warn(warning)
		return a.print(b.String())
	}
	size := counting{}
	err := atomicfile.Write(e.file, atomicfile.Options{Replace: o.force}, func(w io.Writer) error {
		size = counting{w: w}
		return write(&size)
	})
	if err != nil {
		return err
	}
	a.warn(warning)
	if a.host.IsTerminal(a.host.Stderr) {
		a.say(fmt.Sprintf("%s, %s, is in %s (%s)", views.CaseName(inv.Summary()), inv.TLP, safe.Print(e.file), humanize.IBytes(uint64(max(size.n, 0)))))
	}
	return nil
}

// warn tells what whoever passes the export on has to know.
func (a *app) warn(warning string) {
	if warning != "" {
		a.say(warning)
	}
}

func (a *app) format(w io.Writer, format string, s settings, c export.Case, shelf shelfOf) error {
	switch format {
	case "json":
		return document.Write(w, c)
	case "csv":
		return table.Write(w, c)
	case "stix":
		return stix.Write(w, c)
	case "misp":
		return misp.Write(w, c)
	case bundleFormat:
		return bundle.Write(w, c, a.host.User(), bundled(evidence.Answers(c.Investigation, shelf)))
	}
	dots := safe.AllDots
	if s.views().LastDot {
		dots = safe.LastDot
	}
	return report.Write(w, c, report.Options{Dots: dots})
}

// bundled are answers as a bundle has them.
func bundled(answers []api.Answer) []bundle.Answer {
	var all []bundle.Answer
	for _, a := range answers {
		one := bundle.Answer{
			Question: a.Query.Key(), Endpoint: string(a.Query.Endpoint), Indicator: a.Query.Indicator,
			Status: a.Status, FetchedAt: a.FetchedAt, Calls: a.Calls, Body: a.Body,
		}
		if !a.Origin.Own() {
			one.Origin = &bundle.Origin{By: a.Origin.By.Exact()}
		}
		all = append(all, one)
	}
	return all
}

// counting counts what is written.
type counting struct {
	w io.Writer
	n int
}

func (c *counting) Write(b []byte) (int, error) {
	n, err := c.w.Write(b)
	c.n += n
	return n, err
}
