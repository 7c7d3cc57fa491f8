//go:build unix

package cli

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"quarry/ui/termtest"
	"quarry/views/frametest"
)

// shell is a session of a shell in which quarry runs, as it does for people:
// what the program leaves behind is seen by the shell that goes on after it.
type shell struct {
	*termtest.Terminal
	t    *testing.T
	home string
	stty string
}

// startInShell runs a program in a shell with job control. Around it the
// shell notes the modes of the terminal's driver, in files named before, after
// and, where the program was stopped meanwhile, stopped.
func startInShell(t *testing.T, env []string, program string, args ...string) shell {
	t.Helper()
	stty, err := exec.LookPath("stty")
	if err != nil {
		t.Skip("the modes of the driver cannot be read:", err)
	}
	home := t.TempDir()
	const script = `stty=$1; home=$2; shift 2
set -m
$stty -g > "$home/before"
echo "the shell's own line"
/bin/sh -c 'echo $$ > "$0/pid"; exec "$@"' "$home" "$@"
code=$?
if [ $code -gt 128 ] && [ "$(kill -l $code)" = TSTP ]; then
  $stty -g > "$home/stopped"
  echo "it is stopped"
  read line
  fg
  code=$?
fi
$stty -g > "$home/after"
echo "it has ended with $code"
read line
`
	term := termtest.Start(t, termtest.Options{
		Path: "/bin/sh", Args: append([]string{"-c", script, "sh", stty, home, program}, args...), Home: home, Env: env,
	})
	return shell{term, t, home, stty}
}

// modes are the driver's, as the shell has noted them.
func (s shell) modes(when string) string {
	s.t.Helper()
	text, err := os.ReadFile(filepath.Join(s.home, when))
	if err != nil || len(bytes.TrimSpace(text)) == 0 {
		s.t.Fatalf("%q, %v", text, err)
	}
	return string(text)
}

// signal sends a signal to the program, not to the shell.
func (s shell) signal(sig syscall.Signal) {
	s.t.Helper()
	text, err := os.ReadFile(filepath.Join(s.home, "pid"))
	if err != nil {
		s.t.Fatal(err)
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err == nil {
		err = syscall.Kill(pid, sig)
	}
	if err != nil {
		s.t.Fatal(err)
	}
}

// wantsShell checks that the terminal is the shell's again.
func (s shell) wantsShell(said string, when string) {
	s.t.Helper()
	screen := s.WaitText(said)
	if left := s.Leftovers(); len(left) > 0 {
		s.t.Errorf("left on: %v", left)
	}
	if screen.AltScreen() || !screen.Contains("the shell's own line") {
		s.t.Errorf("the shell's screen is not as it was:\n%s", screen.Text())
	}
	if title := screen.Title(); title != "" {
		s.t.Errorf("the title is still %q", title)
	}
	if before, now := s.modes("before"), s.modes(when); before != now {
		s.t.Errorf("the driver's modes were %s and are %s", before, now)
	}
}

func TestTerminalIsRestored(t *testing.T) {
	for name, c := range map[string]struct {
		end  func(shell)
		code string
		trap string
	}{
		"q":                    {func(s shell) { s.Send("q") }, "0", ""},
		"ctrl+c":               {func(s shell) { s.Send("ctrl+c") }, "0", ""},
		"interrupt":            {func(s shell) { s.signal(syscall.SIGINT) }, "130", ""},
		"terminate":            {func(s shell) { s.signal(syscall.SIGTERM) }, "130", ""},
		"hang up":              {func(s shell) { s.signal(syscall.SIGHUP) }, "130", ""},
		"panic in Update":      {func(s shell) { s.Send("j") }, "1", "update"},
		"panic in View":        {func(s shell) { s.Send("j") }, "1", "view"},
		"panic in a command":   {func(s shell) { s.Send("j") }, "1", "command"},
		"panic in a batch":     {func(s shell) { s.Send("j") }, "1", "batch"},
		"panic in a goroutine": {func(s shell) { s.Send("j") }, "1", "goroutine"},
		"panic in a loop":      {func(s shell) { s.Send("j") }, "1", "both"},
		"terminate in a loop": {func(s shell) {
			s.Send("j")
			s.Wait("the loop", func(f frametest.Screen) bool { return f.Title() == looping })
			s.signal(syscall.SIGTERM)
		}, "130", "loop"},
		"suspend, resume, q": {func(s shell) {
			s.suspends()
			s.Send("q")
		}, "0", ""},
		"suspend, resume, terminate": {func(s shell) {
			s.suspends()
			s.signal(syscall.SIGTERM)
		}, "130", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			program, env := termtest.Build(t), []string(nil)
			if c.trap != "" {
				program, env = self(t), trapEnv(t, c.trap)
			}
			s := startInShell(t, env, program, "--demo", "1.1.1.1")
			screen := s.WaitText("one.one.one.one")
			if !screen.AltScreen() || s.Restored() {
				t.Errorf("nothing is switched on: %v", s.Leftovers())
			}
			c.end(s)
			s.wantsShell("it has ended with "+c.code, "after")
			s.Send("enter")
			if code := s.WaitExit(); code != 0 {
				t.Errorf("the shell ended with %d", code)
			}
		})
	}
}

// suspends goes to the shell, finds everything as it was there, and comes back.
func (s shell) suspends() {
	s.t.Helper()
	s.Send("j")
	// A picture from before the prices is not seen again.
	was := s.Wait("the second row and its prices", func(f frametest.Screen) bool {
		return f.Contains("▌ Network") && f.Contains("a ASN 1") && f.Contains("s subnets 1")
	})
	s.Send("ctrl+z")
	s.wantsShell("it is stopped", "stopped")
	s.Send("enter")
	s.Wait("the workbench as it was", func(now frametest.Screen) bool { return now.AltScreen() && now.Text() == was.Text() })
	for _, mode := range []int{2004, 1002, 1006} {
		if !s.Mode(mode) {
			s.t.Errorf("mode %d is off after the return", mode)
		}
	}
}
