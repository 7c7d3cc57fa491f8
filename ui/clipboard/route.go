package clipboard

import "strings"

// Route is a way from this program to a clipboard.
type Route uint8

const (
	// Native is the clipboard of the system this program runs on. Its tool
	// confirms the copy.
	Native Route = iota + 1
	// Terminal is OSC 52: the terminal is asked to set the clipboard of the
	// machine it runs on. Nobody confirms it.
	Terminal
	// Tmux is tmux's newest paste buffer; tmux confirms that. It also asks the
	// terminal outside to set its clipboard, and nobody confirms that.
	Tmux
	// Screen is OSC 52 in the wrapping that GNU screen hands to the terminal
	// outside. Nobody confirms it.
	Screen
)

// String returns the route's name as it is shown to the analyst.
func (r Route) String() string {
	switch r {
	case Native:
		return "system clipboard"
	case Terminal:
		return "OSC 52"
	case Tmux:
		return "tmux buffer"
	case Screen:
		return "OSC 52 in screen"
	default:
		return "no clipboard"
	}
}

// routesOf decides the routes of a host, in order, and finds the tmux program
// where Tmux is among them.
func routesOf(h Host) (routes []Route, tmux string) {
	if h.NativeAvailable && h.Write != nil && !overSSH(h) && hasDisplay(h) {
		routes = append(routes, Native)
	}
	if h.Getenv("TMUX") != "" && h.Run != nil && h.LookPath != nil {
		if path, err := h.LookPath("tmux"); err == nil {
			routes, tmux = append(routes, Tmux), path
		}
	}
	if inScreen(h) {
		return append(routes, Screen), tmux
	}
	return append(routes, Terminal), tmux
}

// overSSH reports whether the analyst sits at another machine, whose clipboard
// only the terminal can reach. sshd sets both variables (sshd(8)).
func overSSH(h Host) bool {
	return h.Getenv("SSH_TTY") != "" || h.Getenv("SSH_CONNECTION") != ""
}

// hasDisplay reports whether the system's clipboard can be reached from here.
// On Unix systems other than macOS it belongs to a display server; Termux and
// the Windows Subsystem for Linux have a clipboard without one.
func hasDisplay(h Host) bool {
	switch h.GOOS {
	case "darwin", "windows", "plan9":
		return true
	}
	for _, name := range []string{"DISPLAY", "WAYLAND_DISPLAY", "TERMUX_VERSION", "WSL_DISTRO_NAME"} {
		if h.Getenv(name) != "" {
			return true
		}
	}
	return false
}

// inScreen reports whether the terminal this program writes to is GNU screen.
// With tmux inside screen both leave their variable; TERM is then tmux's when
// it says so, and screen's otherwise.
func inScreen(h Host) bool {
	return h.Getenv("STY") != "" && !termIsTmux(h)
}

// throughTmux reports whether tmux stands between this program and the
// terminal. Over SSH from a tmux on the other side only TERM tells it.
func throughTmux(h Host) bool {
	return h.Getenv("TMUX") != "" || termIsTmux(h)
}

func termIsTmux(h Host) bool { return strings.HasPrefix(h.Getenv("TERM"), "tmux") }
