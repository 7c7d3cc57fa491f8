//go:build unix

package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"quarry/ui/termtest/ptyrun"
	"quarry/views/frametest"
)

// step is one thing to do to the program, or to wait for.
type step struct{ does, text string }

func parseStep(s string) (step, error) {
	does, text, _ := strings.Cut(s, ":")
	switch does {
	case "wait", "gone", "key", "type":
		if text == "" {
			return step{}, fmt.Errorf("%s: needs a text or a key behind the colon", does)
		}
		return step{does, text}, nil
	}
	return step{}, fmt.Errorf("no step begins with %q; the beginnings are wait:, gone:, key:, type: and a text", does)
}

// String is the step as the command line spells it.
func (s step) String() string { return s.does + ":" + s.text }

// waits says whether a certain screen is there when the step is done.
func (s step) waits() bool { return s.does == "wait" || s.does == "gone" }

// take does the step and returns the screen after it.
func (s step) take(ctx context.Context, p *ptyrun.Process, timeout time.Duration) (frametest.Screen, error) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	switch s.does {
	case "wait":
		return p.Wait(ctx, func(now frametest.Screen) bool { return now.Contains(s.text) })
	case "gone":
		return p.Wait(ctx, func(now frametest.Screen) bool { return !now.Contains(s.text) })
	case "key":
		return p.Screen(), p.Send(s.text)
	case "type":
		return p.Screen(), p.Type(s.text)
	}
	return p.Screen(), fmt.Errorf("unknown step %q", s.does)
}
