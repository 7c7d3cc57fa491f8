//go:build unix

package ptyrun

import (
	"bytes"
	"context"
	"errors"
	"os"
	"sync"
	"testing"
	"time"

	"quarry/views/frametest"
)

func TestLineDelaysAndThrottles(t *testing.T) {
	const size = 3200
	for name, c := range map[string]struct {
		line  Line
		least time.Duration
	}{
		"cable":   {Line{}, 0},
		"latency": {Line{Latency: 60 * time.Millisecond}, 60 * time.Millisecond},
		"rate":    {Line{Rate: 16_000}, 200 * time.Millisecond},
		"both":    {Line{Latency: 60 * time.Millisecond, Rate: 32_000}, 160 * time.Millisecond},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := terminal(t, 80, 24)
			p.line, p.output, p.drained = c.line, make(chan arrival, onTheWay), make(chan struct{})
			r, w, err := os.Pipe()
			if err != nil {
				t.Fatal(err)
			}
			defer r.Close()
			p.master = r
			go p.readOutput()
			go p.showOutput()
			began := time.Now()
			if _, err := w.Write(bytes.Repeat([]byte("x"), size)); err != nil {
				t.Fatal(err)
			}
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
			<-p.drained
			shown, m := time.Since(began), p.Mark()
			if m.Bytes != size {
				t.Errorf("%d of %d bytes came", m.Bytes, size)
			}
			if took := m.At.Sub(began); took < c.least || took > shown {
				t.Errorf("the last byte came after %s and was shown after %s, want at least %s", took, shown, c.least)
			}
		})
	}
}

func TestWaitMarkTellsWhereTheScreenWas(t *testing.T) {
	p := terminal(t, 20, 2)
	first, second := time.Unix(1, 0), time.Unix(2, 0)
	p.feed(first, []byte("one"))
	p.feed(second, []byte(" two"))
	_, m, err := p.WaitMark(t.Context(), func(s frametest.Screen) bool { return s.Contains("one two") })
	if want := (Mark{second, 7}); err != nil || m != want {
		t.Errorf("%v, %v, want %v", m, err, want)
	}
}

// A condition that the screen tells nothing of is seen all the same.
func TestWaitSeesWhatIsNotOnTheScreen(t *testing.T) {
	p := terminal(t, 20, 2)
	looked := 0
	_, err := p.Wait(t.Context(), func(frametest.Screen) bool { looked++; return looked == 3 })
	if err != nil || looked != 3 {
		t.Errorf("looked %d times, %v", looked, err)
	}
}

func TestSettle(t *testing.T) {
	p := terminal(t, 20, 2)
	p.feed(time.Unix(1, 0), []byte("early"))
	m, err := p.Settle(t.Context(), time.Millisecond)
	if want := (Mark{time.Unix(1, 0), 5}); err != nil || m != want {
		t.Errorf("%v, %v, want %v", m, err, want)
	}
	// As long as something comes, it is not quiet.
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	var feeding sync.WaitGroup
	feeding.Go(func() {
		for ctx.Err() == nil {
			p.feed(time.Now(), []byte("x"))
		}
	})
	if _, err := p.Settle(ctx, time.Minute); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("settled: %v", err)
	}
	feeding.Wait()
	close(p.done)
	if m, err := p.Settle(t.Context(), time.Minute); err != nil || m != p.Mark() {
		t.Errorf("after the end: %v, %v", m, err)
	}
}
