//go:build unix

package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"quarry/ui/termtest/ptyrun"
)

// frame is the time between two frames of a program that draws 60 a second.
const frame = time.Second / 60

// key measures from a key to the last byte of the answer, moving down the large
// list with the side panel on, against the list by hand.
func (p *peers) key(b *testing.B) {
	all, err := p.lists(b, p.many, 120, 40, ptyrun.Line{}, "list", "plain")
	took := map[string][]time.Duration{}
	chance := rand.New(rand.NewPCG(1, 2))
	p.samples(b, 150, func(int) {
		for _, s := range all {
			// Not in step with the frames.
			pause(time.Duration(chance.Int64N(int64(frame))))
			t, _ := s.press("j")
			took[s.name] = append(took[s.name], t)
		}
	})
	for name, t := range took {
		b.ReportMetric(percentile(t, 50), "ms/"+name+"-p50")
		b.ReportMetric(percentile(t, 95), "ms/"+name+"-p95")
	}
	p.find(b, finding{
		what: "key to last byte, p95, in " + number(p.many) + " names, side panel on",
		goal: 0.6, yardstick: "list", unit: "ms", missing: reason(err),
		quarry: percentile(took["quarry"], 95), other: percentile(took["list"], 95),
	})
}

// bytes measures how many bytes a key sends to the terminal, moving down a list
// that scrolls, against no framework. What it sends while the cursor moves
// within the window stands beside it.
func (p *peers) bytes(b *testing.B, cols, rows int, panel string, goal float64) {
	all, err := p.lists(b, p.known, cols, rows, ptyrun.Line{}, "plain", "list")
	const within, scrolling = 8, 100 // quarry's window has more rows than that
	near, sent := map[string]float64{}, map[string]float64{}
	for _, s := range all {
		for range within {
			_, n := s.press("j")
			near[s.name] += float64(n)
		}
		s.typed(strings.Repeat("j", rows))
		s.rest()
	}
	keys := 0.0
	p.samples(b, scrolling, func(int) {
		for _, s := range all {
			_, n := s.press("j")
			sent[s.name] += float64(n)
		}
		keys++
	})
	for name, n := range sent {
		b.ReportMetric(n/keys, "B/"+name+"-scrolling")
		b.ReportMetric(near[name]/within, "B/"+name+"-within")
	}
	p.find(b, finding{
		what: fmt.Sprintf("bytes per key moving down, side panel %s (%d×%d)", panel, cols, rows),
		goal: goal, yardstick: "plain", unit: "B", missing: reason(err),
		quarry: sent["quarry"] / keys, other: sent["plain"] / keys,
	})
}

// The line of the held key, and the key: how often it repeats, and how long.
const (
	lineLatency = 100 * time.Millisecond
	lineRate    = 256_000 / 8
	repeats     = 30
	held        = 3 * repeats
)

// held measures how far the screen is behind when a key that was held is
// released, over a thin line, against no framework. Keys are not delayed, as
// that is the same for all.
func (p *peers) held(b *testing.B) {
	all, err := p.lists(b, p.known, 120, 40, ptyrun.Line{Latency: lineLatency, Rate: lineRate}, "plain", "list")
	behind := map[string][]time.Duration{}
	p.samples(b, 4, func(int) {
		for _, s := range all {
			behind[s.name] = append(behind[s.name], s.hold("j", p.known))
		}
	})
	for name, t := range behind {
		b.ReportMetric(percentile(t, 50), "ms/"+name+"-behind")
	}
	p.find(b, finding{
		what: "held key over 100 ms and 256 kbit/s: the screen is behind by",
		goal: 1.1, yardstick: "plain", unit: "ms", missing: reason(err),
		quarry: percentile(behind["quarry"], 50), other: percentile(behind["plain"], 50),
	})
}

// hold holds a key that moves down from the first of n rows, and tells how long
// after its release the screen stood still at the right row.
func (s *session) hold(key string, n int) time.Duration {
	s.b.Helper()
	s.send("g")
	s.must("the first row", at(1, n))
	s.rest()
	every := time.NewTicker(time.Second / repeats)
	defer every.Stop()
	var released time.Time
	for range held {
		<-every.C
		released = s.send(key)
	}
	s.must("the row where the key was released", at(1+held, n))
	m := s.settle(ptyrun.Mark{}, 4*lineLatency)
	return m.At.Sub(released)
}
