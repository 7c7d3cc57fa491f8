//go:build unix

package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/dustin/go-humanize"

	"quarry/api/cfsim"
	"quarry/ui/termtest/ptyrun"
	"quarry/ui/termtest/yardstick"
	"quarry/views/frametest"
)

// program is what is run beside others.
type program struct {
	name string
	path string
	args []string
	env  []string
	home string
}

// yardstick is one of the programs built for the comparison, on n names.
func (p *peers) yardstick(b *testing.B, name string, n int) program {
	pr := program{name: name, path: p.binaries[name], home: p.dir()}
	if n > 0 {
		pr.args = []string{p.rows(b, n)}
	}
	return pr
}

// quarry is quarry on the store in a home, with nothing sent.
func (p *peers) quarry(home string, args ...string) program {
	return program{name: "quarry", path: p.binaries["quarry"], home: home, args: append([]string{
		"--offline", "--account", cfsim.DemoAccount, "--window", yardstick.FirstDay + ".." + yardstick.LastDay,
	}, args...)}
}

// rows is the file of n names.
func (p *peers) rows(b *testing.B, n int) string {
	b.Helper()
	if p.files[n] == "" {
		path := filepath.Join(p.dir(), "rows")
		if err := yardstick.Write(path, n); err != nil {
			b.Fatal(err)
		}
		p.files[n] = path
	}
	return p.files[n]
}

// session is a program that runs.
type session struct {
	*ptyrun.Process
	b     *testing.B
	name  string
	limit time.Duration
	began time.Time
}

// run starts a program. It ends with the measure, if not sooner.
func (p *peers) run(b *testing.B, pr program, cols, rows int, line ptyrun.Line) *session {
	b.Helper()
	env, err := ptyrun.Environment(pr.home, pr.env...)
	if err != nil {
		b.Fatal(err)
	}
	s := &session{b: b, name: pr.name, limit: p.limit, began: time.Now()}
	s.Process, err = ptyrun.Start(ptyrun.Options{
		Path: pr.path, Args: pr.args, Env: env, Dir: pr.home, Cols: cols, Rows: rows, Line: line,
	})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(s.Close)
	return s
}

// until waits for a screen and tells when its last byte came. The error is that
// it did not come in time; it says what for.
func (s *session) until(what string, cond func(frametest.Screen) bool) (time.Time, error) {
	s.b.Helper()
	ctx, cancel := context.WithTimeout(s.b.Context(), s.limit)
	defer cancel()
	screen, m, err := s.WaitMark(ctx, cond)
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return m.At, fmt.Errorf("%s did not show %s within %s", s.name, what, s.limit)
	case err != nil:
		s.b.Fatalf("%s, waiting for %s: %v\n%s", s.name, what, err, screen.Text())
	}
	return m.At, nil
}

// must is until for what a program cannot fail to show.
func (s *session) must(what string, cond func(frametest.Screen) bool) time.Time {
	s.b.Helper()
	at, err := s.until(what, cond)
	if err != nil {
		s.b.Fatalf("%v:\n%s", err, s.Screen().Text())
	}
	return at
}

// send presses a key and tells when.
func (s *session) send(key string) time.Time {
	s.b.Helper()
	at := time.Now()
	if err := s.Send(key); err != nil {
		s.b.Fatalf("%s, %s: %v\n%s", s.name, key, err, s.Screen().Text())
	}
	return at
}

// typed types a text and tells when.
func (s *session) typed(text string) time.Time {
	s.b.Helper()
	at := time.Now()
	if err := s.Type(text); err != nil {
		s.b.Fatalf("%s, typing %q: %v\n%s", s.name, text, err, s.Screen().Text())
	}
	return at
}

// quiet is how long no byte comes before an answer counts as whole: three
// frames of a program that draws 60 times a second.
const quiet = 50 * time.Millisecond

// press presses a key and waits for the answer: how long after the key its last
// byte came, and how many bytes it had.
func (s *session) press(key string) (took time.Duration, bytes int) {
	s.b.Helper()
	before := s.Mark()
	began := s.send(key)
	m := s.settle(before, quiet)
	return m.At.Sub(began), m.Bytes - before.Bytes
}

