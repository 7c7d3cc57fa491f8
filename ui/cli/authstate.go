package cli

import (
	"context"
	"errors"
	"fmt"

	"quarry/state/store"
	"quarry/views"
	"quarry/views/safe"
)

// month tells the plan, and what the ledger has counted of it.
func (c *checkup) month(ctx context.Context) {
	if c.session.account == "" {
		return
	}
	c.session.store.disk.Store(ctx)
	q := c.session.ledger.Quota()
	plan := "not known: set plan or monthly-calls in the config file"
	if q.Limit > 0 {
		plan = views.Calls(q.Limit) + " a month"
		if q.Keep > 0 {
			plan += ", of which " + views.Number(q.Keep) + " are kept back"
		}
	}
	c.found("Plan", plan)
	used := views.Calls(q.Used) + " used this month as far as is counted"
	if !q.Kept {
		used = "not counted: nothing is kept"
	}
	if left, known := q.Left(); known {
		used += ", " + views.Number(left) + " left"
	}
	if q.SpentOut {
		used += "; Cloudflare has said that they are spent"
	}
	c.found("Quota", used+", until "+stamp(q.Ends)+" (quarry quota tells more)")
}

// keeping tells where answers are kept, and whether that works.
func (c *checkup) keeping(ctx context.Context) {
	st := c.session.store
	db := st.disk.Store(ctx)
	for _, line := range st.unread() {
		c.found("Store", line)
	}
	if db == nil {
		return
	}
	if st.remove != nil {
		c.found("Store", "the demo's own, which goes when it ends")
		return
	}
	health, err := db.Health(ctx)
	if err != nil {
		var known *store.Error
		if !errors.As(err, &known) {
			return // the run was ended
		}
		c.found("Store", "cannot be read: "+known.Error())
		return
	}
	c.found("Store", safe.Print(health.Path))
	c.found("Store", fmt.Sprintf("%s KiB, %s to %s, schema %d, journal %s", views.Number(int(health.Bytes/1024)),
		views.Count(health.Answers, "answer"), views.Count(health.Questions, "question"), health.Schema, health.Journal))
	integrity := "whole"
	if health.Integrity != "ok" {
		integrity = "damaged: " + safe.Print(health.Integrity) + "; the next start moves it aside and begins a new one"
	}
	c.found("Store", integrity)
}
