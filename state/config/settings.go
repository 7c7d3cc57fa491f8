package config

import (
	"fmt"
	"slices"
	"strconv"
	"time"
)

// setting is one key of the file. The table of them is what the file is read
// with, checked with and described with.
type setting struct {
	key  string // dotted
	doc  string // what it does, for the example, in lines; empty when its table says it
	set  func(*Config, any) (problem, bool)
	text func(Config) string // the value as TOML
	// check finds what is wrong with a value of the right type; false when
	// nothing is.
	check func(Config) (problem, bool)
}

// settings are in the order of the example: those of the top level first.
func settings() []setting {
	return slices.Concat(topSettings(), callSettings(), askSettings(), tableSettings(), freshSettings(), searchSettings())
}

func topSettings() []setting {
	return []setting{
		text("account", "The Cloudflare account: 32 hex digits. CLOUDFLARE_ACCOUNT_ID and --account win.",
			func(c *Config) *string { return &c.Account }, checkAccount),
		text("base-url", "Where the API is. CLOUDFLARE_BASE_URL and --base-url win.",
			func(c *Config) *string { return &c.BaseURL }, checkBaseURL),
		word("theme", "The colours: auto follows the terminal's background.",
			func(c *Config) *string { return &c.Theme }, ThemeAuto, ThemeDark, ThemeLight),
		boolean("ascii", "Draw with ASCII only.", func(c *Config) *bool { return &c.ASCII }),
		boolean("mouse", "Let the mouse do what keys do.", func(c *Config) *bool { return &c.Mouse }),
		boolean("no-resolve", "Ask Cloudflare not to resolve names.", func(c *Config) *bool { return &c.NoResolve }),
		duration("timeout", fmt.Sprintf("How long one request may take: %s to %s.", short(MinTimeout), short(MaxTimeout)),
			func(c *Config) *time.Duration { return &c.Timeout }, MinTimeout, MaxTimeout),
	}
}

func askSettings() []setting {
	return []setting{
		integer("ask-above", "More calls than this at once are asked about first; 0 asks before each.",
			func(c *Config) *int { return &c.AskAbove }, 0, MaxAskAbove),
	}
}

func tableSettings() []setting {
	return []setting{
		word("copy.form", "The form of what is copied first.",
			func(c *Config) *string { return &c.Copy.Form }, FormDefanged, FormPlain),
		word("copy.dots", "Which dots defanging brackets.",
			func(c *Config) *string { return &c.Copy.Dots }, DotsAll, DotsLast),
		integer("pdns.days", "The passive DNS window that ends today, in days.",
			func(c *Config) *int { return &c.PDNS.Days }, 1, MaxDays),
		integer("pdns.page-size", "Passive DNS records a page. Every page is a call of the quota.",
			func(c *Config) *int { return &c.PDNS.PageSize }, 1, MaxPageSize),
	}
}

func tables() []string {
	return []string{"copy", "pdns", freshTable, searchTable, splunkTable, kqlTable, accountsTable, keysTable}
}

func text(key, doc string, field func(*Config) *string, check func(string) (problem, bool)) setting {
	return setting{
		key: key, doc: doc,
		set: func(c *Config, v any) (problem, bool) {
			s, ok := v.(string)
			if !ok {
				return wrongType(v, "text", `write it in quotes: "…"`)
			}
			*field(c) = s
			return problem{}, false
		},
		text:  func(c Config) string { return strconv.Quote(*field(&c)) },
		check: func(c Config) (problem, bool) { return check(*field(&c)) },
	}
}

func word(key, doc string, field func(*Config) *string, words ...string) setting {
	return text(key, doc+" "+sentence(words), field, func(s string) (problem, bool) { return checkWord(s, words) })
}

func boolean(key, doc string, field func(*Config) *bool) setting {
	return setting{
		key: key, doc: doc,
		set: func(c *Config, v any) (problem, bool) {
			b, ok := v.(bool)
			if !ok {
				return wrongType(v, "true or false", "write true or false, without quotes")
			}
			*field(c) = b
			return problem{}, false
		},
		text:  func(c Config) string { return strconv.FormatBool(*field(&c)) },
		check: func(Config) (problem, bool) { return problem{}, false },
	}
}

// integer is a setting from least to most, least at least 0.
func integer(key, doc string, field func(*Config) *int, least, most int) setting {
	next := fmt.Sprintf("write a whole number from %d to %d", least, most)
	return setting{
		key: key, doc: doc + fmt.Sprintf(" %d to %d.", least, most),
		set: func(c *Config, v any) (problem, bool) {
			n, ok := v.(int64)
			if !ok {
				return wrongType(v, "a whole number", next)
			}
			// Every allowed value fits in 32 bits: do not let a larger one wrap.
			*field(c) = int(max(min(n, 1<<30), -1))
			return problem{}, false
		},
		text: func(c Config) string { return strconv.Itoa(*field(&c)) },
		check: func(c Config) (problem, bool) {
			n := *field(&c)
			return problem{fmt.Sprintf("it is not within %d and %d", least, most), next}, n < least || n > most
		},
	}
}

func wrongType(v any, want, next string) (problem, bool) {
	return problem{fmt.Sprintf("it must be %s, not %s", want, kind(v)), next}, true
}

// kind names the TOML type of a decoded value as people would.
func kind(v any) string {
	switch v.(type) {
	case string:
		return "text"
	case bool:
		return "true or false"
	case int64:
		return "a whole number"
	case float64:
		return "a decimal number"
	case []any:
		return "a list"
	case map[string]any:
		return "a table"
	default:
		return "a date or time"
	}
}
