package insight

import (
	"slices"
	"time"

	"quarry/api"
	"quarry/api/cf"
	"quarry/state/indicator"
	"quarry/views"
	"quarry/views/record"
)

// lately is how far back a change of categories is told.
const lately = 30 * day

// change is a moment at which the categories of a name became other ones.
type change struct {
	at time.Time
	// begins is true for the first categories that the name had.
	begins     bool
	came, went []string // security categories
}

// changes are the changes of a name's categories, the newest first.
type changes struct {
	list    []change
	now     []string // the security categories of the newest period
	partial bool     // some periods could not be read
}

// readChanges compares each period with the one before it. New Domains and Newly
// Seen Domains go away by themselves and are no opinion of anybody's, so that they
// do not count; neither do groups, which come with the categories in them.
func readChanges(a api.Answer) (changes, bool) {
	h, err := cf.DecodeHistory(a)
	if err != nil || len(h.Periods) == 0 {
		return changes{}, false
	}
	c := changes{partial: len(h.Problems) > 0}
	var before periodSets
	periods := slices.Clone(h.Periods)
	slices.Reverse(periods)
	for _, p := range periods {
		sets := setsOf(p.Categories)
		if len(sets.all) == 0 { // nothing but the age of the name
			continue
		}
		at, dated := p.Start.Get()
		one := change{at: at, begins: before.all == nil}
		one.came, one.went = without(sets.security, before.security), without(before.security, sets.security)
		if !slices.Equal(sets.all, before.all) && dated {
			c.list = append(c.list, one)
		}
		c.partial = c.partial || !dated
		before, c.now = sets, sets.security
	}
	slices.Reverse(c.list)
	return c, true
}

// periodSets are the categories of a period, sorted.
type periodSets struct{ all, security []string }

func setsOf(list []cf.CategoryRef) periodSets {
	var s periodSets
	for _, c := range record.Ungrouped(list) {
		if id, ok := c.ID.Get(); ok && cf.TimeBased(id) {
			continue
		}
		name := categoryName(c)
		s.all = append(s.all, name)
		if c.Security() {
			s.security = append(s.security, name)
		}
	}
	slices.Sort(s.all)
	slices.Sort(s.security)
	s.all = slices.Compact(s.all)
	s.security = slices.Compact(s.security)
	return s
}

// without is what is in a list and not in another.
func without(list, other []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(s string) bool { return slices.Contains(other, s) })
}

func (k *known) changesOf(i indicator.Indicator) (changes, time.Time, bool) {
	return read(k, api.Query{Endpoint: cf.EndpointHistory, Indicator: i}, readChanges)
}

// recent reports whether a moment lies within the last days, and not in the future.
func (k *known) recent(at time.Time) bool {
	age := k.Now.Sub(at)
	return age >= 0 && age < lately
}

// recategorized: how often the categories changed within the last days. The first
// that a name had are no change.
func recategorized(k *known, i indicator.Indicator) []finding {
	c, at, ok := k.changesOf(i)
	var n int
	var last time.Time
	for _, one := range c.list {
		if !one.begins && k.recent(one.at) {
			if n++; n == 1 {
				last = one.at
			}
		}
	}
	if !ok || n == 0 {
		return nil
	}
	text := "category changed " + atLeast(c.partial, times(n)) + " in 30 days, last " + views.Ago(k.Now, last)
	if n == 1 {
		text = "category changed " + views.Ago(k.Now, last)
	}
	return []finding{neutral(weightChanged, text).from(k.of(cf.EndpointHistory, i), at).by(cf.EndpointHistory)}
}

// risky: a security category that came within the last days and is still there, or
// that went.
func risky(k *known, i indicator.Indicator) []finding {
	c, at, ok := k.changesOf(i)
	if !ok {
		return nil
	}
	var found []finding
	came, went := false, false
	for _, one := range c.list {
		if !k.recent(one.at) {
			break
		}
		still := slices.DeleteFunc(slices.Clone(one.came), func(s string) bool { return !slices.Contains(c.now, s) })
		if gone := without(one.went, c.now); len(gone) > 0 && !went {
			went = true
			found = append(found, neutral(weightRiskGone, "not "+list(gone)+" any more, since "+since(k.Now, one.at)))
		}
		if len(still) > 0 && !came {
			came = true
			found = append(found, bad(weightRisk, list(still)+" since "+since(k.Now, one.at)))
		}
	}
	for n, f := range found {
		found[n] = f.from(k.of(cf.EndpointHistory, i), at).by(cf.EndpointHistory)
	}
	return found
}

// since says from when on: the day, and how long ago that was.
func since(now, at time.Time) string {
	return at.UTC().Format(time.DateOnly) + ", " + views.Ago(now, at)
}
