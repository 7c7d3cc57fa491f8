//go:build unix

package cli

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"quarry/api/cfsim"
	"quarry/ui/termtest"
	"quarry/ui/termtest/ptyrun"
	"quarry/views/frametest"
)

func TestMain(m *testing.M) {
	if how := os.Getenv(trapVariable); how != "" {
		os.Exit(trapped(how))
	}
	os.Exit(termtest.Main(m))
}

// command is the real program without a terminal, in a clean environment.
func command(t *testing.T, env []string, args ...string) *exec.Cmd {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	t.Cleanup(cancel)
	clean, err := ptyrun.Environment(t.TempDir(), env...)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(ctx, termtest.Build(t), args...)
	cmd.Env = clean
	return cmd
}

// toSim is the environment that leads to a simulator.
func toSim(b *bench) []string {
	var env []string
	for _, name := range []string{envToken, envAccount, envBaseURL} {
		env = append(env, name+"="+b.env[name])
	}
	return env
}

func TestNoEscapeInAPipe(t *testing.T) {
	var plain []byte
	for _, args := range [][]string{{"get", "1.1.1.1", "--demo"}, {"1.1.1.1", "--demo"}, {"--demo", "1.1.1.1"}, {"--demo", "1.1.1.1", "--endpoint", "ip"}} {
		cmd := command(t, []string{"CLICOLOR_FORCE=1", "COLORTERM=truecolor", "FORCE_COLOR=1"}, args...)
		var errs bytes.Buffer
		cmd.Stderr = &errs
		out, err := cmd.Output()
		if err != nil || errs.Len() > 0 {
			t.Fatalf("%q: %v, %s", args, err, errs.String())
		}
		if bytes.ContainsAny(out, "\x1b\x07\r") || !bytes.HasPrefix(out, []byte("IP 1.1.1.1\n")) {
			t.Errorf("%q printed %q", args, out)
		}
		if plain == nil {
			plain = out
		} else if !bytes.Equal(plain, out) {
			t.Errorf("%q prints something else than get:\n%s\nget:\n%s", args, out, plain)
		}
	}
}

// A reader that has had enough ends the program as it ends any other: by
// SIGPIPE, without a word.
func TestHeadEndsQuietly(t *testing.T) {
	t.Parallel()
	args := []string{"get", "--demo"}
	for n := range 200 {
		args = append(args, fmt.Sprintf("192.0.2.%d", n))
	}
	cmd := command(t, nil, args...)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	first := make([]byte, 3)
	if _, err := io.ReadFull(out, first); err != nil || string(first) != "IP " {
		t.Errorf("%q, %v", first, err)
	}
	_ = out.Close()
	err = cmd.Wait()
	status, _ := cmd.ProcessState.Sys().(syscall.WaitStatus)
	if !status.Signaled() || status.Signal() != syscall.SIGPIPE {
		t.Errorf("ended with %v", err)
	}
	if errs.Len() > 0 {
		t.Errorf("it said %q", errs.String())
	}
}

func TestSignalsWithoutATerminal(t *testing.T) {
	for _, sig := range []syscall.Signal{syscall.SIGINT, syscall.SIGHUP} {
		t.Run(sig.String(), func(t *testing.T) {
			t.Parallel()
			within(t, 4*time.Second, func() time.Duration {
				b := newBench(t)
				defer b.sim.Hold()()
				cmd := command(t, toSim(b), "get", "1.1.1.1")
				var errs bytes.Buffer
				cmd.Stderr = &errs
				if err := cmd.Start(); err != nil {
					t.Fatal(err)
				}
				if err := b.sim.WaitRequests(t.Context(), 1); err != nil {
					t.Fatal(err)
				}
				began := time.Now()
				if err := cmd.Process.Signal(sig); err != nil {
					t.Fatal(err)
				}
				_ = cmd.Wait()
				took := time.Since(began)
				if code := cmd.ProcessState.ExitCode(); code != 130 {
					t.Errorf("exit code %d: %s", code, errs.String())
				}
				if !strings.Contains(errs.String(), "counts against the quota") {
					t.Errorf("the lost call is not told: %q", errs.String())
				}
				return took
			})
		})
	}
}

