package source

import (
	"maps"
	"time"

	"quarry/api"
	"quarry/state/indicator"
	"quarry/state/store"
)

// matter is an endpoint and an indicator that it is asked about.
type matter struct {
	endpoint  api.Endpoint
	indicator indicator.Indicator
}

// matters are what a question is about: one, or each of several.
func matters(q api.Query) []matter {
	if q.Names.IsZero() {
		return []matter{{q.Endpoint, q.Indicator}}
	}
	var all []matter
	for _, name := range q.Names.All() {
		all = append(all, matter{q.Endpoint, name})
	}
	return all
}

// holdings are the questions about a matter that the disk has answers to.
type holdings struct {
	queries []api.Query
	checked time.Time
}

// Held implements [api.Shelf].
func (m *Memory) Held(e api.Endpoint, i indicator.Indicator) []api.Query {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return m.held[matter{e, i}]
}

// Held implements [api.Shelf]. The disk is asked again when something was kept,
// and every few seconds, since another quarry may have.
func (k *Kept) Held(e api.Endpoint, i indicator.Indicator) []api.Query {
	about := matter{e, i}
	k.mu.Lock()
	h, asked := k.held[about]
	k.mu.Unlock()
	if asked && k.now().Sub(h.checked) <= fresh {
		return h.queries
	}
	disk, turn := k.disk.now(), k.turnNow()
	if disk == nil {
		return k.memory.Held(e, i)
	}
	ctx, cancel := k.disk.look()
	defer cancel()
	found, err := disk.About(ctx, k.account, string(e), i.String())
	var among []store.Asked
	if err == nil {
		among, err = disk.Among(ctx, k.account, string(e), i.String(), mostAmong)
	}
	if err != nil {
		k.disk.unread(ctx, err)
		return k.memory.Held(e, i)
	}
	h = holdings{checked: k.now()}
	stamps := map[api.Query]stamp{}
	for _, a := range append(found, among...) {
		q, ok := api.ParseKey(a.Question)
		// Among the answers that name it are those of which it is no subject,
		// but the parent of one.
		if ok && (q.Indicator == i || q.Names.Has(i)) {
			h.queries = append(h.queries, q)
			// Its age is known now, which spares asking for it.
			stamps[q] = stamp{at: a.FetchedAt, status: a.Status, checked: h.checked}
		}
	}
	k.note(turn, func() {
		k.held[about] = h
		maps.Copy(k.stamps, stamps)
	})
	return h.queries
}

// mostAmong is how many of the answers that name an indicator are looked at for
// questions that asked about it among others: the newest.
const mostAmong = 20
