//go:build unix

package main

import (
	"fmt"
	"os/exec"
	"slices"
	"testing"
	"time"

	"quarry/ui/termtest"
	"quarry/views/frametest"
)

// BenchmarkStart measures from exec to the first complete frame, the start
// screen of the demo, as an analyst waits for it. The time of a program run
// that draws nothing (quarry version) stands beside it: the part that is the
// machine's and the runtime's.
func BenchmarkStart(b *testing.B) {
	path := termtest.Build(b)
	for _, size := range [][2]int{{80, 24}, {120, 40}} {
		b.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(b *testing.B) {
			var frame, bare []time.Duration
			for b.Loop() {
				started := time.Now()
				if err := exec.Command(path, "version").Run(); err != nil {
					b.Fatal(err)
				}
				bare = append(bare, time.Since(started))
				started = time.Now()
				term := termtest.Start(b, termtest.Options{Path: path, Args: []string{"--demo"}, Cols: size[0], Rows: size[1]})
				term.WaitText("? help")
				frame = append(frame, time.Since(started))
				term.Send("ctrl+c")
				term.WaitExit()
			}
			report(b, frame, bare)
		})
	}
}

func report(b *testing.B, frame, bare []time.Duration) {
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(ms(median(frame)), "ms/frame")
	b.ReportMetric(ms(median(bare)), "ms/version")
	b.ReportMetric(float64(median(frame))/float64(median(bare)), "ratio")
}

// BenchmarkKey measures from a key to the frame that shows its effect, and the
// bytes that went to the terminal for it, moving down a list of 778 names with
// the side panel off (80×24) and on (120×40).
func BenchmarkKey(b *testing.B) {
	path := termtest.Build(b)
	for _, size := range [][2]int{{80, 24}, {120, 40}} {
		b.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(b *testing.B) {
			term := termtest.Start(b, termtest.Options{Path: path, Args: []string{"--demo", "1.1.1.1"}, Cols: size[0], Rows: size[1]})
			term.WaitText("CLOUDFLARENET")
			term.Send("p")
			term.WaitText("778 names")
			var took []time.Duration
			at, before := 1, len(term.Stream())
			keys := 0
			for b.Loop() {
				if at == 700 {
					term.Send("g")
					term.Wait("the top", func(s frametest.Screen) bool { return s.Contains(" 1/778 ") })
					at, before = 1, len(term.Stream())
					keys = 0
				}
				at++
				want := fmt.Sprintf(" %d/778 ", at)
				started := time.Now()
				term.Send("j")
				term.Wait(want, func(s frametest.Screen) bool { return s.Contains(want) })
				took = append(took, time.Since(started))
				keys++
			}
			slices.Sort(took)
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(ms(median(took)), "ms/key")
			b.ReportMetric(ms(took[len(took)*95/100]), "ms/key-p95")
			b.ReportMetric(float64(len(term.Stream())-before)/float64(max(1, keys)), "B/key")
			term.Send("ctrl+c")
			term.WaitExit()
		})
	}
}

func median(d []time.Duration) time.Duration {
	d = slices.Clone(d)
	slices.Sort(d)
	return d[len(d)/2]
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
