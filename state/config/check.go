package config

import (
	"errors"
	"fmt"
	"maps"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"quarry/keymap"
)

// Check is c in canonical form: accounts in lower case, the base URL without
// a slash at the end. It is for a config that flags or the environment changed.
// The error joins one *Error for each wrong value; c is returned with it.
func (c Config) Check() (Config, error) {
	r := &report{}
	c = c.canonical()
	c.check(r, nil)
	return c, r.err()
}

func (c Config) canonical() Config {
	c.Account = strings.ToLower(c.Account)
	c.BaseURL = strings.TrimRight(c.BaseURL, "/")
	accounts := c.Accounts
	for i, id := range slices.Sorted(maps.Keys(accounts)) {
		if i == 0 {
			c.Accounts = make(map[string]Calls, len(accounts)) // the old one may be another's too
		}
		c.Accounts[strings.ToLower(id)] = accounts[id]
	}
	return c
}

// check reports every wrong value at the place where its key stands.
func (c Config) check(r *report, places map[string]int) {
	at := func(key string) int {
		offset, ok := places[key]
		return placeOr(offset, ok)
	}
	for _, s := range settings() {
		if p, wrong := s.check(c); wrong {
			r.add(at(s.key), s.key, p)
		}
	}
	c.checkCalls(r, places)
	_, err := keymap.Default().Override(c.Keys)
	for _, e := range unjoin(err) {
		var bad *keymap.Error
		if errors.As(e, &bad) {
			r.add(at(keysTable+"."+string(bad.Action)), keysTable, problem{bad.Reason, bad.Next})
		}
	}
}

func unjoin(err error) []error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		return joined.Unwrap()
	}
	return nil
}

// checkAccount never repeats the value: the mistake to expect is a token in its
// place.
func checkAccount(s string) (problem, bool) {
	if s == "" {
		return problem{}, false
	}
	p := problem{next: "copy the account ID from the overview page of the Cloudflare dashboard"}
	if len(s) != 32 {
		p.reason = fmt.Sprintf("an account is 32 hex digits, this has %d characters", len([]rune(s)))
		return p, true
	}
	p.reason = "an account is 32 hex digits, this has other characters"
	return p, strings.Trim(s, "0123456789abcdefABCDEF") != ""
}

// checkBaseURL repeats no more of the value than scheme and host, because the
// rest may hold a password.
func checkBaseURL(s string) (problem, bool) {
	p := problem{next: fmt.Sprintf("write a URL such as %q", Default().BaseURL)}
	u, err := url.Parse(s)
	switch {
	case err != nil:
		p.reason = "it is not a URL"
	case u.Scheme != "https" && u.Scheme != "http" || u.Opaque != "":
		p.reason = "it does not begin with https://"
	case u.Hostname() == "":
		p.reason = "it names no host"
	case u.User != nil:
		p.reason = "it holds a user name or password"
	case u.RawQuery != "" || u.ForceQuery || strings.Contains(s, "#"):
		p.reason = "it has a query or a fragment"
	case u.Scheme == "http" && !loopback(u.Hostname()):
		p.reason = fmt.Sprintf("plain http to %s would send the token unencrypted", quoted(u.Hostname()))
		p.next = "use https; http is for this machine only"
	default:
		return problem{}, false
	}
	return p, true
}

func loopback(host string) bool {
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.Unmap().IsLoopback() || strings.EqualFold(host, "localhost")
}

func checkWord(s string, words []string) (problem, bool) {
	p := problem{reason: fmt.Sprintf("%s is not one of %s", quoted(s), strings.Join(words, ", "))}
	p.next = suggestion(s, words, "write one of these")
	return p, !slices.Contains(words, s)
}

// sentence lists words for the example.
func sentence(words []string) string {
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last] + "."
}