func TestWorkbenchStartsAndLeaves(t *testing.T) {
	for _, c := range []struct {
		key  string
		args []string
		want string
	}{
		{"ctrl+c", []string{"--demo"}, "Worth trying in the demo"},
		{"q", []string{"--demo", "hxxps://192[.]0[.]2[.]44/"}, "192[.]0[.]2[.]44"},
		{"q", []string{"--demo", "1.1.1.1"}, "one.one.one.one"},
	} {
		t.Run(strings.Join(c.args, " "), func(t *testing.T) {
			term := termtest.Start(t, termtest.Options{Path: termtest.Build(t), Args: c.args, Cols: 120, Rows: 40})
			s := term.WaitText(c.want)
			if !s.Contains("DEMO") || !s.AltScreen() {
				t.Errorf("the screen:\n%s", s.Text())
			}
			term.Send(c.key)
			wantEnd(t, term, 0)
		})
	}
}

// wantEnd waits for the end, and checks that the terminal is as it was.
func wantEnd(t *testing.T, term *termtest.Terminal, code int) {
	t.Helper()
	if got := term.WaitExit(); got != code {
		t.Errorf("exit code %d, want %d\n%s", got, code, term.Screen().Text())
	}
	if left := term.Leftovers(); len(left) > 0 {
		t.Errorf("left on: %v", left)
	}
}

func TestSignalsRestoreTheTerminal(t *testing.T) {
	for _, sig := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP} {
		t.Run(sig.String(), func(t *testing.T) {
			term := termtest.Start(t, termtest.Options{Path: termtest.Build(t), Args: []string{"--demo", "1.1.1.1"}})
			term.WaitText("one.one.one.one")
			term.Signal(sig)
			wantEnd(t, term, 130)
		})
	}
}

// within checks that something is over in time. A machine that is busy with other
// things may be late a few times.
func within(t *testing.T, limit time.Duration, run func() time.Duration) {
	t.Helper()
	for tries := 1; ; tries++ {
		took := run()
		switch {
		case took <= limit:
			return
		case tries == 5:
			t.Errorf("it was never over within %v, at last after %v", limit, took)
			return
		}
		t.Logf("it was over after %v", took)
	}
}

// dropped takes the terminal away, as a dropped connection does, and tells when
// the program was gone.
func dropped(t *testing.T, term *termtest.Terminal) time.Duration {
	t.Helper()
	began := time.Now()
	term.Hangup()
	if got := term.WaitExit(); got != exitInterrupted {
		t.Errorf("exit code %d, want %d", got, exitInterrupted)
	}
	return time.Since(began)
}

// goneSoon is how soon a program is gone after its terminal.
const goneSoon = 2 * time.Second

func TestHangup(t *testing.T) {
	t.Parallel()
	within(t, goneSoon, func() time.Duration {
		term := termtest.Start(t, termtest.Options{Path: termtest.Build(t), Args: []string{"--demo", "1.1.1.1"}})
		term.WaitText("one.one.one.one")
		return dropped(t, term)
	})
}

// Under nohup no signal tells that the terminal is gone; its failing does.
func TestHangupWithoutASignal(t *testing.T) {
	t.Parallel()
	within(t, goneSoon, func() time.Duration {
		term := termtest.Start(t, termtest.Options{
			Path: "/bin/sh", Args: []string{"-c", `trap "" HUP; exec "$0" --demo 1.1.1.1`, termtest.Build(t)},
		})
		term.WaitText("one.one.one.one")
		return dropped(t, term)
	})
}