// settle waits until something has come since a mark, and then nothing more.
func (s *session) settle(since ptyrun.Mark, quiet time.Duration) ptyrun.Mark {
	s.b.Helper()
	ctx, cancel := context.WithTimeout(s.b.Context(), s.limit)
	defer cancel()
	for {
		m, err := s.Settle(ctx, quiet)
		if err != nil {
			s.b.Fatalf("%s does not answer a key, or does not stop, within %s:\n%s", s.name, s.limit, s.Screen().Text())
		}
		if m.Bytes > since.Bytes {
			return m
		}
	}
}

// rest waits until the program has nothing more to show.
func (s *session) rest() {
	s.b.Helper()
	s.settle(ptyrun.Mark{Bytes: -1}, 5*quiet)
}

// quit leaves the program with a key, as its user does.
func (s *session) quit(key string) {
	s.b.Helper()
	s.send(key)
	ctx, cancel := context.WithTimeout(s.b.Context(), s.limit)
	defer cancel()
	if _, err := s.WaitExit(ctx); err != nil {
		s.b.Fatalf("%s does not end: %v", s.name, err)
	}
	if left := s.Leftovers(); len(left) > 0 {
		s.b.Fatalf("%s left behind on the terminal: %v", s.name, left)
	}
}

// list opens n names in one of the yardsticks.
func (p *peers) list(b *testing.B, name string, n, cols, rows int, line ptyrun.Line) *session {
	b.Helper()
	s := p.run(b, p.yardstick(b, name, n), cols, rows, line)
	s.must("its list", showsAll(n))
	s.rest()
	return s
}

// passiveDNS opens n names in quarry. The error is that it takes too long; it
// is remembered, so that this is waited for once.
func (p *peers) passiveDNS(b *testing.B, n, cols, rows int, line ptyrun.Line) (*session, error) {
	b.Helper()
	if err := p.tooSlow[n]; err != nil {
		return nil, err
	}
	s := p.run(b, p.quarry(p.home(b, n), peersAddress), cols, rows, line)
	s.send("p")
	if _, err := s.until(number(n)+" names", showsAll(n)); err != nil {
		s.Close()
		p.tooSlow[n] = err
		return nil, err
	}
	s.rest()
	s.send("g") // the cursor stays with its row when pages come
	s.must("the first row", at(1, n))
	s.rest()
	return s, nil
}

// lists opens n names in quarry and in yardsticks. The error is that quarry takes
// too long; the others are there all the same.
func (p *peers) lists(b *testing.B, n, cols, rows int, line ptyrun.Line, yardsticks ...string) ([]*session, error) {
	b.Helper()
	var all []*session
	quarry, err := p.passiveDNS(b, n, cols, rows, line)
	if err == nil {
		all = append(all, quarry)
	}
	for _, name := range yardsticks {
		all = append(all, p.list(b, name, n, cols, rows, line))
	}
	return all, err
}

// reason is why there is no figure; empty without an error.
func reason(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// showsAll is a list of n names, all of them loaded, as its position says.
func showsAll(n int) func(frametest.Screen) bool {
	total := "/" + number(n)
	return func(s frametest.Screen) bool { return position(s, total) && s.Contains("▌ ") }
}

// at is the cursor on a row of n, counted from 1.
func at(row, n int) func(frametest.Screen) bool {
	want := " " + number(row) + "/" + number(n)
	return func(s frametest.Screen) bool { return position(s, want) }
}

// position reports whether a text stands where the position does: in the last
// line of a yardstick, in the footer of quarry.
func position(s frametest.Screen, text string) bool {
	const footer = 4
	_, rows := s.Size()
	for y := rows - footer; y < rows; y++ {
		if strings.Contains(s.Line(y)+" ", text+" ") {
			return true
		}
	}
	return false
}

func number(n int) string { return humanize.Comma(int64(n)) }

// pause lets time pass: how fast keys come is part of what is measured.
func pause(d time.Duration) { <-time.After(d) }
