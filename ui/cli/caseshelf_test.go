package cli

import (
	"testing"
	"time"

	"quarry/api"
	"quarry/api/cfsim"
	"quarry/api/source"
	"quarry/state/store"
)

// What was shown is exported: from the store by its hash, and what the store could
// not take from the run itself.
func TestWhatTheRunKnowsIsExported(t *testing.T) {
	b := newBench(t)
	db := b.shared()
	at := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	q, _ := api.ParseKey("domain a.example.com")
	keep := func(body string, at time.Time) {
		t.Helper()
		if err := db.Keep(t.Context(), store.Answer{
			Account: cfsim.DemoAccount, Question: q.Key(), Endpoint: "domain", Indicator: "a.example.com", Kind: "domain",
			Method: "GET", URL: "x", Status: 200, Body: []byte(body), FetchedAt: at,
		}); err != nil {
			t.Fatal(err)
		}
	}
	answer := func(body string) api.Answer {
		return api.Answer{Query: q, Status: 200, Body: []byte(body), FetchedAt: at}
	}
	run := source.NewMemory()
	disk := shelfOf{ctx: t.Context(), db: db, account: cfsim.DemoAccount}
	for _, c := range []struct {
		name string
		do   func()
		disk shelfOf
		sum  string // of which body
		want string
	}{
		{"nowhere", func() {}, disk, "", ""},
		{"in the run, without a store", func() { run.Keep(answer("shown")) }, shelfOf{ctx: t.Context()}, "shown", "shown"},
		{"in the run, and not in the store", func() {}, disk, "shown", "shown"},
		{"another one in the store", func() { keep("other", at) }, disk, "shown", "shown"},
		{"neither is it", func() {}, disk, "gone", "other"},
		{"none is named", func() {}, disk, "", "other"},
		{"the newest in the store is another", func() { keep("old", at.Add(-time.Hour)); run.Keep(answer("third")) }, disk, "old", "old"},
	} {
		c.do()
		sum := ""
		if c.sum != "" {
			sum = sumOf(answer(c.sum))
		}
		got, ok := runShelf{c.disk, run}.Answer(q, sum)
		if string(got.Body) != c.want || ok != (c.want != "") {
			t.Errorf("%s: %q, %t; want %q", c.name, got.Body, ok, c.want)
		}
	}
	if held := (runShelf{disk, run}).Held("domain", q.Indicator); len(held) != 1 || held[0] != q {
		t.Errorf("held %v", held)
	}
	if held := (runShelf{shelfOf{ctx: t.Context()}, run}).Held("domain", q.Indicator); len(held) != 1 {
		t.Errorf("held %v", held)
	}
}
