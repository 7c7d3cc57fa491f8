package client

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"quarry/api"
)

// What holds where [Config] is silent.
const (
	DefaultBaseURL   = "https://api.cloudflare.com/client/v4"
	DefaultTimeout   = 30 * time.Second
	DefaultMaxBody   = 16 << 20
	DefaultUserAgent = "quarry"
)

// Config is what a client is made from. Only Token must be set.
type Config struct {
	// BaseURL is where the API is; https, or plain http to this machine
	// (127.0.0.0/8, ::1, "localhost").
	BaseURL string
	Token   Token
	// Account is the account's id, 32 hex digits. Without it only the
	// calls that need no account work.
	Account string
	// Timeout is the time limit of one try, from connecting to the last byte.
	// A third of it is the limit for making the connection.
	Timeout time.Duration
	// MaxBody is the size limit of an answer in bytes, after decompression.
	MaxBody int64
	// Log gets one debug line per try, without token and without text that
	// the server wrote. It may be nil.
	Log       *slog.Logger
	UserAgent string

	// Record is told of every request that counts as an intelligence call,
	// retries each, when it is about to be written to a connection and before
	// its first byte is. It returns settle, which is called exactly once: with
	// the HTTP status, with [NoAnswer] where none came though the request may
	// have arrived, or with [Withdrawn] where the request died before it was
	// written. So what is on record and not withdrawn is what Cloudflare can
	// have counted, at every moment. A connection that was never made is not
	// recorded at all.
	//
	// Record and settle are called from many goroutines. Their time is part of
	// the try's time limit. Record may be nil, and so may settle.
	Record func(q api.Query) (settle func(status int))
	// Pace holds every request back so far that all buckets have room for it;
	// nil means [DefaultPace].
	Pace []Bucket

	// Now and Sleep stand in for the clock in tests. Sleep returns early, with
	// the context's error, when the context ends. Time limits are real time.
	Now   func() time.Time
	Sleep func(context.Context, time.Duration) error
}

// complete fills in the defaults and refuses what cannot work.
func (c Config) complete() (Config, error) {
	if c.Token.IsZero() {
		return c, &api.Error{Class: api.NoToken}
	}
	var err error
	if c.BaseURL, err = checkBaseURL(c.BaseURL); err != nil {
		return c, err
	}
	if c.Account, err = checkAccount(c.Account); err != nil {
		return c, err
	}
	if c.Timeout <= 0 {
		c.Timeout = DefaultTimeout
	}
	if c.MaxBody <= 0 {
		c.MaxBody = DefaultMaxBody
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.UserAgent == "" {
		c.UserAgent = DefaultUserAgent
	}
	if strings.ContainsFunc(c.UserAgent, func(r rune) bool { return r < ' ' || r > '~' }) {
		return c, errors.New("the user agent holds characters that no header may have; use printable ASCII")
	}
	if c.Pace == nil {
		c.Pace = DefaultPace()
	}
	if err = checkPace(c.Pace); err != nil {
		return c, err
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Sleep == nil {
		c.Sleep = sleep
	}
	return c, nil
}

// checkBaseURL returns the base URL without a slash at its end. Errors do not
// repeat it, since it may hold a password.
func checkBaseURL(s string) (string, error) {
	if s == "" {
		return DefaultBaseURL, nil
	}
	wrong := func(why string) (string, error) {
		return "", fmt.Errorf("CLOUDFLARE_BASE_URL (or --base-url) %s; the usual value is %s", why, DefaultBaseURL)
	}
	u, err := url.Parse(strings.TrimSpace(s))
	switch {
	case err != nil:
		return wrong("is no URL")
	case u.Scheme != "https" && u.Scheme != "http":
		return wrong("must begin with https://")
	case u.User != nil:
		return wrong("must not hold a user name or password")
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || strings.HasSuffix(s, "#"):
		return wrong("must not hold ? or #")
	case u.Hostname() == "" || u.Opaque != "":
		return wrong("names no host")
	case strings.Contains(u.Path, "//") || strings.Contains(u.Path+"/", "/../") || strings.Contains(u.Path+"/", "/./"):
		return wrong("has a path with empty or dotted parts")
	case u.Scheme == "http" && !loopback(u.Hostname()):
		return wrong("is plain http to another machine, which would show the token to the network: use https")
	}
	return strings.TrimRight(u.String(), "/"), nil
}

// loopback reports whether host is this machine, by its name alone: a lookup
// could be answered by anybody.
func loopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	a, err := netip.ParseAddr(host)
	return err == nil && a.Zone() == "" && !a.Is4In6() && a.IsLoopback()
}

// checkAccount returns the account's id in lower case; no account is allowed.
func checkAccount(s string) (string, error) {
	s = strings.ToLower(strings.TrimSpace(s))
	if s == "" {
		return "", nil
	}
	if len(s) != 32 || strings.Trim(s, "0123456789abcdef") != "" {
		return "", errors.New("the account id is not 32 hex digits; copy it from the dashboard's address into CLOUDFLARE_ACCOUNT_ID or pass --account")
	}
	return s, nil
}

// sleep waits for d or until ctx ends.
func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
