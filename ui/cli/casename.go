package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"quarry/state/investigation"
	"quarry/state/store"
	"quarry/views/safe"
)

// withStore opens the store for a command that asks nothing of Cloudflare, and
// closes it again.
func (a *app) withStore(ctx context.Context, o *options, do func(settings, *storage, *store.Store) error) error {
	s, err := a.prepare(o)
	if err != nil {
		return err
	}
	st := a.storage()
	defer func() {
		if err := st.close(closeTime); err != nil {
			a.log.Warn("store", "error", err.Error())
		}
	}()
	db := st.disk.Store(ctx)
	if db == nil {
		return firstOf(interruption(ctx), st.lost(), errors.New("the store could not be opened"))
	}
	a.sayWarnings(st)
	return firstOf(do(s, st, db), interruption(ctx))
}

// shortestID is how many digits of an ID name a case: fewer are meant as a name.
const shortestID = 6

// findCase finds the case that is meant: by its name, by its ID or the beginning
// of that. Where none or several are meant, it says so.
func (a *app) findCase(ctx context.Context, db *store.Store, text string) (investigation.Investigation, error) {
	all, err := db.Cases(ctx, "")
	if err != nil {
		return investigation.Investigation{}, firstOf(interruption(ctx), err)
	}
	matches := []func(investigation.Summary) bool{
		func(c investigation.Summary) bool { return c.ID.String() == text },
		func(c investigation.Summary) bool { return c.Name == text },
		func(c investigation.Summary) bool { return strings.EqualFold(c.Name, text) },
		func(c investigation.Summary) bool {
			return len(text) >= shortestID && strings.HasPrefix(c.ID.String(), strings.ToLower(text))
		},
	}
	for _, match := range matches {
		var found []investigation.Summary
		for _, c := range all {
			if match(c) {
				found = append(found, c)
			}
		}
		switch {
		case len(found) > 1:
			return investigation.Investigation{}, severalCases(text, found)
		case len(found) == 1:
			i, ok, err := db.Investigation(ctx, found[0].ID)
			if err != nil || ok {
				return i, firstOf(interruption(ctx), err)
			}
		}
	}
	a.say(noCase(text, all))
	return investigation.Investigation{}, silent{exitNotFound}
}

// mostListed is how many cases an error lists.
const mostListed = 5

func severalCases(text string, found []investigation.Summary) error {
	return usage(fmt.Sprintf("%d cases are called %q; name one by its ID: %s", len(found), safe.PrintMax(text, 60), listed(found)))
}

func noCase(text string, all []investigation.Summary) string {
	if len(all) == 0 {
		return fmt.Sprintf("there is no case %q, and no other one is kept yet", safe.PrintMax(text, 60))
	}
	return fmt.Sprintf("there is no case %q; there are: %s", safe.PrintMax(text, 60), listed(all))
}

func listed(cases []investigation.Summary) string {
	var names []string
	for _, c := range cases[:min(len(cases), mostListed)] {
		names = append(names, caseName(c.Investigation)+" ("+c.ID.String()[:8]+")")
	}
	if len(cases) > mostListed {
		names = append(names, fmt.Sprintf("%d more", len(cases)-mostListed))
	}
	return strings.Join(names, ", ")
}

// caseName names a case to a person.
func caseName(i investigation.Investigation) string {
	if i.Name == "" {
		return "unnamed, begun " + i.Created.UTC().Format("2006-01-02")
	}
	return safe.PrintMax(i.Name, 60)
}
