package config

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"quarry/keymap"
)

// accountsTable is the table of the accounts that have limits of their own.
const accountsTable = "accounts"

func accountKey(id, key string) string { return accountsTable + "." + id + "." + key }

// ofAccount is a setting of callSettings for one account.
func ofAccount(id string, s setting) setting {
	as := func(c Config) Config {
		c.Calls = c.Accounts[id]
		return c
	}
	return setting{
		key: accountKey(id, s.key),
		set: func(c *Config, v any) (problem, bool) {
			one := as(*c)
			p, wrong := s.set(&one, v)
			if c.Accounts == nil {
				c.Accounts = map[string]Calls{}
			}
			c.Accounts[id] = one.Calls
			return p, wrong
		},
		check: func(c Config) (problem, bool) { return s.check(as(c)) },
	}
}

// takeAccount reads an entry below [accounts].
func (d *decoder) takeAccount(e entry, v any) {
	table := join(e.path[:2])
	if p, wrong := checkAccountTable(e.path[1]); wrong {
		d.skip[table] = true
		d.add(e.offset, accountsTable, p)
		return
	}
	id := strings.ToLower(e.path[1])
	if len(e.path) == 2 {
		if !e.header || e.list {
			d.skip[table] = true
			d.add(e.offset, accountsTable+"."+id, notTable(table, v))
		}
		return
	}
	name := join(e.path[2:])
	names := make([]string, 0, 3)
	for _, s := range callSettings() {
		if s.key == name {
			d.takeSetting(e, ofAccount(id, s), v)
			return
		}
		names = append(names, s.key)
	}
	d.skip[join(e.path)] = true
	d.add(e.offset, accountsTable, problem{
		"an account has no setting " + quoted(name),
		suggestion(name, names, "remove it; an account has "+strings.Join(names, ", ")),
	})
}

// checkAccountTable does not repeat the name either.
func checkAccountTable(id string) (problem, bool) {
	p, wrong := checkAccount(id)
	if id == "" {
		p.reason, wrong = "an account is 32 hex digits, this is empty", true
	}
	p.next = "write [" + accountsTable + ".ID] with the account ID from the overview page of the Cloudflare dashboard"
	return p, wrong
}

// inherit gives each account what its table does not set. The plan and the
// monthly calls go together: a limit for all must not win over the plan of one.
func (d *decoder) inherit() {
	for id, calls := range d.config.Accounts {
		if !d.placed(accountKey(id, keyPlan)) && !d.placed(accountKey(id, keyMonthly)) {
			calls.Plan, calls.Monthly = d.config.Calls.Plan, d.config.Calls.Monthly
		}
		if !d.placed(accountKey(id, keyKeep)) {
			calls.Keep = d.config.Calls.Keep
		}
		d.config.Accounts[id] = calls
	}
}

func (d *decoder) placed(key string) bool {
	_, ok := d.places[key]
	return ok
}

// checkCalls reports what is wrong with the calls of each account, but not
// again what it has from the top level: that has no place of its own.
func (c Config) checkCalls(r *report, places map[string]int) {
	c.reserve(r, places, "", c.Calls)
	for _, id := range slices.Sorted(maps.Keys(c.Accounts)) {
		if p, wrong := checkAccountTable(id); wrong {
			r.add(-1, accountsTable, p)
			continue
		}
		for _, s := range callSettings() {
			s = ofAccount(id, s)
			offset, placed := places[s.key]
			if !placed && places != nil {
				continue
			}
			if p, wrong := s.check(c); wrong {
				r.add(placeOr(offset, placed), s.key, p)
			}
		}
		c.reserve(r, places, accountsTable+"."+id+".", c.Accounts[id])
	}
}

// reserve reports a reserve that is no part of the limit, at the first of their
// keys that has a place.
func (c Config) reserve(r *report, places map[string]int, prefix string, calls Calls) {
	p, wrong := checkKeep(calls)
	if !wrong {
		return
	}
	offset, placed := -1, false
	for _, key := range []string{keyKeep, keyMonthly, keyPlan} {
		if offset, placed = places[prefix+key]; placed {
			break
		}
	}
	r.add(placeOr(offset, placed), prefix+keyKeep, p)
}

func placeOr(offset int, placed bool) int {
	if !placed {
		return -1
	}
	return offset
}

func notTable(table string, v any) problem {
	return problem{"it must be a table, not " + kind(v), "write [" + table + "] on a line, its settings below"}
}

// suggestion names the known word that was most likely meant, else says
// something else.
func suggestion(word string, known []string, otherwise string) string {
	if near, ok := keymap.Nearest(word, known); ok {
		return fmt.Sprintf("did you mean %q?", near)
	}
	if strings.Contains(strings.ToLower(word), "token") {
		return "remove it; the token is read from CLOUDFLARE_API_TOKEN only"
	}
	return otherwise
}
