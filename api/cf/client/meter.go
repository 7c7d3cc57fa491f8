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

func (m *meter) held() api.Wait {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.hold
}
