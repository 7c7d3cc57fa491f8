package source

import (
	"context"
	"time"

	"quarry/api"
	"quarry/state/indicator"
)

// statusOK is the HTTP status of the answers that the store lists as held.
const statusOK = 200

// matter is an endpoint and an indicator that it is asked about.
type matter struct {
	endpoint  api.Endpoint
	indicator indicator.Indicator
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
	var held []api.Query
	for q := range m.answers {
		if q.Endpoint == e && q.Indicator == i {
			held = append(held, q)
		}
	}
	return held
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
	disk := k.disk.now()
	if disk == nil {
		return k.memory.Held(e, i)
	}
	ctx, cancel := context.WithTimeout(context.Background(), readTime)
	defer cancel()
	found, err := disk.About(ctx, k.account, string(e), i.String())
	if err != nil {
		k.disk.lose(err)
		return k.memory.Held(e, i)
	}
	h = holdings{checked: k.now()}
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, a := range found {
		if q, ok := api.ParseKey(a.Question); ok {
			h.queries = append(h.queries, q)
			// Its age is known now, which spares asking for it.
			k.stamps[q] = stamp{at: a.FetchedAt, status: statusOK, checked: h.checked}
		}
	}
	k.held[about] = h
	return h.queries
}
