//go:build linux

package atomicfile

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

const childVariable = "QUARRY_ATOMICFILE_CHILD"

// inChild runs the test again in a process of its own, prepared by attr, and
// reports whether this is that process.
func inChild(t *testing.T, attr *syscall.SysProcAttr) bool {
	t.Helper()
	if os.Getenv(childVariable) != "" {
		return true
	}
	self, err := os.Executable()
	must(t, err)
	cmd := exec.CommandContext(t.Context(), self, "-test.run=^"+t.Name()+"$", "-test.v")
	cmd.Env = append(os.Environ(), childVariable+"=1")
	cmd.SysProcAttr = attr
	out, err := cmd.CombinedOutput()
	if errors.Is(err, syscall.EPERM) {
		t.Skip("this user may not do that:", err)
	}
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	return false
}

// A file system that is really full, where there is the right to make one; the
// mount ends with the process.
func TestFullDisk(t *testing.T) {
	if !inChild(t, &syscall.SysProcAttr{Unshareflags: syscall.CLONE_NEWNS}) {
		return
	}
	dir := t.TempDir()
	must(t, syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=256k,mode=0700"))
	t.Cleanup(func() { must(t, syscall.Unmount(dir, 0)) })
	path := filepath.Join(dir, "case.md")
	must(t, Write(path, Options{}, text("mine")))
	refused(t, Write(path, Options{Replace: true}, text(strings.Repeat("x", 1<<20))), Full)
	content(t, path, "mine")
	only(t, dir, "case.md")
}

// A limit on the size of files, which needs no rights.
func TestFileSizeLimit(t *testing.T) {
	if !inChild(t, nil) {
		return
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "case.md")
	must(t, syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: 100_000, Max: 100_000}))
	err := Write(path, Options{}, func(w io.Writer) error {
		for range 100 {
			if _, err := w.Write(make([]byte, 10_000)); err != nil {
				return errors.New("the writer says something else")
			}
		}
		return nil
	})
	refused(t, err, Full)
	only(t, dir)
}

// A directory that may not be written to. Root may write everywhere, so that
// the test becomes somebody else where it can.
func TestUnwritableDirectory(t *testing.T) {
	if os.Getuid() == 0 && os.Getenv(childVariable) == "" {
		dir := t.TempDir() // for the child, who may not make one
		must(t, errors.Join(os.Chmod(dir, 0o755), os.Chmod(filepath.Dir(dir), 0o755)))
		t.Setenv("QUARRY_ATOMICFILE_DIR", dir)
		inChild(t, nil)
		only(t, dir)
		return
	}
	if dir := os.Getenv("QUARRY_ATOMICFILE_DIR"); dir != "" {
		must(t, errors.Join(syscall.Setgid(65534), syscall.Setuid(65534)))
		refused(t, Write(filepath.Join(dir, "case.md"), Options{}, text("x")), Unwritable)
		return // what is there is looked at by who may
	}
	dir := t.TempDir()
	must(t, os.Chmod(dir, 0o555))
	refused(t, Write(filepath.Join(dir, "case.md"), Options{}, text("x")), Unwritable)
	only(t, dir)
}

// A file system mounted for reading only.
func TestReadOnlyFileSystem(t *testing.T) {
	if !inChild(t, &syscall.SysProcAttr{Unshareflags: syscall.CLONE_NEWNS}) {
		return
	}
	dir := t.TempDir()
	must(t, syscall.Mount("tmpfs", dir, "tmpfs", syscall.MS_RDONLY, "size=256k"))
	t.Cleanup(func() { must(t, syscall.Unmount(dir, 0)) })
	refused(t, Write(filepath.Join(dir, "case.md"), Options{}, text("x")), Unwritable)
}

// Whatever the umask, the owner can read the file and nobody else.
func TestUmask(t *testing.T) {
	if !inChild(t, nil) {
		return
	}
	for _, mask := range []int{0, 0o077, 0o777} {
		path := filepath.Join(t.TempDir(), "case.md")
		syscall.Umask(mask)
		err := Write(path, Options{}, text("x"))
		syscall.Umask(0o022)
		must(t, err)
		if info, _ := os.Stat(path); info.Mode().Perm() != 0o600 {
			t.Errorf("umask %o: mode %o", mask, info.Mode().Perm())
		}
	}
}
