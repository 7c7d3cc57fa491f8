package cli

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"quarry/api"
	"quarry/views/safe"
	"quarry/views/style"
)

// The exit codes.
const (
	exitOK          = 0
	exitFailure     = 1
	exitUsage       = 2
	exitNotFound    = 3
	exitAuth        = 4 // authentication or permission
	exitLimit       = 5 // rate limit, quota, budget
	exitNetwork     = 6 // network or server
	exitInterrupted = 130
)

// usageError is a mistake in the arguments, the environment or the config
// file: nothing was sent.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

func usage(text string) error { return usageError{errors.New(text)} }

// silent is an error of which everything has been said.
type silent struct{ code int }

func (silent) Error() string { return "" }

// exitCode is the code for an error.
func exitCode(err error) int {
	var quiet silent
	var wrong usageError
	var ended *interrupted
	var failed *api.Error
	var missing *notThere
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &quiet):
		return quiet.code
	case errors.As(err, &ended), errors.Is(err, context.Canceled):
		return exitInterrupted
	case errors.As(err, &wrong):
		return exitUsage
	case errors.As(err, &failed):
		return codeOf(failed)
	case errors.As(err, &missing):
		return exitNotFound
	}
	return exitFailure
}

// codeOf is the code for a failed question.
func codeOf(e *api.Error) int {
	switch e.Class {
	case api.Cancelled:
		return exitInterrupted
	case api.NotFound, api.Unknown:
		return exitNotFound
	case api.NoToken, api.NoAccount, api.BadToken, api.ExpiredToken, api.DisabledToken,
		api.Forbidden, api.WrongAccount, api.NotEntitled:
		return exitAuth
	case api.RateLimited, api.QuotaSpent, api.BudgetSpent, api.HeldBack:
		return exitLimit
	case api.Unreachable, api.TimedOut, api.Insecure, api.Redirected, api.TooLarge,
		api.Malformed, api.ServerFault:
		return exitNetwork
	}
	return exitFailure
}

// worst is the code of a run in which several questions had a code each: the
// first in this order that is among them. What stands first keeps the most of
// the other questions from being answered, or is for somebody else to mend.
func worst(codes []int) int {
	for _, code := range []int{exitInterrupted, exitAuth, exitLimit, exitNetwork, exitFailure, exitNotFound} {
		if slices.Contains(codes, code) {
			return code
		}
	}
	return exitOK
}

// next says what to do after a failure, in words of the command line. known is
// true where the answer that failed to be read is one of an earlier run.
func next(e *api.Error, known bool) string {
	switch e.Class {
	case api.Cancelled:
		return "run it again"
	case api.Unknown:
		return "run it without --offline to ask for it"
	case api.HeldBack:
		return "run it again with --force to send it all the same; if the count is wrong, quarry quota set N corrects it"
	case api.QuotaSpent:
		return "wait for the next month or ask for a larger plan"
	case api.BudgetSpent:
		return "run it again with a larger --budget"
	}
	w := api.Wording{Again: "run it again", Raw: "J in the workbench shows what came"}
	if known {
		w.Again = "run it again with --fresh"
	}
	return e.NextIn(w)
}

// message is an error in one line or more, for a person.
func message(err error) string {
	var failed *api.Error
	if errors.As(err, &failed) {
		return explained(failed, false)
	}
	return err.Error()
}

// explained is a failed question in one line: what, why, what to do.
func explained(e *api.Error, known bool) string { return withNext(e, next(e, known)) }

func withNext(e *api.Error, next string) string {
	text := e.What() + ": " + e.Cause()
	if details := e.Details(); details != "" {
		text += " [" + details + "]"
	}
	return text + ". Next: " + next
}

// complain writes an error to standard error. Whatever is in it cannot act on
// the terminal.
func (a *app) complain(err error) {
	var quiet silent
	if err == nil || errors.As(err, &quiet) {
		return
	}
	for line := range strings.Lines(message(err)) {
		a.say(strings.TrimRight(line, "\r\n"))
	}
}

// say writes one line to standard error.
func (a *app) say(line string) {
	for _, token := range a.host.secrets() {
		line = token.Strike(line) // it may stand in a config file, and an error quotes that
	}
	line = safe.Print(line)
	if a.ascii && a.host.IsTerminal(a.host.Stderr) {
		line = style.ASCII(line, ansi.StringWidth)
	}
	// Where standard error cannot be written there is nobody to tell.
	_, _ = a.host.Stderr.Write([]byte("quarry: " + line + "\n"))
}
