package store

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"quarry/state/indicator"
	"quarry/state/investigation"
)

// trail is a notebook of an address and its names, in which all fields are used.
func trail(names ...string) *investigation.Notebook {
	b := investigation.Begin("acc", "ann", noon())
	ip := indicator.MustParse("192.0.2.44")
	root, _ := b.Ask(investigation.ID{}, investigation.Node{Question: "ip 192.0.2.44", Endpoint: "ip", Indicator: ip}, noon())
	for n, name := range names {
		i := indicator.MustParse(name)
		id, _ := b.Ask(root, investigation.Node{Question: "domain " + name, Endpoint: "domain", Indicator: i}, noon())
		b.Answered(id, investigation.Result{FetchedAt: noon(), Calls: 1, SHA256: "ab", Rows: n}, noon())
	}
	return b
}

func kept(t testing.TB, s *Store, i investigation.Investigation) {
	t.Helper()
	_, err := s.KeepInvestigation(t.Context(), i)
	must(t, err)
}

func loaded(t testing.TB, s *Store, id investigation.ID) investigation.Investigation {
	t.Helper()
	i, ok, err := s.Investigation(t.Context(), id)
	must(t, err)
	if !ok {
		t.Fatal("not kept")
	}
	return i
}

func same(t *testing.T, got, want investigation.Investigation) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%+v\nwant\n%+v", got, want)
	}
}

func TestInvestigationComesBackAsItWas(t *testing.T) {
	const hostile = "a\x00b\x1b]52;c;eA==\x07\u202e\xff\xfe\u2028'; DROP TABLE node; --\n\t"
	path := place(t)
	s, _ := opened(t, path)
	b := trail("a.example.com", "b.example.net")
	a := indicator.MustParse("a.example.com")
	b.Do(b.SetName(hostile), noon())
	b.Do(b.SetTLP(investigation.TLPRed), noon())
	b.Do(b.SetComment(hostile, a, indicator.MustParse("AS64496"), indicator.MustParse("https://example.com/?q=1")), noon())
	b.Do(b.SetVerdict(investigation.Malicious, a), noon())
	b.Do(b.SetStar(true, a), noon())
	b.Do(b.Prune(b.Snapshot().Nodes[2].ID), noon())
	want := b.Snapshot()
	begun, err := s.KeepInvestigation(t.Context(), want)
	must(t, err)
	if !begun {
		t.Error("it was there before")
	}
	same(t, loaded(t, s, want.ID), want)
	must(t, s.Close())
	s, _ = opened(t, path)
	same(t, loaded(t, s, want.ID), want)
	if begun, err := s.KeepInvestigation(t.Context(), want); begun || err != nil {
		t.Error(begun, err)
	}
	same(t, loaded(t, s, want.ID), want)
	if _, ok, err := s.Investigation(t.Context(), investigation.NewID()); ok || err != nil {
		t.Error("an investigation that nobody kept:", ok, err)
	}
	if _, err := s.KeepInvestigation(t.Context(), investigation.Investigation{}); class(t, err) != Refused {
		t.Error(err)
	}
}

// What is kept is the merge of all that was, in whatever order it came.
func TestKeepingMerges(t *testing.T) {
	s, _ := opened(t, place(t))
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 3))
		b := trail("a.example.com", "b.example.net")
		parts := []investigation.Investigation{b.Snapshot()}
		one, two := investigation.Open(b.Snapshot(), "ann"), investigation.Open(b.Snapshot(), "bob")
		for k := range 12 {
			w := []*investigation.Notebook{one, two}[r.IntN(2)]
			at := noon().Add(time.Duration(r.IntN(4)) * time.Second)
			i := indicator.MustParse([]string{"a.example.com", "b.example.net"}[r.IntN(2)])
			switch r.IntN(4) {
			case 0:
				_, part := w.Ask(b.Snapshot().Nodes[0].ID, investigation.Node{Question: fmt.Sprint("q", k), Indicator: i}, at)
				parts = append(parts, part)
			case 1:
				parts = append(parts, w.Do(w.SetVerdict(investigation.Verdicts()[r.IntN(4)], i), at))
			case 2:
				parts = append(parts, w.Do(w.Prune(b.Snapshot().Nodes[r.IntN(3)].ID), at))
			default:
				parts = append(parts, w.Do(w.SetName(fmt.Sprint("name", r.IntN(3))), at))
			}
		}
		r.Shuffle(len(parts), func(a, b int) { parts[a], parts[b] = parts[b], parts[a] })
		for _, p := range parts {
			kept(t, s, p)
		}
		same(t, loaded(t, s, b.Head().ID), investigation.Merge(one.Snapshot(), two.Snapshot()))
	}
}

