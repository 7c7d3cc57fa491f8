package clipboard_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"quarry/ui/clipboard"
)

// installTmux puts a shell script named tmux on the PATH of this process, and
// returns the directory in which the script runs its affairs.
func installTmux(t *testing.T, script string) string {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("needs a POSIX shell")
	}
	dir := t.TempDir()
	body := "#!/bin/sh\ndir='" + dir + "'\n" + script + "\n"
	if err := os.WriteFile(filepath.Join(dir, "tmux"), []byte(body), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
	return dir
}

// insideTmux makes this process look as if it ran in tmux over SSH, so that
// the real host's first route is tmux.
func insideTmux(t *testing.T) {
	t.Helper()
	t.Setenv("TMUX", "/nowhere/socket,1,0")
	t.Setenv("TMUX_PANE", "%7")
	t.Setenv("SSH_TTY", "/dev/pts/1")
}

func read(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestChildGetsTheTextAndNoSecret(t *testing.T) {
	dir := installTmux(t, `cat >"$dir/stdin"; env >"$dir/env"; echo "$*" >"$dir/args"`)
	insideTmux(t)
	t.Setenv("CLOUDFLARE_API_TOKEN", "secret-token")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "secret-key")
	t.Setenv("HOME", "/home/analyst")

	text := "example.com\n" + strings.Repeat("203.0.113.9 ", 4_000) // near the cap
	r, _ := copiedByPrograms(t, clipboard.New(clipboard.System(os.Getenv)), text)
	if r.Err != nil || r.Route != clipboard.Tmux || !r.Confirmed {
		t.Fatalf("result = %+v, want tmux to have it", r)
	}
	if got := read(t, filepath.Join(dir, "stdin")); got != text {
		t.Errorf("tmux read %d bytes, want %d", len(got), len(text))
	}
	if got := read(t, filepath.Join(dir, "args")); got != "load-buffer -w -\n" {
		t.Errorf("arguments = %q", got)
	}

	allowed := []string{
		"PATH", "HOME", "TERM", "LANG", "LC_ALL", "LC_CTYPE", "TMUX", "TMUX_PANE",
		"DISPLAY", "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR",
		"PWD", "OLDPWD", "SHLVL", "_", // the shell sets these itself
	}
	env := read(t, filepath.Join(dir, "env"))
	for line := range strings.Lines(env) {
		if name, _, _ := strings.Cut(line, "="); !slices.Contains(allowed, name) {
			t.Errorf("the child has %s", name)
		}
	}
	for _, want := range []string{"HOME=/home/analyst\n", "TMUX=/nowhere/socket,1,0\n", "TMUX_PANE=%7\n"} {
		if !strings.Contains(env, want) {
			t.Errorf("the child lacks %q", want)
		}
	}
}

func TestChildWithNothingAllowedHasAnEmptyEnvironment(t *testing.T) {
	dir := installTmux(t, `/usr/bin/env >"$dir/env"`)
	t.Setenv("CLOUDFLARE_API_TOKEN", "secret-token")
	none := func(string) string { return "" }
	if err := clipboard.System(none).Run(t.Context(), "", filepath.Join(dir, "tmux")); err != nil {
		t.Fatal(err)
	}
	if env := read(t, filepath.Join(dir, "env")); strings.Contains(env, "secret-token") {
		t.Errorf("an empty list became the whole environment: %q", env)
	}
}

func TestChildsComplaintIsTold(t *testing.T) {
	installTmux(t, `echo "unknown flag -w" >&2; head -c 100000 /dev/zero >&2; exit 1`)
	insideTmux(t)
	r, sent := copiedByPrograms(t, clipboard.New(clipboard.System(os.Getenv)), "example.com")
	if r.Err != nil || r.Route != clipboard.Terminal || sent != 2 {
		t.Fatalf("result = %+v after %d sequences, want OSC 52", r, sent)
	}
	got := r.Notice("example.com")
	if !strings.Contains(got, "tmux buffer failed: exit status 1: unknown flag -w") || len(got) > 1_000 {
		t.Errorf("notice = %.200q, %d bytes", got, len(got))
	}
}

func TestChildThatHangsIsKilled(t *testing.T) {
	// The script's own child inherits the pipes and outlives the script.
	dir := installTmux(t, `sleep 60 & echo $! >"$dir/pid"; wait`)
	t.Cleanup(func() { stop(t, filepath.Join(dir, "pid")) })
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	start := time.Now()
	err := clipboard.System(os.Getenv).Run(ctx, strings.Repeat("x", 1<<20), filepath.Join(dir, "tmux"))
	if err == nil || errors.Is(err, os.ErrNotExist) {
		t.Errorf("err = %v, want a killed child", err)
	}
	if took := time.Since(start); took > 10*time.Second {
		t.Errorf("Run came back after %v", took)
	}
}

// stop ends the process whose number is in a file, where the file exists.
func stop(t *testing.T, path string) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		return // killed before it got so far
	}
	var pid int
	for _, c := range strings.TrimSpace(string(b)) {
		pid = pid*10 + int(c-'0')
	}
	if p, err := os.FindProcess(pid); err == nil && pid > 1 {
		_ = p.Kill()
	}
}