// What had been sent when the connection dropped is kept if its answer comes
// within a second, and what was known is known.
func TestHangupLosesNothing(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	term := termtest.Start(t, termtest.Options{Path: termtest.Build(t), Args: []string{"1.1.1.1"}, Home: b.home, Env: toSim(b)})
	term.WaitText("CLOUDFLARENET")
	release := b.sim.Hold()
	term.Send("p")
	if err := b.sim.WaitRequests(t.Context(), 2); err != nil {
		t.Fatal(err)
	}
	term.WaitText("Asking")
	term.Hangup()
	release()
	if got := term.WaitExit(); got != exitInterrupted {
		t.Errorf("exit code %d, want %d", got, exitInterrupted)
	}
	b.env[envToken] = ""
	for _, endpoint := range []string{"ip", "pdns"} {
		if got := b.one(0, "1.1.1.1", "--endpoint", endpoint, "--offline"); !got.Cached {
			t.Errorf("%s: %+v", endpoint, got)
		}
	}
	b.sent(2)
}

// What is under way when the analyst leaves is waited for, but not for long.
func TestLeavingWithARequestUnderWay(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	release := b.sim.Hold()
	defer release()
	term := termtest.Start(t, termtest.Options{Path: termtest.Build(t), Args: []string{"192.0.2.44"}, Env: toSim(b)})
	if err := b.sim.WaitRequests(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	term.WaitText("Asking")
	term.Send("q")
	wantEnd(t, term, 0)
	if s := term.Screen(); !s.Contains("no answer came in time") {
		t.Errorf("the lost call is not told:\n%s", s.Text())
	}
}

func TestErrorsOnTheTerminal(t *testing.T) {
	term := termtest.Start(t, termtest.Options{Path: termtest.Build(t), Cols: 200})
	s := term.WaitText("CLOUDFLARE_API_TOKEN is not set")
	for _, want := range []string{"Account › Intel › Read", "quarry --demo"} {
		if !s.Contains(want) {
			t.Errorf("lacks %q:\n%s", want, s.Text())
		}
	}
	wantEnd(t, term, exitAuth)
	if bytes.Contains(term.Stream(), []byte("\x1b")) {
		t.Errorf("an error has escapes: %q", term.Stream())
	}
}

// What is about printing is no flag of the workbench.
func TestFlagsOfGetOnTheTerminal(t *testing.T) {
	for _, args := range [][]string{{"--demo", "1.1.1.1", "--json"}, {"--demo", "--fresh"}} {
		term := termtest.Start(t, termtest.Options{Path: termtest.Build(t), Args: args, Cols: 200})
		flag := args[len(args)-1]
		term.WaitText(flag + " is about what is printed, and this opens the workbench; write quarry get INDICATOR " + flag)
		wantEnd(t, term, exitUsage)
	}
}

// colours finds sequences that set a colour.
func colours(stream []byte) [][]byte {
	return regexp.MustCompile("\x1b\\[[0-9;:]*(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])[0-9;:]*m").FindAll(stream, -1)
}

func TestNoColour(t *testing.T) {
	for name, c := range map[string]struct {
		env     []string
		args    []string
		colours bool
	}{
		"colours":        {nil, nil, true},
		"NO_COLOR":       {[]string{"NO_COLOR=1"}, nil, false},
		"NO_COLOR=yes":   {[]string{"NO_COLOR=yes"}, nil, false},
		"empty NO_COLOR": {[]string{"NO_COLOR="}, nil, true},
		"--no-color":     {[]string{"COLORTERM=truecolor"}, []string{"--no-color"}, false},
		"TERM=vt100":     {[]string{"TERM=vt100"}, nil, false},
	} {
		t.Run(name, func(t *testing.T) {
			term := termtest.Start(t, termtest.Options{
				Path: termtest.Build(t), Args: append([]string{"--demo", "1.1.1.1"}, c.args...), Env: c.env,
			})
			term.WaitText("CLOUDFLARENET")
			term.Send("q")
			wantEnd(t, term, 0)
			if got := colours(term.Stream()); (len(got) > 0) != c.colours {
				t.Errorf("colours: %q", got)
			}
		})
	}
}

func TestWorkbenchInASCII(t *testing.T) {
	for name, c := range map[string]struct{ env, args []string }{
		"locale": {[]string{"LANG=C"}, nil},
		"flag":   {nil, []string{"--ascii"}},
	} {
		t.Run(name, func(t *testing.T) {
			term := termtest.Start(t, termtest.Options{
				Path: termtest.Build(t), Args: append([]string{"--demo", "1.1.1.1"}, c.args...), Env: c.env,
			})
			term.WaitText("CLOUDFLARENET")
			term.Send("q")
			wantEnd(t, term, 0)
			for _, c := range term.Stream() {
				if c >= 0x80 {
					t.Fatalf("a byte %#x was written", c)
				}
			}
		})
	}
}

// On a terminal that cannot move its cursor quarry prints what get prints, and
// says why there is no workbench.
func TestDumbTerminal(t *testing.T) {
	for _, env := range []string{"TERM=dumb", "TERM=", "TERM=unknown"} {
		term := termtest.Start(t, termtest.Options{Path: termtest.Build(t), Args: []string{"--demo", "1.1.1.1"}, Env: []string{env}, Cols: 100})
		if code := term.WaitExit(); code != 0 || !term.Screen().Contains("CLOUDFLARENET") {
			t.Errorf("%s: exit code %d\n%s", env, code, term.Screen().Text())
		}
		bare := termtest.Start(t, termtest.Options{Path: termtest.Build(t), Args: []string{"--demo"}, Env: []string{env}, Cols: 200})
		if code := bare.WaitExit(); code != exitUsage || !bare.Screen().Contains("TERM is \"") {
			t.Errorf("%s: exit code %d\n%s", env, code, bare.Screen().Text())
		}
		for _, stream := range [][]byte{term.Stream(), bare.Stream()} {
			if bytes.ContainsAny(stream, "\x1b\a\b") {
				t.Errorf("%s: %q", env, stream)
			}
		}
	}
}

func TestNoMouse(t *testing.T) {
	for flag, want := range map[string]bool{"--no-mouse": false, "--no-mouse=false": true} {
		term := termtest.Start(t, termtest.Options{Path: termtest.Build(t), Args: []string{"--demo", flag}})
		term.WaitText("Worth trying")
		on := term.Mode(1002)
		term.Send("ctrl+c")
		wantEnd(t, term, 0)
		if on != want {
			t.Errorf("%s: mouse reports %v", flag, on)
		}
	}
}

// No program that quarry starts sees the token. (What the program was started
// with stays readable to the analyst's own processes; nobody can change that.)
func TestChildrenDoNotSeeTheToken(t *testing.T) {
	b := newBench(t)
	home := t.TempDir()
	if err := os.MkdirAll(filepath.Join(home, "bin"), 0o700); err != nil {
		t.Fatal(err)
	}
	seen := filepath.Join(home, "seen")
	script := "#!/bin/sh\nexport -p > " + seen + ".part\n/bin/cat > " + home + "/copied\n/bin/mv " + seen + ".part " + seen + "\n"
	if err := os.WriteFile(filepath.Join(home, "bin", "xclip"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	term := termtest.Start(t, termtest.Options{
		Path: termtest.Build(t), Args: []string{"1.1.1.1"}, Home: home,
		Env: append(toSim(b), "DISPLAY=:7", envOldToken+"=another-secret-value"),
	})
	term.WaitText("CLOUDFLARENET")
	term.Send("y")
	term.Wait("the clipboard's program", func(frametest.Screen) bool { _, err := os.Stat(seen); return err == nil })
	term.Send("q")
	wantEnd(t, term, 0)
	env, err := os.ReadFile(seen)
	if err != nil || !strings.Contains(string(env), "DISPLAY") {
		t.Fatalf("%v: %s", err, env)
	}
	if strings.Contains(string(env), cfsim.DemoToken) || strings.Contains(string(env), "another-secret-value") {
		t.Errorf("the token is in the child's environment:\n%s", env)
	}
}
