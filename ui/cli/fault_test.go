//go:build unix

package cli

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"quarry/ui/termtest"
)

// killedGet asks many questions, kills quarry after a while, and returns what
// it had printed by then. The while begins with one of the first lines, or with the
// start in every third round.
func (b *bench) killedGet(round int) (printed []object) {
	b.t.Helper()
	args := []string{"get", "--json"}
	for n := range 12 {
		args = append(args, fmt.Sprintf("10.%d.%d.%d", round/200, round%200, n+1))
	}
	cmd := exec.CommandContext(b.t.Context(), termtest.Build(b.t), args...)
	cmd.Env = append(toSim(b), "HOME="+b.home, "LANG=C.UTF-8")
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		b.t.Fatal(err)
	}
	after := time.Duration(round*7919%40_000) * time.Microsecond
	kill := func() { _ = cmd.Process.Kill() }
	var timer *time.Timer
	if round%3 == 0 {
		timer = time.AfterFunc(after, kill)
	}
	var whole strings.Builder
	for n, lines := 0, bufio.NewReader(out); ; n++ {
		line, err := lines.ReadString('\n')
		if err != nil { // a line that was cut off was not printed
			if !errors.Is(err, io.EOF) && !errors.Is(err, os.ErrClosed) {
				b.t.Error(err)
			}
			break
		}
		whole.WriteString(line)
		if timer == nil && n == round%4 {
			timer = time.AfterFunc(after/4, kill)
		}
	}
	_ = cmd.Wait() // killed
	if errs.Len() > 0 {
		b.t.Errorf("round %d: it said %q", round, errs.String())
	}
	return b.objects(whole.String())
}

// killed kills quarry in the middle of its work as often as told. Every next
// start finds a whole store, says nothing, knows every answer that was printed,
// and has counted every call that the server was sent.
func killed(t *testing.T, rounds int) {
	b := newBench(t)
	answers := 0
	printed := map[string]bool{}
	for round := range rounds {
		known := []string{"get", "--json"}
		for _, o := range b.killedGet(round) {
			known = append(known, o.Indicator)
			printed[o.Indicator] = true
		}
		if len(known) == 2 {
			continue
		}
		r := b.run(known...)
		b.wants(r, 0)
		if r.err != "" {
			t.Errorf("round %d: the next start says %q", round, r.err)
		}
		for _, o := range b.objects(r.out) {
			if answers++; !o.Cached || o.Calls != 0 {
				t.Errorf("round %d: %s was printed and is not known: %+v", round, o.Indicator, o)
			}
		}
	}
	for _, r := range b.sim.Requests() {
		if indicator := strings.TrimPrefix(r.Query, "ipv4="); printed[indicator] {
			printed[indicator] = false
		} else if _, known := printed[indicator]; known {
			t.Errorf("%s was printed and asked again", indicator)
		}
	}
	charged, counted := b.sim.Calls(), b.month().Calls
	if counted < charged || counted > charged+rounds*atOnce {
		t.Errorf("the server was sent %d calls, the ledger has %d", charged, counted)
	}
	if answers < rounds {
		t.Errorf("only %d answers in %d rounds: the kills came too early to show anything", answers, rounds)
	}
	if left, _ := filepath.Glob(b.storePath() + ".*"); len(left) > 0 {
		t.Errorf("moved aside: %v", left)
	}
	t.Logf("%d kills, %d answers printed and known after them, %d calls sent, %d counted", rounds, answers, charged, counted)
}

func TestKilledAtAnyMoment(t *testing.T) {
	t.Parallel()
	killed(t, 15)
}

// The workbench, killed while it works, begins as if nothing had happened: no
// question about it, and what was on the screen costs nothing.
func TestWorkbenchKilled(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	start := func() *termtest.Terminal {
		return termtest.Start(t, termtest.Options{Path: termtest.Build(t), Args: []string{"1.1.1.1"}, Home: b.home, Env: toSim(b), Cols: 120})
	}
	for round := range 3 {
		term := start()
		s := term.WaitText("CLOUDFLARENET")
		if s.Contains("nothing is kept") || s.Contains("damaged") {
			t.Errorf("round %d:\n%s", round, s.Text())
		}
		term.Send("p")
		term.WaitText("778 names")
		term.Signal(syscall.SIGKILL)
		if code := term.WaitExit(); code != 128+int(syscall.SIGKILL) {
			t.Errorf("exit code %d", code)
		}
	}
	b.sent(2)
	if m := b.month(); m.Calls != 2 {
		t.Errorf("%d calls are counted", m.Calls)
	}
}