func TestCases(t *testing.T) {
	s, _ := opened(t, place(t))
	if list, err := s.Cases(t.Context(), ""); err != nil || len(list) > 0 {
		t.Error(list, err)
	}
	older, newer := trail("a.example.com"), trail("a.example.com", "b.example.net")
	kept(t, s, newer.Snapshot())
	older.Do(older.SetName("login portal"), noon())
	older.Do(older.Prune(older.Snapshot().Nodes[1].ID), noon())
	kept(t, s, older.Snapshot())
	newer.Do(newer.SetStar(true, indicator.MustParse("b.example.net")), noon().Add(time.Hour))
	kept(t, s, newer.Snapshot())
	foreign := investigation.Begin("other", "ann", noon().Add(-time.Hour))
	kept(t, s, foreign.Snapshot())

	list, err := s.Cases(t.Context(), "acc")
	must(t, err)
	want := []investigation.Summary{
		{Investigation: newer.Head(), Last: noon().Add(time.Hour), Questions: 3, Calls: 2, Judged: 1, First: indicator.MustParse("192.0.2.44"), Indicator: indicator.MustParse("b.example.net")},
		{Investigation: older.Head(), Last: older.Snapshot().Last(), Questions: 1, Calls: 1, First: indicator.MustParse("192.0.2.44"), Indicator: indicator.MustParse("192.0.2.44")},
	}
	if !reflect.DeepEqual(list, want) {
		t.Errorf("got\n%+v\nwant\n%+v", list, want)
	}
	for n, b := range []*investigation.Notebook{newer, older} {
		if got := b.Snapshot().Summary(); !reflect.DeepEqual(got, list[n]) {
			t.Errorf("the store says\n%+v\nthe value\n%+v", list[n], got)
		}
	}
	if all, err := s.Cases(t.Context(), ""); err != nil || len(all) != 3 || all[2].ID != foreign.Head().ID {
		t.Errorf("%+v %v", all, err)
	}

	must(t, s.KeepDraft(t.Context(), newer.Head().ID, investigation.Draft{About: []indicator.Indicator{indicator.MustParse("192.0.2.44")}, Text: "x"}))
	for n, want := range []bool{true, false} {
		if found, err := s.DeleteInvestigation(t.Context(), newer.Head().ID); found != want || err != nil {
			t.Error(n, found, err)
		}
	}
	if list, err := s.Cases(t.Context(), "acc"); err != nil || len(list) != 1 {
		t.Errorf("%+v %v", list, err)
	}
	if met, err := s.Met(t.Context(), "acc", "b.example.net", 9); err != nil || len(met) > 0 {
		t.Errorf("%+v %v", met, err)
	}
	if h, err := s.Health(t.Context()); err != nil || h.Integrity != "ok" {
		t.Error(h, err)
	}
}

