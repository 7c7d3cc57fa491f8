//go:build linux

package store

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// childCommand is this binary as another process.
func childCommand(t testing.TB, what, path string, env ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	must(t, err)
	cmd := exec.CommandContext(t.Context(), self)
	cmd.Env = append(os.Environ(), "QUARRY_STORE_CHILD="+what, "QUARRY_STORE_PATH="+path)
	cmd.Env = append(cmd.Env, env...)
	return cmd
}

func runChild(t testing.TB, what, path string, env ...string) {
	t.Helper()
	if out, err := childCommand(t, what, path, env...).CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", what, err, out)
	}
}

func child(what string) error {
	ctx, path := context.Background(), os.Getenv("QUARRY_STORE_PATH")
	switch what {
	case "endless":
		return writeEndlessly(ctx, path)
	case "thousand":
		return writeThousand(ctx, path)
	case "case":
		return writeCase(ctx, path)
	case "umask":
		mask, err := strconv.ParseInt(os.Getenv("QUARRY_STORE_UMASK"), 8, 32)
		if err != nil {
			return err
		}
		syscall.Umask(int(mask))
		return writeSome(ctx, path)
	case "full":
		return writeUntilFull(ctx, path)
	case "nobody":
		// Root may write everywhere; this user may not.
		if err := errors.Join(syscall.Setgid(65534), syscall.Setuid(65534)); err != nil {
			return err
		}
		return readAsNobody(ctx, path)
	}
	return fmt.Errorf("unknown child %q", what)
}

func openChild(ctx context.Context, path string) (*Store, error) {
	s, _, err := Open(ctx, path, Options{})
	return s, err
}

func writeSome(ctx context.Context, path string) error {
	s, err := openChild(ctx, path)
	if err != nil {
		return err
	}
	err = s.Keep(ctx, answer("q", "x"))
	// What is to be seen is how it looks in use, with its companions, and the
	// copy of a migration.
	db, openErr := connector{path: path, connsAt: 1}.open()
	if openErr != nil {
		return openErr
	}
	_, copyErr := backup(ctx, db, path, 1)
	listing, _ := filepath.Glob(filepath.Dir(path) + "/*")
	if len(listing) < 5 {
		err = errors.Join(err, fmt.Errorf("only %v", listing))
	}
	for _, name := range append(listing, filepath.Dir(path)) {
		info, statErr := os.Stat(name)
		if statErr != nil {
			return statErr
		}
		if want := map[bool]os.FileMode{true: 0o700, false: 0o600}[info.IsDir()]; info.Mode().Perm() != want {
			err = errors.Join(err, fmt.Errorf("%s has mode %o", name, info.Mode().Perm()))
		}
	}
	return errors.Join(err, copyErr, db.Close(), s.Close())
}

func TestModesWhateverTheUmask(t *testing.T) {
	for _, mask := range []string{"0", "022", "077", "0777"} {
		t.Run(mask, func(t *testing.T) {
			base := filepath.Join(t.TempDir(), "home")
			must(t, os.Mkdir(base, 0o700))
			path := filepath.Join(base, ".local", "state", "quarry", "quarry.db")
			runChild(t, "umask", path, "QUARRY_STORE_UMASK="+mask)
			modes(t, base)
		})
	}
}

// writeEndlessly announces every answer on standard output once it is kept.
func writeEndlessly(ctx context.Context, path string) error {
	s, err := openChild(ctx, path)
	if err != nil {
		return err
	}
	out := os.Stdout
	for i := 0; ; i++ {
		q := fmt.Sprintf("%d-%d", os.Getpid(), i)
		a := answer(q, bodyOf(q))
		a.Mentions = []string{q + ".example.com", "AS64496"}
		if err := s.Keep(ctx, a); err != nil {
			return err
		}
		if _, err := fmt.Fprintln(out, q); err != nil {
			return err
		}
	}
}

// bodyOf is a body that can be known from its question; some are long, so that
// a kill falls into long writes too.
func bodyOf(q string) string {
	n := 50
	for _, r := range q {
		n = (n*31 + int(r)) % 5000
	}
	return strings.Repeat(q+" ", n/10+1) + string(noise(n))
}

