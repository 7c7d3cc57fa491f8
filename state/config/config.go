// Package config reads the user's config file: TOML in the XDG config
// directory. Everything in it is optional and has a default; anything in it
// that is unknown or wrong is an error that says where and what to do.
package config

import (
	"path/filepath"
	"time"

	"quarry/keymap"
	"quarry/state/search"
)

// Words for Config.Theme.
const (
	ThemeAuto  = "auto" // as the terminal's background is
	ThemeDark  = "dark"
	ThemeLight = "light"
)

// Words for Copy.Form and Copy.Dots.
const (
	FormDefanged = "defanged" // 1[.]2[.]3[.]4
	FormPlain    = "plain"

	DotsAll  = "all"
	DotsLast = "last"
)

// Limits of the values. NOTES.md of Cloudflare's API publishes no maximum for
// a page; 1000 is the largest size its text on limits speaks of, and a page
// costs one call whatever its size. The other limits are quarry's own choice.
const (
	MaxDays     = 365
	MaxPageSize = 1000
	MinTimeout  = time.Second
	MaxTimeout  = 10 * time.Minute
)

// Config is what a user can set. Values from Load and Check are valid. Copies
// share the maps: they are not to be written to.
type Config struct {
	Account   string // Cloudflare account, 32 lower-case hex digits; empty when not set
	BaseURL   string // https, or http to loopback; no slash at the end
	Theme     string // ThemeAuto, ThemeDark or ThemeLight
	ASCII     bool   // draw with ASCII only
	Mouse     bool   // let the mouse do what keys do
	NoResolve bool   // ask Cloudflare not to resolve names
	Timeout   time.Duration
	Calls     Calls            // for accounts that are not in Accounts
	Accounts  map[string]Calls // by account as in Account; complete, see Quota
	AskAbove  int              // ask before more calls than this at once, 0 to MaxAskAbove
	Copy      Copy
	PDNS      PDNS
	// Fresh says how long an answer counts as fresh, MinFresh to MaxFresh, by the
	// word of its endpoint: "whois". One that is not there is fresh for ever.
	Fresh map[string]time.Duration
	// Search says which fields of the analyst's logs hold an indicator.
	Search search.Settings
	Keys   map[keymap.Action][]string // the user's keys only, as written; see keymap.Map.Override
}

// Copy is how indicators are copied until the user chooses otherwise.
type Copy struct {
	Form string // FormDefanged or FormPlain
	Dots string // which dots defanging brackets: DotsAll or DotsLast
}

// PDNS is what passive DNS asks for.
type PDNS struct {
	Days     int // length of the window that ends today, 1 to MaxDays
	PageSize int // records a page, 1 to MaxPageSize; every page is a call
}

// Default is the config of a user without a file. Thirty days is what
// Cloudflare's API assumes when it is given no start (NOTES.md).
func Default() Config {
	return Config{
		BaseURL:  "https://api.cloudflare.com/client/v4",
		Theme:    ThemeAuto,
		Mouse:    true,
		Timeout:  30 * time.Second,
		Copy:     Copy{Form: FormDefanged, Dots: DotsAll},
		AskAbove: 1,
		PDNS:     PDNS{Days: 30, PageSize: MaxPageSize},
		Fresh:    defaultFresh(),
		Search:   search.Default(),
	}
}

// Path is where the config file is looked for: quarry/config.toml in
// $XDG_CONFIG_HOME, or in $HOME/.config where that is unset. As the XDG Base
// Directory Specification demands, a relative XDG_CONFIG_HOME is ignored. The
// rules are the same on every system. Without an absolute directory the error
// is an *Error.
func Path(getenv func(string) string) (string, error) {
	dir := getenv("XDG_CONFIG_HOME")
	if !filepath.IsAbs(dir) {
		home := getenv("HOME")
		if !filepath.IsAbs(home) {
			return "", &Error{
				Reason: "there is no config directory: neither XDG_CONFIG_HOME nor HOME is an absolute path",
				Next:   "set HOME, or name a file with --config",
			}
		}
		dir = filepath.Join(home, ".config")
	}
	return filepath.Join(dir, "quarry", "config.toml"), nil
}
