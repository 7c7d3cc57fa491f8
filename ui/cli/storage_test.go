//go:build unix

package cli

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"quarry/api/cfsim"
	"quarry/ui/termtest"
)

// storePath is where the bench's store lies.
func (b *bench) storePath() string {
	return filepath.Join(b.home, ".local", "state", "quarry", "quarry.db")
}

// saysOnce checks that standard error has a line, once, and nothing else.
func (b *bench) saysOnce(r result, wants ...string) {
	b.t.Helper()
	if strings.Count(r.err, "\n") != 1 {
		b.t.Errorf("standard error has more or less than one line: %q", r.err)
	}
	for _, want := range wants {
		if !strings.Contains(r.err, want) {
			b.t.Errorf("standard error lacks %q: %s", want, r.err)
		}
	}
}

// Where nothing can be kept the answer comes all the same, and the reason once.
func TestNothingIsKept(t *testing.T) {
	for name, c := range map[string]struct {
		prepare func(*bench)
		says    []string
	}{
		"no HOME":          {func(b *bench) { delete(b.env, "HOME") }, []string{"there is no state directory", "set HOME"}},
		"relative HOME":    {func(b *bench) { b.env["HOME"] = "home" }, []string{"there is no state directory"}},
		"no directory":     {func(b *bench) { b.env["XDG_STATE_HOME"] = b.write("file", "x") + "/state" }, []string{"it cannot be written", "XDG_STATE_HOME"}},
		"a file in place":  {func(b *bench) { b.env["XDG_STATE_HOME"] = b.write("file", "x") }, []string{"XDG_STATE_HOME"}},
		"a directory":      {func(b *bench) { b.write(".local/state/quarry/quarry.db/x", "x") }, []string{"it is no regular file", "left as it is"}},
		"newer schema":     {func(b *bench) { b.one(0, "192.0.2.44"); b.sql("PRAGMA user_version = 1000") }, []string{"written by a newer quarry", "left as it is"}},
		"another's":        {func(b *bench) { b.one(0, "192.0.2.44"); b.sql("PRAGMA application_id = 7") }, []string{"another program"}},
		"hostile in names": {func(b *bench) { b.env["XDG_STATE_HOME"] = b.write("a\x1b[31m\u202e", "x") + "/state" }, []string{`\x1b[31m\u202e`}},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			c.prepare(b)
			calls := b.sim.Calls()
			r := b.run("get", "1.1.1.1", "1.1.1.1", "AS64500", "cloudflare.com")
			b.wants(r, 0)
			b.saysOnce(r, append(c.says, "quarry: nothing is kept: ")...)
			if n := b.sim.Calls() - calls; n != 3 || !strings.Contains(r.out, "CLOUDFLARENET") {
				t.Errorf("%d calls, %s", n, r.out)
			}
		})
	}
}

// sql changes the store behind quarry's back.
func (b *bench) sql(text string) {
	b.t.Helper()
	db, err := sql.Open("sqlite", b.storePath())
	if err == nil {
		_, err = db.ExecContext(b.t.Context(), text)
		err = errors.Join(err, db.Close())
	}
	if err != nil {
		b.t.Fatal(err)
	}
}

func TestBrokenStoreIsMovedAside(t *testing.T) {
	b := newBench(t)
	b.one(0, "1.1.1.1")
	broken := []byte("no database at all")
	if err := os.WriteFile(b.storePath(), broken, 0o600); err != nil {
		t.Fatal(err)
	}
	r := b.run("get", "1.1.1.1")
	b.wants(r, 0)
	b.saysOnce(r, "the store was damaged", "moved aside to "+b.storePath()+".broken-")
	if r := b.run("get", "1.1.1.1"); r.code != 0 || r.err != "" {
		t.Errorf("code %d, said again: %q", r.code, r.err)
	}
	b.sent(2)
	aside, err := filepath.Glob(b.storePath() + ".broken-*")
	if err != nil || len(aside) != 1 {
		t.Fatalf("%v, %v", aside, err)
	}
	if got, err := os.ReadFile(aside[0]); err != nil || !bytes.Equal(got, broken) {
		t.Errorf("%q, %v", got, err)
	}
}

func TestMigrationIsTold(t *testing.T) {
	b := newBench(t)
	b.one(0, "1.1.1.1")
	b.sql("DROP TABLE call; DROP TABLE quota_mark; DROP TABLE node; DROP TABLE judgement; DROP TABLE draft; DROP TABLE view_state; DROP TABLE investigation; " +
		"ALTER TABLE answer DROP COLUMN imported_from; ALTER TABLE answer DROP COLUMN imported_at; PRAGMA user_version = 1")
	r := b.run("get", "1.1.1.1")
	b.wants(r, 0)
	b.saysOnce(r, "brought up to date (schema 1 to ", "the one from before is at "+filepath.Dir(b.storePath()))
	if r := b.run("get", "1.1.1.1"); r.code != 0 || r.err != "" {
		t.Errorf("code %d, said again: %q", r.code, r.err)
	}
	b.sent(1)
}

