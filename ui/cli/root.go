// Package cli is quarry's command line: it reads arguments, environment and
// config file, and starts the workbench, answers one question, or checks the
// token. What it writes to standard output when that is no terminal holds no
// escape sequence.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"quarry/state/crash"
	"quarry/state/indicator"
	"quarry/ui"
	"quarry/ui/terminal"
	"quarry/views"
)

// app is one run.
type app struct {
	host   Host
	routes []views.Route
	log    *slog.Logger
	// ascii is true where people get ASCII only.
	ascii bool
	// asciiAsked is true where that was asked for, and not only guessed from
	// the locale.
	asciiAsked bool
	// began tells that the arguments were understood: errors before that are
	// mistakes in them.
	began bool
	// finish is what is left to do at the end.
	finish []func()
	// recorder knows what a crash report tells.
	recorder recorder
}

// Run runs quarry once and returns its exit code: 0 ok, 1 failure, 2 usage,
// 3 not found, 4 authentication or permission, 5 rate limit, quota or budget,
// 6 network or server, 130 interrupted. It reads nothing of the process but
// what the host gives, and its signals. When ctx ends, the run is interrupted.
func Run(ctx context.Context, host Host) int {
	a := &app{host: host.complete(), routes: ui.Routes(), log: slog.New(slog.DiscardHandler)}
	return a.run(ctx)
}

func (a *app) run(ctx context.Context) int {
	ctx, release := a.catching(ctx)
	defer release()
	ctx, stop := withSignals(ctx)
	defer stop()
	defer a.lastResort(ctx, endTimeOfRun, func() {})()
	a.ascii = !a.host.unicode()
	var err error
	crash.Do(ctx, "running", func() { err = a.execute(ctx) })
	err = firstOf(a.recorder.defect(), err)
	if errors.Is(err, syscall.EPIPE) {
		// The reader has what it wanted. On the process's own standard output
		// one more write ends the program by SIGPIPE, as it should: the first
		// was held back until all that is paid for was kept.
		_, _ = a.host.Stdout.Write([]byte("\n"))
		return exitOK
	}
	var lost *fs.PathError // of the stream, which is no mistake in the arguments
	if !a.began && exitCode(err) == exitFailure && !errors.As(err, &lost) {
		err = usageError{err}
	}
	a.complain(err)
	code := exitCode(err)
	a.log.Info("end", "code", code)
	for _, f := range a.finish {
		f()
	}
	return code
}

func (a *app) execute(ctx context.Context) error {
	if tokenFlag(a.host.Args) {
		return usage("a token is never a flag, since every user of the machine sees the arguments of a program; set " + envToken)
	}
	if a.tokenAmongArguments() {
		return usage("an argument holds the API token, and every user of the machine sees the arguments of a program; roll the token in the dashboard (My Profile › API Tokens), and give it in " + envToken + " alone")
	}
	root := a.rootCommand()
	root.SetArgs(a.host.Args)
	root.SetIn(a.host.Stdin)
	out := &checked{w: a.host.Stdout}
	root.SetOut(out)
	root.SetErr(a.host.Stderr)
	completing(root) // after its output is known
	return firstOf(root.ExecuteContext(ctx), out.err)
}

// checked remembers the first error of a stream: cobra looks at none when it prints
// help.
type checked struct {
	w   io.Writer
	err error
}

// Write implements [io.Writer].
func (c *checked) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.err = firstOf(c.err, err)
	return n, err
}

