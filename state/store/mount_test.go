//go:build linux

package store

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
)

// withOwnMounts reports whether this process may mount file systems without
// anyone else seeing them. Where it is false, the test was run by another
// process, or skipped, and is over.
func withOwnMounts(t *testing.T) bool {
	t.Helper()
	if os.Getenv("QUARRY_STORE_OWN_MOUNTS") != "" {
		return true
	}
	self, err := os.Executable()
	must(t, err)
	cmd := exec.CommandContext(t.Context(), self, "-test.run=^"+t.Name()+"$", "-test.v")
	cmd.Env = append(os.Environ(), "QUARRY_STORE_OWN_MOUNTS=1")
	// The mounts end with the process, however it ends.
	cmd.SysProcAttr = &syscall.SysProcAttr{Unshareflags: syscall.CLONE_NEWNS}
	out, err := cmd.CombinedOutput()
	if errors.Is(err, syscall.EPERM) {
		t.Skip("no right to mount file systems:", err)
	}
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	return false
}

// A file system that is really full, where there is the right to
// make one.
func TestFullFileSystem(t *testing.T) {
	if !withOwnMounts(t) {
		return
	}
	dir := t.TempDir()
	must(t, syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=1m,mode=0700"))
	t.Cleanup(func() { must(t, syscall.Unmount(dir, 0)) })
	path := filepath.Join(dir, "quarry", "quarry.db")
	s, _ := opened(t, path)
	var err error
	kept := 0
	for ; err == nil && kept < 1000; kept++ {
		q := fmt.Sprint("n", kept)
		err = s.Keep(t.Context(), answer(q, q+string(noise(10_000))))
	}
	if class(t, err) != Full {
		t.Error(err)
	}
	for i := range kept - 1 {
		q := fmt.Sprint("n", i)
		if _, ok, err := s.Latest(t.Context(), "acc", q); !ok || err != nil {
			t.Errorf("%s: %v %v", q, ok, err)
		}
	}
	must(t, s.Close())
	must(t, os.WriteFile(filepath.Join(dir, "rest"), nil, 0o600))
	for f, err := os.OpenFile(filepath.Join(dir, "rest"), os.O_WRONLY|os.O_APPEND, 0); err == nil; {
		if _, err = f.Write(make([]byte, 512)); err != nil {
			must(t, f.Close())
			break
		}
	}
	// Nothing at all can be written now: it opens for reading, or says why not.
	if s, _, err := Open(t.Context(), path, Options{}); err == nil {
		if err := s.Keep(t.Context(), answer("more", string(noise(200_000)))); class(t, err) != Full {
			t.Error(err)
		}
		_ = s.Close() // may not be able to carry the journal over
	} else if class(t, err) != Full {
		t.Error(err)
	}
}

// A file system mounted for reading only.
func TestReadOnlyFileSystem(t *testing.T) {
	if !withOwnMounts(t) {
		return
	}
	path := filled(t)
	dir := filepath.Dir(path)
	must(t, syscall.Mount(dir, dir, "", syscall.MS_BIND, ""))
	t.Cleanup(func() { must(t, syscall.Unmount(dir, 0)) })
	must(t, syscall.Mount("", dir, "", syscall.MS_BIND|syscall.MS_REMOUNT|syscall.MS_RDONLY, ""))
	must(t, readAsNobody(t.Context(), path))
}
