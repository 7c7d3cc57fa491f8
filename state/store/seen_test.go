package store

import (
	"fmt"
	"reflect"
	"testing"
	"time"
)

func TestSeen(t *testing.T) {
	s, _ := opened(t, place(t))
	at := func(h int) time.Time { return noon().Add(time.Duration(h) * time.Hour) }
	keep := func(question, endpoint, indicator string, h int, mentions ...string) {
		t.Helper()
		a := answer(question, fmt.Sprint(question, h))
		a.Endpoint, a.Indicator, a.FetchedAt, a.Mentions = endpoint, indicator, at(h), mentions
		must(t, s.Keep(t.Context(), a))
	}
	keep("ip 192.0.2.1", "ip", "192.0.2.1", 0, "AS64496", "", "AS64496", "192.0.2.1")
	keep("pdns 192.0.2.1", "pdns", "192.0.2.1", 1, "a.example.com", "b.example.com")
	keep("domain a.example.com", "domain", "a.example.com", 2, "192.0.2.1", "192.0.2.2")
	keep("domain a.example.com", "domain", "a.example.com", 5, "192.0.2.1")
	keep("ip 192.0.2.9", "ip", "192.0.2.9", -1, "AS64496") // kept late, fetched first

	ip := Place{at(0), at(1), "ip 192.0.2.1", "ip", "192.0.2.1", 2}
	inA := Place{at(2), at(5), "domain a.example.com", "domain", "a.example.com", 2}
	for name, want := range map[string]Sighting{
		"192.0.2.1":     {Asked: ip, Mentioned: inA},
		"192.0.2.2":     {Mentioned: Place{at(2), at(2), "domain a.example.com", "domain", "a.example.com", 1}},
		"a.example.com": {Asked: inA, Mentioned: Place{at(1), at(1), "pdns 192.0.2.1", "pdns", "192.0.2.1", 1}},
		"AS64496":       {Mentioned: Place{at(-1), at(0), "ip 192.0.2.9", "ip", "192.0.2.9", 2}},
		"c.example.com": {},
		"":              {},
	} {
		got, ok, err := s.Seen(t.Context(), "acc", name)
		must(t, err)
		if !reflect.DeepEqual(got, want) || ok != (want != Sighting{}) {
			t.Errorf("%s: %v\n got %+v\nwant %+v", name, ok, got, want)
		}
	}
	if first := (Sighting{Asked: ip, Mentioned: inA}).First(); first != ip {
		t.Errorf("first of both: %+v", first)
	}
	if first := (Sighting{Asked: inA, Mentioned: ip}).First(); first != ip {
		t.Errorf("first of both: %+v", first)
	}
	if first := (Sighting{Mentioned: inA}).First(); first != inA {
		t.Errorf("first of one: %+v", first)
	}
}

// A question about several names is found by each of them, the newest first.
func TestAmong(t *testing.T) {
	s, _ := opened(t, place(t))
	at := func(h int) time.Time { return noon().Add(time.Duration(h) * time.Hour) }
	keep := func(question, endpoint string, h, status int, mentions ...string) {
		t.Helper()
		a := answer(question, fmt.Sprint(question, h))
		a.Endpoint, a.Indicator, a.Kind, a.FetchedAt, a.Status, a.Mentions = endpoint, "", "none", at(h), status, mentions
		must(t, s.Keep(t.Context(), a))
	}
	keep("bulk a b", "bulk", 1, 200, "a.example.com", "b.example.com")
	keep("bulk a c", "bulk", 3, 404, "a.example.com", "c.example.com")
	keep("bulk a b", "bulk", 2, 200, "a.example.com", "b.example.com")
	keep("pdns", "pdns", 9, 200, "a.example.com")
	for name, want := range map[string][]Asked{
		"a.example.com": {{"bulk a c", at(3), 404}, {"bulk a b", at(2), 200}},
		"b.example.com": {{"bulk a b", at(2), 200}},
		"d.example.com": nil,
		"":              nil,
	} {
		if got, err := s.Among(t.Context(), "acc", "bulk", name, 10); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v, %v, want %v", name, got, err, want)
		}
	}
	if got, err := s.Among(t.Context(), "acc", "bulk", "a.example.com", 1); err != nil || len(got) != 1 || got[0].Question != "bulk a c" {
		t.Errorf("limit: %v %v", got, err)
	}
	if got, err := s.Among(t.Context(), "other", "bulk", "a.example.com", 1); err != nil || got != nil {
		t.Errorf("of another account: %v %v", got, err)
	}
	if seen, ok, err := s.Seen(t.Context(), "acc", ""); err != nil || ok {
		t.Errorf("no name was met: %+v %v", seen, err)
	}
	if seen, ok, err := s.Seen(t.Context(), "acc", "b.example.com"); err != nil || !ok || seen.First().Question != "bulk a b" {
		t.Errorf("a name that was asked about was not met: %+v %v", seen, err)
	}
}

// Around the size of a batch, and hostile ones among them, each name is there.
func TestManyMentions(t *testing.T) {
	s, _ := opened(t, place(t))
	for _, n := range []int{1, fewBatch, fewBatch + 1, batch - 1, batch, batch + 1, 20*batch + 7} {
		a := answer(fmt.Sprint("q", n), fmt.Sprint(n))
		for i := range n {
			a.Mentions = append(a.Mentions, fmt.Sprintf("n%d-%d\x00\xff'?.example.com", n, i))
		}
		must(t, s.Keep(t.Context(), a))
		for _, name := range a.Mentions {
			got, ok, err := s.Seen(t.Context(), "acc", name)
			if err != nil || !ok || got.Mentioned.Answers != 1 || got.Mentioned.Question != a.Question {
				t.Fatalf("%d: %q: %+v %v", n, name, got, err)
			}
		}
	}
}

func TestAbout(t *testing.T) {
	s, _ := opened(t, place(t))
	keep := func(question, body string, status int) {
		t.Helper()
		a := answer(question, body)
		a.Status, a.FetchedAt = status, noon().Add(time.Duration(len(body))*time.Hour)
		must(t, s.Keep(t.Context(), a))
	}
	keep("pdns 192.0.2.1 page=1", "a", 200)
	keep("pdns 192.0.2.1 page=1", "bb", 200)
	keep("pdns 192.0.2.1 page=2", "c", 200)
	keep("pdns 192.0.2.1 page=2", "dd", 404)
	keep("pdns 192.0.2.1", "e", 200)
	keep("pdns 192.0.2.10 page=1", "f", 200)
	keep("pdnsx 192.0.2.1", "g", 200)
	got, err := s.About(t.Context(), "acc", "pdns", "192.0.2.1")
	must(t, err)
	want := []Asked{{"pdns 192.0.2.1", noon().Add(time.Hour), 200}, {"pdns 192.0.2.1 page=1", noon().Add(2 * time.Hour), 200}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v", got)
	}
	if other, err := s.About(t.Context(), "another", "pdns", "192.0.2.1"); err != nil || len(other) > 0 {
		t.Errorf("of another account: %v %v", other, err)
	}
}
