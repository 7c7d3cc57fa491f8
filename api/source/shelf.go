package source

import (
	"container/list"
	"slices"
	"sync"
	"time"

	"quarry/api"
)

// lentBytes is how much of what is on the disk too is kept in memory: the bodies
// that an analyst goes back and forth between, not those of a long list.
const lentBytes = 8 << 20

// Memory is a shelf that lasts as long as the program.
type Memory struct {
	mu      sync.RWMutex
	answers map[api.Query]*shelved
	held    map[matter][]api.Query // replaced, not changed
	lent    *list.List             // of *shelved, the one that came last at the front
	bytes   int                    // of the bodies of lent
}

// shelved is an answer on the shelf.
type shelved struct {
	answer api.Answer
	at     *list.Element // in lent; nil for what is nowhere else
}

// NewMemory returns an empty shelf.
func NewMemory() *Memory {
	return &Memory{answers: map[api.Query]*shelved{}, held: map[matter][]api.Query{}, lent: list.New()}
}

// Known implements [api.Shelf].
func (m *Memory) Known(q api.Query) (api.Answer, bool) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	s, ok := m.answers[q]
	if !ok {
		return api.Answer{}, false
	}
	a := s.answer
	a.Known = true
	return a, true
}

// Fetched implements [api.Shelf].
func (m *Memory) Fetched(q api.Query) (time.Time, bool) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	if s, ok := m.answers[q]; ok {
		return s.answer.FetchedAt, true
	}
	return time.Time{}, false
}

// Keep implements [api.Shelf]. A request that changes something is no answer
// to keep.
func (m *Memory) Keep(a api.Answer) {
	if a.Query.Changes() {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.put(&shelved{answer: a})
}

// Lend keeps an answer that is safe elsewhere: it goes when there are too many.
func (m *Memory) Lend(a api.Answer) {
	if a.Query.Changes() {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if newer, ok := m.answers[a.Query]; ok && newer.answer.FetchedAt.After(a.FetchedAt) {
		return
	}
	s := &shelved{answer: a}
	m.put(s)
	s.at = m.lent.PushFront(s)
	m.bytes += len(a.Body)
	for m.bytes > lentBytes && m.lent.Len() > 1 {
		m.drop(m.lent.Back().Value.(*shelved).answer.Query)
	}
}

// put puts an answer in the place of an older one.
func (m *Memory) put(s *shelved) {
	q := s.answer.Query
	m.drop(q)
	m.answers[q] = s
	for _, about := range matters(q) {
		m.held[about] = append(slices.Clone(m.held[about]), q)
	}
}

func (m *Memory) drop(q api.Query) {
	s, ok := m.answers[q]
	if !ok {
		return
	}
	delete(m.answers, q)
	for _, about := range matters(q) {
		m.held[about] = slices.DeleteFunc(slices.Clone(m.held[about]), func(o api.Query) bool { return o == q })
		if len(m.held[about]) == 0 {
			delete(m.held, about)
		}
	}
	if s.at != nil {
		m.lent.Remove(s.at)
		m.bytes -= len(s.answer.Body)
	}
}
