package store

import (
	"bytes"
	"crypto/sha256"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestPath(t *testing.T) {
	for name, c := range map[string]struct {
		env  map[string]string
		want string
	}{
		"XDG":          {map[string]string{"XDG_STATE_HOME": "/xdg", "HOME": "/home/a"}, "/xdg/quarry/quarry.db"},
		"home":         {map[string]string{"HOME": "/home/a"}, "/home/a/.local/state/quarry/quarry.db"},
		"relative XDG": {map[string]string{"XDG_STATE_HOME": "state", "HOME": "/home/a"}, "/home/a/.local/state/quarry/quarry.db"},
		"XDG alone":    {map[string]string{"XDG_STATE_HOME": "/xdg/../s/"}, "/s/quarry/quarry.db"},
		"nothing":      {nil, ""},
		"relative all": {map[string]string{"XDG_STATE_HOME": "~", "HOME": "."}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := Path(func(k string) string { return c.env[k] })
			if got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
			if c.want == "" && (class(t, err) != NoPlace || !strings.Contains(err.Error(), "HOME")) {
				t.Error(err)
			} else if c.want != "" && err != nil {
				t.Error(err)
			}
		})
	}
}

// filled makes a closed store with one answer and returns its path.
func filled(t testing.TB) string {
	t.Helper()
	path := place(t)
	s, _ := opened(t, path)
	must(t, s.Keep(t.Context(), answer("q", "the old answer")))
	must(t, s.Close())
	return path
}

func contents(t testing.TB, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	must(t, err)
	return b
}

// alter runs SQL on a closed store.
func alter(t testing.TB, path, text string) {
	t.Helper()
	db, err := connector{path: path, connsAt: 1}.open()
	must(t, err)
	_, err = db.ExecContext(t.Context(), text)
	must(t, err)
	must(t, db.Close())
}

func TestNewerSchemaIsRefusedUntouched(t *testing.T) {
	path := filled(t)
	alter(t, path, "PRAGMA user_version = 99")
	before := contents(t, path)
	for _, o := range []Options{{}, {ReadOnly: true}} {
		_, _, err := Open(t.Context(), path, o)
		if class(t, err) != Newer || !strings.Contains(err.Error(), "99") {
			t.Error(err)
		}
	}
	if !bytes.Equal(before, contents(t, path)) {
		t.Error("the file has changed")
	}
	if left, _ := filepath.Glob(path + ".*"); len(left) != 0 {
		t.Errorf("copied or moved: %v", left)
	}
}

// A newer quarry was killed: its version stands in the -wal file only.
func TestNewerSchemaInTheJournalIsRefusedUntouched(t *testing.T) {
	path := filled(t)
	from := filepath.Join(t.TempDir(), "quarry.db")
	db, err := connector{path: path, connsAt: 1, pragmas: []string{"wal_autocheckpoint(0)"}}.open()
	must(t, err)
	_, err = db.ExecContext(t.Context(), "PRAGMA user_version = 99")
	must(t, err)
	for _, end := range []string{"", "-wal"} {
		must(t, os.WriteFile(from+end, contents(t, path+end), 0o600))
	}
	must(t, db.Close())
	before, wal := contents(t, from), contents(t, from+"-wal")
	if len(wal) == 0 {
		t.Fatal("no journal to test with")
	}
	if _, _, err := Open(t.Context(), from, Options{}); class(t, err) != Newer {
		t.Error(err)
	}
	if !bytes.Equal(before, contents(t, from)) || !bytes.Equal(wal, contents(t, from+"-wal")) {
		t.Error("the files have changed")
	}
}

