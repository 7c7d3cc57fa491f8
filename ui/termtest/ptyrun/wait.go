//go:build unix

package ptyrun

import (
	"context"
	"fmt"
	"time"

	"quarry/views/frametest"
)

// Mark is a point in a program's output: how many bytes there are up to it, and
// when the last of them arrived.
type Mark struct {
	At    time.Time
	Bytes int
}

// Mark is the end of the output so far.
func (p *Process) Mark() Mark {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.mark()
}

func (p *Process) mark() Mark { return Mark{p.arrived, len(p.stream)} }

// Wait returns the first screen for which cond is true. It looks at the
// present screen, and again after each chunk of output, but never at half a
// synchronized frame; now and then without output, too, for a cond about what is not
// on the screen: a file, what a server has received. The error is the context's or wraps ErrExited; the
// screen is then the last one looked at.
func (p *Process) Wait(ctx context.Context, cond func(frametest.Screen) bool) (frametest.Screen, error) {
	s, _, err := p.WaitMark(ctx, cond)
	return s, err
}

// WaitMark is Wait for those who measure: it tells as well where in the output
// the screen was. Output that arrives while cond looks is looked at together.
func (p *Process) WaitMark(ctx context.Context, cond func(frametest.Screen) bool) (frametest.Screen, Mark, error) {
	var s frametest.Screen
	var m Mark
	elsewhere := time.NewTicker(100 * time.Millisecond)
	defer elsewhere.Stop()
	for {
		p.mu.Lock()
		changed, ended := p.changed, p.ended()
		whole := ended || !p.state.modes[modeSynchronized]
		if whole {
			s, m = p.capture(), p.mark()
		}
		p.mu.Unlock()
		if whole && cond(s) {
			return s, m, nil
		}
		if ended {
			return s, m, fmt.Errorf("%w with exit code %d", ErrExited, p.code)
		}
		select {
		case <-changed:
		case <-elsewhere.C:
		case <-ctx.Done():
			return p.Screen(), p.Mark(), ctx.Err()
		}
	}
}

// Settle returns once nothing has come for so long, or the program has ended,
// with the end of what came before. The error is the context's.
func (p *Process) Settle(ctx context.Context, quiet time.Duration) (Mark, error) {
	silence := time.NewTimer(quiet)
	defer silence.Stop()
	for {
		p.mu.Lock()
		changed, m := p.changed, p.mark()
		p.mu.Unlock()
		select {
		case <-changed:
			silence.Reset(quiet)
		case <-silence.C:
			return m, nil
		case <-p.done:
			return p.Mark(), nil
		case <-ctx.Done():
			return m, ctx.Err()
		}
	}
}
