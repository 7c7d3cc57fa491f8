package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"quarry/state/investigation"
	"quarry/state/store"
	"quarry/views"
	"quarry/views/safe"
)

// withStore opens the store for a command that asks nothing of Cloudflare, and
// closes it again.
func (a *app) withStore(ctx context.Context, o *options, do func(settings, *storage, *store.Store) error) error {
	s, err := a.prepare(o)
	if err != nil {
		return err
	}
	return a.opened(ctx, func(st *storage, db *store.Store) error { return do(s, st, db) })
}

// opened opens the store, and closes it again.
func (a *app) opened(ctx context.Context, do func(*storage, *store.Store) error) error {
	st := a.storage(ctx)
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
	return firstOf(do(st, db), interruption(ctx))
}

// caseOf reads the case that is meant; see [findCase].
func (a *app) caseOf(ctx context.Context, db *store.Store, account, which string) (investigation.Investigation, error) {
	c, err := caseAmong(ctx, account, which, db.Cases)
	if err != nil {
		return investigation.Investigation{}, err
	}
	inv, found, err := db.Investigation(ctx, c.ID)
	switch {
	case err != nil:
		return inv, firstOf(interruption(ctx), err)
	case !found:
		return inv, noCase(which)
	}
	return inv, nil
}

// caseAmong finds the case that is meant among those of some lists; see [findCase].
func caseAmong(ctx context.Context, account, which string, lists ...func(ctx context.Context, account string) ([]investigation.Summary, error)) (investigation.Summary, error) {
	var all []investigation.Summary
	for _, list := range lists {
		some, err := list(ctx, account)
		if err != nil {
			return investigation.Summary{}, firstOf(interruption(ctx), err)
		}
		all = append(all, some...)
	}
	return findCase(all, which)
}

// findCase finds the case that is meant: by its name, by what lists call it, or by
// the beginning of its ID. Where several are meant, it says so.
func findCase(list []investigation.Summary, which string) (investigation.Summary, error) {
	const shortest = 6 // of an ID that is meant
	same := func(name string) bool { return strings.EqualFold(strings.TrimSpace(which), name) }
	for _, means := range []func(investigation.Summary) bool{
		func(c investigation.Summary) bool { return c.Name != "" && c.Name == which },
		func(c investigation.Summary) bool { return c.Name != "" && same(c.Name) },
		func(c investigation.Summary) bool { return same(views.CaseName(c)) },
		func(c investigation.Summary) bool { return c.Name == "" && !c.First.IsZero() && same(c.First.String()) },
		func(c investigation.Summary) bool {
			return len(which) >= shortest && strings.HasPrefix(c.ID.String(), strings.ToLower(which))
		},
	} {
		var found []investigation.Summary
		for _, c := range list {
			if means(c) {
				found = append(found, c)
			}
		}
		switch {
		case len(found) == 1:
			return found[0], nil
		case len(found) > 1:
			return investigation.Summary{}, severalCases(which, found)
		}
	}
	if len(list) == 0 {
		return investigation.Summary{}, &notThere{fmt.Sprintf("there is no case %q, and no other one is kept yet", printed(which))}
	}
	return investigation.Summary{}, noCase(which)
}

// shortID is how many digits of an ID are shown where it names a case.
const shortID = 8

// mostListed is how many cases an error lists.
const mostListed = 5

// apart tells a case from others of its name.
func apart(c investigation.Summary) string {
	text := views.Count(c.Questions, "question")
	if last := lastOf(c); last != "" {
		text += ", last " + last
	}
	return text
}

func severalCases(which string, found []investigation.Summary) error {
	var names []string
	for _, c := range found[:min(len(found), mostListed)] {
		names = append(names, c.ID.String()[:shortID]+" ("+apart(c)+")")
	}
	if len(found) > mostListed {
		names = append(names, fmt.Sprintf("%d more", len(found)-mostListed))
	}
	return usage(fmt.Sprintf("%d cases are called %q; name one by the beginning of its ID: %s",
		len(found), printed(which), strings.Join(names, ", ")))
}

func noCase(which string) error {
	return &notThere{fmt.Sprintf("there is no case %q; quarry cases lists those there are", printed(which))}
}

// printed is a word of the command line as an error repeats it.
func printed(word string) string { return safe.PrintMax(word, 60) }

// notThere is an error about something that was named and is not there.
type notThere struct{ text string }

func (e *notThere) Error() string { return e.text }
