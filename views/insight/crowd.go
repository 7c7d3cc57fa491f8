package insight

import (
	"cmp"
	"hash/maphash"
	"slices"
	"time"

	"quarry/api"
	"quarry/api/cf"
	"quarry/state/indicator"
	"quarry/views"
)

// crowd is a page of the names that were seen on an address.
type crowd struct {
	rows    int
	count   cf.Maybe[int] // of all pages, as the server says
	domains int           // registered ones among the rows
	full    bool          // there may be further pages that the server does not count
	names   []uint64      // hashes of the rows, sorted
}

// hashOf is the hash by which a name is found in a list. Its seed is of this run, so
// that nobody can make two names of one hash.
func (r *Rules) hashOf(name string) uint64 { return maphash.String(r.seed, name) }

func (r *Rules) readCrowd(a api.Answer) (*crowd, bool) {
	p, err := cf.DecodePDNS(a)
	if err != nil || !p.Rows.Known() {
		return nil, false
	}
	c := &crowd{rows: p.Rows.Len(), count: p.Count}
	granted, paged := p.PerPage.Get()
	c.full = paged && granted > 0 && c.rows >= granted
	domains := map[uint64]bool{}
	c.names = make([]uint64, c.rows)
	for row := range c.rows {
		domain, _ := p.Rows.Domain(row)
		domains[r.hashOf(domain)] = true
		c.names[row] = r.hashOf(p.Rows.ID(row))
	}
	c.domains = len(domains)
	slices.Sort(c.names)
	return c, true
}

// crowded is how many names an address has in a window of days.
type crowded struct {
	n       int
	least   bool // there are more
	claimed bool // the server says so, and has not sent them all
	domains int  // registered ones, of those that came
	window  views.Window
	at      time.Time
}

// sharedFrom is how many registered domains an address has from which on it is taken
// for shared hosting: so many owners do not rent one machine together. Names are not
// counted: one owner may have a thousand.
const sharedFrom = 50

func (c crowded) shared(address indicator.Indicator) bool {
	_, resolver := address.Resolver()
	return c.domains >= sharedFrom && !resolver
}

// windows are the first pages of the passive DNS at hand of an address, those with
// the newest days first, of them the longest.
func (k *known) windows(address indicator.Indicator) []api.Query {
	var all []api.Query
	for _, q := range k.Shelf.Held(cf.EndpointPDNS, address) {
		if q.Page <= 1 {
			all = append(all, q)
		}
	}
	slices.SortFunc(all, func(a, b api.Query) int {
		return cmp.Or(cmp.Compare(b.To, a.To), cmp.Compare(a.From, b.From), cmp.Compare(a.PerPage, b.PerPage))
	})
	return all
}

// crowdOf is how many names an address has in the newest window that is known.
func (k *known) crowdOf(address indicator.Indicator) (crowded, bool) {
	for _, q := range k.windows(address) {
		c, at, ok := read(k, q, k.rules.readCrowd)
		if !ok || c.rows == 0 {
			continue
		}
		found := crowded{n: c.rows, domains: c.domains, window: views.WindowOf(q), at: at, least: c.full}
		if count, said := c.count.Get(); said {
			found.claimed = count > c.rows
			found.n, found.least = max(count, c.rows), false
		}
		return found, true
	}
	return crowded{}, false
}

// mostPages is how many pages of an address are looked through for a name.
const mostPages = 20

// seenOn reports whether a name stands in the passive DNS at hand of an address, in
// the newest answer that has it.
func (k *known) seenOn(name, address indicator.Indicator) (window views.Window, at time.Time, ok bool) {
	hash := k.rules.hashOf(name.String())
	pages := slices.Clone(k.Shelf.Held(cf.EndpointPDNS, address))
	slices.SortFunc(pages, func(a, b api.Query) int { return cmp.Or(cmp.Compare(b.To, a.To), cmp.Compare(a.Page, b.Page)) })
	for _, q := range pages[:min(len(pages), mostPages)] {
		c, came, read := read(k, q, k.rules.readCrowd)
		if !read {
			continue
		}
		if _, has := slices.BinarySearch(c.names, hash); has {
			return views.WindowOf(q), came, true
		}
	}
	return views.Window{}, time.Time{}, false
}

// days is the window that the names were seen in, as the end of a sentence.
func (c crowded) days() string { return within(c.window, c.at) }

// within is a window of days as the end of a sentence.
func within(w views.Window, at time.Time) string {
	switch {
	case w.IsZero():
		return ""
	case w.To >= api.DayOf(at):
		return " in " + views.Number(int(w.To-w.From)) + " d"
	}
	return " in " + w.String()
}