// inShell is the real program after some lines of a shell script.
func (b *bench) inShell(script string, args ...string) result {
	b.t.Helper()
	cmd := exec.CommandContext(b.t.Context(), "/bin/sh", append([]string{"-c", script + "\nexec \"$0\" \"$@\"", termtest.Build(b.t)}, args...)...)
	cmd.Env = append(toSim(b), "HOME="+b.home, "LANG=C.UTF-8", "PATH="+os.Getenv("PATH"))
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	_ = cmd.Run()
	return result{cmd.ProcessState.ExitCode(), out.String(), errs.String()}
}

// Files that may not grow are a full disk to a program: the answers come all
// the same, the reason once, and what was kept before is there.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.one(0, "1.1.1.1")
	args := []string{"get"}
	for n := range 60 {
		args = append(args, fmt.Sprintf("10.9.8.%d", n))
	}
	r := b.inShell("ulimit -f 1000", args...)
	b.wants(r, 0)
	b.saysOnce(r, "nothing is kept: ", "there is no space left to write to", "what was kept before is intact")
	if n := strings.Count(r.out, "IP 10.9.8."); n != 60 {
		t.Errorf("%d of 60 answers were printed", n)
	}
	if old := b.one(0, "1.1.1.1"); !old.Cached {
		t.Errorf("the old answer is gone: %+v", old)
	}
	kept := 0
	for _, o := range b.objects(b.run(append([]string{"get", "--json", "--offline"}, args[1:]...)...).out) {
		if o.Cached {
			kept++
		}
	}
	if kept < 3 || kept == 60 {
		t.Errorf("%d of 60 answers were kept, so that the disk was not full, or at once", kept)
	}
	if m := b.month(); m.Calls > b.sim.Calls() || m.Calls == 0 {
		t.Errorf("the ledger has %d calls, the server %d", m.Calls, b.sim.Calls())
	}
}

// The same on a file system that is really full, where one can be made.
func TestFullFileSystem(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	state := filepath.Join(b.home, "state")
	if err := os.Mkdir(state, 0o700); err != nil {
		t.Fatal(err)
	}
	script := `mount -t tmpfs -o size=300k,mode=700 tmpfs "$XDG_STATE_HOME" || exit 99
"$0" get --json 1.1.1.1 >&3 || exit 98
trap '"$0" get --json --offline 1.1.1.1 >&3; exit $code' EXIT
"$0" "$@"
code=$?
exit`
	args := []string{"get"}
	for n := range 250 {
		args = append(args, fmt.Sprintf("10.9.8.%d", n))
	}
	cmd := exec.CommandContext(t.Context(), "/bin/sh", append([]string{"-c", script, termtest.Build(t)}, args...)...)
	cmd.Env = append(toSim(b), "HOME="+b.home, "LANG=C.UTF-8", "PATH="+os.Getenv("PATH"), "XDG_STATE_HOME="+state)
	known, err := os.Create(filepath.Join(b.home, "known"))
	if err != nil {
		t.Fatal(err)
	}
	defer known.Close()
	cmd.ExtraFiles = []*os.File{known}
	unshared(cmd)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err = cmd.Run()
	if errors.Is(err, syscall.EPERM) || cmd.ProcessState == nil || cmd.ProcessState.ExitCode() == 99 {
		t.Skipf("no right to mount file systems: %v, %s", err, errs.String())
	}
	r := result{cmd.ProcessState.ExitCode(), out.String(), errs.String()}
	b.wants(r, 0)
	b.saysOnce(r, "there is no space left to write to")
	if n := strings.Count(r.out, "IP 10.9.8."); n != 250 {
		t.Errorf("%d of 250 answers were printed", n)
	}
	text, err := os.ReadFile(known.Name())
	if err != nil {
		t.Fatal(err)
	}
	if list := b.objects(string(text)); len(list) != 2 || list[0].Cached || !list[1].Cached {
		t.Errorf("what was kept before: %s", text)
	}
}