// Whenever the process is killed, the next start finds the file whole and all
// that was said to be kept.
func TestKilledAtAnyMoment(t *testing.T) {
	rounds := 200
	if testing.Short() {
		rounds = 40
	}
	for lane := range 2 {
		t.Run(strconv.Itoa(lane), func(t *testing.T) {
			t.Parallel()
			path, announced := place(t), 0
			for round := range rounds / 2 {
				said := killedAfter(t, path, time.Duration((round*7919+lane*4001)%23_000)*time.Microsecond)
				s, r := opened(t, path)
				if r.MovedAside != "" {
					t.Fatalf("round %d: broken: %+v", round, r)
				}
				for _, q := range said {
					got, ok, err := s.Latest(t.Context(), "acc", q) // checks the hash
					if err != nil || !ok || string(got.Body) != bodyOf(q) {
						t.Fatalf("round %d: %s was said to be kept: %v %v", round, q, ok, err)
					}
				}
				announced += len(said)
				if h, err := s.Health(t.Context()); err != nil || h.Integrity != "ok" {
					t.Fatalf("round %d: %+v %v", round, h, err)
				}
				must(t, s.Close())
			}
			if announced < rounds/4 {
				t.Errorf("only %d answers in %d rounds: the kills came too early to show anything", announced, rounds/2)
			}
			t.Logf("%d kills, %d answers were announced", rounds/2, announced)
		})
	}
}

// killedAfter runs a writer, kills it, and returns what it announced. The time
// runs from its first word, or from its start in every eighth round, so that
// some are killed while they open the store.
func killedAfter(t *testing.T, path string, after time.Duration) (said []string) {
	t.Helper()
	cmd := childCommand(t, "endless", path)
	out, err := cmd.StdoutPipe()
	must(t, err)
	var complaint strings.Builder
	cmd.Stderr = &complaint
	must(t, cmd.Start())
	lines := bufio.NewReader(out)
	var timer *time.Timer
	kill := func() { _ = cmd.Process.Kill() }
	if after.Microseconds()%8 == 0 {
		timer = time.AfterFunc(after, kill)
	}
	for {
		line, err := lines.ReadString('\n')
		if err != nil { // a line that was cut off was not said
			if !errors.Is(err, io.EOF) && !errors.Is(err, os.ErrClosed) {
				t.Error(err)
			}
			break
		}
		said = append(said, strings.TrimSuffix(line, "\n"))
		if timer == nil {
			timer = time.AfterFunc(after/3, kill)
		}
	}
	_ = cmd.Wait() // killed
	if complaint.Len() > 0 {
		t.Error(complaint.String())
	}
	return said
}

func writeThousand(ctx context.Context, path string) error {
	s, err := openChild(ctx, path)
	if err != nil {
		return err
	}
	for i := range 1000 {
		q := fmt.Sprintf("%d-%d", os.Getpid(), i)
		a := answer(q, bodyOf(q))
		a.Mentions = []string{"AS64496", q}
		id, err := s.Spend(ctx, Call{Account: "acc", Endpoint: "ip", Who: "ann"})
		if err != nil {
			return err
		}
		if err := s.Keep(ctx, a); err != nil {
			return err
		}
		if err := s.Settle(ctx, id, 200); err != nil {
			return err
		}
		if _, ok, err := s.Latest(ctx, "acc", q); err != nil || !ok {
			return fmt.Errorf("%s: %v %w", q, ok, err)
		}
	}
	return s.Close()
}

func TestTwoProcesses(t *testing.T) {
	path := place(t)
	var cmds []*exec.Cmd
	for range 2 {
		cmd := childCommand(t, "thousand", path)
		cmd.Stderr = new(strings.Builder)
		must(t, cmd.Start())
		cmds = append(cmds, cmd)
	}
	for _, cmd := range cmds {
		if err := cmd.Wait(); err != nil {
			t.Errorf("%v: %v", err, cmd.Stderr)
		}
	}
	s, _ := opened(t, path)
	h, err := s.Health(t.Context())
	must(t, err)
	m, err := s.Month(t.Context(), "acc", time.Now())
	must(t, err)
	seen, _, err := s.Seen(t.Context(), "acc", "AS64496")
	must(t, err)
	if h.Answers != 2000 || h.Integrity != "ok" || seen.Mentioned.Answers != 2000 {
		t.Errorf("%+v, %+v", h, seen)
	}
	if m.Calls != 2000 && time.Now().Day() != 1 { // the month may have turned meanwhile
		t.Errorf("%d calls", m.Calls)
	}
}

