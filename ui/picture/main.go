//go:build unix

// Command picture runs quarry in a pseudo-terminal, walks it through some
// steps, and writes what the screen then shows as an SVG:
//
//	go run ./ui/picture -o docs/screen.svg -size 120x34 \
//	    -wait "778 names" -keys "/ one.one enter" -wait "1/1" -- --demo 1.1.1.1
//
// What follows "--" are the arguments of quarry. The steps run in the order in
// which they stand:
//
//	-wait TEXT        until the text is on the screen
//	-keys "p / x"     keys and words, divided by spaces
//	-step wait:TEXT   as -wait
//	-step gone:TEXT   until the text is on the screen no more
//	-step key:NAME    one key, as Bubble Tea calls it
//	-step type:TEXT   text as it stands, spaces and all
//
// The last step must wait for something: without it the picture would be of
// whatever happened to be there. Nothing of the user's own environment, state
// or token reaches the program; -env NAME=VALUE adds to its environment.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"time"

	"quarry/ui/termtest/ptyrun"
	"quarry/views/frametest"
)

// Exit codes, as quarry's own.
const (
	exitFailure = 1
	exitUsage   = 2
)

func main() {
	os.Exit(run(os.Args[1:], os.Stderr))
}

// run is the whole program; it returns the exit code.
func run(args []string, stderr io.Writer) int {
	o, err := parse(args, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		fmt.Fprintln(stderr, "picture:", err)
		return exitUsage
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := picture(ctx, o); err != nil {
		fmt.Fprintln(stderr, "picture:", err)
		return exitFailure
	}
	return 0
}

// picture makes the picture that the options describe.
func picture(ctx context.Context, o options) error {
	work, err := os.MkdirTemp("", "quarry-picture-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	if o.bin == "" {
		o.bin = filepath.Join(work, "quarry")
		if err := ptyrun.Build(ctx, o.bin, "."); err != nil {
			return err
		}
	} else if o.bin, err = filepath.Abs(o.bin); err != nil {
		return err
	}
	home := filepath.Join(work, "home")
	env, err := ptyrun.Environment(home, append([]string{"COLORTERM=truecolor"}, o.env...)...)
	if err != nil {
		return err
	}
	process, err := ptyrun.Start(ptyrun.Options{
		Path: o.bin, Args: o.args, Env: env, Dir: home, Cols: o.cols, Rows: o.rows,
	})
	if err != nil {
		return err
	}
	defer process.Close()
	screen, err := walk(ctx, process, o.steps, o.timeout)
	if err != nil {
		return err
	}
	return write(o.out, frametest.SVG(screen, frametest.SVGOptions{Title: o.title, FontSize: o.font, HideCursor: o.hideCursor}))
}

// walk takes the steps and returns the screen for which the last one waited.
func walk(ctx context.Context, p *ptyrun.Process, steps []step, timeout time.Duration) (frametest.Screen, error) {
	var screen frametest.Screen
	for i, s := range steps {
		seen, err := s.take(ctx, p, timeout)
		if err != nil {
			return screen, fmt.Errorf("step %d, %s: %w; the screen was\n%s", i+1, s, err, p.Screen().Text())
		}
		screen = seen
	}
	return screen, nil
}

// write puts the file in place whole or not at all, and leaves one with the
// same content alone.
func write(path string, content []byte) error {
	if old, err := os.ReadFile(path); err == nil && string(old) == string(content) {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	temporary := path + ".new"
	if err := os.WriteFile(temporary, content, 0o644); err != nil {
		return err
	}
	return os.Rename(temporary, path)
}