// Whatever the directory is called, it is used or the reason is told once.
func TestOddStateDirectories(t *testing.T) {
	for name, c := range map[string]struct {
		prepare func(b *bench) string // XDG_STATE_HOME
		says    string                // why nothing is kept; empty where it is
	}{
		"empty":            {func(*bench) string { return "" }, ""},
		"relative":         {func(*bench) string { return "state" }, ""},
		"tilde":            {func(*bench) string { return "~/state" }, ""},
		"a newline":        {func(b *bench) string { return filepath.Join(b.home, "new\nline") }, ""},
		"spaces and signs": {func(b *bench) string { return filepath.Join(b.home, " a?b#c%41'\"&=;[x]") }, ""},
		"no UTF-8":         {func(b *bench) string { return filepath.Join(b.home, "\xff\xfe\x1b[31m") }, ""},
		"dots":             {func(b *bench) string { return b.home + "/a/../b/./c//d/" }, ""},
		"deep":             {func(b *bench) string { return filepath.Join(b.home, strings.Repeat("deeper/", 50)) }, ""},
		"a link":           {func(b *bench) string { return b.link("elsewhere", true) }, ""},
		"a dangling link":  {func(b *bench) string { return b.link("elsewhere", false) }, "nothing is kept"},
		"a link to itself": {func(b *bench) string { return b.link("link", false) }, "nothing is kept"},
		"a name too long":  {func(b *bench) string { return filepath.Join(b.home, strings.Repeat("x", 300)) }, "nothing is kept"},
		"a path too long":  {func(b *bench) string { return filepath.Join(b.home, strings.Repeat("deeper/", 1000)) }, "nothing is kept"},
		"a file":           {func(b *bench) string { return b.write("file", "x") }, "nothing is kept"},
		"a device":         {func(*bench) string { return "/dev/null" }, "nothing is kept"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			b.env["XDG_STATE_HOME"] = c.prepare(b)
			first := b.run("get", "1.1.1.1", "AS64500")
			b.wants(first, 0)
			if c.says != "" {
				b.saysOnce(first, c.says)
				return
			}
			second := b.run("get", "1.1.1.1")
			b.wants(second, 0)
			if first.err != "" || second.err != "" {
				t.Errorf("said %q and %q", first.err, second.err)
			}
			b.sent(2)
		})
	}
}

// link makes a link in the home directory to a name there, which exists or not.
func (b *bench) link(to string, exists bool) string {
	b.t.Helper()
	path := filepath.Join(b.home, "link")
	if exists {
		if err := os.Mkdir(filepath.Join(b.home, to), 0o700); err != nil {
			b.t.Fatal(err)
		}
	}
	if err := os.Symlink(to, path); err != nil {
		b.t.Fatal(err)
	}
	return path
}

// What another version or another program wrote is left as it is, byte for byte.
func TestStoreThatIsRefusedIsNotTouched(t *testing.T) {
	for name, text := range map[string]string{"newer schema": "PRAGMA user_version = 1000", "another's": "PRAGMA application_id = 7"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			b.one(0, "192.0.2.44")
			b.sql(text)
			before, err := os.ReadFile(b.storePath())
			if err != nil {
				t.Fatal(err)
			}
			for _, args := range [][]string{{"get", "1.1.1.1"}, {"get", "1.1.1.1", "--offline"}, {"quota"}, {"quota", "set", "5"}, {"auth", "check"}} {
				b.run(args...)
			}
			if after, err := os.ReadFile(b.storePath()); err != nil || !bytes.Equal(before, after) {
				t.Errorf("it has changed, %v", err)
			}
			if left, _ := filepath.Glob(b.storePath() + ".*"); len(left) > 0 {
				t.Errorf("copied or moved: %v", left)
			}
		})
	}
}

// Everything that quarry writes is its owner's alone, whatever the umask.
func TestFilesArePrivateWhateverTheUmask(t *testing.T) {
	for _, mask := range []string{"0", "0777"} {
		t.Run(mask, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			own := filepath.Join(b.home, "own")
			if err := os.Mkdir(own, 0o700); err != nil {
				t.Fatal(err)
			}
			quarry := nobody(t, b, own)
			if err := os.Chmod(own, 0o700); err != nil {
				t.Fatal(err)
			}
			for range 2 { // made, and found
				cmd := quarry("get", "1.1.1.1", "--log", filepath.Join(own, "log"))
				cmd.Args = append([]string{"sh", "-c", "umask " + mask + `; exec "$0" "$@"`, cmd.Path}, cmd.Args[1:]...)
				cmd.Path = "/bin/sh"
				cmd.Env = append(cmd.Env, "XDG_STATE_HOME="+filepath.Join(own, "a", "state"))
				if out, err := cmd.CombinedOutput(); err != nil || strings.Contains(string(out), "nothing is kept") {
					t.Fatalf("%v: %s", err, out)
				}
			}
			if n := owned(t, own); n < 7 {
				t.Errorf("%d files", n)
			}
			b.sent(1)
		})
	}
}
