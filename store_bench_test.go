//go:build unix

package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"quarry/api"
	"quarry/api/cfsim"
	"quarry/state/indicator"
	"quarry/state/store"
	"quarry/testdata"
	"quarry/ui/termtest"
	"quarry/views/frametest"
)

// BenchmarkKnown measures from the key to the frame for an answer that is known,
// with 100,000 answers in the store: the address is on the screen, i on the
// next one opens it from the disk. The bytes of the store for an answer stand
// beside it.
func BenchmarkKnown(b *testing.B) {
	const answers = 100_000
	home := b.TempDir()
	path := filepath.Join(home, ".local", "state", "quarry", "quarry.db")
	fill(b, path, answers)
	s, _, err := store.Open(b.Context(), path, store.Options{})
	if err != nil {
		b.Fatal(err)
	}
	health, err := s.Health(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
	term := termtest.Start(b, termtest.Options{
		Path: termtest.Build(b), Args: []string{"--offline", "--account", cfsim.DemoAccount, address(0)}, Cols: 120, Rows: 40, Home: home,
	})
	term.WaitText("IP " + address(0))
	var took []time.Duration
	n := 0
	for b.Loop() {
		n++
		term.Send("o")
		term.WaitText("Open an indicator")
		term.Type(address(n))
		term.WaitText("known")
		want := "IP " + address(n)
		started := time.Now()
		term.Send("enter")
		term.Wait(want, func(s frametest.Screen) bool { return s.Contains(want) && s.Contains("CLOUDFLARENET") })
		took = append(took, time.Since(started))
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(ms(median(took)), "ms/known")
	b.ReportMetric(float64(health.Bytes)/answers, "B/answer")
	term.Send("ctrl+c")
	term.WaitExit()
}

// address is the nth address of 10.0.0.0/8.
func address(n int) string { return fmt.Sprintf("10.%d.%d.%d", n>>16&255, n>>8&255, n&255) }

// fill puts answers about addresses into a store.
func fill(b *testing.B, path string, answers int) {
	b.Helper()
	body, err := testdata.Recorded.ReadFile("recorded/ip.json")
	if err != nil {
		b.Fatal(err)
	}
	s, _, err := store.Open(b.Context(), path, store.Options{})
	if err != nil {
		b.Fatal(err)
	}
	ctx := context.Background()
	for n := range answers {
		i := indicator.MustParse(address(n))
		q := api.Query{Endpoint: "ip", Indicator: i}
		err := s.Keep(ctx, store.Answer{
			Account: cfsim.DemoAccount, Question: q.Key(), Endpoint: "ip", Indicator: i.String(), Kind: "ipv4",
			Method: "GET", URL: "https://api.example.com/" + i.String(), Status: 200, Calls: 1,
			Body:     []byte(strings.ReplaceAll(string(body), "1.1.1.1", i.String())),
			Mentions: []string{"AS13335", "one.one.one.one"},
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkStartWithStore measures from exec to the first complete frame of the
// start screen with a store on disk, and without one (no place to keep it).
func BenchmarkStartWithStore(b *testing.B) {
	path, home := termtest.Build(b), b.TempDir()
	start := func(env ...string) time.Duration {
		started := time.Now()
		term := termtest.Start(b, termtest.Options{Path: path, Cols: 80, Rows: 24, Home: home, Env: append([]string{
			"CLOUDFLARE_API_TOKEN=" + cfsim.DemoToken, "CLOUDFLARE_ACCOUNT_ID=" + cfsim.DemoAccount,
		}, env...)})
		term.WaitText("Open an indicator") // where nothing is kept, a notice covers the keys
		took := time.Since(started)
		term.Send("ctrl+c")
		term.WaitExit()
		return took
	}
	start() // makes the store
	var with, without []time.Duration
	for b.Loop() {
		with = append(with, start())
		without = append(without, start("XDG_STATE_HOME=relative", "HOME="))
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(ms(median(with)), "ms/with")
	b.ReportMetric(ms(median(without)), "ms/without")
	b.ReportMetric(float64(median(with))/float64(median(without)), "ratio")
}
