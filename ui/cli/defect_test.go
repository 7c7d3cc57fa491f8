//go:build unix

package cli

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"quarry/ui/termtest"
	"quarry/ui/termtest/ptyrun"
	"quarry/views/frametest"
)

// self is the test binary, which can be quarry with a defect.
func self(t *testing.T) string {
	t.Helper()
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// trapEnv makes the test binary quarry with a defect. What the race detector
// has to say there goes to files: one race is not quarry's own (Bubble Tea, when
// it is killed, closes the epoll descriptor that its reader waits on).
func trapEnv(t *testing.T, how string) []string {
	t.Helper()
	dir := t.TempDir()
	t.Cleanup(func() {
		found, _ := filepath.Glob(filepath.Join(dir, "race.*"))
		for _, name := range found {
			text, err := os.ReadFile(name)
			if err != nil || !bytes.Contains(text, []byte("cancelreader.(*epollCancelReader)")) {
				t.Errorf("%v: %s", err, text)
			}
		}
	})
	return []string{trapVariable + "=" + how, "GORACE=exitcode=0 log_path=" + filepath.Join(dir, "race")}
}

// startTrapped starts quarry with a defect on the simulator.
func startTrapped(t *testing.T, b *bench, how string) *termtest.Terminal {
	t.Helper()
	return termtest.Start(t, termtest.Options{
		Path: self(t), Args: []string{"1.1.1.1"}, Home: b.home, Cols: 100, Env: append(toSim(b), trapEnv(t, how)...),
	})
}

// benchFor is a bench whose simulator takes a token.
func benchFor(t *testing.T, token string) *bench {
	t.Helper()
	return newBenchOf(t, token)
}

// report is the only crash report below a directory, checked for its mode and
// for what must not be in it.
func crashReport(t *testing.T, dir string) string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, "*crash-*.txt"))
	if err != nil || len(found) != 1 {
		t.Fatalf("reports in %s: %v, %v", dir, found, err)
	}
	info, err := os.Stat(found[0])
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	text, err := os.ReadFile(found[0])
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{canary, "evil", "52;c", "1.1.1.1", "\x1b"} {
		if bytes.Contains(text, []byte(secret)) {
			t.Errorf("the report holds %q:\n%s", secret, text)
		}
	}
	return string(text)
}

// Wherever quarry fails, the terminal is as it was, the exit code is 1, and the
// last line names the report.
func TestDefects(t *testing.T) {
	for how, doing := range map[string]string{
		"update": "Update, tea.KeyPressMsg", "index": "Update, tea.KeyPressMsg", "view": "View",
		"command": "a command", "batch": "a command", "sequence": "a command", "goroutine": "testing", "both": "testing",
	} {
		t.Run(how, func(t *testing.T) {
			t.Parallel()
			within(t, 3*time.Second, func() time.Duration {
				b := benchFor(t, canary)
				term := startTrapped(t, b, how)
				term.WaitText("CLOUDFLARENET")
				mark := len(term.Stream())
				began := time.Now()
				term.Send("j")
				wantEnd(t, term, exitFailure)
				took := time.Since(began)
				dir := filepath.Dir(b.storePath())
				text := crashReport(t, dir)
				for _, want := range []string{
					"doing     " + doing + "\n", "actions   move.down\n", `terminal  "xterm-256color", 100×24, ASCII false`,
					"quarry    ", "Go        go", "cli.(*trap).",
				} {
					if how == "goroutine" || how == "both" {
						want = strings.Replace(want, "cli.(*trap).", "cli.fail", 1)
					}
					if !strings.Contains(text, want) {
						t.Errorf("the report lacks %q:\n%s", want, text)
					}
				}
				reason := "panic     a value of type *errors.errorString"
				if how == "index" {
					reason = "panic     runtime error: index out of range [3] with length 0\n"
				}
				if !strings.Contains(text, reason) {
					t.Errorf("the report lacks %q:\n%s", reason, text)
				}
				stream := term.Stream()[mark:]
				for _, secret := range []string{canary, "evil", "52;c", "goroutine "} {
					if bytes.Contains(stream, []byte(secret)) {
						t.Errorf("%q went to the terminal: %q", secret, stream)
					}
				}
				said := regexp.MustCompile(`quarry: a defect of quarry has ended it; please send the report, which holds no token and no indicator: (\S+)\r\n$`).FindSubmatch(stream)
				if said == nil || filepath.Dir(string(said[1])) != dir {
					t.Errorf("the last line is not about the report: %q", stream)
				}
				if n := len(term.OSC52()); n > 0 {
					t.Errorf("%d texts went to the clipboard", n)
				}
				// What was fetched before is kept.
				b.one(0, "1.1.1.1")
				b.sent(1)
				return took
			})
		})
	}
}

