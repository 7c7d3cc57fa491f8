package cli

import (
	"io"
	"os"
	"os/user"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"github.com/charmbracelet/x/term"

	"quarry/ui/terminal"
)

// Host is what a run is given by the machine. Args, Stdin, Stdout and Stderr
// are required.
type Host struct {
	// Args are the arguments without the program's name.
	Args []string
	// Environ is the environment, "NAME=value" each, as the program found it:
	// the token is read from here (see state/credential). What quarry passes on
	// to others is this without the token.
	Environ        []string
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	// Build is what the toolchain has put into the program; nil when unknown.
	Build *debug.BuildInfo
	// IsTerminal reports whether one of the streams is a terminal. When nil,
	// it is asked of the operating system.
	IsTerminal func(stream any) bool
	// Now is the clock; [time.Now] when nil.
	Now func() time.Time
	// Exit ends the process where nothing else does any more; [os.Exit] when
	// nil.
	Exit func(code int)
	// User names whoever runs it, for the ledger. When nil, the operating
	// system is asked.
	User func() string
}

func (h Host) complete() Host {
	if h.IsTerminal == nil {
		h.IsTerminal = isTerminal
	}
	if h.Now == nil {
		h.Now = time.Now
	}
	if h.Exit == nil {
		h.Exit = os.Exit
	}
	if h.User == nil {
		h.User = h.localUser
	}
	return h
}

// localUser is the name under which the system knows whoever runs quarry.
func (h Host) localUser() string {
	u, err := user.Current()
	switch {
	case err == nil && u.Username != "":
		return u.Username
	case h.getenv("USER") != "":
		return h.getenv("USER")
	}
	return "unknown"
}

func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(f.Fd())
}

// columns is the width of standard output in cells; 0 when it has none.
func (h Host) columns() int {
	f, ok := h.Stdout.(*os.File)
	if !ok {
		return 0
	}
	width, _, err := term.GetSize(f.Fd())
	if err != nil {
		return 0
	}
	return width
}

// getenv returns a variable, or "". The last of several counts, as in os/exec.
func (h Host) getenv(name string) string {
	for i := len(h.Environ) - 1; i >= 0; i-- {
		if key, value, ok := strings.Cut(h.Environ[i], "="); ok && key == name {
			return value
		}
	}
	return ""
}

// terminal is the kind of terminal that TERM names.
func (h Host) terminal() terminal.Kind { return terminal.KindOf(runtime.GOOS, h.getenv("TERM")) }

// unicode reports whether a terminal of this host shows more than ASCII.
func (h Host) unicode() bool {
	return utf8Locale(runtime.GOOS, h.getenv) && h.terminal() != terminal.Plain
}

// harmless is the environment without the token.
func (h Host) harmless() []string {
	var env []string
	for _, entry := range h.Environ {
		if name, _, _ := strings.Cut(entry, "="); name != envToken && name != envOldToken {
			env = append(env, entry)
		}
	}
	return env
}

// utf8Locale reports whether the locale's characters are UTF-8: the first of
// LC_ALL, LC_CTYPE and LANG that is set decides (POSIX, "Internationalization
// Variables"). Windows has no such variables and takes Unicode.
func utf8Locale(goos string, getenv func(string) string) bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if v := strings.ToLower(getenv(name)); v != "" {
			return strings.Contains(v, "utf-8") || strings.Contains(v, "utf8")
		}
	}
	return goos == "windows"
}
