//go:build unix

package main

import (
	"testing"
	"time"

	"quarry/api/cfsim"
	"quarry/ui/termtest/ptyrun"
	"quarry/views/frametest"
)

// startKnown measures from exec to the first complete frame of the names that
// are known of an address, against the list by hand on the same rows. The
// command line opens an address in its own view, so p is typed ahead.
func (p *peers) startKnown(b *testing.B) {
	const cols, rows = 120, 40
	f := finding{
		what: "exec to first complete frame, " + number(p.known) + " known records",
		goal: 1, yardstick: "list", unit: "ms",
	}
	known, peer := p.quarry(p.home(b, p.known), peersAddress), p.yardstick(b, "list", p.known)
	var quarry, first, list []time.Duration
	p.samples(b, 16, func(n int) {
		s := p.run(b, known, cols, rows, ptyrun.Line{})
		s.send("p")
		some := s.must("a first name", func(s frametest.Screen) bool { return s.Contains("FIRST SEEN") && s.Contains("▌ ") })
		all, err := s.until(number(p.known)+" names", showsAll(p.known))
		if err != nil {
			s.Close()
			f.missing, p.tooSlow[p.known] = err.Error(), err
			return
		}
		began := s.began
		s.quit("q")
		s = p.run(b, peer, cols, rows, ptyrun.Line{})
		shown := s.must("its list", showsAll(p.known))
		if n > 0 || all.Sub(began) > time.Second { // the first start finds cold caches
			quarry, first = append(quarry, all.Sub(began)), append(first, some.Sub(began))
			list = append(list, shown.Sub(s.began))
		}
		s.quit("q")
	})
	if len(quarry) > 0 {
		f.missing = ""
		f.quarry, f.other = percentile(quarry, 50), percentile(list, 50)
		b.ReportMetric(f.quarry, "ms/quarry")
		b.ReportMetric(percentile(first, 50), "ms/quarry-first-names")
		b.ReportMetric(f.other, "ms/list")
	}
	p.find(b, f)
}

// startEmpty measures from exec to the start screen, against the smallest
// program. The store is there; nothing is asked and nothing sent.
func (p *peers) startEmpty(b *testing.B) {
	const cols, rows = 80, 24
	start, peer := p.startScreen(), p.yardstick(b, "smallest", 0)
	var quarry, smallest []time.Duration
	p.samples(b, 31, func(n int) {
		s := p.run(b, start, cols, rows, ptyrun.Line{})
		shown := s.must("the start screen", onStartScreen)
		began := s.began
		s.quit("ctrl+c") // q is a letter of the indicator here
		s = p.run(b, peer, cols, rows, ptyrun.Line{})
		line := s.must("its line", func(s frametest.Screen) bool { return s.Contains("q quits") })
		if n > 0 { // the first start makes the store
			quarry, smallest = append(quarry, shown.Sub(began)), append(smallest, line.Sub(s.began))
		}
		s.quit("q")
	})
	f := finding{
		what: "exec to the start screen", goal: 1.2, yardstick: "smallest", unit: "ms",
		quarry: percentile(quarry, 50), other: percentile(smallest, 50),
	}
	b.ReportMetric(f.quarry, "ms/quarry")
	b.ReportMetric(f.other, "ms/smallest")
	p.find(b, f)
}

// startScreen is quarry with an account and nothing asked.
func (p *peers) startScreen() program {
	return program{name: "quarry", path: p.binaries["quarry"], home: p.dir(), env: []string{
		"CLOUDFLARE_API_TOKEN=" + cfsim.DemoToken, "CLOUDFLARE_ACCOUNT_ID=" + cfsim.DemoAccount,
	}}
}

func onStartScreen(s frametest.Screen) bool {
	return s.Contains("Open an indicator") && s.Contains("? help")
}