// An endless loop sees no signal; the process ends all the same, in time, with
// the terminal restored.
func TestEndlessLoop(t *testing.T) {
	for _, sig := range []syscall.Signal{syscall.SIGTERM, syscall.SIGHUP} {
		t.Run(sig.String(), func(t *testing.T) {
			t.Parallel()
			within(t, 2500*time.Millisecond, func() time.Duration {
				b := benchFor(t, canary)
				term := startTrapped(t, b, "loop")
				term.WaitText("CLOUDFLARENET")
				term.Send("j")
				term.Wait("the loop", func(s frametest.Screen) bool { return s.Title() == looping })
				began := time.Now()
				term.Signal(sig)
				wantEnd(t, term, exitInterrupted)
				took := time.Since(began)
				if s := term.Screen(); !s.Contains("interrupted (" + sig.String() + ")") {
					t.Errorf("it is not said:\n%s", s.Text())
				}
				return took
			})
		})
	}
}

// The same without a terminal, where what was sent has a little longer.
func TestEndlessLoopInGet(t *testing.T) {
	t.Parallel()
	b := benchFor(t, canary)
	clean, err := ptyrun.Environment(b.home, append(toSim(b), trapEnv(t, "endless text")...)...)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self(t), "get", "1.1.1.1")
	cmd.Env = clean
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); err != nil || line != looping+"\n" {
		t.Errorf("%q, %v", line, err)
	}
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	if code := cmd.ProcessState.ExitCode(); code != exitInterrupted || !strings.Contains(errs.String(), "interrupted (terminated)") {
		t.Errorf("exit code %d, %q", code, errs.String())
	}
}

// The report goes to the directory for temporary files where the state
// directory cannot be had, and to standard error where that cannot either.
func TestReportElsewhere(t *testing.T) {
	run := func(t *testing.T, env ...string) (home, said string) {
		t.Helper()
		b := benchFor(t, canary)
		home = t.TempDir()
		clean, err := ptyrun.Environment(home, append(append(toSim(b), trapEnv(t, "subject")...), env...)...)
		if err != nil {
			t.Fatal(err)
		}
		cmd := exec.CommandContext(t.Context(), self(t), "get", "1.1.1.1")
		cmd.Env = clean
		var out, errs bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &errs
		_ = cmd.Run()
		if code := cmd.ProcessState.ExitCode(); code != exitFailure || out.Len() > 0 {
			t.Errorf("exit code %d, out %q", code, out.String())
		}
		for _, secret := range []string{canary, "evil", "\x1b"} {
			if strings.Contains(errs.String(), secret) {
				t.Errorf("standard error holds %q: %q", secret, errs.String())
			}
		}
		return home, errs.String()
	}
	home, said := run(t, "XDG_STATE_HOME=relative", "HOME=")
	if text := crashReport(t, filepath.Join(home, "tmp")); !strings.Contains(text, "doing     running\n") || !strings.Contains(said, filepath.Join(home, "tmp", "crash-")) {
		t.Errorf("%s\n%s", said, text)
	}
	_, said = run(t, "XDG_STATE_HOME=relative", "HOME=", "TMPDIR="+filepath.Join(home, "none"))
	for _, want := range []string{"quarry: quarry crash report, ", "cli.fail", "could not be written to a file"} {
		if !strings.Contains(said, want) {
			t.Errorf("lacks %q: %s", want, said)
		}
	}
}

// A defect in one of the goroutines that ask for get ends it too.
func TestDefectInGet(t *testing.T) {
	b := benchFor(t, canary)
	args := []string{"get", "1.1.1.1"}
	for n := range 20 {
		args = append(args, fmt.Sprintf("192.0.2.%d", n))
	}
	clean, err := ptyrun.Environment(b.home, append(toSim(b), trapEnv(t, "text")...)...)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self(t), args...)
	cmd.Env = clean
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	_ = cmd.Run()
	if code := cmd.ProcessState.ExitCode(); code != exitFailure || out.Len() > 0 {
		t.Errorf("exit code %d, out %q", code, out.String())
	}
	text := crashReport(t, filepath.Dir(b.storePath()))
	if !strings.Contains(text, "doing     asking ip\n") || strings.Count(errs.String(), "\n") != 1 || !strings.Contains(errs.String(), "a defect of quarry has ended it") {
		t.Errorf("%s\n%s", errs.String(), text)
	}
	if n := len(b.sim.Requests()); n > 2*atOnce {
		t.Errorf("%d requests were sent", n)
	}
}
