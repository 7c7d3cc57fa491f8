package client

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/cenkalti/backoff/v5"

	"quarry/api"
)

const (
	// maxTries is how often a GET is sent at most.
	maxTries = 3
	// maxRetryAfter is the longest wait that is sat out; a longer one is for
	// the analyst to decide on.
	maxRetryAfter = 60 * time.Second
	// longestWait stands for a Retry-After too large to be counted.
	longestWait = 365 * 24 * time.Hour
)

// pauses gives the waits between tries. The library's own Retry loop is not
// used: it takes Retry-After as the whole wait, without jitter, answers a
// context that ends with the context's error and not the server's, and its
// clock cannot be replaced from outside.
type pauses struct{ growing *backoff.ExponentialBackOff }

func newPauses() pauses {
	b := backoff.NewExponentialBackOff()
	b.Multiplier = 2
	return pauses{b}
}

// next returns how long to wait before trying again, and whether to. The
// jittered pause comes on top of the server's Retry-After, so that those who
// were told the same second do not all come at it.
func (p pauses) next(ca call, t attempt, try int) (time.Duration, bool) {
	if !ca.repeatable() || !t.passing || try >= maxTries || t.retryAfter > maxRetryAfter {
		return 0, false
	}
	return t.retryAfter + p.growing.NextBackOff(), true
}

// passing reports whether a complete answer that is a failure may be another
// one soon. A spent quota never is, whatever status it comes with.
func passing(status int, class api.Class) bool {
	if class == api.QuotaSpent {
		return false
	}
	return status == http.StatusRequestTimeout || status == http.StatusTooManyRequests || status >= 500
}

// retryAfter reads a Retry-After header in either form, seconds or a date
// (RFC 9110, 10.2.3); 0 where there is none, or none that can be read.
func retryAfter(h http.Header, now time.Time) time.Duration {
	s := strings.TrimSpace(h.Get("Retry-After"))
	n, err := strconv.ParseUint(s, 10, 64)
	switch {
	case err == nil && n <= uint64(longestWait/time.Second):
		return time.Duration(n) * time.Second
	case err == nil || errors.Is(err, strconv.ErrRange):
		return longestWait
	}
	at, err := http.ParseTime(s)
	if err != nil {
		return 0
	}
	return min(max(at.Sub(now), 0), longestWait)
}