func TestForeignFilesAreRefusedUntouched(t *testing.T) {
	for name, text := range map[string]string{
		"another program's": "PRAGMA application_id = 7",
		"no program's":      "PRAGMA application_id = 0; PRAGMA user_version = 0",
	} {
		t.Run(name, func(t *testing.T) {
			path := filled(t)
			alter(t, path, text)
			before := contents(t, path)
			for _, o := range []Options{{}, {ReadOnly: true}} {
				if _, _, err := Open(t.Context(), path, o); class(t, err) != Foreign {
					t.Error(err)
				}
			}
			if !bytes.Equal(before, contents(t, path)) {
				t.Error("the file has changed")
			}
		})
	}
	t.Run("a directory", func(t *testing.T) {
		path := place(t)
		must(t, os.MkdirAll(path, 0o700))
		for _, o := range []Options{{}, {ReadOnly: true}} {
			if _, _, err := Open(t.Context(), path, o); class(t, err) != Foreign {
				t.Error(err)
			}
		}
	})
	t.Run("a file for a directory", func(t *testing.T) {
		path := place(t)
		must(t, os.WriteFile(filepath.Dir(path), nil, 0o600))
		if _, _, err := Open(t.Context(), path, Options{}); class(t, err) != Foreign {
			t.Error(err)
		}
	})
}

func TestBrokenFileIsMovedAside(t *testing.T) {
	for name, damage := range map[string]func(b []byte) []byte{
		"text":         func([]byte) []byte { return []byte("this is no database\n") },
		"zeros":        func(b []byte) []byte { return make([]byte, len(b)) },
		"cut":          func(b []byte) []byte { return b[:len(b)-5000] },
		"cut to page":  func(b []byte) []byte { return b[:4096] },
		"a header":     func(b []byte) []byte { return b[:100] },
		"half a magic": func(b []byte) []byte { return b[:7] },
		"schema gone":  func(b []byte) []byte { clear(b[100:4096]); return b },
		"pages gone":   func(b []byte) []byte { clear(b[4096*3 : 4096*8]); return b },
	} {
		t.Run(name, func(t *testing.T) {
			path := filled(t)
			bad := damage(contents(t, path))
			must(t, os.WriteFile(path, bad, 0o600))
			s, r := opened(t, path)
			if !r.Created || r.Damage == "" || !strings.HasPrefix(r.MovedAside, path+".broken-20260314T120000Z") {
				t.Errorf("report: %+v", r)
			}
			if !bytes.Equal(contents(t, r.MovedAside), bad) {
				t.Error("the broken file was changed")
			}
			must(t, s.Keep(t.Context(), answer("q", "new")))
			must(t, s.Close())
			// The next one finds it whole, and a second broken one finds its
			// own place.
			if _, r := opened(t, path); r.Created || r.MovedAside != "" {
				t.Errorf("second start: %+v", r)
			}
		})
	}
}

func TestBrokenFilesDoNotReplaceEachOther(t *testing.T) {
	path := place(t)
	must(t, os.MkdirAll(filepath.Dir(path), 0o700))
	seen := map[string]bool{}
	for _, text := range []string{"one", "two", "three"} {
		must(t, os.WriteFile(path, []byte(text), 0o600))
		s, r := opened(t, path)
		must(t, s.Close())
		if seen[r.MovedAside] || string(contents(t, r.MovedAside)) != text {
			t.Errorf("%s went to %s", text, r.MovedAside)
		}
		seen[r.MovedAside] = true
	}
}

// A large file is not checked at every start; damage that shows in use or in
// Health leaves a note for the next start.
func TestDamageThatShowsInUse(t *testing.T) {
	path := place(t)
	s, _ := opened(t, path)
	for i := range 40 {
		must(t, s.Keep(t.Context(), answer(strings.Repeat("q", i+1), string(noise(20_000+i)))))
	}
	must(t, s.Close())
	b := contents(t, path)
	if len(b) <= smallEnough {
		t.Fatalf("only %d bytes", len(b))
	}
	clear(b[len(b)/2:]) // the header and the schema stay whole
	must(t, os.WriteFile(path, b, 0o600))

	s, r := opened(t, path)
	if r.MovedAside != "" {
		t.Fatalf("noticed at once: %+v", r)
	}
	h, err := s.Health(t.Context())
	must(t, err)
	if h.Integrity == "ok" {
		t.Error("Health saw nothing")
	}
	must(t, s.Close())
	if _, r = opened(t, path); r.MovedAside == "" || !bytes.Equal(contents(t, r.MovedAside), b) {
		t.Errorf("the next start: %+v", r)
	}
}

