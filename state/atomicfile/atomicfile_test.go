package atomicfile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// text writes a text.
func text(s string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, s)
		return err
	}
}

// refused checks that a file was not written, why, and that the error says what
// to do in one harmless line.
func refused(t *testing.T, err error, want Class) {
	t.Helper()
	var e *Error
	if !errors.As(err, &e) || e.Class != want {
		t.Fatalf("got %v, want class %d", err, want)
	}
	if e.Reason == "" || e.Next == "" || strings.ContainsFunc(e.Error(), func(c rune) bool { return c < ' ' }) {
		t.Errorf("it names no cause, no next step, or more than a line: %q", e)
	}
}

// only checks that a directory holds just these names.
func only(t *testing.T, dir string, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	must(t, err)
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	if fmt.Sprint(names) != fmt.Sprint(want) {
		t.Errorf("the directory holds %v, want %v", names, want)
	}
}

func content(t *testing.T, path, want string) {
	t.Helper()
	got, err := os.ReadFile(path)
	must(t, err)
	if string(got) != want {
		t.Errorf("%s holds %q, want %q", filepath.Base(path), got, want)
	}
}

func TestWrite(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "case.md")
	must(t, Write(path, Options{}, text("one")))
	content(t, path, "one")
	info, err := os.Stat(path)
	must(t, err)
	if info.Mode().Perm() != 0o600 {
		t.Errorf("mode %o", info.Mode().Perm())
	}
	only(t, dir, "case.md")
}

func TestNothingIsReplacedUnasked(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "case.md")
	must(t, os.WriteFile(path, []byte("mine"), 0o644))
	called := false
	refused(t, Write(path, Options{}, func(io.Writer) error { called = true; return nil }), Exists)
	if called {
		t.Error("the work was done for nothing")
	}
	content(t, path, "mine")
	must(t, Write(path, Options{Replace: true}, text("new")))
	content(t, path, "new")
	if info, _ := os.Stat(path); info.Mode().Perm() != 0o600 {
		t.Errorf("mode %o: what replaces an open file is private all the same", info.Mode().Perm())
	}
	only(t, dir, "case.md")
}

// A file that comes while the export is being made is somebody's, too.
func TestWhatComesMeanwhileIsNotReplaced(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "case.md")
	refused(t, Write(path, Options{}, func(w io.Writer) error {
		must(t, os.WriteFile(path, []byte("mine"), 0o600))
		return text("theirs")(w)
	}), Exists)
	content(t, path, "mine")
	only(t, dir, "case.md")
}

func TestLinksAreNotFollowed(t *testing.T) {
	for _, replace := range []bool{false, true} {
		for _, there := range []bool{false, true} {
			t.Run(fmt.Sprintf("replace=%v/there=%v", replace, there), func(t *testing.T) {
				dir := t.TempDir()
				target, path := filepath.Join(dir, "target"), filepath.Join(dir, "link")
				if there {
					must(t, os.WriteFile(target, []byte("secret"), 0o600))
				}
				must(t, os.Symlink(target, path))
				refused(t, Write(path, Options{Replace: replace}, text("x")), NotRegular)
				if there {
					content(t, target, "secret")
					only(t, dir, "link", "target")
				} else {
					only(t, dir, "link")
				}
			})
		}
	}
}

// A link that is put there while the export is being made is not followed.
func TestLinkThatComesMeanwhile(t *testing.T) {
	for _, replace := range []bool{false, true} {
		dir := t.TempDir()
		target, path := filepath.Join(dir, "target"), filepath.Join(dir, "case.md")
		err := Write(path, Options{Replace: replace}, func(w io.Writer) error {
			must(t, os.Symlink(target, path))
			return text("x")(w)
		})
		if err == nil {
			t.Error("it was written")
		}
		if _, err := os.Lstat(target); !errors.Is(err, fs.ErrNotExist) {
			t.Error("the link was followed")
		}
		only(t, dir, "case.md")
	}
}

func TestPlacesThatAreNone(t *testing.T) {
	dir := t.TempDir()
	must(t, os.WriteFile(filepath.Join(dir, "file"), nil, 0o600))
	for _, c := range []struct {
		name string
		want Class
	}{
		{".", NotRegular},
		{"new" + string(filepath.Separator), NotRegular},
		{filepath.Join("none", "case.md"), Unwritable},
		{filepath.Join("file", "case.md"), Unwritable},
		{strings.Repeat("n", 5000), Unwritable},
	} {
		for _, replace := range []bool{false, true} {
			refused(t, Write(dir+string(filepath.Separator)+c.name, Options{Replace: replace}, text("x")), c.want)
		}
	}
	only(t, dir, "file")
}

// A writer that fails half way leaves nothing, and its own error comes back.
func TestHalfAFileIsNone(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "case.md")
	must(t, os.WriteFile(path, []byte("mine"), 0o600))
	broken := errors.New("broken")
	err := Write(path, Options{Replace: true}, func(w io.Writer) error {
		if _, err := w.Write(bytes.Repeat([]byte("x"), 1<<20)); err != nil {
			return err
		}
		return broken
	})
	if err != broken {
		t.Errorf("got %v", err)
	}
	content(t, path, "mine")
	only(t, dir, "case.md")
}

// Of several who want the same new name one gets it, and the file is whole.
func TestOneOfManyWins(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "case.md")
	var all sync.WaitGroup
	errs := make([]error, 8)
	for n := range errs {
		all.Go(func() { errs[n] = Write(path, Options{}, text(strings.Repeat(fmt.Sprint(n), 200_000))) })
	}
	all.Wait()
	won := -1
	for n, err := range errs {
		switch {
		case err == nil && won < 0:
			won = n
		case err == nil:
			t.Errorf("%d and %d both wrote it", won, n)
		default:
			refused(t, err, Exists)
		}
	}
	content(t, path, strings.Repeat(fmt.Sprint(won), 200_000))
	only(t, dir, "case.md")
}
