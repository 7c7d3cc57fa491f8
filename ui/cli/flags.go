package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"quarry/api/cf/client"
	"quarry/state/config"
)

// options are the flags of one command. A command has the flags that mean
// something to it and no others.
type options struct {
	set *pflag.FlagSet

	demo      bool
	offline   bool
	fresh     bool
	force     bool
	account   string
	baseURL   string
	config    string
	log       string
	ascii     bool
	budget    int
	noResolve bool
	window    string
	pageSize  int
	theme     string
	noMouse   bool
	noColor   bool
	endpoints []string
	json      bool
	spend     bool
	resume    string
	deleted   bool
	purge     bool
}

// given reports whether a flag was on the command line.
func (o *options) given(name string) bool {
	return o.set != nil && o.set.Changed(name)
}

// locating are the flags of every command that is about an account.
func (o *options) locating(cmd *cobra.Command) {
	o.keeping(cmd)
	o.paying(cmd)
	cmd.Flags().BoolVar(&o.demo, "demo", false, "embedded data: no token, no network")
}

// paying is the flag that says whose answers are meant.
func (o *options) paying(cmd *cobra.Command) {
	cmd.Flags().StringVar(&o.account, "account", "", "`ID` of the account (CLOUDFLARE_ACCOUNT_ID)")
}

// keeping are the flags of every command that is about what is kept.
func (o *options) keeping(cmd *cobra.Command) {
	f := cmd.Flags()
	o.set = f
	f.StringVar(&o.config, "config", "", "the config `FILE`")
	f.StringVar(&o.log, "log", "", "append a log to `FILE`; the token is never in it")
	f.BoolVar(&o.ascii, "ascii", false, "ASCII only (default where there is no UTF-8)")
}

// connecting are the flags of every command that talks to Cloudflare.
func (o *options) connecting(cmd *cobra.Command) {
	o.locating(cmd)
	cmd.Flags().StringVar(&o.baseURL, "base-url", "", "`URL` of the API (CLOUDFLARE_BASE_URL)")
}

// asking are the flags that shape questions.
func (o *options) asking(cmd *cobra.Command) {
	f := cmd.Flags()
	f.BoolVar(&o.offline, "offline", false, "send nothing; what is known opens, no token")
	f.IntVar(&o.budget, "budget", 0, "send at most `N` calls, repeated tries included")
	f.BoolVar(&o.noResolve, "no-resolve", false, "ask Cloudflare not to resolve names")
	f.StringVar(&o.window, "window", "", "passive DNS `WINDOW`: 7d, 2023-07, or\n2023-07-15..2023-07-18 (default 30d)")
	f.IntVar(&o.pageSize, "page-size", 0, "`N` passive DNS records a page; a page is a\ncall (default 1000)")
}

// printing are the flags of what is asked once and printed.
func (o *options) printing(cmd *cobra.Command, endpoints []string) {
	f := cmd.Flags()
	f.StringSliceVar(&o.endpoints, "endpoint", nil, "ask this endpoint, by `NAME`; may be repeated")
	f.BoolVar(&o.json, "json", false, "print one JSON object a line")
	f.BoolVar(&o.fresh, "fresh", false, "ask again for what was fetched before; costs a call each")
	f.BoolVar(&o.force, "force", false, "send calls of the reserve, and of a month that\ncounts as spent")
	// The only error is that the flag does not exist.
	_ = cmd.RegisterFlagCompletionFunc("endpoint", cobra.FixedCompletions(endpoints, cobra.ShellCompDirectiveNoFileComp))
}

func printingFlags() []string { return []string{"endpoint", "json", "fresh", "force"} }

// printed is a flag of [options.printing] that was given; empty where none was.
func (o *options) printed() string {
	for _, name := range printingFlags() {
		if o.given(name) {
			return name
		}
	}
	return ""
}

// drawing are the flags of the workbench.
func (o *options) drawing(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&o.theme, "theme", "", "colours for a background, `NAME` is one of\n"+strings.Join(themes(), ", "))
	f.BoolVar(&o.noMouse, "no-mouse", false, "leave the mouse to the terminal")
	f.BoolVar(&o.noColor, "no-color", false, "no colours (NO_COLOR)")
	// The only error is that the flag does not exist.
	_ = cmd.RegisterFlagCompletionFunc("theme", cobra.FixedCompletions(themes(), cobra.ShellCompDirectiveNoFileComp))
}

// lastCase is what --resume without a name says.
const lastCase = "last"

// resuming is the flag that goes on with a case. Its name may stand after it as an
// argument: pflag takes a value that can be left out only after an =.
func (o *options) resuming(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&o.resume, "resume", "", "go on with the case `NAME`, or with the one\nthat changed last")
	f.Lookup("resume").NoOptDefVal = lastCase
}

// caseNamed is the name that was given with --resume; empty for the last case.
func (o *options) caseNamed(args []string) string {
	switch {
	case len(args) > 0:
		return args[0]
	case o.resume == lastCase:
		return ""
	}
	return o.resume
}

func themes() []string {
	return []string{config.ThemeAuto, config.ThemeDark, config.ThemeLight}
}

// minSecret is the shortest token that is looked for elsewhere: a shorter one
// is no real one, and stands in other words by chance.
const minSecret = 16

// secrets are the tokens of the environment.
func (h Host) secrets() (list []client.Token) {
	for _, name := range []string{envToken, envOldToken} {
		value := h.getenv(name)
		if token, err := client.NewToken(value); err == nil && len(value) >= minSecret {
			list = append(list, token)
		}
	}
	return list
}

// tokenAmongArguments reports whether a token of the environment was given as
// an argument too.
func (a *app) tokenAmongArguments() bool {
	return slices.ContainsFunc(a.host.secrets(), func(t client.Token) bool { return slices.ContainsFunc(a.host.Args, t.In) })
}

// tokenFlag finds a token given as a flag. It has to be found before the
// arguments are parsed: an error about an argument may repeat it.
func tokenFlag(args []string) bool {
	for _, arg := range args {
		if arg == "--" {
			return false
		}
		name, _, _ := strings.Cut(arg, "=")
		switch strings.ToLower(name) {
		case "--token", "-token", "--api-token", "--apitoken", "--api-key":
			return true
		}
	}
	return false
}