// Damage of a large file that shows at the first read.
func TestLargeFileWithoutItsTables(t *testing.T) {
	path := filled(t)
	s, _ := opened(t, path)
	must(t, s.Keep(t.Context(), answer("large", string(noise(2*smallEnough)))))
	must(t, s.Close())
	b := contents(t, path)
	clear(b[100:4096])
	must(t, os.WriteFile(path, b, 0o600))
	if _, r := opened(t, path); !r.Created || !bytes.Equal(contents(t, r.MovedAside), b) {
		t.Errorf("%+v", r)
	}
}

// A journal without its database must not become the journal of a new one.
func TestOrphanedJournal(t *testing.T) {
	path := place(t)
	must(t, os.MkdirAll(filepath.Dir(path), 0o700))
	must(t, os.WriteFile(path+"-wal", []byte("what was not carried over"), 0o600))
	_, r := opened(t, path)
	if !r.Created || string(contents(t, r.MovedAside+"-wal")) != "what was not carried over" {
		t.Errorf("%+v", r)
	}
}

func TestBrokenFileInUseIsLeft(t *testing.T) {
	path := filled(t)
	s, _ := opened(t, path)
	must(t, s.Keep(t.Context(), answer("q2", "x")))
	s.suspect() // as when it had read something odd
	other, r := opened(t, path)
	if r.MovedAside != "" {
		t.Errorf("moved under the feet of the first: %+v", r)
	}
	if _, ok, err := other.Latest(t.Context(), "acc", "q2"); !ok || err != nil {
		t.Error(ok, err)
	}
}

func TestOddPaths(t *testing.T) {
	for _, name := range []string{"a b", "50%41", "who?mode=memory", "#1", "'q\"", "ü€", "new\nline", "[x]&y=z"} {
		dir := filepath.Join(t.TempDir(), name)
		path := filepath.Join(dir, "quarry.db")
		s, _ := opened(t, path)
		must(t, s.Keep(t.Context(), answer("q", "x")))
		must(t, s.Close())
		if got := contents(t, path); sha256.Sum256(got) == sha256.Sum256(nil) {
			t.Errorf("%q: nothing there", name)
		}
		ro, _, err := Open(t.Context(), path, Options{ReadOnly: true})
		must(t, err)
		if _, ok, err := ro.Latest(t.Context(), "acc", "q"); !ok || err != nil {
			t.Errorf("%q: %v %v", name, ok, err)
		}
		must(t, ro.Close())
	}
}

func TestReadOnlyOpensAndKeepsNothing(t *testing.T) {
	path := filled(t)
	before := contents(t, path)
	s, r, err := Open(t.Context(), path, Options{ReadOnly: true})
	must(t, err)
	defer func() { must(t, s.Close()) }()
	if got, ok, err := s.Latest(t.Context(), "acc", "q"); err != nil || !ok || string(got.Body) != "the old answer" {
		t.Error(got, ok, err)
	}
	if err := s.Keep(t.Context(), answer("q", "new")); class(t, err) != Unwritable {
		t.Error(err)
	}
	if _, err := s.Spend(t.Context(), Call{Account: "acc"}); class(t, err) != Unwritable {
		t.Error(err)
	}
	if r.Journal != "wal" || !bytes.Equal(before, contents(t, path)) {
		t.Errorf("changed, or %+v", r)
	}
	if _, _, err := Open(t.Context(), place(t), Options{ReadOnly: true}); class(t, err) != Unwritable {
		t.Error("opened what is not there:", err)
	}
}

// modes lists everything that others could touch.
func modes(t testing.TB, dir string) {
	t.Helper()
	must(t, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		must(t, err)
		info, err := d.Info()
		must(t, err)
		want := fs.FileMode(0o600)
		if d.IsDir() {
			want = 0o700
		}
		if info.Mode().Perm() != want {
			t.Errorf("%s has mode %o", path, info.Mode().Perm())
		}
		return nil
	}))
}

func TestTooWideModesAreNarrowed(t *testing.T) {
	path := filled(t)
	must(t, os.Chmod(path, 0o666))
	must(t, os.Chmod(filepath.Dir(path), 0o777))
	s, _ := opened(t, path)
	must(t, s.Keep(t.Context(), answer("q", "x")))
	modes(t, filepath.Dir(path))
}
