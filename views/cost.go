package views

import (
	"fmt"
	"time"

	"quarry/api"
)

// Cost is the price of opening a view, in calls.
type Cost struct {
	// Calls is how many will be sent; where More is set, it is the least, and
	// the view asks again before it sends the rest.
	Calls int
	More  bool
	// Known counts the questions whose answers are at hand.
	Known int
	// Of is what Known is a part of where that is not Known and Calls
	// together: several names share a call.
	Of int
	// Oldest is when the oldest known answer was fetched.
	Oldest time.Time
}

// CostOf adds up the price of questions.
func CostOf(shelf api.Shelf, queries ...api.Query) Cost {
	var c Cost
	for _, q := range queries {
		p := api.PriceOf(shelf, q)
		c.Calls += p.Calls
		if p.Calls == 0 {
			c.Known++
			if c.Oldest.IsZero() || p.FetchedAt.Before(c.Oldest) {
				c.Oldest = p.FetchedAt
			}
		}
	}
	return c
}

// Plus adds another cost.
func (c Cost) Plus(d Cost) Cost {
	if c.Of > 0 || d.Of > 0 {
		c.Of = c.of() + d.of()
	}
	c.Calls += d.Calls
	c.Known += d.Known
	c.More = c.More || d.More
	if c.Oldest.IsZero() || (!d.Oldest.IsZero() && d.Oldest.Before(c.Oldest)) {
		c.Oldest = d.Oldest
	}
	return c
}

func (c Cost) of() int {
	if c.Of > 0 {
		return c.Of
	}
	return c.Known + c.Calls
}

// String is the price as it stands beside a key: "1 call", "known, 3 d old",
// "2 of 3 known: 1 call", "1 call or more".
func (c Cost) String(now time.Time) string {
	switch {
	case c.More:
		return fmt.Sprintf("%s or more", Calls(c.Calls))
	case c.Calls == 0 && c.Known > 0:
		return "known, " + Age(now, c.Oldest)
	case c.Calls == 0:
		return "free"
	case c.Known > 0:
		return fmt.Sprintf("%d of %d known: %s", c.Known, c.of(), Calls(c.Calls))
	}
	return Calls(c.Calls)
}

// Calls is a number of calls in words.
func Calls(n int) string { return Count(n, "call") }