func TestMet(t *testing.T) {
	s, _ := opened(t, place(t))
	a := indicator.MustParse("a.example.com")
	seen, judged, pruned := trail("a.example.com"), trail("a.example.com"), trail("a.example.com")
	kept(t, s, seen.Snapshot())
	judged.Do(judged.SetName("older case"), noon())
	judged.Do(judged.SetVerdict(investigation.Benign, a), noon())
	kept(t, s, judged.Snapshot())
	pruned.Do(pruned.Prune(pruned.Snapshot().Nodes[1].ID), noon())
	kept(t, s, pruned.Snapshot())
	only := investigation.Begin("acc", "ann", noon())
	only.Do(only.SetComment("told by a colleague", a), noon().Add(time.Hour))
	kept(t, s, only.Snapshot())
	nothing := investigation.Begin("acc", "ann", noon()) // what was said there was taken back
	nothing.Do(nothing.SetStar(true, a), noon().Add(time.Hour))
	nothing.Undo(noon().Add(2 * time.Hour))
	kept(t, s, nothing.Snapshot())

	got, err := s.Met(t.Context(), "acc", "a.example.com", 9)
	must(t, err)
	at := seen.Snapshot().Nodes[1].Asked
	first := judged.Snapshot().Nodes[0].Indicator
	want := []investigation.Meeting{
		{ID: judged.Head().ID, Name: "older case", Created: judged.Head().Created, At: judged.Snapshot().Nodes[1].Asked, Judgement: judged.Judgement(a)},
		{ID: only.Head().ID, Created: only.Head().Created, Judgement: only.Judgement(a)},
		{ID: seen.Head().ID, Created: seen.Head().Created, First: first, At: at, Judgement: investigation.Judgement{Indicator: a}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%+v\nwant\n%+v", got, want)
	}
	if got, err := s.Met(t.Context(), "acc", "a.example.com", 1); err != nil || len(got) != 1 {
		t.Error(got, err)
	}
	if got, err := s.Met(t.Context(), "other", "a.example.com", 9); err != nil || len(got) > 0 {
		t.Error("another account's:", got, err)
	}
}

func TestDesk(t *testing.T) {
	s, _ := opened(t, place(t))
	b := trail("a.example.com")
	id, node := b.Head().ID, b.Snapshot().Nodes[1].ID
	kept(t, s, b.Snapshot())
	holds := func(want investigation.Desk) {
		t.Helper()
		if got, err := s.Desk(t.Context(), id); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("got\n%+v %v\nwant\n%+v", got, err, want)
		}
	}
	holds(investigation.Desk{})
	two := investigation.Draft{About: []indicator.Indicator{indicator.MustParse("192.0.2.44"), indicator.MustParse("a.example.com")}, Text: "half a sen\x1b[0m\nten"}
	must(t, s.KeepDraft(t.Context(), id, investigation.Draft{About: two.About, Text: "half"}))
	must(t, s.KeepDraft(t.Context(), id, two))
	must(t, s.KeepDraft(t.Context(), id, investigation.Draft{About: two.About[:1], Text: "other"}))
	must(t, s.KeepHere(t.Context(), id, node))
	must(t, s.KeepState(t.Context(), id, node, "{}"))
	must(t, s.KeepState(t.Context(), id, node, `{"filter":"shop"}`))
	holds(investigation.Desk{
		Here: node, Drafts: []investigation.Draft{{About: two.About[:1], Text: "other"}, two},
		States: map[investigation.ID]string{node: `{"filter":"shop"}`},
	})
	must(t, s.KeepDraft(t.Context(), id, investigation.Draft{About: two.About[:1], Text: ""}))
	must(t, s.KeepHere(t.Context(), id, investigation.ID{}))
	must(t, s.KeepState(t.Context(), id, node, ""))
	holds(investigation.Desk{Drafts: []investigation.Draft{two}})
	must(t, s.KeepState(t.Context(), id, node, "{}"))
	if found, err := s.PurgeInvestigation(t.Context(), id); err != nil || !found {
		t.Error(found, err)
	}
	holds(investigation.Desk{})
	must(t, s.KeepState(t.Context(), id, node, "{}")) // of one that is gone
	holds(investigation.Desk{})
}

func BenchmarkMet(b *testing.B) {
	path := grown(b)
	s, _ := opened(b, path)
	if list, err := s.Cases(b.Context(), "acc"); err != nil || len(list) == 0 {
		must(b, err)
		for c := range 50 { // a year of cases, an address in all of them
			n := investigation.Begin("acc", "ann", noon())
			for k := range 200 {
				name := indicator.MustParse(fmt.Sprintf("host-%d.example.com", c*200+k))
				n.Ask(investigation.ID{}, investigation.Node{Question: "domain " + name.String(), Indicator: name}, noon())
			}
			n.Ask(investigation.ID{}, investigation.Node{Question: "ip 192.0.2.1", Indicator: indicator.MustParse("192.0.2.1")}, noon())
			n.Do(n.SetVerdict(investigation.Benign, indicator.MustParse("192.0.2.1")), noon())
			kept(b, s, n.Snapshot())
		}
	}
	for _, name := range []string{"192.0.2.1", "host-77.example.com", "nobody.example.org"} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := s.Met(b.Context(), "acc", name, 5); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("Cases", func(b *testing.B) {
		for b.Loop() {
			if _, err := s.Cases(b.Context(), "acc"); err != nil {
				b.Fatal(err)
			}
		}
	})
}
