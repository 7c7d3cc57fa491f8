package client

import (
	"maps"
	"sync"
	"time"

	"quarry/api"
)

// meter keeps the traffic and tells when it changes.
type meter struct {
	mu      sync.Mutex
	traffic api.Traffic
	changed chan struct{}
	// hold is the pause that a rate limit imposes on every request, since it
	// counts them all together.
	hold api.Wait
	// room is how many requests the server's window still takes until reset,
	// as the Ratelimit header said last.
	room  int
	reset time.Time
	// shrinks is until when RateLeft can only become less.
	shrinks time.Time
}

func newMeter() meter {
	return meter{
		traffic: api.Traffic{RateLeft: -1, Waits: map[api.Query]api.Wait{}},
		changed: make(chan struct{}),
	}
}

// update changes the traffic under the lock and wakes whoever waits for it.
func (m *meter) update(change func(*api.Traffic)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.updateLocked(change)
}

func (m *meter) updateLocked(change func(*api.Traffic)) {
	change(&m.traffic)
	close(m.changed)
	m.changed = make(chan struct{})
}

func (m *meter) read() api.Traffic {
	m.mu.Lock()
	defer m.mu.Unlock()
	t := m.traffic
	t.Waits = maps.Clone(t.Waits)
	return t
}

func (m *meter) next() <-chan struct{} {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.changed
}

// holdAll lets no request be sent before until.
func (m *meter) holdAll(until time.Time, cause *api.Error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if until.After(m.hold.Until) {
		m.hold = api.Wait{Until: until, Cause: cause}
	}
}

// heard takes note of what a Ratelimit header said. Requests in the air that
// the server has not counted yet take up room too.
func (m *meter) heard(w window, now time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.reset = time.Time{}
	if w.resets {
		m.room = w.left - (m.traffic.InFlight - 1) // without the one that was answered
		m.reset = now.Add(min(w.in+resetSlack, longestWindow))
	}
	// Answers come in another order than they were counted in; within a window
	// what is left only shrinks.
	left := w.left
	if now.Before(m.shrinks) && m.traffic.RateLeft >= 0 {
		left = min(left, m.traffic.RateLeft)
	} else {
		m.shrinks = now.Add(w.in)
	}
	m.updateLocked(func(t *api.Traffic) { t.RateLeft = left })
}

// barrier is what keeps a question from being sent at a time; no wait where
// nothing does.
func (m *meter) barrier(q api.Query, at time.Time) (api.Wait, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.barrierLocked(q, at)
}

func (m *meter) barrierLocked(q api.Query, at time.Time) (api.Wait, bool) {
	full := m.room <= 0 && m.reset.After(at)
	switch {
	case m.hold.Until.After(at) && (!full || !m.reset.After(m.hold.Until)):
		return m.hold, true
	case full:
		return api.Wait{Until: m.reset, Cause: paced(q)}, true
	}
	return api.Wait{}, false
}

// admit turns a queued request into one under way, unless something has come
// in between that keeps it from being sent.
func (m *meter) admit(q api.Query, at time.Time) (api.Wait, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if w, barred := m.barrierLocked(q, at); barred {
		return w, true
	}
	m.room--
	m.updateLocked(func(t *api.Traffic) {
		t.Queued--
		t.InFlight++
	})
	return api.Wait{}, false
}
