//go:build unix

package clipboard_test

import (
	"encoding/base64"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/creack/pty"

	"quarry/ui/clipboard"
)

// server is a tmux server of the test's own, apart from any other.
type server struct {
	t      *testing.T
	socket string
}

func startServer(t *testing.T, options ...string) *server {
	t.Helper()
	if _, err := exec.LookPath("tmux"); err != nil {
		t.Skip("tmux is not installed")
	}
	dir, err := os.MkdirTemp("", "q") // t.TempDir can be too long for a socket's name
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	s := &server{t, filepath.Join(dir, "s")}
	s.run("new-session", "-d", "-s", "base", "-x", "80", "-y", "24", "cat")
	t.Cleanup(func() { _ = s.command("kill-server").Run() })
	for _, option := range options {
		name, value, _ := strings.Cut(option, " ")
		s.run("set-option", "-g", name, value)
	}
	return s
}

func (s *server) command(args ...string) *exec.Cmd {
	cmd := exec.Command("tmux", append([]string{"-S", s.socket, "-f", os.DevNull}, args...)...)
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "TERM=xterm-256color", "LANG=C.UTF-8", "SHELL=/bin/sh"}
	return cmd
}

func (s *server) run(args ...string) string {
	s.t.Helper()
	out, err := s.command(args...).Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		s.t.Fatalf("tmux %q: %v: %s", args, err, exit.Stderr)
	}
	if err != nil {
		s.t.Fatalf("tmux %q: %v", args, err)
	}
	return string(out)
}

// inPane returns the environment that a program in the session's pane has.
func (s *server) inPane(session string) func(string) string {
	s.t.Helper()
	env := vars{
		"TMUX":      s.socket + s.run("display-message", "-p", "-t", session, ",#{pid},0"),
		"TMUX_PANE": strings.TrimSpace(s.run("display-message", "-p", "-t", session, "#{pane_id}")),
		"PATH":      os.Getenv("PATH"),
		"LANG":      "C.UTF-8",
		"TERM":      "tmux-256color",
		"SSH_TTY":   "/dev/pts/1",
	}
	env["TMUX"] = strings.TrimSpace(env["TMUX"])
	return env.get
}

// screenOf attaches a terminal to a session that runs the given shell command,
// and returns what tmux writes to that terminal.
func (s *server) screenOf(session, command string) *output {
	s.t.Helper()
	cmd := s.command("new-session", "-s", session, command)
	f, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 24, Cols: 80})
	if err != nil {
		s.t.Fatal(err)
	}
	out := &output{}
	out.changed = sync.NewCond(&out.mu)
	done := make(chan struct{})
	go func() {
		defer close(done)
		_, _ = io.Copy(out, f)
	}()
	s.t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		_ = f.Close()
		<-done
	})
	return out
}

// output collects a terminal's bytes and lets a test wait for some.
type output struct {
	mu      sync.Mutex
	changed *sync.Cond
	got     strings.Builder
	late    bool
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	defer o.changed.Broadcast()
	return o.got.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.got.String()
}

// waitFor waits until the terminal got the bytes, at most half a minute.
func (o *output) waitFor(t *testing.T, want string) {
	t.Helper()
	timer := time.AfterFunc(30*time.Second, func() {
		o.mu.Lock()
		defer o.mu.Unlock()
		o.late = true
		o.changed.Broadcast()
	})
	defer timer.Stop()
	o.mu.Lock()
	defer o.mu.Unlock()
	for !strings.Contains(o.got.String(), want) {
		if o.late {
			t.Fatalf("the terminal never got %q; it got %q", want, o.got.String())
		}
		o.changed.Wait()
	}
}

func encoded(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)) }

func TestRealTmuxHoldsTheText(t *testing.T) {
	s := startServer(t)
	text := "first\nsecond\t\"'$(id)` \u00e9\n" + strings.Repeat("198.51.100.7\n", 4_000)
	r, _ := copiedByPrograms(t, clipboard.New(clipboard.System(s.inPane("base"))), text)
	if r.Err != nil || r.Route != clipboard.Tmux || !r.Confirmed {
		t.Fatalf("result = %+v, want tmux to have it", r)
	}
	if got := s.run("show-buffer"); got != text {
		t.Errorf("tmux holds %d bytes, want %d", len(got), len(text))
	}
}

func TestRealTmuxTellsTheTerminalOfThisPane(t *testing.T) {
	s := startServer(t) // set-clipboard has its default, "external"
	one := s.screenOf("one", "printf ready-one; exec cat")
	one.waitFor(t, "ready-one")
	two := s.screenOf("two", "printf ready-two; exec cat") // the client that was used last
	two.waitFor(t, "ready-two")

	for _, where := range []string{"one", "two"} {
		c := clipboard.New(clipboard.System(s.inPane(where)))
		if r, _ := copiedByPrograms(t, c, "for terminal "+where); r.Route != clipboard.Tmux || !r.Confirmed {
			t.Fatalf("%s: result = %+v", where, r)
		}
	}
	one.waitFor(t, encoded("for terminal one")+"\x07")
	two.waitFor(t, encoded("for terminal two")+"\x07")
	if strings.Contains(one.String(), encoded("for terminal two")) || strings.Contains(two.String(), encoded("for terminal one")) {
		t.Error("a text went to the other terminal")
	}
}

func TestRealTmuxPassesWhatTheFallBackWrites(t *testing.T) {
	f := newFake(vars{"TMUX": "/nowhere,1,0"})
	f.LookPath = func(string) (string, error) { return "", exec.ErrNotFound }
	_, out := inProgram(t, f.Host, "example.com")
	bytes := filepath.Join(t.TempDir(), "bytes")
	if err := os.WriteFile(bytes, []byte(out), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, options := range map[string][]string{
		"bare":    {"set-clipboard on", "allow-passthrough off"},
		"wrapped": {"set-clipboard external", "allow-passthrough on"},
	} {
		t.Run(name, func(t *testing.T) {
			s := startServer(t, options...)
			// tmux drops the sequence while it still draws a new client.
			screen := s.screenOf("pane", "printf ready; read go; cat '"+bytes+"'; exec cat")
			screen.waitFor(t, "ready")
			s.run("send-keys", "-t", "pane", "Enter")
			screen.waitFor(t, ";"+encoded("example.com")+"\x07")
		})
	}
}

func TestRealTmuxWithoutAServerFallsBack(t *testing.T) {
	s := startServer(t)
	env := s.inPane("base")
	s.run("kill-server")
	r, sent := copiedByPrograms(t, clipboard.New(clipboard.System(env)), "example.com")
	if r.Err != nil || r.Route != clipboard.Terminal || sent != 2 || len(r.Failed) != 1 {
		t.Errorf("result = %+v after %d sequences, want OSC 52 and why", r, sent)
	}
}
