//go:build unix

package main

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"quarry/ui/termtest/ptyrun"
	"quarry/ui/termtest/yardstick"
	"quarry/views/frametest"
)

func lookForFzf() string {
	path, err := exec.LookPath("fzf")
	if err != nil {
		return ""
	}
	return path
}

const noFzf = "fzf is not installed"

// fuzzyFinder is fzf on the names of a file, told to find substrings, as quarry
// does. --no-sort makes it faster, and keeps the order of the list as quarry
// does.
func (p *peers) fuzzyFinder(b *testing.B, n int) program {
	b.Helper()
	return program{
		name: "fzf", path: "/bin/sh", home: p.dir(),
		args: []string{"-c", `exec "$1" --exact --no-sort < "$2"`, "sh", p.fzf, p.names(b, n)},
	}
}

// names is the file of n names without their days.
func (p *peers) names(b *testing.B, n int) string {
	b.Helper()
	path := p.rows(b, n) + "-names"
	if _, err := os.Stat(path); err == nil {
		return path
	}
	var text strings.Builder
	rows := yardstick.NewRows()
	for i := range n {
		text.WriteString(rows.Row(i).Name)
		text.WriteByte('\n')
	}
	if err := os.WriteFile(path, []byte(text.String()), 0o600); err != nil {
		b.Fatal(err)
	}
	return path
}

// queries are typed one after the other: with many hits and with few, at the
// beginning of names, within and at the end.
func queries() []string {
	return []string{"shop.", "cafe", "gold-", "www2.quick", "yoga39", "paint.example.org", "north-wine", "ns1.d"}
}

// typing is the time between two letters of a fast typist.
const typing = 80 * time.Millisecond

// filterTyped measures from the last letter of a query to the frame with what it
// finds, against fzf on the same names, where each letter narrows what the one
// before has found.
func (p *peers) filterTyped(b *testing.B) { p.filter(b, "typed letter by letter", typing) }

// filterPasted is filterTyped with a query that comes at once.
func (p *peers) filterPasted(b *testing.B) { p.filter(b, "typed at once", 0) }

func (p *peers) filter(b *testing.B, how string, pace time.Duration) {
	matches, took := p.matches(), map[string][]time.Duration{}
	quarry, err := p.passiveDNS(b, p.many, 120, 40, ptyrun.Line{})
	fzf := p.startFzf(b, 120, 40)
	p.samples(b, 2*len(matches), func(n int) {
		query, found := queries()[n%len(matches)], matches[n%len(matches)]
		if err == nil {
			var t time.Duration
			if t, err = quarry.filter(query, pace, found, p.many); err == nil {
				took["quarry"] = append(took["quarry"], t)
			}
		}
		if fzf != nil {
			took["fzf"] = append(took["fzf"], fzf.find(query, pace, found, p.many))
		}
	})
	for name, t := range took {
		b.ReportMetric(percentile(t, 50), "ms/"+name+"-p50")
		b.ReportMetric(percentile(t, 95), "ms/"+name+"-p95")
	}
	f := finding{
		what: "filter " + number(p.many) + " names, " + how + ", last key to right frame",
		goal: 0.5, yardstick: "fzf", unit: "ms", missing: reason(err),
		quarry: percentile(took["quarry"], 50), other: percentile(took["fzf"], 50),
	}
	if fzf == nil {
		f.missing = noFzf
	}
	p.find(b, f)
}

// filter types a query into quarry's filter and drops it again. The error is
// that quarry does not show what it finds, so many of all.
func (s *session) filter(query string, pace time.Duration, found, all int) (time.Duration, error) {
	s.b.Helper()
	s.send("/")
	s.must("the filter's line", func(s frametest.Screen) bool { return !position(s, "/"+number(all)) })
	last := s.typeText(query, pace)
	count := fmt.Sprintf(" %s of %s", number(found), number(all))
	shown, err := s.until(fmt.Sprintf("%q with%s", query, count), func(s frametest.Screen) bool {
		return s.Contains("/"+query) && position(s, count) && showsHits(s, query, found)
	})
	if err != nil {
		return 0, err
	}
	s.send("esc")
	s.must("all names again", showsAll(all))
	s.rest()
	return shown.Sub(last), nil
}

// find types a query into fzf and removes it again.
func (s *session) find(query string, pace time.Duration, found, all int) time.Duration {
	s.b.Helper()
	last := s.typeText(query, pace)
	count := fmt.Sprintf(" %d/%d", found, all)
	shown := s.must("what is found", func(s frametest.Screen) bool {
		return s.Contains("> "+query) && position(s, count) && showsHits(s, query, found)
	})
	s.send("ctrl+u")
	s.must("all names again", showsAllInFzf(all))
	s.rest()
	return shown.Sub(last)
}

// matches is how many names each query finds, the plain way.
func (p *peers) matches() []int {
	rows, list := yardstick.NewRows(), queries()
	found := make([]int, len(list))
	for i := range p.many {
		name := rows.Row(i).Name
		for n, query := range list {
			if strings.Contains(name, query) {
				found[n]++
			}
		}
	}
	return found
}

// startFzf opens the names in fzf; nil where it is not installed.
func (p *peers) startFzf(b *testing.B, cols, rows int) *session {
	b.Helper()
	if p.fzf == "" {
		return nil
	}
	s := p.run(b, p.fuzzyFinder(b, p.many), cols, rows, ptyrun.Line{})
	s.must("all names", showsAllInFzf(p.many))
	s.rest()
	return s
}

func showsAllInFzf(n int) func(frametest.Screen) bool {
	count := fmt.Sprintf(" %d/%[1]d", n)
	return func(s frametest.Screen) bool { return position(s, count) }
}

// typeText types a text, so much time between two letters, and tells when the
// last one was typed.
func (s *session) typeText(text string, pace time.Duration) (last time.Time) {
	s.b.Helper()
	if pace == 0 {
		return s.typed(text)
	}
	for i := range text {
		if i > 0 {
			pause(pace)
		}
		last = s.typed(text[i : i+1])
	}
	return last
}

// showsHits is a screen with a query and rows that hold it.
func showsHits(s frametest.Screen, query string, found int) bool {
	_, rows := s.Size()
	lines := 0
	for y := range rows {
		if strings.Contains(s.Line(y), query) {
			lines++
		}
	}
	const enough = 10
	return lines >= 1+min(found, enough)
}
