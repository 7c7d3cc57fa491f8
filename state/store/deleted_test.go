package store

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"quarry/state/indicator"
	"quarry/state/investigation"
)

// judgedCase is a case with a comment and something on its desk, kept.
func judgedCase(t *testing.T, s *Store) *investigation.Notebook {
	t.Helper()
	b := trail("a.example.com")
	b.Do(b.SetComment("a note that may have to go", indicator.MustParse("a.example.com")), noon())
	kept(t, s, b.Snapshot())
	must(t, s.KeepDraft(t.Context(), b.Head().ID, investigation.Draft{About: []indicator.Indicator{indicator.MustParse("192.0.2.44")}, Text: "half a sen"}))
	must(t, s.KeepHere(t.Context(), b.Head().ID, b.Snapshot().Nodes[1].ID))
	return b
}

// lists checks which investigations are there, and which can be restored.
func lists(t *testing.T, s *Store, there, deleted int) {
	t.Helper()
	list, err := s.Cases(t.Context(), "acc")
	must(t, err)
	gone, err := s.Deleted(t.Context(), "acc")
	must(t, err)
	met, err := s.Met(t.Context(), "acc", "a.example.com", 9)
	must(t, err)
	if len(list) != there || len(met) != there || len(gone) != deleted {
		t.Errorf("%d listed, met in %d, %d deleted; want %d and %d", len(list), len(met), len(gone), there, deleted)
	}
}

// What was deleted is in no list, and comes back as it was.
func TestDeletedIsRestored(t *testing.T) {
	path := place(t)
	s, _ := opened(t, path)
	b := judgedCase(t, s)
	id := b.Head().ID
	desk, err := s.Desk(t.Context(), id)
	must(t, err)
	if found, err := s.RestoreInvestigation(t.Context(), id); found || err != nil {
		t.Error("restored what is there:", found, err)
	}
	for n, want := range []bool{true, false} {
		if found, err := s.DeleteInvestigation(t.Context(), id); found != want || err != nil {
			t.Error(n, found, err)
		}
	}
	lists(t, s, 0, 1)
	if _, found, err := s.Investigation(t.Context(), id); found || err != nil {
		t.Error(found, err)
	}
	if gone, err := s.Deleted(t.Context(), ""); err != nil || !gone[0].Deleted.Equal(noon()) || gone[0].Questions != 2 || gone[0].Judged != 1 {
		t.Errorf("%+v %v", gone, err)
	}
	again, _ := opened(t, path) // another run
	if found, err := again.RestoreInvestigation(t.Context(), id); !found || err != nil {
		t.Error(found, err)
	}
	lists(t, s, 1, 0)
	if got := loaded(t, s, id); !reflect.DeepEqual(got, b.Snapshot()) {
		t.Errorf("%+v", got)
	}
	if got, err := s.Desk(t.Context(), id); err != nil || !reflect.DeepEqual(got, desk) || len(got.Drafts) != 1 {
		t.Errorf("%+v %v", got, err)
	}
}

// A window that still works on what another has deleted begins it again.
func TestKeptAgainIsNotDeleted(t *testing.T) {
	s, _ := opened(t, place(t))
	b := judgedCase(t, s)
	for _, part := range []investigation.Investigation{b.Head(), b.Do(b.SetName("phish"), noon().Add(time.Hour))} {
		if _, err := s.DeleteInvestigation(t.Context(), b.Head().ID); err != nil {
			t.Fatal(err)
		}
		if begun, err := s.KeepInvestigation(t.Context(), part); !begun || err != nil {
			t.Error(begun, err)
		}
		lists(t, s, 1, 0)
	}
	if got := loaded(t, s, b.Head().ID); !reflect.DeepEqual(got, b.Snapshot()) {
		t.Errorf("%+v", got)
	}
	if begun, err := s.KeepInvestigation(t.Context(), b.Head()); begun || err != nil {
		t.Error("begun what is there:", begun, err)
	}
}

// Purged is for good, from the file too, whether it was deleted before or not; and so
// is what was deleted long ago.
func TestPurged(t *testing.T) {
	for name, purge := range map[string]func(*Store, investigation.ID) error{
		"at once": func(s *Store, id investigation.ID) error {
			_, err := s.PurgeInvestigation(t.Context(), id)
			return err
		},
		"deleted": func(s *Store, id investigation.ID) error {
			if _, err := s.DeleteInvestigation(t.Context(), id); err != nil {
				return err
			}
			_, err := s.PurgeInvestigation(t.Context(), id)
			return err
		},
		"after its time": func(s *Store, id investigation.ID) error {
			if _, err := s.DeleteInvestigation(t.Context(), id); err != nil {
				return err
			}
			for _, late := range []time.Duration{KeptDeleted, KeptDeleted + 1} {
				s.now = func() time.Time { return noon().Add(late) }
				if err := s.PurgeDeleted(t.Context()); err != nil {
					return err
				}
				if gone, err := s.Deleted(t.Context(), ""); err != nil || late == KeptDeleted && len(gone) != 1 {
					t.Error("purged too early:", gone, err)
				}
			}
			return nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			path := place(t)
			s, _ := opened(t, path)
			other := trail("a.example.com")
			kept(t, s, other.Snapshot())
			id := judgedCase(t, s).Head().ID
			must(t, purge(s, id))
			lists(t, s, 1, 0)
			if found, err := s.RestoreInvestigation(t.Context(), id); found || err != nil {
				t.Error("it can be restored:", found, err)
			}
			if found, err := s.PurgeInvestigation(t.Context(), id); found || err != nil {
				t.Error("it was there:", found, err)
			}
			must(t, s.Close())
			files, err := filepath.Glob(path + "*")
			must(t, err)
			for _, file := range files {
				text, err := os.ReadFile(file)
				must(t, err)
				if bytes.Contains(text, []byte("may have to go")) || bytes.Contains(text, []byte("half a sen")) {
					t.Errorf("%s still holds it", filepath.Base(file))
				}
			}
		})
	}
}
