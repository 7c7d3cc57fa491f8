package asn

import (
	"fmt"
	"time"

	"quarry/api"
	"quarry/keymap"
	"quarry/views"
	"quarry/views/safe"
	"quarry/views/style"
)

// confirm asks before more than one call is spent, with the steps and their
// prices.
func (c *chain) confirm(rest views.Cost) views.Confirm {
	const most = 8
	var steps []string
	addresses := c.way.addresses()
	for n, i := range addresses {
		price := views.CostOf(c.env.Shelf, askAddress(i)).String(c.env.Now())
		if c.fresh == api.Fresh {
			price = views.Calls(1)
		}
		if n == most && len(addresses) > most+1 {
			steps = append(steps, fmt.Sprintf("and %s more addresses", views.Number(len(addresses)-most)))
			break
		}
		steps = append(steps, safe.Show(i)+": "+price)
	}
	steps = append(steps, "the network, if it is one: 1 call unless it is known")
	return views.Confirm{
		Question: fmt.Sprintf("Network of %s: ask about each of its %s", safe.Show(c.subject), many(len(addresses))),
		Details:  steps,
		Calls:    rest.Calls,
		Then:     goOn{},
	}
}

func many(addresses int) string {
	if addresses == 1 {
		return "1 address"
	}
	return views.Number(addresses) + " addresses"
}

// banner says why the way ends here, or what is missing of it.
func (c *chain) banner(env views.Env, w way) []views.Notice {
	var all []views.Notice
	if c.stopped() {
		all = append(all, views.Notice{
			Tone: style.Accent, Mark: style.Dot,
			What: fmt.Sprintf("stopped here, %s goes on: %s", env.Keys.Key(keymap.Open), views.Calls(c.rest().Calls)),
		})
	}
	if n := w.in(failed); n > 0 {
		what := fmt.Sprintf("partial: no answer for %d of %s", n, many(len(w.addresses())))
		if n == len(w.addresses()) {
			what = "no answer for any of " + many(n)
		}
		all = append(all, views.Notice{Tone: style.Warn, Mark: style.Warning, What: what, Lines: []string{c.retry(env, w.worst())}})
	}
	if w.why != nil && w.asked == failed {
		all = append(all, views.Notice{
			Tone: style.Warn, Mark: style.Warning,
			What: "the network's own record did not come: " + w.why.What(), Lines: []string{c.retry(env, w.why)},
		})
	}
	return all
}

// worst is the failure of the way that tells most: one that every question
// would meet, else the first.
func (w way) worst() *api.Error {
	var first *api.Error
	for _, h := range w.hops {
		if h.phase == failed && (first == nil || hopeless(h.why.Class)) {
			first = h.why
		}
	}
	return first
}

// retry says what to do about a failure.
func (c *chain) retry(env views.Env, e *api.Error) string {
	if hopeless(e.Class) {
		return views.Next(env, e)
	}
	return views.Asks(env, "asks again, ", len(c.Refresh()))
}

// age is the right end of the head: which step is under way, else how old the
// oldest answer is and what they all cost.
func (c *chain) age(env views.Env, w way, _ api.Answer, tick views.Tick) views.Stamp {
	if c.pointless() {
		return views.Stamp{Text: "nothing asked", Tone: style.Muted}
	}
	if !c.Waiting() {
		return views.Provenance(env, origin(c.Answers()))
	}
	since := c.network.Since()
	step := "asking for the network"
	if n := w.in(asking); n > 0 {
		step = fmt.Sprintf("asked %d of %d", w.in(answered)+w.in(failed), len(w.addresses()))
		for _, h := range w.hops {
			if h.phase == asking && (since.IsZero() || c.hops[h.name.Indicator].Since().Before(since)) {
				since = c.hops[h.name.Indicator].Since()
			}
		}
	}
	for q, wait := range tick.Traffic.Waits {
		if q == c.network.Query() || c.hops[q.Indicator] != nil && c.hops[q.Indicator].Query() == q {
			left := views.Span(max(0, wait.Until.Sub(tick.Now).Round(time.Second)))
			return views.Stamp{Text: fmt.Sprintf("%s, try %d in %s", wait.Cause.What(), wait.Try, left), Tone: style.Warn}
		}
	}
	return views.Stamp{Text: step + ", " + views.Span(max(0, tick.Now.Sub(since))), Tone: style.Accent}
}

// origin stands for several answers: as old as the oldest, as dear as all.
func origin(list []api.Answer) api.Answer {
	o := api.Answer{Known: true}
	for n, a := range list {
		if n == 0 {
			o.Origin = a.Origin
		}
		o.Origin = o.Origin.And(a.Origin)
		if o.FetchedAt.IsZero() || a.FetchedAt.Before(o.FetchedAt) {
			o.FetchedAt = a.FetchedAt
		}
		if !a.Known {
			o.Known, o.Calls = false, o.Calls+a.Calls
		}
	}
	return o
}
