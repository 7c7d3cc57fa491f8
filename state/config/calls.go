package config

import (
	"fmt"
	"strings"
)

// Limits of what is set about calls; quarry's own choice. The largest plan has
// 50,000 calls a month.
const (
	MaxMonthlyCalls = 1_000_000
	MaxAskAbove     = 100
)

// Calls is what an account may spend.
type Calls struct {
	Plan    string // Cloudflare's plan, in the words of the file; empty when not set
	Monthly int    // calls a month, 0 to MaxMonthlyCalls; 0 when not set, else it wins over Plan
	Keep    int    // the last calls of a month, not to be spent without asking; fewer than the limit
}

// Limit is how many calls a month has; 0 while that is unknown.
func (c Calls) Limit() int {
	if c.Monthly != 0 {
		return c.Monthly
	}
	for _, p := range plans() {
		if p.word == c.Plan {
			return p.calls
		}
	}
	return 0
}

// Quota is the calls a month of an account, 0 while that is unknown, and the
// reserve among them. An account without a table of its own has what the top
// level of the file says.
func (c Config) Quota(account string) (limit, keep int) {
	calls, own := c.Accounts[strings.ToLower(account)]
	if !own {
		calls = c.Calls
	}
	return calls.Limit(), calls.Keep
}

type plan struct {
	word  string
	calls int // a month
}

// plans are those of Cloudflare's documentation, "Threat Intelligence APIs ›
// Limits".
func plans() []plan {
	return []plan{
		{"free", 100},
		{"pro", 100},
		{"business", 100},
		{"enterprise", 2500},
		{"cloudforce-one-core", 10_000},
		{"cloudforce-one-premier", 50_000},
	}
}

// The keys of what an account may spend.
const (
	keyPlan    = "plan"
	keyMonthly = "monthly-calls"
	keyKeep    = "keep"
)

// callSettings are those that hold for all accounts at the top level, and for
// one in its table.
func callSettings() []setting {
	words, listed := make([]string, 0, len(plans())), make([]string, 0, len(plans()))
	for _, p := range plans() {
		words = append(words, p.word)
		listed = append(listed, fmt.Sprintf("%s (%d)", p.word, p.calls))
	}
	return []setting{
		text(keyPlan, "The Cloudflare plan, which sets the calls a month:\n"+
			strings.Join(listed[:4], ", ")+",\n"+sentence(listed[4:]),
			func(c *Config) *string { return &c.Calls.Plan },
			func(s string) (problem, bool) {
				p, wrong := checkWord(s, words)
				return p, wrong && s != ""
			}),
		integer(keyMonthly, "The calls a month, where the plan does not say it; 0 goes by the plan.",
			func(c *Config) *int { return &c.Calls.Monthly }, 0, MaxMonthlyCalls),
		integer(keyKeep, "The last calls of a month, which are not spent without asking; fewer than it has.",
			func(c *Config) *int { return &c.Calls.Keep }, 0, MaxMonthlyCalls),
	}
}

// checkKeep holds the reserve against the limit, where both can be right.
func checkKeep(c Calls) (problem, bool) {
	limit := c.Limit()
	p := problem{
		reason: fmt.Sprintf("%d kept back is not below the %d calls a month", c.Keep, limit),
		next:   fmt.Sprintf("write a whole number from 0 to %d", limit-1),
	}
	return p, limit > 0 && limit <= MaxMonthlyCalls && c.Keep >= limit && c.Keep <= MaxMonthlyCalls
}