// Two at once begin the same store, and both count in one ledger.
func TestTwoAtOnce(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	const each = 40
	var running []*exec.Cmd
	var said [2]bytes.Buffer
	for n := range said {
		args := []string{"get"}
		for i := range each {
			args = append(args, fmt.Sprintf("192.0.2.%d", n*each+i))
		}
		cmd := command(t, append(toSim(b), "XDG_STATE_HOME="+filepath.Join(b.home, ".local", "state")), args...)
		cmd.Stderr = &said[n]
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		running = append(running, cmd)
	}
	for n, cmd := range running {
		if err := cmd.Wait(); err != nil || said[n].Len() > 0 {
			t.Errorf("%v: %s", err, said[n].String())
		}
	}
	if m := b.month(); m.Calls != 2*each || b.sim.Calls() != 2*each {
		t.Errorf("the ledger has %d calls, the server %d, want %d", m.Calls, b.sim.Calls(), 2*each)
	}
	b.one(0, "192.0.2.0")
	b.one(0, fmt.Sprintf("192.0.2.%d", 2*each-1))
	b.sent(2 * each)
}

// Where the store can only be read, what was paid for before still opens.
func TestReadOnlyStateDirectory(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.one(0, "1.1.1.1")
	dir := filepath.Dir(b.storePath())
	command := nobody(t, b, dir)
	if err := os.Chmod(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(dir, 0o700) })
	cmd := command("get", "--json", "1.1.1.1", "192.0.2.44")
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, errs.String())
	}
	b.saysOnce(result{err: errs.String()}, "nothing is kept: ", "it cannot be written")
	if list := b.objects(string(out)); len(list) != 2 || !list[0].Cached || list[1].Cached {
		t.Errorf("%s", out)
	}
	b.sent(2)
}

// nobody makes commands of the real program that run as a user who may not
// write where he has no right to; root may everywhere.
func nobody(t *testing.T, b *bench, owned string) func(args ...string) *exec.Cmd {
	t.Helper()
	path := termtest.Build(t)
	make := func(args ...string) *exec.Cmd {
		cmd := exec.CommandContext(t.Context(), path, args...)
		cmd.Env = append(toSim(b), "HOME="+b.home, "LANG=C.UTF-8")
		return cmd
	}
	if os.Getuid() != 0 {
		return make
	}
	const id = 65534
	program, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	path = b.write("quarry", string(program))
	if err := os.Chmod(path, 0o755); err != nil {
		t.Fatal(err)
	}
	for dir := owned; dir != os.TempDir() && dir != "/"; dir = filepath.Dir(dir) {
		if err := os.Chmod(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for dir := os.TempDir(); dir != "/"; dir = filepath.Dir(dir) {
		if info, err := os.Stat(dir); err != nil || info.Mode().Perm()&1 == 0 {
			t.Skipf("another user cannot reach %s: %v", dir, err)
		}
	}
	err = filepath.WalkDir(owned, func(name string, _ fs.DirEntry, err error) error {
		return errors.Join(err, os.Chown(name, id, id))
	})
	if err != nil {
		t.Fatal(err)
	}
	return func(args ...string) *exec.Cmd {
		cmd := make(args...)
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: id, Gid: id}}
		return cmd
	}
}

// Not parallel: the mask is that of the whole process.
func TestStoreIsPrivateWhateverTheUmask(t *testing.T) {
	b := newBench(t)
	before := syscall.Umask(0)
	defer syscall.Umask(before)
	b.one(0, "1.1.1.1")
	if n := owned(t, filepath.Join(b.home, ".local")); n < 4 {
		t.Errorf("%d files", n)
	}
}

// owned checks that a directory and all in it are their owner's alone, and counts
// them.
func owned(t *testing.T, dir string) (n int) {
	t.Helper()
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		want := fs.FileMode(0o600)
		if d.IsDir() {
			want = 0o700
		}
		if info.Mode().Perm() != want {
			t.Errorf("%s has the mode %o", name, info.Mode().Perm())
		}
		n++
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	return n
}

// The token is not on the disk, also not while a run goes on, nor where a server
// sends it back.
func TestTokenIsNotInTheStore(t *testing.T) {
	b := newBench(t)
	b.run("get", "1.1.1.1", "198.51.100.209", "198.51.100.208")
	b.run("auth", "check", "--spend")
	b.wants(b.run("quota", "set", "5"), 0)
	echo := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cf-Ray", r.Header.Get("Authorization"))
		fmt.Fprintf(w, `{"success":true,"errors":[],"result":[{"ip":%q}]}`, r.Header.Get("Authorization"))
	}))
	defer echo.Close()
	b.run("get", "192.0.2.3", "--base-url", echo.URL)
	if m := b.month(); m.Used != 6 {
		t.Errorf("the server that echoes was not asked: %+v", m)
	}
	release := b.sim.Hold()
	sent := len(b.sim.Requests())
	done := make(chan result)
	go func() { done <- b.run("get", "192.0.2.1", "192.0.2.2") }()
	if err := b.sim.WaitRequests(t.Context(), sent+2); err != nil {
		t.Fatal(err)
	}
	b.searchTree(cfsim.DemoToken, b.storePath()+"-wal")
	release()
	b.wants(<-done, 0)
	b.searchTree(cfsim.DemoToken, b.storePath())
}

// searchTree looks for a text in every file below the home directory, among
// them one that has to be there.
func (b *bench) searchTree(text, among string) {
	b.t.Helper()
	found := false
	err := filepath.WalkDir(b.home, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := os.ReadFile(name)
		if bytes.Contains(content, []byte(text)) {
			b.t.Errorf("%s holds %q", name, text)
		}
		found = found || name == among && len(content) > 0
		return err
	})
	if err != nil || !found {
		b.t.Errorf("%s was not searched: %v", among, err)
	}
}
