//go:build unix

package termtest

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"quarry/ui/termtest/ptyrun"
)

// BinaryVariable is the environment variable that holds the absolute path of a
// program which has already been built, to run the tests against a release for example.
const BinaryVariable = "QUARRY_TEST_BINARY"

// directoryVariable hands the directory for the build from Main to Build.
const directoryVariable = "QUARRY_TEST_BUILD_DIR"

// Main runs the tests of a package that calls Build and returns the exit code:
//
//	func TestMain(m *testing.M) { os.Exit(termtest.Main(m)) }
//
// It gives Build a directory that outlives the single test, so that the
// program is built once for all of them, and removes it in the end.
func Main(m *testing.M) int {
	dir, err := os.MkdirTemp("", "quarry-test-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	if err := os.Setenv(directoryVariable, dir); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return m.Run()
}

// Build compiles the main package of the module under test and returns the
// path of the program: built by the first test that asks in a package whose
// TestMain calls Main, else built for this test alone. With QUARRY_TEST_BINARY
// set nothing is built.
func Build(t testing.TB) string {
	t.Helper()
	if path := os.Getenv(BinaryVariable); path != "" {
		if !filepath.IsAbs(path) {
			t.Fatalf("%s must be an absolute path, as each package's tests run in its own directory: %s", BinaryVariable, path)
		}
		return path
	}
	return build(t, "quarry", ".")
}

// BuildPackage compiles another main package of the module, named by its path
// from the module's root ("./ui/picture"), as Build does with the one at the
// root.
func BuildPackage(t testing.TB, pkg string) string {
	t.Helper()
	return build(t, filepath.Base(pkg), pkg)
}

func build(t testing.TB, name, pkg string) string {
	t.Helper()
	if err := dependOnSources(); err != nil {
		t.Fatalf("build: %v", err)
	}
	dir := os.Getenv(directoryVariable)
	if dir == "" {
		dir = t.TempDir()
	}
	path := filepath.Join(dir, name)
	if _, err := os.Stat(path); err == nil {
		return path
	}
	// Two tests that come here together build twice, but neither ever runs
	// half a program: the last step of both is a rename.
	work, err := os.MkdirTemp(dir, "build-")
	if err != nil {
		t.Fatalf("build: %v", err)
	}
	fresh := filepath.Join(work, name)
	if err := ptyrun.Build(context.Background(), fresh, pkg); err != nil {
		t.Fatalf("build: %v", err)
	}
	if err := os.Rename(fresh, path); err != nil {
		t.Fatalf("build: %v", err)
	}
	return path
}

// dependOnSources looks at every source file of the module, so that the go
// command, which caches the results of tests by the files that they looked at,
// runs a test of the program again when the program has changed.
func dependOnSources() error {
	root, err := os.Getwd()
	if err != nil {
		return err
	}
	for {
		if _, err := os.Stat(filepath.Join(root, "go.mod")); err == nil {
			break
		}
		up := filepath.Dir(root)
		if up == root {
			return errors.New("there is no go.mod above the test's directory")
		}
		root = up
	}
	return filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && d.Name() == ".git":
			return fs.SkipDir
		case filepath.Ext(path) == ".go" || filepath.Ext(path) == ".json" || filepath.Ext(path) == ".sql":
			_, err = os.Stat(path)
		}
		return err
	})
}
