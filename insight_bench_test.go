//go:build unix

package main

import (
	"path/filepath"
	"slices"
	"testing"
	"time"

	"quarry/api"
	"quarry/api/cf"
	"quarry/api/cfsim"
	"quarry/api/source"
	"quarry/state/indicator"
	"quarry/state/investigation"
	"quarry/state/store"
	"quarry/ui"
	"quarry/views"
)

// BenchmarkSeenBefore measures what stands at the top of a view of an address, with
// 100,000 answers in the store and 200 other cases with 500 questions and 100
// verdicts each: where it was met before, what other cases say of it, and all that
// follows from what is known. Each look is at an address that was not looked at yet.
func BenchmarkSeenBefore(b *testing.B) {
	const answers, cases, questions, verdicts, large = 100_000, 200, 500, 100, 10_000
	path := filepath.Join(b.TempDir(), "quarry.db")
	fill(b, path, answers)
	s, _, err := store.Open(b.Context(), path, store.Options{})
	if err != nil {
		b.Fatal(err)
	}
	before := time.Now().Add(-90 * 24 * time.Hour)
	for n := range cases {
		if _, err := s.KeepInvestigation(b.Context(), worked(n*questions, questions, verdicts, before)); err != nil {
			b.Fatal(err)
		}
	}
	disk := source.OpenDisk(b.Context(), func() (*store.Store, error) { return s, nil }, nil, func(err error) { b.Error(err) })
	names := func(a api.Answer) []indicator.Indicator { return cf.Mentions(a) }
	var kept *source.Kept
	var met *source.Cases
	var infer func(views.Premises) []views.Insight
	next := 0
	look := func() indicator.Indicator {
		if next++; next%answers == 1 { // all caches empty
			kept, met, infer = source.NewKept(disk, cfsim.DemoAccount, time.Now, names), source.NewCases(b.Context(), disk, cfsim.DemoAccount, time.Now), ui.Insights()
			b.Cleanup(met.Close)
			disk.Store(b.Context())
		}
		return indicator.MustParse(address(next * 7919 % answers))
	}
	of := func(c investigation.Investigation) views.Premises {
		i := look()
		return views.Premises{Subject: i, Now: time.Now(), Shelf: kept, Memory: kept, Met: met.Met, Case: c}
	}
	here := worked(0, large, verdicts, time.Now())
	for _, m := range []struct {
		name string
		do   func()
	}{
		{"in any answer", func() {
			i := look()
			if _, ok := kept.Seen(i); !ok {
				b.Fatal("not seen")
			}
		}},
		{"in other cases", func() {
			i := look()
			if len(met.Met(i)) == 0 {
				b.Fatal("not met")
			}
		}},
		{"all insights", func() {
			if len(infer(of(investigation.Investigation{}))) == 0 {
				b.Fatal("nothing was inferred")
			}
		}},
		{"all insights in a case of 10,000 questions", func() {
			if len(infer(of(here))) == 0 {
				b.Fatal("nothing was inferred")
			}
		}},
	} {
		b.Run(m.name, func(b *testing.B) {
			m.do() // opens what has to be opened
			var took []time.Duration
			for b.Loop() {
				started := time.Now()
				m.do()
				took = append(took, time.Since(started))
			}
			slices.Sort(took)
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(ms(median(took)), "ms")
			b.ReportMetric(ms(took[len(took)*95/100]), "ms-p95")
		})
	}
}

// worked is a case about addresses from the nth on, the first of which were judged.
func worked(n, questions, verdicts int, at time.Time) investigation.Investigation {
	book := investigation.Begin(cfsim.DemoAccount, "ann", at)
	var judged []indicator.Indicator
	for k := range questions {
		q := api.Query{Endpoint: cf.EndpointIP, Indicator: indicator.MustParse(address(n + k))}
		book.Ask(investigation.ID{}, investigation.Node{Question: q.Key(), Endpoint: string(q.Endpoint), Indicator: q.Indicator}, at)
		if k < verdicts {
			judged = append(judged, q.Indicator)
		}
	}
	book.Do(book.SetVerdict(investigation.Suspicious, judged...), at)
	return book.Snapshot()
}
