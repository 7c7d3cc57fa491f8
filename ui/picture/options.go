//go:build unix

package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"
	"time"
)

// options are what the command line says.
type options struct {
	out, bin, title string
	cols, rows      int
	font            float64
	hideCursor      bool
	timeout         time.Duration
	env, args       []string
	steps           []step
}

func parse(args []string, stderr io.Writer) (options, error) {
	o := options{cols: 120, rows: 34}
	f := flag.NewFlagSet("picture", flag.ContinueOnError)
	f.SetOutput(stderr)
	f.StringVar(&o.out, "o", "docs/screen.svg", "the `file` to write")
	f.StringVar(&o.bin, "bin", "", "a `program` to run instead of building quarry")
	f.StringVar(&o.title, "title", "", "the window's `title`, instead of the one the program sets")
	f.Float64Var(&o.font, "font", 14, "the size of the type in `px`")
	f.BoolVar(&o.hideCursor, "hide-cursor", false, "leave out the cursor")
	f.DurationVar(&o.timeout, "timeout", 20*time.Second, "how long one step may `last`")
	f.Func("size", "columns and rows (default `120x34`)", func(s string) error {
		if n, err := fmt.Sscanf(s+"\n", "%dx%d\n", &o.cols, &o.rows); n != 2 || err != nil || o.cols < 1 || o.rows < 1 || o.cols > 1000 || o.rows > 1000 {
			return errors.New("want COLUMNSxROWS, each from 1 to 1000")
		}
		return nil
	})
	f.Func("env", "`NAME=VALUE` for the program's environment, repeatable", func(s string) error {
		if name, _, ok := strings.Cut(s, "="); !ok || name == "" {
			return errors.New("want NAME=VALUE")
		}
		o.env = append(o.env, s)
		return nil
	})
	f.Func("step", "one `step` (wait:TEXT, gone:TEXT, key:NAME, type:TEXT), repeatable", func(s string) error {
		next, err := parseStep(s)
		o.steps = append(o.steps, next)
		return err
	})
	f.Func("wait", "wait until the `text` is on the screen, repeatable", func(s string) error {
		next, err := parseStep("wait:" + s)
		o.steps = append(o.steps, next)
		return err
	})
	f.Func("keys", "`keys` and words to send, divided by spaces, repeatable", func(s string) error {
		for _, key := range strings.Fields(s) {
			o.steps = append(o.steps, step{does: "key", text: key})
		}
		return nil
	})
	if err := f.Parse(args); err != nil {
		return o, err
	}
	o.args = f.Args()
	if len(o.steps) == 0 || !o.steps[len(o.steps)-1].waits() {
		return o, errors.New("the last step must be a -wait: say what the picture has to show")
	}
	return o, nil
}
