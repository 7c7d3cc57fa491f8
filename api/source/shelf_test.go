package source

import (
	"testing"

	"quarry/api"
)

// What is on the disk need not stay in memory; what is nowhere else does.
func TestMemoryLendsNoMoreThanItMay(t *testing.T) {
	m := NewMemory()
	answer := func(n int) api.Answer {
		return api.Answer{Query: api.Query{Endpoint: "pdns", Page: n}, Body: make([]byte, 1<<20)}
	}
	m.Keep(answer(0))
	for n := 1; n <= 40; n++ {
		m.Lend(answer(n))
	}
	m.Lend(answer(40)) // twice the same
	held := 0
	for n := 1; n <= 40; n++ {
		if _, ok := m.Known(answer(n).Query); ok {
			held += 1 << 20
		}
	}
	if held > lentBytes || held < lentBytes/2 {
		t.Errorf("%d MiB are held of what is elsewhere, %d at most", held>>20, lentBytes>>20)
	}
	for _, n := range []int{0, 40} {
		if _, ok := m.Fetched(answer(n).Query); !ok {
			t.Errorf("answer %d is gone", n)
		}
	}
	if a, ok := m.Known(answer(0).Query); !ok || len(a.Body) != 1<<20 {
		t.Error("the answer that is nowhere else is gone")
	}
}
