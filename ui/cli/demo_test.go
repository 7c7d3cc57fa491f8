//go:build unix

package cli

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"quarry/api/cfsim"
	"quarry/ui/termtest"
)

// leavesNothing runs do with directories of its own for temporary files, home
// and state, and checks that they are empty afterwards. env leads there.
func leavesNothing(t *testing.T, do func(env []string)) {
	t.Helper()
	home, temporary := t.TempDir(), t.TempDir()
	do([]string{"HOME=" + home, "XDG_STATE_HOME=" + filepath.Join(home, "state"), "TMPDIR=" + temporary})
	for _, dir := range []string{home, temporary} {
		left, err := os.ReadDir(dir)
		if err != nil || len(left) > 0 {
			t.Errorf("left in %s: %v, %v", dir, left, err)
		}
	}
}

func TestDemoLeavesNothing(t *testing.T) {
	for name, args := range map[string][]string{
		"get":        {"get", "--demo", "1.1.1.1", "AS64500"},
		"fails":      {"get", "--demo", "198.51.100.211"},
		"auth check": {"auth", "check", "--demo", "--spend"},
	} {
		t.Run(name, func(t *testing.T) {
			leavesNothing(t, func(env []string) {
				if err := command(t, env, args...).Run(); err != nil && name != "fails" {
					t.Error(err)
				}
			})
		})
	}
}

// Nothing is left where the reader of a pipe has gone, which ends the program
// by SIGPIPE.
func TestDemoLeavesNothingInABrokenPipe(t *testing.T) {
	t.Parallel()
	leavesNothing(t, func(env []string) {
		args := []string{"get", "--demo"}
		for n := range 200 {
			args = append(args, fmt.Sprintf("192.0.2.%d", n))
		}
		cmd := command(t, env, args...)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadFull(out, make([]byte, 3)); err != nil {
			t.Error(err)
		}
		_ = out.Close()
		_ = cmd.Wait()
		if status, _ := cmd.ProcessState.Sys().(syscall.WaitStatus); !status.Signaled() || status.Signal() != syscall.SIGPIPE {
			t.Errorf("ended with %v", cmd.ProcessState)
		}
	})
}

func TestDemoLeavesNothingAfterASignal(t *testing.T) {
	for _, sig := range []syscall.Signal{syscall.SIGTERM, syscall.SIGHUP} {
		t.Run(sig.String(), func(t *testing.T) {
			t.Parallel()
			leavesNothing(t, func(env []string) {
				term := termtest.Start(t, termtest.Options{Path: termtest.Build(t), Args: []string{"--demo", "1.1.1.1"}, Env: env})
				term.WaitText("one.one.one.one")
				term.Signal(sig)
				wantEnd(t, term, exitInterrupted)
			})
		})
	}
}

// The demo counts against a plan of its own, and asks again in every run.
func TestDemoHasAQuotaOfItsOwn(t *testing.T) {
	t.Parallel()
	leavesNothing(t, func(env []string) {
		for range 2 {
			term := termtest.Start(t, termtest.Options{Path: termtest.Build(t), Args: []string{"--demo", "1.1.1.1"}, Env: env, Cols: 120})
			term.WaitText("1/100 calls")
			term.Send("q")
			wantEnd(t, term, 0)
		}
	})
}

// Neither the answers nor the plan of the analyst's own account are the demo's,
// though the account's id is the same.
func TestDemoDoesNotTouchTheStore(t *testing.T) {
	b := newBench(t)
	b.config("monthly-calls = 1\n")
	b.one(0, "1.1.1.1")
	before, err := os.ReadFile(b.storePath())
	if err != nil {
		t.Fatal(err)
	}
	for _, indicator := range []string{"1.1.1.1", "192.0.2.44"} {
		if got := b.one(0, indicator, "--demo"); got.Cached || got.Calls != 1 {
			t.Errorf("%+v", got)
		}
	}
	if m := b.month("--account", cfsim.DemoAccount); m.Calls != 1 {
		t.Errorf("the ledger counts %d calls", m.Calls)
	}
	if after, err := os.ReadFile(b.storePath()); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the store has changed, %v", err)
	}
}

func TestOfflineWorkbench(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.one(0, "1.1.1.1")
	for indicator, want := range map[string]string{"1.1.1.1": "CLOUDFLARENET", "192.0.2.44": "is offline and this was not fetched before"} {
		term := termtest.Start(t, termtest.Options{Path: termtest.Build(t), Args: []string{"--offline", indicator}, Home: b.home, Cols: 120})
		s := term.WaitText(want)
		if !s.Contains("OFFLINE") {
			t.Errorf("the header does not say so:\n%s", s.Text())
		}
		term.Send("q")
		wantEnd(t, term, 0)
	}
	b.sent(1)
}

// In the workbench the warning stands in the footer, and is not repeated on
// standard error when it has been read.
func TestWorkbenchSaysOnceThatNothingIsKept(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	term := termtest.Start(t, termtest.Options{
		Path: termtest.Build(t), Args: []string{"1.1.1.1"}, Cols: 160,
		Env: append(toSim(b), "XDG_STATE_HOME="+b.write("file", "x")),
	})
	term.WaitText("CLOUDFLARENET")
	term.WaitText("nothing is kept: ")
	mark := len(term.Stream())
	term.Send("q")
	wantEnd(t, term, 0)
	if bytes.Contains(term.Stream()[mark:], []byte("nothing is kept")) {
		t.Errorf("it was said again: %q", term.Stream()[mark:])
	}
}

// What was known at the end of one run is known in the next, and shown with
// the month's count.
func TestWorkbenchKeepsWhatItFetched(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for range 2 {
		term := termtest.Start(t, termtest.Options{
			Path: termtest.Build(t), Args: []string{"1.1.1.1"}, Home: b.home, Env: toSim(b), Cols: 120,
		})
		term.WaitText("CLOUDFLARENET")
		term.WaitText("1 call this month")
		term.Send("q")
		wantEnd(t, term, 0)
	}
	b.sent(1)
}

// The month's count comes from the store, which opens after the first frame:
// nothing has to happen for it to be shown.
func TestWorkbenchShowsTheMonthAtOnce(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.one(0, "1.1.1.1")
	term := termtest.Start(t, termtest.Options{Path: termtest.Build(t), Home: b.home, Env: toSim(b), Cols: 120})
	term.WaitText("1 call this month")
	term.Send("ctrl+c")
	wantEnd(t, term, 0)
	b.sent(1)
}
