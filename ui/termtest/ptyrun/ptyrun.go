//go:build unix

// Package ptyrun runs a program in a pseudo-terminal with a terminal emulator
// at the other end: real bytes in, the emulated screen out. It is the core of
// termtest, which gives it the voice of a test, and of the command that draws
// the pictures of the documentation.
//
//	keys, mouse, paste ──► queue ──► pty ──► program
//	                         ▲                  │
//	    answers to queries ──┘                  ▼
//	Wait ◄── Screen ◄── emulator ◄── Stream ◄── pty
//
// The emulated terminal is a present-day one: it knows synchronized output
// (mode 2026) and grapheme widths (mode 2027), and speaks the Kitty keyboard
// protocol with programs that ask for it.
package ptyrun

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image/color"
	"io"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"sync"
	"syscall"
	"time"
	"unicode/utf8"

	"github.com/charmbracelet/x/termios"
	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
	"golang.org/x/sys/unix"

	"quarry/views/frametest"
)

// ErrExited is what Wait returns, wrapped, when the program has ended and the
// condition does not hold for the screen it left.
var ErrExited = errors.New("the program has ended")

// Options say what to run, and on how large a terminal.
type Options struct {
	// Path is the program, Args its arguments without its name.
	Path string
	Args []string
	// Env is the whole environment; nothing is inherited. See Environment.
	Env []string
	// Dir is the working directory, empty for the caller's.
	Dir string
	// Cols and Rows are the size in cells; 0 means 80 and 24.
	Cols, Rows int
	// LegacyKeys makes a terminal without the Kitty keyboard protocol.
	LegacyKeys bool
	// Light makes a terminal with a light background.
	Light bool
	// Line is what the output passes on its way to the terminal; the zero
	// Line is a short cable.
	Line Line
}

// Process is a program and the terminal it runs in. Its methods may be called
// from several goroutines. Close ends it.
type Process struct {
	cmd    *exec.Cmd
	master *os.File
	input  *queue
	output chan arrival
	line   Line
	legacy bool

	mu      sync.Mutex // guards the emulator and all below
	emu     *vt.Emulator
	state   state
	stream  []byte
	arrived time.Time // the newest byte of stream
	held    []byte    // in stream, but not yet given to the emulator
	insert  inserter
	changed chan struct{}
	code    int

	reaped  chan struct{} // the program's exit status is known
	drained chan struct{} // its output has been read to the end
	done    chan struct{} // both, and everything is in the emulator
}

// Start runs the program in a session of its own with the pseudo-terminal as
// its controlling terminal, so that ctrl+c, ctrl+z, resizes and hang-ups reach
// it as they do from a real one.
func Start(o Options) (*Process, error) {
	if o.Cols <= 0 {
		o.Cols = 80
	}
	if o.Rows <= 0 {
		o.Rows = 24
	}
	p := &Process{
		input:   newQueue(),
		output:  make(chan arrival, onTheWay),
		line:    o.Line,
		legacy:  o.LegacyKeys,
		emu:     vt.NewEmulator(o.Cols, o.Rows),
		changed: make(chan struct{}),
		reaped:  make(chan struct{}),
		drained: make(chan struct{}),
		done:    make(chan struct{}),
	}
	p.watch()
	if o.Light {
		p.emu.SetDefaultBackgroundColor(color.White)
	}
	p.cmd = exec.Command(o.Path, o.Args...)
	p.cmd.Dir = o.Dir
	p.cmd.Env = append([]string{}, o.Env...) // never nil: that would inherit
	var master *os.File
	var err error
	withoutIgnoredSignals(func() {
		master, err = pty.StartWithSize(p.cmd, &pty.Winsize{Cols: uint16(o.Cols), Rows: uint16(o.Rows)})
	})
	if err != nil {
		return nil, fmt.Errorf("start %s in a pseudo-terminal: %w", o.Path, err)
	}
	if p.master, err = interruptible(master); err != nil {
		_ = p.cmd.Process.Kill()
		_ = p.cmd.Wait()
		return nil, err
	}
	go p.readOutput()
	go p.showOutput()
	go func() { _, _ = io.Copy(p.input, p.emu) }()
	go p.input.drainTo(p.master)
	go p.reap()
	return p, nil
}

// interruptible makes Close end a Read that is under way, which is what a
// dropped connection is. The pty package leaves the file in blocking mode.
func interruptible(master *os.File) (*os.File, error) {
	if runtime.GOOS != "linux" {
		return master, nil // not every poller knows pseudo-terminals
	}
	defer master.Close()
	fd, err := unix.FcntlInt(master.Fd(), unix.F_DUPFD_CLOEXEC, 0)
	if err != nil {
		return nil, os.NewSyscallError("fcntl", err)
	}
	if err := unix.SetNonblock(fd, true); err != nil {
		_ = unix.Close(fd)
		return nil, os.NewSyscallError("fcntl", err)
	}
	return os.NewFile(uintptr(fd), master.Name()), nil
}

