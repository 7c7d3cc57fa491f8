package cli

import (
	"errors"
	"strings"

	"quarry/api"
	"quarry/api/cf/client"
	"quarry/state/config"
	"quarry/state/credential"
	"quarry/views"
)

// The environment variables, and the names they had before.
const (
	envToken      = credential.Variable
	envAccount    = "CLOUDFLARE_ACCOUNT_ID"
	envBaseURL    = "CLOUDFLARE_BASE_URL"
	envOldToken   = credential.OldVariable
	envOldAccount = "CF_ACCOUNT_ID"
)

// settings are what a run goes by: the defaults, over them the config file,
// over that the environment, over that the flags.
type settings struct {
	config config.Config
	// path is where the config file is, or would be; empty where there is no
	// directory for it.
	path string
	// accountFrom and baseURLFrom say where the values come from, for people.
	accountFrom, baseURLFrom string
	// token is the zero Token where none was given, and in the demo.
	token   client.Token
	window  window
	budget  int // 0: none
	ascii   bool
	noColor bool
}

// settle merges the settings of a command. Errors are usage errors.
func (a *app) settle(o *options) (settings, error) {
	s, err := a.fromFile(o)
	if err != nil {
		return s, err
	}
	if o.demo {
		err = noneOf(o, "account", "base-url", "offline")
	} else {
		err = a.fromEnvironment(&s)
	}
	if err == nil && o.offline && o.fresh {
		err = usage("--fresh asks Cloudflare, --offline does not; leave one of them out")
	}
	if err == nil {
		err = s.fromFlags(o, api.DayOf(a.host.Now()))
	}
	if err != nil {
		return s, err
	}
	s.noColor = o.noColor || a.host.getenv("NO_COLOR") != ""
	s.ascii = s.config.ASCII
	if !o.given("ascii") && !a.host.unicode() {
		s.ascii = true
	}
	return s, nil
}

// noneOf refuses flags that mean nothing in the demo.
func noneOf(o *options, names ...string) error {
	for _, name := range names {
		if o.given(name) {
			return usage("--" + name + " means nothing with --demo, which talks to nobody; leave one of them out")
		}
	}
	return nil
}

// fromFile reads the config file. One that was named has to be there.
func (a *app) fromFile(o *options) (settings, error) {
	s := settings{config: config.Default(), path: o.config, accountFrom: "the config file", baseURLFrom: "the config file"}
	if o.given("config") && o.config == "" {
		return s, usage("--config: there is no file name; name the config file")
	}
	if s.path == "" {
		path, err := config.Path(a.host.getenv)
		if err != nil {
			return s, nil // no home, no file: the defaults hold
		}
		s.path = path
	}
	var err error
	if s.config, err = config.Load(s.path, o.given("config")); err != nil {
		return s, usageError{err}
	}
	if s.config.BaseURL == config.Default().BaseURL {
		s.baseURLFrom = "the default"
	}
	return s, nil
}

// fromEnvironment takes what stands in the environment. An empty variable is
// one that is not set.
func (a *app) fromEnvironment(s *settings) error {
	if v := a.host.getenv(envBaseURL); v != "" {
		s.baseURLFrom = envBaseURL
		if err := s.change(envBaseURL, func(c *config.Config) { c.BaseURL = strings.TrimSpace(v) }); err != nil {
			return err
		}
	}
	if v, name := a.either(envAccount, envOldAccount); v != "" {
		s.accountFrom = name
		if err := s.change(name, func(c *config.Config) { c.Account = strings.TrimSpace(v) }); err != nil {
			return err
		}
	}
	if v, _ := a.either(envToken, envOldToken); v != "" {
		token, err := client.NewToken(v)
		if err != nil {
			return usageError{err}
		}
		s.token = token
	}
	return nil
}

// either returns a variable by its name, or by the name it had before.
func (a *app) either(name, before string) (value, found string) {
	if v := a.host.getenv(name); v != "" {
		return v, name
	}
	v := a.host.getenv(before)
	if v != "" {
		a.say(before + " is the old name; set " + name + " instead")
	}
	return v, before
}

// fromFlags takes what was said on the command line.
func (s *settings) fromFlags(o *options, today api.Day) error {
	var errs []error
	flag := func(name string, change func(*config.Config)) {
		if o.given(name) {
			errs = append(errs, s.change("--"+name, change))
		}
	}
	flag("account", func(c *config.Config) { c.Account, s.accountFrom = o.account, "--account" })
	flag("base-url", func(c *config.Config) { c.BaseURL, s.baseURLFrom = o.baseURL, "--base-url" })
	flag("ascii", func(c *config.Config) { c.ASCII = o.ascii })
	flag("no-resolve", func(c *config.Config) { c.NoResolve = o.noResolve })
	flag("page-size", func(c *config.Config) { c.PDNS.PageSize = o.pageSize })
	flag("theme", func(c *config.Config) { c.Theme = o.theme })
	flag("no-mouse", func(c *config.Config) { c.Mouse = !o.noMouse })
	if o.given("window") {
		w, err := parseWindow(o.window, today)
		s.window = w
		errs = append(errs, err)
	}
	if o.given("budget") {
		if o.budget < 1 {
			errs = append(errs, usage("--budget: nothing could be asked with it; give the number of calls, 1 or more"))
		}
		s.budget = o.budget
	}
	if err := errors.Join(errs...); err != nil {
		return usageError{err}
	}
	return nil
}

// change sets a value, which is checked as that of a config file would be; the
// error names the variable or flag that it came from.
func (s *settings) change(name string, change func(*config.Config)) error {
	c := s.config
	change(&c)
	checked, err := c.Check()
	if err == nil {
		s.config = checked
		return nil
	}
	var wrong *config.Error
	if errors.As(err, &wrong) {
		return usage(name + ": " + wrong.Reason + "; " + wrong.Next)
	}
	return usageError{err}
}

// views are the settings that shape questions and copies.
func (s settings) views() views.Settings {
	v := views.Settings{
		NoResolve: s.config.NoResolve,
		Days:      s.config.PDNS.Days,
		From:      s.window.fixed.From, To: s.window.fixed.To,
		PageSize: s.config.PDNS.PageSize,
		LastDot:  s.config.Copy.Dots == config.DotsLast,
		Timeout:  s.config.Timeout,
	}
	v.Lifetimes = api.Lifetimes{}
	for endpoint, life := range s.config.Fresh {
		v.Lifetimes[api.Endpoint(endpoint)] = life
	}
	if s.window.days > 0 {
		v.Days = s.window.days
	}
	return v
}
