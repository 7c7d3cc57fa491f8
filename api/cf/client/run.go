package client

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"quarry/api"
)

// call is one question, ready to be sent.
type call struct {
	query      api.Query
	permission string
	// free calls are no intelligence calls and not counted as such.
	free    bool
	request api.Request
}

// repeatable reports whether sending it again changes nothing.
func (c call) repeatable() bool { return c.request.Method == http.MethodGet }

// run sends a call, and again as long as [pauses.next] says so. Where the context
// ends between two tries, the error tells of the try that was made: it was
// paid for, so "cancelled, nothing was spent" would be untrue.
func (c *Client) run(ctx context.Context, ca call) (api.Answer, error) {
	a := api.Answer{Query: ca.query, Request: ca.request}
	var failure *api.Error
	var began time.Time
	pauses := newPauses()
	for try := 1; ; try++ {
		if err := c.enter(ctx, ca.query, try); err != nil {
			failure = orCancelled(failure, ca.query, err)
			break
		}
		if try == 1 {
			began = c.config.Now()
		}
		t := c.exchange(ctx, ca)
		c.leave()
		c.log(ca, try, t)
		if t.failure != nil && t.failure.Class == api.Cancelled {
			failure = orCancelled(failure, ca.query, t.failure.Err)
			break
		}
		a.Status, a.Body, a.RayID = t.status, t.body, t.ray
		a.FetchedAt = t.at.UTC()
		a.Took = t.at.Sub(began)
		a.Calls += t.calls
		if failure = t.failure; failure == nil {
			return a, nil
		}
		failure.Tries, failure.Sent = try, a.Calls > 0
		if !ca.free {
			failure.Calls = a.Calls
		}
		if t.status == http.StatusTooManyRequests && t.retryAfter <= maxRetryAfter {
			c.meter.holdAll(t.at.Add(t.retryAfter), failure)
		}
		wait, ok := pauses.next(ca, t, try)
		if !ok || ctx.Err() != nil {
			break
		}
		w := api.Wait{Until: t.at.Add(wait), Cause: failure, Try: try + 1}
		if c.pause(ctx, ca.query, w) != nil {
			break
		}
	}
	return a, failure
}

// enter waits for a place among the requests under way, for the end of a rate
// limit that another request ran into or is about to, and for the pace. The
// error is ctx's.
func (c *Client) enter(ctx context.Context, q api.Query, try int) error {
	// Until served everything has been sat out, whatever the clock says.
	var served time.Time
	now := func() time.Time {
		if t := c.config.Now(); t.After(served) {
			return t
		}
		return served
	}
	for {
		c.meter.update(func(t *api.Traffic) { t.Queued++ })
		wait, barred, err := c.approach(ctx, q, try, now)
		if err == nil && !barred {
			return nil
		}
		c.meter.update(func(t *api.Traffic) { t.Queued-- })
		if err != nil {
			return err
		}
		wait.Try = try
		if err := c.pause(ctx, q, wait); err != nil {
			return err
		}
		served = wait.Until
	}
}

// approach takes a place and then a turn, in the order of asking. It keeps the
// place only where nothing bars the way.
func (c *Client) approach(ctx context.Context, q api.Query, try int, now func() time.Time) (api.Wait, bool, error) {
	if err := c.places.Acquire(ctx, 1); err != nil {
		return api.Wait{}, false, err
	}
	wait, barred := c.meter.barrier(q, now())
	var err error
	if !barred {
		if err = c.keepPace(ctx, q, try); err == nil {
			wait, barred = c.meter.admit(q, now())
		}
	}
	if barred || err != nil {
		c.places.Release(1)
	}
	return wait, barred, err
}

// leave gives back the place that enter took.
func (c *Client) leave() {
	c.places.Release(1)
	c.meter.update(func(t *api.Traffic) { t.InFlight-- })
}

// pause waits, visibly.
func (c *Client) pause(ctx context.Context, q api.Query, w api.Wait) error {
	c.meter.update(func(t *api.Traffic) { t.Waits[q] = w })
	defer c.meter.update(func(t *api.Traffic) { delete(t.Waits, q) })
	if err := c.config.Sleep(ctx, w.Until.Sub(c.config.Now())); err != nil {
		return err
	}
	return ctx.Err()
}

// log writes what became of a try: words of quarry's own, numbers, and nothing
// that the server wrote.
func (c *Client) log(ca call, try int, t attempt) {
	outcome := "ok"
	attrs := []any{
		"query", ca.query.String(), "method", ca.request.Method, "try", try,
		"calls", t.calls, "status", t.status, "bytes", len(t.body),
	}
	if t.failure != nil {
		outcome = t.failure.What()
		attrs = append(attrs, "code", t.failure.Code)
	}
	c.config.Log.Debug("request", append(attrs, slog.String("outcome", outcome))...)
}

// orCancelled is the failure of an earlier try, or that there was none.
func orCancelled(earlier *api.Error, q api.Query, err error) *api.Error {
	if earlier != nil {
		return earlier
	}
	return &api.Error{Class: api.Cancelled, Query: q, Err: err}
}
