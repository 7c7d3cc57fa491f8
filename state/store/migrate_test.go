package store

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestSchemaIsNumberedWithoutGaps(t *testing.T) {
	entries, err := migrationFiles.ReadDir("migrations")
	must(t, err)
	for i, e := range entries {
		if want := []string{"0001_answers.sql", "0002_ledger.sql", "0003_investigations.sql", "0004_origin.sql", "0005_names.sql"}; i < len(want) && e.Name() != want[i] {
			t.Errorf("migration %d is %s, want %s", i+1, e.Name(), want[i])
		}
	}
	if len(schema()) != len(entries) {
		t.Error("a migration is missing")
	}
}

// openedAt opens with other migrations than this version's.
func openedAt(t testing.TB, path string, steps []string) (*Store, Report, error) {
	t.Helper()
	s, r, err := open(t.Context(), path, Options{Now: noon}, steps, "")
	if err == nil {
		t.Cleanup(func() { must(t, s.Close()) })
	}
	return s, r, err
}

// keepAsInVersion1 files an answer as the first version did. It had no column for
// where an answer came from.
func keepAsInVersion1(t *testing.T, s *Store, a Answer) {
	t.Helper()
	sum := sha256.Sum256(a.Body)
	must(t, s.write(t.Context(), func(c *change) error {
		account, err := c.account(a.Account)
		must(t, err)
		name, err := c.name(a.Indicator)
		must(t, err)
		question, err := c.question(account, name, a)
		must(t, err)
		a.SHA256 = sum
		body, err := c.body(a, codecPlain, a.Body)
		must(t, err)
		_, err = c.exec(`INSERT INTO answer (question_id, body_id, fetched_at, took, status, calls, ray, method, url, sent)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			question, body, a.FetchedAt.UnixNano(), int64(a.Took), a.Status, a.Calls, a.Ray, a.Method, a.URL, a.Sent)
		must(t, err)
		return c.sightAsked(account, name, question, a.FetchedAt.UnixNano())
	}))
}

// countAnswers counts what a database of any version holds.
func countAnswers(t *testing.T, s *Store) (n int) {
	t.Helper()
	_, err := s.row(t.Context(), "SELECT count(*) FROM answer", nil, &n)
	must(t, err)
	return n
}

// A store of any earlier version has all it had after the migration, each answer
// as one's own, and what is imported from then on says so.
func TestMigrationLosesNothing(t *testing.T) {
	for version := 1; version < len(schema()); version++ {
		t.Run(fmt.Sprint("from version ", version), func(t *testing.T) {
			path := place(t)
			s, _, err := openedAt(t, path, schema()[:version])
			must(t, err)
			for i := range 20 {
				a := answer(fmt.Sprint("q", i%10), strings.Repeat("x", i))
				a.FetchedAt = noon().Add(time.Duration(i) * time.Minute)
				keepAsInVersion1(t, s, a)
			}
			if version > 1 {
				must(t, s.write(t.Context(), func(c *change) error {
					_, err := c.exec("INSERT INTO call (account_id, at, endpoint, indicator, who, status) VALUES (1, ?, 'ip', '192.0.2.1', 'ann', 200)", noon().UnixNano())
					return err
				}))
			}
			must(t, s.Close())

			s, r := opened(t, path)
			if m, err := s.Month(t.Context(), "acc", noon()); err != nil || m.Calls != min(1, version-1) {
				t.Errorf("%d calls, %v", m.Calls, err)
			}
			if r.From != version || r.To != len(schema()) || countAnswers(t, s) != 20 {
				t.Errorf("%d answers after %+v", countAnswers(t, s), r)
			}
			for i := range 10 {
				want := answer(fmt.Sprint("q", i), strings.Repeat("x", i+10))
				want.FetchedAt, want.SHA256 = noon().Add(time.Duration(i+10)*time.Minute), sha256.Sum256(want.Body)
				if got, ok, err := s.Latest(t.Context(), "acc", want.Question); err != nil || !ok || !reflect.DeepEqual(got, want) {
					t.Errorf("got  %+v %v %v\nwant %+v", got, ok, err, want)
				}
			}
			a := answer("q0", "imported")
			a.FetchedAt, a.ImportedAt, a.ImportedFrom = noon().Add(time.Hour), noon().Add(2*time.Hour), "alice"
			must(t, s.Keep(t.Context(), a))
			if got, _, err := s.Latest(t.Context(), "acc", "q0"); err != nil || !got.ImportedAt.Equal(a.ImportedAt) || got.ImportedFrom != "alice" {
				t.Errorf("%+v %v", got, err)
			}
		})
	}
}

// An answer of the first version is there after the migration, and the copy is
// a database of the first version.
func TestMigrationKeepsACopy(t *testing.T) {
	path := place(t)
	s, _, err := openedAt(t, path, schema()[:1])
	must(t, err)
	keepAsInVersion1(t, s, answer("q", "of version 1"))
	must(t, s.Close())

	if _, _, err := Open(t.Context(), path, Options{ReadOnly: true}); class(t, err) != Older {
		t.Error("opened for reading only:", err)
	}
	s, r := opened(t, path)
	if r.From != 1 || r.To != len(schema()) || r.Copy != path+".v1.bak" || r.Created {
		t.Errorf("report: %+v", r)
	}
	if got, ok, err := s.Latest(t.Context(), "acc", "q"); err != nil || !ok || string(got.Body) != "of version 1" {
		t.Error(got, ok, err)
	}
	_, err = s.Spend(t.Context(), Call{Account: "acc", Endpoint: "ip"})
	must(t, err)
	if info, err := os.Stat(r.Copy); err != nil || info.Mode().Perm() != 0o600 {
		t.Error("copy:", info, err)
	}
	must(t, s.Close())
	if _, r := opened(t, path); r.Copy != "" {
		t.Errorf("migrated again: %+v", r)
	}

	old, _, err := openedAt(t, path+".v1.bak", schema()[:1])
	must(t, err)
	var size int
	sum := sha256.Sum256([]byte("of version 1"))
	if ok, err := old.row(t.Context(), "SELECT size FROM body WHERE sha256 = ?", []any{sum[:]}, &size); err != nil || !ok || countAnswers(t, old) != 1 {
		t.Errorf("in the copy: %d %v %v", size, ok, err)
	}
}

func TestEarlierCopyIsKept(t *testing.T) {
	path := place(t)
	s, _, err := openedAt(t, path, schema()[:1])
	must(t, err)
	must(t, s.Close())
	must(t, os.WriteFile(path+".v1.bak", []byte("an earlier one"), 0o600))
	if _, r := opened(t, path); r.Copy != path+".v1.bak-2" || string(contents(t, path+".v1.bak")) != "an earlier one" {
		t.Errorf("%+v", r)
	}
}

func TestFailedMigrationChangesNothing(t *testing.T) {
	path := filled(t)
	before := contents(t, path)
	for name, step := range map[string]string{
		"half way": "CREATE TABLE x (a); INSERT INTO nowhere VALUES (1)",
		"dangling": "PRAGMA defer_foreign_keys = ON; INSERT INTO mention VALUES (77, 78, 79)",
	} {
		t.Run(name, func(t *testing.T) {
			_, r, err := openedAt(t, path, append(schema(), step))
			if err == nil || r.Copy != "" {
				t.Errorf("%+v %v", r, err)
			}
			if _, err := os.Stat(fmt.Sprintf("%s.v%d.bak", path, len(schema()))); !errors.Is(err, os.ErrNotExist) {
				t.Error("a copy was left:", err)
			}
			if !bytes.Equal(before, contents(t, path)) {
				t.Error("the file has changed")
			}
		})
	}
	s, _ := opened(t, path)
	if _, ok, err := s.Latest(t.Context(), "acc", "q"); !ok || err != nil {
		t.Error(ok, err)
	}
}

// A running quarry of the older version keeps its tables; the newer one says
// why it cannot have the file.
func TestMigrationDoesNotDisturbTheOlderOne(t *testing.T) {
	path := filled(t)
	older, _ := opened(t, path)
	l, err := openLock(path + lockEnding)
	must(t, err)
	defer l.close()
	_, err = share(t.Context(), l, &setup{
		path: path, now: noon, steps: append(schema(), "CREATE TABLE x (a)"),
		report: &Report{}, patience: 20 * time.Millisecond,
	})
	if class(t, err) != InUse || !strings.Contains(err.Error(), "older version") {
		t.Error(err)
	}
	must(t, older.Keep(t.Context(), answer("q", "x")))
}

// Many open a store that has to be migrated at the same time: one does it, all
// work.
func TestManyOpenAtOnce(t *testing.T) {
	for name, make := range map[string]func(path string){
		"created": func(string) {},
		"migrated": func(path string) {
			s, _, err := openedAt(t, path, schema()[:1])
			must(t, err)
			must(t, s.Close())
		},
		"broken": func(path string) { must(t, os.WriteFile(path, []byte("no database"), 0o600)) },
	} {
		t.Run(name, func(t *testing.T) {
			path := place(t)
			must(t, MakeDir(path[:len(path)-len("/quarry.db")]))
			make(path)
			var mu sync.Mutex
			did := 0
			var wg sync.WaitGroup
			for i := range 8 {
				wg.Go(func() {
					s, r, err := Open(t.Context(), path, Options{Now: noon})
					if err != nil {
						t.Error(err)
						return
					}
					if err := s.Keep(t.Context(), answer("q", strings.Repeat("x", i))); err != nil {
						t.Error(err)
					}
					mu.Lock()
					defer mu.Unlock()
					if r.Created || r.Copy != "" {
						did++
					}
					if err := s.Close(); err != nil {
						t.Error(err)
					}
				})
			}
			wg.Wait()
			if did != 1 {
				t.Errorf("%d did the work", did)
			}
			s, _ := opened(t, path)
			if h, err := s.Health(t.Context()); err != nil || h.Answers != 8 || h.Integrity != "ok" {
				t.Errorf("%+v %v", h, err)
			}
		})
	}
}
