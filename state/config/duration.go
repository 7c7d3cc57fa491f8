package config

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Limits of how long an answer can be set to count as fresh; quarry's own
// choice.
const (
	MinFresh = time.Minute
	MaxFresh = 3650 * day
)

const day = 24 * time.Hour

// forever is the word for an answer that never counts as old.
const forever = "forever"

const freshTable = "fresh"

// life is for how long an answer of an endpoint is fresh.
type life struct {
	endpoint string
	value    time.Duration
	doc      string
}

// lives are the defaults, in the order of the example.
func lives() []life {
	return []life{
		{"whois", 7 * day, ""},
		{"subnets", 7 * day, ""},
		{"asn", 7 * day, ""},
		{"domain", day, "For names that are looked up together, too."},
		{"ip", day, ""},
		{"history", day, ""},
		{"phishing", time.Hour, ""},
		{"pdns", day, "For windows that touch the present day; one that was over stays fresh."},
	}
}

func defaultFresh() map[string]time.Duration {
	fresh := map[string]time.Duration{}
	for _, l := range lives() {
		fresh[l.endpoint] = l.value
	}
	return fresh
}

func freshSettings() []setting {
	next := fmt.Sprintf("write a time from %s to %s, such as %q, or %q", short(MinFresh), short(MaxFresh), "36h", forever)
	var all []setting
	for _, l := range lives() {
		all = append(all, setting{
			key: freshTable + "." + l.endpoint, doc: l.doc,
			set: func(c *Config, v any) (problem, bool) {
				if v == forever {
					delete(c.Fresh, l.endpoint)
					return problem{}, false
				}
				d, p, wrong := asDuration(v, next)
				if !wrong {
					c.Fresh[l.endpoint] = d
				}
				return p, wrong
			},
			text: func(c Config) string {
				if d, ends := c.Fresh[l.endpoint]; ends {
					return strconv.Quote(short(d))
				}
				return strconv.Quote(forever)
			},
			check: func(c Config) (problem, bool) {
				d, ends := c.Fresh[l.endpoint]
				p, wrong := within(d, MinFresh, MaxFresh, next)
				return p, ends && wrong
			},
		})
	}
	return all
}

// duration is a setting from least to most.
func duration(key, doc string, field func(*Config) *time.Duration, least, most time.Duration) setting {
	next := fmt.Sprintf("write a time from %s to %s, such as %q", short(least), short(most), "30s")
	return setting{
		key: key, doc: doc,
		set: func(c *Config, v any) (problem, bool) {
			d, p, wrong := asDuration(v, next)
			if !wrong {
				*field(c) = d
			}
			return p, wrong
		},
		text:  func(c Config) string { return strconv.Quote(short(*field(&c))) },
		check: func(c Config) (problem, bool) { return within(*field(&c), least, most, next) },
	}
}

func asDuration(v any, next string) (time.Duration, problem, bool) {
	s, ok := v.(string)
	if !ok {
		p, wrong := wrongType(v, "text with a unit", next)
		return 0, p, wrong
	}
	d, err := parseDuration(s)
	if err != nil {
		return 0, problem{quoted(s) + " is not a time", next}, true
	}
	return d, problem{}, false
}

func within(d, least, most time.Duration, next string) (problem, bool) {
	return problem{fmt.Sprintf("%s is not within %s and %s", short(d), short(least), short(most)), next}, d < least || d > most
}

// parseDuration reads what time.ParseDuration does, also with whole days before
// it: "7d", "1d12h".
func parseDuration(s string) (time.Duration, error) {
	days, rest, dotted := strings.Cut(s, "d")
	if !dotted {
		return time.ParseDuration(s)
	}
	n, err := strconv.ParseUint(days, 10, 32)
	if err != nil && !errors.Is(err, strconv.ErrRange) {
		return 0, err
	}
	var d time.Duration
	if rest != "" {
		if d, err = time.ParseDuration(rest); err != nil {
			return 0, err
		}
		if strings.ContainsAny(rest[:1], "+-") {
			return 0, errors.New("a sign within a duration")
		}
	}
	// More than any limit, and the sum of two does not wrap.
	const long = 50_000
	return time.Duration(min(n, long))*day + min(d, long*day), nil
}

// short is d as people write it: 10m, not 10m0s, and days from two of them on.
func short(d time.Duration) string {
	if d >= 2*day && d%day == 0 {
		return fmt.Sprintf("%dd", d/day)
	}
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}
