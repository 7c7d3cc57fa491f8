package clipboard

import (
	"context"
	"fmt"
	"os/exec"
	"runtime"
	"strings"
	"time"

	"github.com/atotto/clipboard"
)

// Host is what decides about a clipboard: the environment and the programs of
// the machine. Getenv is required; a nil function takes its routes away.
type Host struct {
	// Getenv returns an environment variable, or "".
	Getenv func(string) string
	// GOOS is the operating system, as runtime.GOOS spells it.
	GOOS string
	// Write sets the system's clipboard and returns when that is done. It may
	// hang.
	Write func(string) error
	// NativeAvailable says that Write has what it needs.
	NativeAvailable bool
	// Run starts a program with the given standard input and waits for its
	// end, which a done ctx brings about.
	Run func(ctx context.Context, stdin string, name string, args ...string) error
	// LookPath finds a program, as exec.LookPath does.
	LookPath func(string) (string, error)
}

// System returns the machine this program runs on. getenv is os.Getenv or a
// stand-in that hides variables; atotto/clipboard and exec.LookPath look into
// the environment of the process whatever getenv says.
func System(getenv func(string) string) Host {
	return Host{
		Getenv:          getenv,
		GOOS:            runtime.GOOS,
		Write:           clipboard.WriteAll,
		NativeAvailable: !clipboard.Unsupported,
		Run: func(ctx context.Context, stdin, name string, args ...string) error {
			return run(ctx, childEnv(getenv), stdin, name, args...)
		},
		LookPath: exec.LookPath,
	}
}

// childEnv returns the environment of a child: what a clipboard program needs
// and no variable that could hold a secret.
//
// TMUX_PANE makes tmux find the client that shows this pane; without it the
// text goes to whichever client was used last, perhaps another person's
// terminal. LC_ALL and LC_CTYPE are there because tmux refuses to start where
// it finds no UTF-8 locale.
func childEnv(getenv func(string) string) []string {
	env := []string{} // not nil, which exec.Cmd reads as "all of mine"
	for _, name := range []string{
		"PATH", "HOME", "TERM", "LANG", "LC_ALL", "LC_CTYPE",
		"TMUX", "TMUX_PANE",
		"DISPLAY", "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR",
	} {
		if value := getenv(name); value != "" {
			env = append(env, name+"="+value)
		}
	}
	return env
}

// pipeGrace is how long a killed child's own children may hold its pipes open.
const pipeGrace = 200 * time.Millisecond

// run starts a program and waits for it. Its error ends in what the program
// wrote to its standard error.
func run(ctx context.Context, env []string, stdin, name string, args ...string) error {
	var stderr head
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = env
	cmd.Stdin = strings.NewReader(stdin)
	cmd.Stderr = &stderr
	cmd.WaitDelay = pipeGrace
	if err := cmd.Run(); err != nil {
		if said := strings.TrimSpace(string(stderr)); said != "" {
			return fmt.Errorf("%w: %s", err, said)
		}
		return err
	}
	return nil
}

// maxStderr is how much of a child's complaint is kept: one line of it is shown.
const maxStderr = 200

// head is a writer that keeps the first maxStderr bytes and takes the rest.
type head []byte

func (h *head) Write(p []byte) (int, error) {
	*h = append(*h, p[:min(len(p), maxStderr-len(*h))]...)
	return len(p), nil
}
