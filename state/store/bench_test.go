package store

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"testing"
	"time"
)

const many = 100_000

// grown makes a store with 100,000 answers like the recorded ones, which
// mention an AS that stands in all of them. It takes a while, so that all
// benchmarks share one.
func grown(b *testing.B) string {
	b.Helper()
	path := os.Getenv("QUARRY_STORE_BENCH")
	if path == "" {
		b.Skip("set QUARRY_STORE_BENCH to a file to keep 100,000 answers in")
	}
	if _, err := os.Stat(path); err == nil {
		return path
	}
	s, _, err := Open(b.Context(), path, Options{Now: noon})
	must(b, err)
	bodies := compacted(b)
	began := time.Now()
	for i := range many {
		must(b, s.Keep(b.Context(), numberedAnswer(i, bodies)))
	}
	must(b, s.Close())
	info, err := os.Stat(path)
	must(b, err)
	b.Logf("%d answers in %s, %d bytes each", many, time.Since(began).Round(time.Millisecond), info.Size()/many)
	return path
}

func compacted(b *testing.B) (all [][]byte) {
	b.Helper()
	for _, name := range []string{"asn-overview", "dns", "domain-history", "domain", "ip", "url-info", "whois"} {
		var out bytes.Buffer
		must(b, json.Compact(&out, recorded(b)[name]))
		all = append(all, out.Bytes())
	}
	return all
}

// numberedAnswer is a recorded answer about another indicator each time.
func numberedAnswer(i int, bodies [][]byte) Answer {
	name := fmt.Sprintf("host-%d.example.com", i)
	a := answer("domain "+name, "")
	a.Indicator, a.Kind, a.Endpoint = name, "domain", "domain"
	a.URL = "https://api.cloudflare.com/client/v4/accounts/00000000000000000000000000000000/intel/domain?domain=" + name
	a.FetchedAt = noon().Add(time.Duration(i) * time.Second)
	a.Body = bytes.ReplaceAll(bodies[i%len(bodies)], []byte("cloudflare.com"), []byte(name))
	a.Body = append(a.Body, fmt.Sprintf(`{"id":%d}`, i)...)
	a.Mentions = []string{"AS64496", fmt.Sprintf("192.0.2.%d", i%256), fmt.Sprintf("ns-%d.example.net", i)}
	return a
}

func BenchmarkOpen(b *testing.B) {
	for name, path := range map[string]string{"small": filled(b), "100k": grown(b)} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				s, _, err := Open(b.Context(), path, Options{})
				must(b, err)
				b.StopTimer()
				must(b, s.Close())
				b.StartTimer()
			}
		})
	}
}

func BenchmarkRead(b *testing.B) {
	path := grown(b)
	s, _ := opened(b, path)
	b.Run("Latest", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			if _, ok, err := s.Latest(b.Context(), "acc", fmt.Sprintf("domain host-%d.example.com", i*7919%many)); !ok || err != nil {
				b.Fatal(ok, err)
			}
		}
	})
	b.Run("Age of 10", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			var questions []string
			for k := range 10 {
				questions = append(questions, fmt.Sprintf("domain host-%d.example.com", (i*10+k)*7919%many))
			}
			if got, err := s.Age(b.Context(), "acc", questions); len(got) != 10 || err != nil {
				b.Fatal(got, err)
			}
		}
	})
	for _, name := range []string{"AS64496", "192.0.2.7", "host-5.example.com", "ns-77.example.net", "unknown.example.com"} {
		b.Run("Seen "+name, func(b *testing.B) {
			for b.Loop() {
				if _, _, err := s.Seen(b.Context(), "acc", name); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("Health", func(b *testing.B) {
		for b.Loop() {
			if h, err := s.Health(b.Context()); err != nil || h.Integrity != "ok" {
				b.Fatal(h, err)
			}
		}
	})
}

func BenchmarkKeep(b *testing.B) {
	bodies := compacted(b)
	for _, mentions := range []int{0, 3, 1000} {
		b.Run(fmt.Sprint(mentions, " mentions"), func(b *testing.B) {
			s, _ := opened(b, place(b))
			for i := 0; b.Loop(); i++ {
				a := numberedAnswer(i, bodies)
				a.Mentions = a.Mentions[:min(3, mentions)]
				for len(a.Mentions) < mentions {
					a.Mentions = append(a.Mentions, fmt.Sprintf("%d.%d.example.org", i, len(a.Mentions)))
				}
				must(b, s.Keep(b.Context(), a))
			}
			b.StopTimer()
			h, err := s.Health(b.Context())
			must(b, err)
			must(b, s.Close()) // or the journal counts
			info, err := os.Stat(s.path)
			must(b, err)
			b.ReportMetric(float64(info.Size())/float64(h.Answers), "bytes/answer")
		})
	}
}

func BenchmarkMonth(b *testing.B) {
	s, _ := opened(b, place(b))
	for i := range 2500 {
		_, err := s.Spend(b.Context(), Call{Account: "acc", Endpoint: []string{"ip", "whois", "pdns"}[i%3], Who: "ann", At: noon()})
		must(b, err)
	}
	for b.Loop() {
		if m, err := s.Month(b.Context(), "acc", noon()); err != nil || m.Calls != 2500 {
			b.Fatal(m, err)
		}
	}
}
