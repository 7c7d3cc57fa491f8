package cli

import (
	"testing"
	"time"

	"quarry/api/source"
)

// That the store has opened is news, once.
func TestOpeningTheStoreIsNews(t *testing.T) {
	st := &storage{ready: make(chan struct{})}
	s := &session{run: t.Context(), store: st, meter: source.Meter{Client: source.Offline{}}}
	news := s.changed()
	select {
	case <-news:
		t.Fatal("there is no news yet")
	default:
	}
	close(st.ready)
	select {
	case <-news:
	case <-time.After(10 * time.Second):
		t.Fatal("no news of the store")
	}
	select {
	case <-s.changed():
		t.Error("the same news again")
	default:
	}
}
