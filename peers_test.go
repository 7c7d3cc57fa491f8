//go:build unix

package main

import (
	"fmt"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/dustin/go-humanize"

	"quarry/ui/termtest"
	"quarry/ui/termtest/yardstick"
)

// The settings of BenchmarkPeers, from the environment.
const (
	// rowsVariable says how many names the large list has, for a quick run;
	// the other list has a tenth of that.
	rowsVariable = "QUARRY_PEERS_ROWS"
	// limitVariable says how long a program may take for one thing, and a
	// measure may go on taking samples, as a Go duration.
	limitVariable = "QUARRY_PEERS_LIMIT"
)

// BenchmarkPeers runs the real program in a pseudo-terminal beside others, the
// yardsticks in ui/termtest/yardstick and fzf where it is installed. They take
// turns, so that noise hits all alike, and what counts is the ratio. In the end
// it prints a table of the goals, for docs/performance.md.
func BenchmarkPeers(b *testing.B) {
	p := newPeers(b)
	for _, m := range []struct {
		name    string
		measure func(*peers, *testing.B)
	}{
		{"start-known", (*peers).startKnown},
		{"start-empty", (*peers).startEmpty},
		{"key", (*peers).key},
		{"bytes-80x24", func(p *peers, b *testing.B) { p.bytes(b, 80, 24, "off", 1.5) }},
		{"bytes-120x40", func(p *peers, b *testing.B) { p.bytes(b, 120, 40, "on", 5) }},
		{"held-key", (*peers).held},
		{"filter-typed", (*peers).filterTyped},
		{"filter-pasted", (*peers).filterPasted},
		{"heap", (*peers).heap},
		{"memory", func(p *peers, b *testing.B) { p.memory(b, "opened", nil) }},
		{"memory-filtered", func(p *peers, b *testing.B) { p.memory(b, "opened and filtered", queries()) }},
		{"idle-start", (*peers).idleStart},
		{"idle-list", (*peers).idleList},
	} {
		b.Run(m.name, func(b *testing.B) {
			m.measure(p, b)
			b.ReportMetric(0, "ns/op")
		})
	}
	p.print()
}

// peers is one run of the benchmark: what is measured, and what was found.
type peers struct {
	many, known  int
	limit        time.Duration
	fzf          string // where it is; empty where it is not
	binaries     map[string]string
	homes, files map[int]string // by the number of names
	tooSlow      map[int]error  // lists that quarry did not open in time
	dir          func() string
	findings     []finding
}

func newPeers(b *testing.B) *peers {
	p := &peers{
		many: 1_000_000, limit: time.Minute, fzf: lookForFzf(),
		binaries: map[string]string{"quarry": termtest.Build(b)},
		homes:    map[int]string{}, files: map[int]string{}, tooSlow: map[int]error{},
		dir: b.TempDir,
	}
	for _, name := range []string{"plain", "smallest", "list"} {
		p.binaries[name] = termtest.BuildPackage(b, "./ui/termtest/yardstick/"+name)
	}
	if s := os.Getenv(rowsVariable); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil || n < 1000 || n > yardstick.Most {
			b.Fatalf("%s: %q is no number from 1000 to %d", rowsVariable, s, yardstick.Most)
		}
		p.many = n
	}
	if s := os.Getenv(limitVariable); s != "" {
		d, err := time.ParseDuration(s)
		if err != nil {
			b.Fatalf("%s: %v", limitVariable, err)
		}
		p.limit = d
	}
	p.known = p.many / 10
	return p
}

// samples calls once at least, and up to so many times while there is time. A
// percentile needs its number of samples, whatever -benchtime says.
func (p *peers) samples(b *testing.B, most int, once func(n int)) {
	late := time.Now().Add(p.limit)
	n := 0
	for b.Loop() {
		for n < most && (n == 0 || time.Now().Before(late)) {
			once(n)
			n++
		}
	}
}

// finding is a line of the table.
type finding struct {
	what      string
	goal      float64 // the ratio, or without a yardstick the figure itself
	yardstick string
	unit      string
	quarry    float64
	other     float64
	// missing says why there is no figure, or none to hold it against.
	missing string
}

// find adds a finding at the end of a measure.
func (p *peers) find(b *testing.B, f finding) {
	b.Helper()
	p.findings = append(p.findings, f)
	switch {
	case f.missing != "" && f.quarry == 0 && f.other == 0:
		b.Skip(f.missing)
	case f.missing != "":
		b.Log(f.missing)
	case f.yardstick != "":
		b.ReportMetric(f.quarry/f.other, "ratio")
	}
}

// cells are the columns of the table: what, goal, quarry, yardstick, ratio,
// and whether the goal is met.
func (f finding) cells() []string {
	goal := "≤ " + strconv.FormatFloat(f.goal, 'f', -1, 64) + " " + f.unit
	if f.yardstick != "" {
		goal = "≤ " + strconv.FormatFloat(f.goal, 'f', 1, 64) + " × " + f.yardstick
	}
	quarry, other, ratio, verdict := "–", "–", "–", "met"
	if f.quarry > 0 {
		quarry = figure(f.quarry) + " " + f.unit
	}
	if f.other > 0 {
		other = figure(f.other) + " " + f.unit
	}
	value := f.quarry
	if f.yardstick != "" && f.missing == "" {
		value = f.quarry / f.other
		ratio = figure(value)
	}
	switch {
	case f.missing != "":
		verdict = f.missing
	case value > f.goal:
		verdict = "missed"
	}
	return []string{f.what, goal, quarry, other, ratio, verdict}
}

// figure is a number with three digits that count, or all before the point.
func figure(x float64) string {
	switch {
	case x >= 100:
		return humanize.Comma(int64(x + 0.5))
	case x >= 10:
		return strconv.FormatFloat(x, 'f', 1, 64)
	}
	return strconv.FormatFloat(x, 'f', 2, 64)
}

// print writes the table as Markdown.
func (p *peers) print() {
	if len(p.findings) == 0 {
		return
	}
	line := func(cells ...string) { fmt.Printf("| %s |\n", strings.Join(cells, " | ")) }
	fmt.Printf("\n%s, %s %s/%s, %d cores\n\n", time.Now().UTC().Format(time.DateOnly), runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
	line("what", "goal", "quarry", "yardstick", "ratio", "")
	line(slices.Repeat([]string{"---"}, 6)...)
	for _, f := range p.findings {
		line(f.cells()...)
	}
	fmt.Println()
}

// percentile is the value below which so many percent of the samples are, in
// milliseconds; 0 where there are none.
func percentile(samples []time.Duration, percent int) float64 {
	if len(samples) == 0 {
		return 0
	}
	s := slices.Sorted(slices.Values(samples))
	return ms(s[min(len(s)-1, len(s)*percent/100)])
}