// rootCommand is the tree of commands, in plain cobra. charm.land/fang, which
// styles help and errors, costs a fifth of a millisecond at start and was left
// out all the same: for every help text and error on a terminal it asks the
// terminal for its background, which takes 4 s where none answers and swallows
// what was typed ahead, and it colours in spite of NO_COLOR=yes.
func (a *app) rootCommand() *cobra.Command {
	var o options
	cmd := &cobra.Command{
		Use:   "quarry [indicator]",
		Short: "follow an indicator through Cloudflare's threat intelligence",
		Long: `quarry follows an indicator (IP address, domain, URL, ASN) through Cloudflare's
threat intelligence: in a workbench on the terminal, or in one shot with get.

The token is read from CLOUDFLARE_API_TOKEN; it needs Account > Intel > Read.
Indicators may be defanged. When standard output is no terminal, or one that
cannot move its cursor (TERM=dumb), quarry prints what quarry get prints.`,
		Example: `  quarry --demo
  quarry 'hxxps://login-portal[.]example/'
  quarry --resume 'phish of the week'
  quarry get AS64500 --json`,
		Args:                       rootArguments,
		ValidArgsFunction:          a.completeResumed(&o),
		SilenceErrors:              true,
		SilenceUsage:               true,
		SuggestionsMinimumDistance: typos,
		RunE: func(cmd *cobra.Command, args []string) error {
			a.began = true
			onTerminal := a.host.IsTerminal(a.host.Stdout)
			switch {
			case onTerminal && a.host.terminal() != terminal.Dumb && o.printed() != "":
				return usage("--" + o.printed() + " is about what is printed, and this opens the workbench; write quarry get INDICATOR --" + o.printed())
			case o.given("resume") && (!onTerminal || a.host.terminal() == terminal.Dumb):
				return usage("a case is gone on with in the workbench, which needs a terminal; quarry cases --json lists them for a pipe")
			case onTerminal && a.host.terminal() != terminal.Dumb:
				return a.workbench(cmd.Context(), &o, args)
			case len(args) == 0 && onTerminal:
				return usage(fmt.Sprintf("the workbench needs a terminal that can move its cursor, and TERM is %.40q; set TERM, or name an indicator: quarry get INDICATOR", a.host.getenv("TERM")))
			case len(args) == 0:
				return usage("the workbench needs a terminal; for a pipe or file name an indicator: quarry get INDICATOR")
			}
			return a.get(cmd.Context(), &o, args)
		},
	}
	o.connecting(cmd)
	o.asking(cmd)
	o.drawing(cmd)
	o.resuming(cmd)
	o.printing(cmd, a.endpoints()) // in a pipe, where get answers
	for _, name := range printingFlags() {
		_ = cmd.Flags().MarkHidden(name) // it exists
	}
	cmd.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		text, _, _ := strings.Cut(err.Error(), ": strconv.") // Go's own words help nobody
		return usage(text + "; " + cmd.CommandPath() + " --help lists the flags")
	})
	cmd.AddCommand(
		a.getCommand(), a.casesCommand(), a.exportCommand(), a.importCommand(),
		a.quotaCommand(), a.authCommand(), a.versionCommand(),
	)
	return cmd
}

// typos is how many letters apart a command and what was typed may be.
const typos = 2

// rootArguments takes one indicator. What is none and nearly a command's name
// is meant as that.
func rootArguments(cmd *cobra.Command, args []string) error {
	resume := cmd.Flags().Changed("resume")
	if resume && len(args) > 1 {
		return usage("--resume takes one case; quote a name with spaces")
	}
	if len(args) > 0 && !resume {
		_, err := indicator.Parse(args[0])
		if near := cmd.SuggestionsFor(args[0]); err != nil && len(near) > 0 {
			return usage(fmt.Sprintf("there is no command %.40q; did you mean quarry %s?", args[0], near[0]))
		}
	}
	if len(args) > 1 {
		return usage("the workbench opens one indicator; for several use quarry get")
	}
	return nil
}

// unknownWord refuses a word after a command that takes none: it is meant as one of
// the commands below where it nearly is one, and else next says what there is.
func unknownWord(cmd *cobra.Command, word, next string) error {
	if near := cmd.SuggestionsFor(word); len(near) > 0 {
		next = fmt.Sprintf("did you mean %s %s?", cmd.CommandPath(), near[0])
	}
	return usage(fmt.Sprintf("%s takes no argument, and %.40q is one; %s", cmd.CommandPath(), word, next))
}

func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usage(fmt.Sprintf("%s takes no argument, and %.40q is one", cmd.CommandPath(), args[0]))
	}
	return nil
}

// print writes to standard output.
func (a *app) print(text string) error {
	_, err := a.host.Stdout.Write([]byte(text))
	return err
}
