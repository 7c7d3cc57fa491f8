//go:build unix

package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"quarry/ui/termtest/ptyrun"
	"quarry/views/frametest"
)

// heap tells what a record takes of the heap. It is not a matter of the whole
// program: the Go benchmark that reports "B/record", wherever it is, is run.
func (p *peers) heap(b *testing.B) {
	f := finding{what: "heap a record", goal: 50, unit: "B"}
	p.samples(b, 1, func(int) {
		var err error
		f.quarry, err = heapPerRecord()
		f.missing = reason(err)
	})
	p.find(b, f)
	b.ReportMetric(f.quarry, "B/record")
}

// heapPerRecord runs the benchmark that reports it.
func heapPerRecord() (float64, error) {
	dir, name, err := reporter("B/record")
	if err != nil {
		return 0, err
	}
	if name == "" {
		return 0, errors.New("no benchmark reports B/record")
	}
	out, err := exec.Command("go", "test", "-run", "^$", "-bench", "^"+name+"$", "./"+dir).CombinedOutput()
	figure := regexp.MustCompile(`([0-9.]+) B/record`).FindSubmatch(out)
	if err != nil || figure == nil {
		return 0, fmt.Errorf("%s in %s does not tell: %v", name, dir, err)
	}
	return strconv.ParseFloat(string(figure[1]), 64)
}

// reporter finds the benchmark that reports a metric; none has no name.
func reporter(unit string) (dir, name string, err error) {
	begins := regexp.MustCompile(`(?m)^func (Benchmark\w+)\(`)
	err = filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, "_test.go") || filepath.Dir(path) == "." {
			return err
		}
		text, err := os.ReadFile(path)
		before, _, reports := bytes.Cut(text, []byte(`"`+unit+`"`))
		if found := begins.FindAllSubmatch(before, -1); reports && found != nil {
			dir, name = filepath.Dir(path), string(found[len(found)-1][1])
			return fs.SkipAll
		}
		return err
	})
	return dir, name, err
}

// memory tells what of the machine's memory quarry holds when it shows the large
// list, after some queries, against fzf on the same names.
func (p *peers) memory(b *testing.B, when string, queries []string) {
	const cols, rows, mib = 120, 40, 1 << 20
	f := finding{
		what: "resident memory, " + number(p.many) + " names " + when, goal: 0.6, yardstick: "fzf", unit: "MiB",
	}
	matches := p.matches()
	measure := func(s *session) float64 {
		pause(2 * time.Second) // what was needed only on the way is given back
		n, err := resident(s.Pid())
		if err != nil {
			f.missing = err.Error()
			return 0
		}
		b.ReportMetric(float64(n)/mib, "MiB/"+s.name)
		s.Close() // one at a time: there may be no room for all
		return float64(n) / mib
	}
	p.samples(b, 1, func(int) {
		quarry, err := p.passiveDNS(b, p.many, cols, rows, ptyrun.Line{})
		for n := 0; n < len(queries) && err == nil; n++ {
			_, err = quarry.filter(queries[n], typing, matches[n], p.many)
		}
		if f.missing = reason(err); err == nil {
			f.quarry = measure(quarry)
		}
		if fzf := p.startFzf(b, cols, rows); fzf != nil {
			for n, query := range queries {
				fzf.find(query, typing, matches[n], p.many)
			}
			f.other = measure(fzf)
		} else {
			f.missing = noFzf
		}
		for _, name := range []string{"list", "plain"} {
			measure(p.list(b, name, p.many, cols, rows, ptyrun.Line{}))
		}
	})
	p.find(b, f)
}

// resident is how many bytes of memory a process holds (Linux).
func resident(pid int) (int, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", pid))
	if err != nil {
		return 0, err
	}
	var kib int
	_, rest, _ := bytes.Cut(text, []byte("\nRss:"))
	if _, err := fmt.Sscanf(string(rest), "%d kB", &kib); err != nil {
		return 0, fmt.Errorf("no Rss in smaps_rollup: %w", err)
	}
	return kib << 10, nil
}

// idleTime is how long programs do nothing.
const idleTime = 5 * time.Second

// idleStart measures the processor time that quarry takes at its start screen
// when nothing happens, against the smallest program.
func (p *peers) idleStart(b *testing.B) {
	s := p.run(b, p.startScreen(), 120, 40, ptyrun.Line{})
	s.must("the start screen", onStartScreen)
	p.idle(b, finding{what: "idle CPU at the start screen"}, s)
}

// idleList is idleStart in a list.
func (p *peers) idleList(b *testing.B) {
	f := finding{what: "idle CPU in a list"}
	s, err := p.passiveDNS(b, p.known, 120, 40, ptyrun.Line{})
	f.missing = reason(err)
	p.idle(b, f, s)
}

func (p *peers) idle(b *testing.B, f finding, quarry *session) {
	f.goal, f.yardstick, f.unit = 1.2, "smallest", "ms/s"
	if f.missing != "" {
		p.find(b, f)
	}
	smallest := p.run(b, p.yardstick(b, "smallest", 0), 120, 40, ptyrun.Line{})
	smallest.must("its line", func(s frametest.Screen) bool { return s.Contains("q quits") })
	quarry.rest()
	smallest.rest()
	p.samples(b, 1, func(int) {
		ran := func(s *session) time.Duration {
			d, err := processorTime(s.Pid())
			if err != nil {
				f.missing = err.Error()
			}
			return d
		}
		// Both at the same time: there is room for more than that.
		before, peer := ran(quarry), ran(smallest)
		pause(idleTime)
		f.quarry = ms(ran(quarry)-before) / idleTime.Seconds()
		f.other = ms(ran(smallest)-peer) / idleTime.Seconds()
	})
	b.ReportMetric(f.quarry, "ms/s-quarry")
	b.ReportMetric(f.other, "ms/s-smallest")
	p.find(b, f)
}

// processorTime is how long the threads of a process have run (Linux). The
// ticks of /proc/PID/stat are too coarse for what hardly runs.
func processorTime(pid int) (time.Duration, error) {
	files, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", pid))
	if err != nil || len(files) == 0 {
		return 0, fmt.Errorf("this system does not tell how long threads run")
	}
	var sum time.Duration
	for _, file := range files {
		text, err := os.ReadFile(file)
		if os.IsNotExist(err) {
			continue // it has just ended
		}
		var ran int64
		if _, err := fmt.Sscan(string(text), &ran); err != nil {
			return 0, fmt.Errorf("%s: %w", file, err)
		}
		sum += time.Duration(ran)
	}
	return sum, nil
}
