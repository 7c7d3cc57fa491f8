package source_test

import (
	"path/filepath"
	"testing"
	"time"

	"quarry/api"
	"quarry/api/source"
	"quarry/state/indicator"
)

func several(names ...string) api.Query {
	var all []indicator.Indicator
	for _, n := range names {
		all = append(all, indicator.MustParse(n))
	}
	return api.Query{Endpoint: "bulk", Names: indicator.SetOf(all...)}
}

// among checks which question a name is found by on a shelf: that with the
// newest answer.
func among(t *testing.T, s api.Shelf, name string, want api.Query) {
	t.Helper()
	var newest api.Query
	var at time.Time
	for _, q := range s.Held("bulk", indicator.MustParse(name)) {
		if fetched, ok := s.Fetched(q); ok && fetched.After(at) {
			newest, at = q, fetched
		}
	}
	if newest != want {
		t.Errorf("%s is found by %q, want %q", name, newest, want)
	}
	if a, known := s.Known(newest); want != (api.Query{}) && (!known || !a.FetchedAt.Equal(at)) {
		t.Errorf("%s: said to be of %v, the answer is of %v", name, at, a.FetchedAt)
	}
	if other := s.Held("domain", indicator.MustParse(name)); len(other) > 0 {
		t.Errorf("%s is found at another endpoint: %v", name, other)
	}
}

func TestAnAnswerAboutSeveralIsFoundByEach(t *testing.T) {
	c, path := newClock(), filepath.Join(t.TempDir(), "quarry.db")
	ab, bc := several("a.example.com", "b.example.com"), several("c.example.com", "b.example.com")
	first, _ := disk(t, path, c)
	k, m := kept(first, c), source.NewMemory()
	among(t, k, "a.example.com", api.Query{}) // believed for two seconds, but not after an answer
	for _, s := range []api.Shelf{k, m} {
		s.Keep(answerTo(ab, c, 200))
		among(t, s, "a.example.com", ab)
		among(t, s, "b.example.com", ab)
		among(t, s, "c.example.com", api.Query{})
		among(t, s, "named.example.com", api.Query{}) // mentioned, not asked about
	}
	c.pass(time.Hour)
	k.Keep(answerTo(bc, c, 200))
	m.Keep(answerTo(bc, c, 200))
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	second, _ := disk(t, path, c)
	for _, s := range []api.Shelf{k, m, kept(second, c)} {
		among(t, s, "a.example.com", ab)
		among(t, s, "b.example.com", bc)
		among(t, s, "c.example.com", bc)
	}
	// An answer that is read for one of its names is not the newest for another.
	k = kept(second, c)
	if _, ok := k.Known(ab); !ok {
		t.Fatal("not kept")
	}
	among(t, k, "b.example.com", bc)
	c.pass(time.Hour)
	k.Keep(answerTo(ab, c, 200))
	among(t, k, "b.example.com", ab)
}

func TestNothingKnownOfSeveralIsBelievedForAnHour(t *testing.T) {
	c := newClock()
	d, _ := disk(t, filepath.Join(t.TempDir(), "quarry.db"), c)
	q := several("gone.example.com")
	k := kept(d, c)
	k.Keep(answerTo(q, c, 404))
	among(t, k, "gone.example.com", q)
	c.pass(61 * time.Minute)
	for _, s := range []api.Shelf{k, kept(d, c)} {
		among(t, s, "gone.example.com", api.Query{})
	}
}

func TestAnotherQuarrysAnswerAboutSeveralIsFound(t *testing.T) {
	c, path := newClock(), filepath.Join(t.TempDir(), "quarry.db")
	mine, _ := disk(t, path, c)
	theirs, _ := disk(t, path, c)
	k := kept(mine, c)
	among(t, k, "a.example.com", api.Query{})
	q := several("a.example.com")
	kept(theirs, c).Keep(answerTo(q, c, 200))
	c.pass(3 * time.Second)
	among(t, k, "a.example.com", q)
}

// Names that were asked about were met, whether or not the answer has them.
func TestNamesOfAQuestionAreMet(t *testing.T) {
	c := newClock()
	d, _ := disk(t, filepath.Join(t.TempDir(), "quarry.db"), c)
	k := kept(d, c)
	k.Keep(answerTo(several("a.example.com", "b.example.com"), c, 200))
	for _, name := range []string{"a.example.com", "b.example.com", "named.example.com"} {
		if s, ok := k.Seen(indicator.MustParse(name)); !ok || s.Endpoint != "bulk" || s.Indicator != "" || s.Answers != 1 {
			t.Errorf("%s: %+v, %t", name, s, ok)
		}
	}
}
