package client

import (
	"context"
	"errors"
	"time"

	"golang.org/x/time/rate"

	"quarry/api"
)

// Bucket is a limit on the pace of requests: Burst at once, and Rate a second
// from then on. In any span of s seconds it lets Burst + s × Rate through.
type Bucket struct {
	Burst int
	Rate  float64
}

// DefaultPace stays below Cloudflare's limits of 1,200 requests in 5 minutes
// for a token and 200 a second for an address (Fundamentals › API › Rate
// limits): at most 1,150 and 150 in any such span. The rest is for requests
// that are delayed on their way and arrive closer together than they left.
func DefaultPace() []Bucket {
	return []Bucket{{Burst: 250, Rate: 3}, {Burst: 50, Rate: 100}}
}

// shownFrom is the shortest wait for the pace that is worth showing.
const shownFrom = 500 * time.Millisecond

// pace is a limiter for each bucket.
type pace []*rate.Limiter

func newPace(buckets []Bucket) pace {
	var p pace
	for _, b := range buckets {
		p = append(p, rate.NewLimiter(rate.Limit(b.Rate), b.Burst))
	}
	return p
}

// reserve takes a request out of every bucket. It may be sent after the wait;
// giveBack returns what was taken for one that will not be.
func (p pace) reserve(now time.Time) (wait time.Duration, giveBack func(now time.Time)) {
	taken := make([]*rate.Reservation, 0, len(p))
	for _, l := range p {
		r := l.ReserveN(now, 1)
		wait = max(wait, r.DelayFrom(now))
		taken = append(taken, r)
	}
	return wait, func(now time.Time) {
		for _, r := range taken {
			r.CancelAt(now)
		}
	}
}

// keepPace waits until the pace allows a request. The error is ctx's. It is
// called with a place held and right before sending: a turn that is taken
// earlier and used later would let requests bunch up.
func (c *Client) keepPace(ctx context.Context, q api.Query, try int) error {
	now := c.config.Now()
	wait, giveBack := c.pace.reserve(now)
	if wait == 0 {
		return nil
	}
	var err error
	if wait >= shownFrom {
		err = c.pause(ctx, q, api.Wait{Until: now.Add(wait), Cause: paced(q), Try: try})
	} else if err = c.config.Sleep(ctx, wait); err == nil {
		err = ctx.Err()
	}
	if err != nil {
		giveBack(c.config.Now())
	}
	return err
}

// paced is why a request waits that nobody has refused.
func paced(q api.Query) *api.Error {
	return &api.Error{Class: api.RateLimited, Paced: true, Query: q}
}

// checkPace refuses buckets through which nothing would come.
func checkPace(buckets []Bucket) error {
	for _, b := range buckets {
		if b.Burst < 1 || !(b.Rate > 0) {
			return errors.New("a pace needs a burst of at least 1 and a rate above 0")
		}
	}
	return nil
}
