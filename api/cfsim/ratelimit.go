package cfsim

import (
	"fmt"
	"math"
	"net/http"
	"strconv"
	"sync"
	"time"
)

const (
	windowRequests = 1200
	window         = 5 * time.Minute
)

// rateLimit is Cloudflare's: 1,200 requests in 5 minutes, and for the 5 minutes
// after that nothing but refusals.
type rateLimit struct {
	now func() time.Time

	mu      sync.Mutex
	reset   time.Time
	used    int
	blocked bool
}

func newRateLimit(now func() time.Time) *rateLimit { return &rateLimit{now: now} }

// countedCall is where the limit stands after a request.
type countedCall struct {
	left    int
	resetIn time.Duration
	blocked bool
}

func (l *rateLimit) count() countedCall {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	if !now.Before(l.reset) {
		l.reset, l.used, l.blocked = now.Add(window), 0, false
	}
	l.used++
	if l.used > windowRequests && !l.blocked {
		l.blocked, l.reset = true, now.Add(window)
	}
	return countedCall{left: max(0, windowRequests-l.used), resetIn: l.reset.Sub(now), blocked: l.blocked}
}

func (c countedCall) setHeaders(h http.Header) {
	h.Set("Ratelimit", fmt.Sprintf(`"default";r=%d;t=%d`, c.left, seconds(c.resetIn)))
	h.Set("Ratelimit-Policy", fmt.Sprintf(`"default";q=%d;w=%d`, windowRequests, seconds(window)))
}

// seconds rounds up, as Cloudflare does.
func seconds(d time.Duration) int { return int(math.Ceil(d.Seconds())) }

func tooMany(wait time.Duration) answer {
	a := fail(http.StatusTooManyRequests, 10100,
		"More than 1200 requests per 300 seconds reached. Please wait and consider throttling your request speed")
	a.header = map[string]string{"Retry-After": strconv.Itoa(seconds(wait))}
	return a
}
