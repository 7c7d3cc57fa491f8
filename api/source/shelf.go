package source

import (
	"sync"
	"time"

	"quarry/api"
)

// Memory is a shelf that lasts as long as the program.
type Memory struct {
	mu      sync.RWMutex
	answers map[api.Query]api.Answer
}

// NewMemory returns an empty shelf.
func NewMemory() *Memory { return &Memory{answers: map[api.Query]api.Answer{}} }

// Known implements [api.Shelf].
func (m *Memory) Known(q api.Query) (api.Answer, bool) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	a, ok := m.answers[q]
	a.Known = ok
	return a, ok
}

// Fetched implements [api.Shelf].
func (m *Memory) Fetched(q api.Query) (time.Time, bool) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	a, ok := m.answers[q]
	return a.FetchedAt, ok
}

// Keep implements [api.Shelf]. A request that changes something is no answer
// to keep.
func (m *Memory) Keep(a api.Answer) {
	if a.Query.Changes() {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.answers[a.Query] = a
}
