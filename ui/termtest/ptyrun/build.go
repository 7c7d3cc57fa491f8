//go:build unix

package ptyrun

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Build compiles a main package of the module that the working directory
// belongs to, named by its path from the module's root ("." is the root), and
// writes the program to the file out.
func Build(ctx context.Context, out, pkg string) error {
	gomod, err := exec.CommandContext(ctx, "go", "env", "GOMOD").Output()
	if err != nil {
		return fmt.Errorf("go env GOMOD: %w", err)
	}
	file := strings.TrimSpace(string(gomod))
	if file == "" || file == os.DevNull {
		return errors.New("the working directory belongs to no module")
	}
	// No version stamp: it needs the repository, which a source archive has not.
	build := exec.CommandContext(ctx, "go", "build", "-buildvcs=false", "-o", out, pkg)
	build.Dir = filepath.Dir(file)
	if text, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("go build: %w\n%s", err, text)
	}
	return nil
}

// Environment makes the directories of a user who has just been created below
// home and returns an environment that knows nothing of the machine: HOME,
// the XDG directories and TMPDIR lie in home, the terminal is xterm-256color
// with UTF-8, the time zone UTC, there is no SSH, tmux or display, and PATH
// is empty so that no program of the machine, such as one that sets the
// clipboard of who runs this, is ever started. The variables in extra come
// last and win.
func Environment(home string, extra ...string) ([]string, error) {
	env := []string{
		"TERM=xterm-256color",
		"LANG=C.UTF-8",
		"TZ=UTC",
	}
	for _, dir := range [][2]string{
		{"HOME", "."},
		{"XDG_CONFIG_HOME", ".config"},
		{"XDG_DATA_HOME", filepath.Join(".local", "share")},
		{"XDG_STATE_HOME", filepath.Join(".local", "state")},
		{"XDG_CACHE_HOME", ".cache"},
		{"XDG_RUNTIME_DIR", "run"},
		{"TMPDIR", "tmp"},
		{"PATH", "bin"},
	} {
		path := filepath.Join(home, dir[1])
		if err := os.MkdirAll(path, 0o700); err != nil {
			return nil, err
		}
		env = append(env, dir[0]+"="+path)
	}
	return append(env, extra...), nil
}
