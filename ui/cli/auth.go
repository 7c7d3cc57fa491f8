package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"quarry/api"
	"quarry/api/cf"
	"quarry/api/cf/client"
	"quarry/state/indicator"
	"quarry/ui/clipboard"
	"quarry/views"
)

func (a *app) authCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:                        "auth",
		SuggestionsMinimumDistance: typos,
		Short:                      "the token and what it can do",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknownWord(cmd, args[0], "write quarry auth check")
			}
			return nil
		},
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE:              func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(a.checkCommand())
	return cmd
}

func (a *app) checkCommand() *cobra.Command {
	var o options
	cmd := &cobra.Command{
		Use:   "check",
		Short: "what the token can do, which permission is missing, what is left",
		Long: `check asks Cloudflare about the token and its accounts, which costs no call of
the quota. Whether the token may read intelligence only an intelligence call can
tell: --spend makes one, about 1.1.1.1.

Exit codes: 0 the token works as far as was tested, 4 it does not, 5 rate limit
or quota, 6 network or server.`,
		Args:              noArguments,
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(cmd *cobra.Command, _ []string) error {
			a.began = true
			return a.check(cmd.Context(), &o)
		},
	}
	cmd.Flags().BoolVar(&o.spend, "spend", false, "spend one call to test whether intelligence can be read")
	o.connecting(cmd)
	return cmd
}

// checkup is one run of auth check: its findings as lines, and its failures.
type checkup struct {
	*app
	s settings
	// client asks what needs no account and costs nothing; session belongs to
	// the account that is used.
	client  *client.Client
	session *session
	lines   [][2]string
	failed  []error
}

func (c *checkup) found(label, text string) { c.lines = append(c.lines, [2]string{label, text}) }

// failure notes a failure and what to do about it. Where that would be to run
// this check it is what the check has found instead.
func (c *checkup) failure(label string, err error) {
	text := message(err)
	var e *api.Error
	errors.As(err, &e)
	switch api.ClassOf(err) {
	case api.BadToken:
		text = withNext(e, "check "+envToken+" for missing characters, or create a new token in the dashboard: My Profile › API Tokens")
	case api.Forbidden:
		text = withNext(e, "add "+cmp.Or(e.Permission, cf.PermissionRead)+" to the token in the dashboard: My Profile › API Tokens")
	case api.WrongAccount:
		text = withNext(e, "set "+envAccount+", or pass --account, to one of those listed above")
	}
	c.found(label, text)
	c.failed = append(c.failed, err)
}

// check prints what is known of token, account, permissions and the ways out.
func (a *app) check(ctx context.Context, o *options) error {
	s, err := a.prepare(o)
	if err != nil {
		return err
	}
	c := &checkup{app: a, s: s}
	if o.demo {
		if c.session, err = a.demo(ctx, s); err != nil {
			return err
		}
		c.client = c.session.client
		c.found("Demo", "embedded data; the token is the demo's own")
	} else {
		if c.client, err = a.client(s, s.config.Account, nil); err != nil {
			return err
		}
		defer c.client.Close()
	}
	good := c.token(ctx)
	account := s.config.Account
	if good {
		account = c.accounts(ctx, o)
	}
	if c.session == nil {
		if c.session, err = a.open(ctx, s, account, planOf(s, account), a.storage); err != nil {
			return err
		}
	}
	defer a.leave(ctx, c.session)
	if good {
		c.intelligence(ctx, o)
	}
	c.month(ctx)
	c.surroundings(o)
	c.keeping(ctx)
	if err := interruption(ctx); err != nil {
		return err
	}
	if err := c.printLines(aligned(c.lines)); err != nil {
		return err
	}
	return c.verdict()
}

// token asks about the token, and reports whether it is worth asking on.
func (c *checkup) token(ctx context.Context) bool {
	t, err := c.client.VerifyToken(ctx)
	if err != nil {
		c.failure("Token", err)
		return false
	}
	text := "active, without an end"
	if at, known := t.ExpiresOn.Get(); known {
		text = "active until " + at.Format(time.RFC3339) + ", " + inDays(at.Sub(c.host.Now()))
	}
	c.found("Token", text)
	return true
}

