package store

import "testing"

// SQLite's own file system layer with lock files knows no shared memory, like a
// file system that cannot map files.
const withoutMaps = "unix-dotfile"

func TestFileSystemWithoutMaps(t *testing.T) {
	path := place(t)
	for range 2 {
		s, r, err := open(t.Context(), path, Options{Now: noon}, schema(), withoutMaps)
		must(t, err)
		if r.Journal != "delete" {
			t.Errorf("journal %q", r.Journal)
		}
		must(t, s.Keep(t.Context(), answer("q", "x")))
		if _, ok, err := s.Latest(t.Context(), "acc", "q"); !ok || err != nil {
			t.Error(ok, err)
		}
		must(t, s.Close())
	}
	// Back on a file system that can.
	s, r := opened(t, path)
	if _, ok, err := s.Latest(t.Context(), "acc", "q"); r.Journal != "wal" || !ok || err != nil {
		t.Errorf("%+v %v %v", r, ok, err)
	}
}

// A store in WAL mode that was moved to such a file system, a small one and one
// too large to be looked at closely at every start.
func TestMovedToAFileSystemWithoutMaps(t *testing.T) {
	for name, size := range map[string]int{"small": 10, "large": 2 * smallEnough} {
		t.Run(name, func(t *testing.T) {
			path := filled(t)
			first, _ := opened(t, path)
			must(t, first.Keep(t.Context(), answer("large", string(noise(size)))))
			must(t, first.Close())

			s, r, err := open(t.Context(), path, Options{Now: noon}, schema(), withoutMaps)
			must(t, err)
			defer func() { must(t, s.Close()) }()
			got, ok, err := s.Latest(t.Context(), "acc", "q")
			if r.Journal != "delete" || r.MovedAside != "" || !ok || err != nil || string(got.Body) != "the old answer" {
				t.Errorf("%+v %v %v", r, ok, err)
			}
			must(t, s.Keep(t.Context(), answer("q2", "x")))
		})
	}
}
