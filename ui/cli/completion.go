package cli

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"strings"
	"time"
	"unicode"

	"github.com/spf13/cobra"

	"quarry/state/investigation"
	"quarry/state/store"
	"quarry/views"
)

// completing puts quarry's words to the command that cobra makes for the shells, and
// makes it refuse a shell that it does not know.
func completing(root *cobra.Command) {
	root.InitDefaultCompletionCmd()
	for _, cmd := range root.Commands() {
		if cmd.Name() != "completion" {
			continue
		}
		cmd.Short = "the completion script for a shell"
		cmd.Long = `completion prints a script that lets a shell complete quarry's commands, flags,
formats, and the names of cases. The help of each says how to load its script.`
		var shells []string
		for _, shell := range cmd.Commands() {
			shells = append(shells, shell.Name())
			shell.Short = "the script for " + shell.Name()
		}
		cmd.SuggestionsMinimumDistance = typos
		cmd.Args = cobra.ArbitraryArgs // checked below, in quarry's words
		cmd.RunE = func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknownWord(cmd, args[0], "write one of "+strings.Join(shells, ", "))
			}
			return cmd.Help()
		}
	}
}

// completeTime is how long a shell waits for the names of cases.
const completeTime = time.Second

// completeCase completes a command's first argument by the names of cases.
func (a *app) completeCase(o *options) cobra.CompletionFunc {
	return a.completeFrom(o, (*store.Store).Cases)
}

// completeDeleted completes it by the names of those that can be restored.
func (a *app) completeDeleted(o *options) cobra.CompletionFunc {
	return a.completeFrom(o, (*store.Store).Deleted)
}

// listOf lists cases of an account.
type listOf func(*store.Store, context.Context, string) ([]investigation.Summary, error)

func (a *app) completeFrom(o *options, list listOf) cobra.CompletionFunc {
	return func(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		if len(args) > 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return a.caseNames(cmd.Context(), o, list), cobra.ShellCompDirectiveNoFileComp
	}
}

// completeResumed completes the case after --resume, which pflag takes for an
// argument.
func (a *app) completeResumed(o *options) cobra.CompletionFunc {
	cases := a.completeCase(o)
	return func(cmd *cobra.Command, args []string, begun string) ([]string, cobra.ShellCompDirective) {
		if !o.given("resume") {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return cases(cmd, args, begun)
	}
}

// caseNames are the names by which the cases are found, for a shell: what goes wrong
// leaves it without names. The store is only read, and not made.
func (a *app) caseNames(ctx context.Context, o *options, from listOf) (names []string) {
	ctx, cancel := context.WithTimeout(ctx, completeTime)
	defer cancel()
	s, err := a.settle(o)
	if err != nil {
		return nil
	}
	path, err := store.Path(a.host.getenv)
	if _, missing := os.Stat(path); err != nil || errors.Is(missing, fs.ErrNotExist) {
		return nil
	}
	db, _, err := store.Open(ctx, path, store.Options{Now: a.host.Now, ReadOnly: true})
	if err != nil {
		return nil
	}
	defer func() { _ = db.Close() }() // it was only read
	list, err := from(db, ctx, s.config.Account)
	if err != nil {
		return nil
	}
	return completions(list)
}

// completions are words for cases, each of which finds the case that it stands for:
// the name, or the beginning of the ID where several have that name or where it holds
// more than plain words. A name may come from a bundle, and a shell is given words
// that mean nothing to it, however well it quotes.
func completions(list []investigation.Summary) (words []string) {
	for _, c := range list {
		name := views.CaseName(c)
		if found, err := findCase(list, name); err == nil && found.ID == c.ID && !strings.ContainsFunc(name, special) {
			words = append(words, cobra.CompletionWithDesc(name, c.TLP.String()+", "+views.Count(c.Questions, "question")))
			continue
		}
		words = append(words, cobra.CompletionWithDesc(c.ID.String()[:shortID], name+", "+apart(c)))
	}
	return words
}

func special(c rune) bool {
	return !unicode.IsLetter(c) && !unicode.IsDigit(c) && !strings.ContainsRune(" .,:_-@+", c)
}
