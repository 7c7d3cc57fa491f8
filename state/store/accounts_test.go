package store

import (
	"path/filepath"
	"slices"
	"testing"
)

func TestAccounts(t *testing.T) {
	s, _, err := Open(t.Context(), filepath.Join(t.TempDir(), "quarry.db"), Options{})
	must(t, err)
	defer func() { must(t, s.Close()) }()
	if got, err := s.Accounts(t.Context()); err != nil || len(got) > 0 {
		t.Errorf("a new store has %v, %v", got, err)
	}
	a := answer("q", "x")
	a.Account = "b"
	must(t, s.Keep(t.Context(), a))
	must(t, s.Keep(t.Context(), a))
	must(t, s.Correct(t.Context(), "a", 7, "someone"))
	if got, err := s.Accounts(t.Context()); err != nil || !slices.Equal(got, []string{"a", "b"}) {
		t.Errorf("%v, %v", got, err)
	}
}