func inDays(d time.Duration) string {
	switch days := int(d / (24 * time.Hour)); {
	case days == 1:
		return "1 day from now"
	case days > 1:
		return fmt.Sprintf("%d days from now", days)
	}
	return "less than a day from now"
}

// accounts lists the accounts, and returns the one that is used; empty where
// that is none.
func (c *checkup) accounts(ctx context.Context, o *options) string {
	if o.demo {
		c.found("Account", "the demo's")
		return c.session.account
	}
	mine := c.s.config.Account
	list, err := c.client.Accounts(ctx)
	switch {
	case api.ClassOf(err) == api.NoAccount && mine != "":
		c.found("Account", mine+", from "+c.s.accountFrom+" (a token that an account owns cannot list accounts)")
		return mine
	case err != nil:
		c.failure("Accounts", err)
		return mine
	}
	has := false
	for _, acc := range list {
		text := accountLine(acc)
		if strings.EqualFold(acc.ID.Exact(), mine) {
			has = true
			text += "  (used, from " + c.s.accountFrom + ")"
		} else if mine == "" && len(list) == 1 {
			text += "  (used, the only one)"
		}
		c.found("Account", text)
	}
	switch {
	case mine != "" && !has:
		c.failure("Account", &api.Error{Class: api.WrongAccount, Err: errors.New(mine + " from " + c.s.accountFrom + " is not among the token's accounts")})
	case mine == "" && len(list) != 1:
		c.failure("Account", &api.Error{Class: api.NoAccount, Err: fmt.Errorf("the token has %d accounts", len(list))})
	case mine == "":
		return accountID(list[0])
	}
	return mine
}

// intelligence tells whether intelligence can be read, if it may cost a call.
func (c *checkup) intelligence(ctx context.Context, o *options) {
	switch {
	case !o.spend:
		c.found(cf.PermissionRead, "not tested: that costs 1 call of the quota, which --spend makes")
	case len(c.failed) > 0:
		c.found(cf.PermissionRead, "not tested, nothing was spent: mend the account first")
	default:
		c.session.gate.Lift() // --spend is the analyst's word
		_, err := c.session.source.Ask(ctx, api.Query{Endpoint: cf.EndpointIP, Indicator: indicator.MustParse("1.1.1.1")}, api.Fresh)
		if err != nil {
			c.failure(cf.PermissionRead, err)
			break
		}
		c.found(cf.PermissionRead, "works ("+views.Calls(c.session.client.Traffic().Calls)+" spent)")
	}
	c.found(cf.PermissionEdit, "not tested: that would change something; only reporting a category needs it")
	left := "not known: no answer told"
	for _, n := range []int{c.client.Traffic().RateLeft, c.session.client.Traffic().RateLeft} {
		if n >= 0 { // of the later answer, where both have told
			left = views.Number(n) + " requests until the window of 5 minutes ends"
		}
	}
	c.found("Rate limit left", left)
}

// surroundings tells what the rest of a run goes by.
func (c *checkup) surroundings(o *options) {
	if !o.demo {
		c.found("API", c.s.config.BaseURL+", from "+c.s.baseURLFrom)
	}
	file := c.s.path
	if file == "" {
		file = "none: there is no config directory"
	} else if _, err := os.Stat(file); err != nil {
		file += " (not there, defaults hold)"
	}
	c.found("Config file", file)
	routes := clipboard.New(clipboard.System(c.host.getenv)).Routes()
	names := make([]string, len(routes))
	for n, r := range routes {
		names[n] = r.String()
	}
	c.found("Clipboard", strings.Join(names, ", then "))
}

// verdict is the exit code; all has been said.
func (c *checkup) verdict() error {
	var codes []int
	for _, err := range c.failed {
		codes = append(codes, exitCode(err))
	}
	if code := worst(codes); code != exitOK {
		return silent{code}
	}
	return nil
}