// writeUntilFull keeps answers until files may not grow any more.
func writeUntilFull(ctx context.Context, path string) error {
	signal.Ignore(syscall.SIGXFSZ)
	limit := syscall.Rlimit{Cur: 600_000, Max: 600_000}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		return err
	}
	s, err := openChild(ctx, path)
	if err != nil {
		return err
	}
	for i := range 10_000 {
		q := fmt.Sprint("n", i)
		err := s.Keep(ctx, answer(q, q+string(noise(10_000))))
		if err == nil {
			fmt.Println(q)
			continue
		}
		var e *Error
		if !errors.As(err, &e) || e.Class != Full {
			return fmt.Errorf("at %d: %#v", i, err)
		}
		// What was there can still be read, by this process too.
		if got, ok, err := s.Latest(ctx, "acc", "q"); err != nil || !ok || string(got.Body) != "the old answer" {
			return fmt.Errorf("after that: %v %w", ok, err)
		}
		return nil // without Close: worse, and allowed
	}
	return errors.New("the disk never got full")
}

func TestFullDisk(t *testing.T) {
	path := filled(t)
	cmd := childCommand(t, "full", path)
	var complaint strings.Builder
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, complaint.String())
	}
	kept := strings.Fields(string(out))
	if len(kept) < 5 {
		t.Errorf("full at once: %v", kept)
	}
	s, r := opened(t, path)
	if r.MovedAside != "" {
		t.Errorf("%+v", r)
	}
	for _, q := range kept {
		if got, ok, err := s.Latest(t.Context(), "acc", q); err != nil || !ok || !strings.HasPrefix(string(got.Body), q) {
			t.Errorf("%s: %v %v", q, ok, err)
		}
	}
	if got, ok, err := s.Latest(t.Context(), "acc", "q"); err != nil || !ok || string(got.Body) != "the old answer" {
		t.Error("old data:", ok, err)
	}
	if h, err := s.Health(t.Context()); err != nil || h.Integrity != "ok" {
		t.Errorf("%+v %v", h, err)
	}
}

// readAsNobody meets a directory in which it may only read.
func readAsNobody(ctx context.Context, path string) error {
	_, err := openChild(ctx, path)
	var e *Error
	if !errors.As(err, &e) || e.Class != Unwritable {
		return fmt.Errorf("open: %#v", err)
	}
	_, err = openChild(ctx, filepath.Join(filepath.Dir(path), "deeper", "quarry.db"))
	if !errors.As(err, &e) || e.Class != Unwritable {
		return fmt.Errorf("open in a new directory: %#v", err)
	}
	s, _, err := Open(ctx, path, Options{ReadOnly: true})
	if err != nil {
		return fmt.Errorf("open for reading: %w", err)
	}
	if got, ok, err := s.Latest(ctx, "acc", "q"); err != nil || !ok || string(got.Body) != "the old answer" {
		return fmt.Errorf("read: %v %w", ok, err)
	}
	return s.Close()
}

func TestDirectoryThatMayOnlyBeRead(t *testing.T) {
	if os.Getuid() != 0 {
		path := filled(t)
		must(t, os.Chmod(filepath.Dir(path), 0o500))
		t.Cleanup(func() { must(t, os.Chmod(filepath.Dir(path), 0o700)) })
		must(t, readAsNobody(t.Context(), path))
		return
	}
	path := filled(t)
	for _, name := range []string{path, path + lockEnding, filepath.Dir(path)} {
		must(t, os.Chown(name, 65534, 65534))
	}
	for dir := filepath.Dir(filepath.Dir(path)); dir != os.TempDir() && dir != "/"; dir = filepath.Dir(dir) {
		must(t, os.Chmod(dir, 0o755)) // let it through
	}
	for dir := os.TempDir(); dir != "/"; dir = filepath.Dir(dir) {
		if info, err := os.Stat(dir); err != nil || info.Mode().Perm()&1 == 0 {
			t.Skipf("another user cannot reach %s: %v", dir, err)
		}
	}
	must(t, os.Chmod(filepath.Dir(path), 0o500))
	runChild(t, "nobody", path)
}