// feed records a chunk and shows it to the emulator.
func (p *Process) feed(at time.Time, chunk []byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.arrived = at
	p.stream = append(p.stream, chunk...)
	p.held = append(p.held, p.insert.translate(chunk)...)
	ascii := bytes.LastIndexFunc(p.held, func(r rune) bool { return r < utf8.RuneSelf }) + 1
	_, _ = p.emu.Write(p.held[:ascii])
	p.held = append(p.held[:0], p.held[ascii:]...)
	if !p.state.modes[modeSynchronized] {
		// The emulator ends a grapheme cluster with each write. Only within a
		// synchronized frame more is sure to come, so that an emoji or a
		// script which the chunk may have cut can wait for its rest.
		_, _ = p.emu.Write(p.held)
		p.held = p.held[:0]
	}
	p.announce()
}

// announce wakes everyone who waits for a change. The caller holds mu.
func (p *Process) announce() {
	close(p.changed)
	p.changed = make(chan struct{})
}

func (p *Process) reap() {
	_ = p.cmd.Wait()
	close(p.reaped)
	p.drain()
	_ = p.master.Close()
	p.input.close()
	if in, ok := p.emu.InputPipe().(io.Closer); ok {
		_ = in.Close() // not emu.Close: it is not safe beside a Read
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	_, _ = p.emu.Write(p.held)
	p.held = nil
	p.code = exitCode(p.cmd.ProcessState)
	close(p.done)
	p.announce()
}

// drain waits until all that was written has been read. A child of the program
// that keeps the terminal open is not waited for: it writes nothing.
func (p *Process) drain() {
	for before := -1; ; {
		select {
		case <-p.drained:
			return
		case <-time.After(2 * time.Second):
		}
		p.mu.Lock()
		now := len(p.stream)
		p.mu.Unlock()
		if now == before {
			return
		}
		before = now
	}
}

// exitCode is the code as a shell reports it: 128 and the signal's number for
// a program that a signal ended.
func exitCode(s *os.ProcessState) int {
	if w, ok := s.Sys().(syscall.WaitStatus); ok && w.Signaled() {
		return 128 + int(w.Signal())
	}
	return s.ExitCode()
}

func (p *Process) ended() bool {
	select {
	case <-p.done:
		return true
	default:
		return false
	}
}

// WaitExit returns the exit code once the program has ended and all it wrote
// has been read: 128 and the signal's number when a signal ended it.
func (p *Process) WaitExit(ctx context.Context) (int, error) {
	select {
	case <-p.done:
		return p.code, nil
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

// Screen returns what the terminal shows now, even half a frame.
func (p *Process) Screen() frametest.Screen {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.capture()
}

func (p *Process) capture() frametest.Screen {
	return frametest.Capture(p.emu, p.state.title, p.state.modes[modeCursor])
}

// Stream returns every byte the program wrote so far.
func (p *Process) Stream() []byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.stream)
}

// Resize changes the size of the terminal; the program gets SIGWINCH.
func (p *Process) Resize(cols, rows int) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	// The emulator first: the program's answer must find the new size.
	p.emu.Resize(cols, rows)
	p.announce()
	conn, err := p.master.SyscallConn()
	if err != nil {
		return err
	}
	var failed error
	err = conn.Control(func(fd uintptr) {
		failed = termios.SetWinsize(int(fd), &unix.Winsize{Col: uint16(cols), Row: uint16(rows)})
	})
	return errors.Join(err, failed)
}

// Pid is the program's process id.
func (p *Process) Pid() int { return p.cmd.Process.Pid }

// Signal sends a signal to the program alone.
func (p *Process) Signal(sig os.Signal) error { return p.cmd.Process.Signal(sig) }

// Hangup takes the terminal away, as a dropped SSH connection does: the
// program gets SIGHUP and every further read and write of its fails. Where
// closing cannot interrupt a read (not Linux), it only gets the signal.
func (p *Process) Hangup() error {
	if runtime.GOOS != "linux" {
		return p.cmd.Process.Signal(syscall.SIGHUP)
	}
	return p.master.Close()
}

// Close kills the program's process group if it still runs and waits for its
// end.
func (p *Process) Close() {
	select {
	case <-p.reaped:
	default:
		_ = syscall.Kill(-p.cmd.Process.Pid, syscall.SIGKILL)
	}
	<-p.done
}
