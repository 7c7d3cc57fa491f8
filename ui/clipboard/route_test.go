package clipboard_test

import (
	"errors"
	"slices"
	"testing"

	"quarry/ui/clipboard"
)

// vars is an environment.
type vars map[string]string

func (v vars) get(name string) string { return v[name] }

func TestRoutes(t *testing.T) {
	const (
		native   = clipboard.Native
		terminal = clipboard.Terminal
		tmux     = clipboard.Tmux
		screen   = clipboard.Screen
	)
	cases := []struct {
		name   string
		goos   string
		env    vars
		noTool bool // nothing for the system's clipboard is installed
		noTmux bool // no tmux program
		want   []clipboard.Route
	}{
		{"X11", "linux", vars{"DISPLAY": ":0"}, false, false, []clipboard.Route{native, terminal}},
		{"Wayland", "linux", vars{"WAYLAND_DISPLAY": "wayland-0"}, false, false, []clipboard.Route{native, terminal}},
		{"Linux console", "linux", vars{"TERM": "linux"}, false, false, []clipboard.Route{terminal}},
		{"display without a tool", "linux", vars{"DISPLAY": ":0"}, true, false, []clipboard.Route{terminal}},
		{"WSL", "linux", vars{"WSL_DISTRO_NAME": "Debian"}, false, false, []clipboard.Route{native, terminal}},
		{"Termux", "android", vars{"TERMUX_VERSION": "0.118"}, false, false, []clipboard.Route{native, terminal}},
		{"macOS", "darwin", nil, false, false, []clipboard.Route{native, terminal}},
		{"Windows", "windows", nil, false, false, []clipboard.Route{native, terminal}},
		{"FreeBSD without a display", "freebsd", nil, false, false, []clipboard.Route{terminal}},
		{"SSH with a forwarded display", "linux", vars{"SSH_TTY": "/dev/pts/1", "DISPLAY": "localhost:10.0"}, false, false, []clipboard.Route{terminal}},
		{"SSH known by its connection only", "darwin", vars{"SSH_CONNECTION": "192.0.2.1 50000 192.0.2.2 22"}, false, false, []clipboard.Route{terminal}},
		{"tmux on a desktop", "linux", vars{"DISPLAY": ":0", "TMUX": "/tmp/s,1,0"}, false, false, []clipboard.Route{native, tmux, terminal}},
		{"tmux over SSH", "linux", vars{"SSH_TTY": "/dev/pts/1", "TMUX": "/tmp/s,1,0"}, false, false, []clipboard.Route{tmux, terminal}},
		{"tmux without its program", "linux", vars{"TMUX": "/tmp/s,1,0"}, false, true, []clipboard.Route{terminal}},
		{"screen on a desktop", "linux", vars{"DISPLAY": ":0", "STY": "1.a"}, false, false, []clipboard.Route{native, screen}},
		{"screen over SSH", "linux", vars{"SSH_TTY": "/dev/pts/1", "STY": "1.a", "TERM": "screen.xterm-256color"}, false, false, []clipboard.Route{screen}},
		{"screen in tmux", "linux", vars{"STY": "1.a", "TMUX": "/tmp/s,1,0", "TERM": "screen"}, false, false, []clipboard.Route{tmux, screen}},
		{"tmux in screen", "linux", vars{"STY": "1.a", "TMUX": "/tmp/s,1,0", "TERM": "tmux-256color"}, false, false, []clipboard.Route{tmux, terminal}},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			h := newFake(tc.env)
			h.GOOS = tc.goos
			h.NativeAvailable = !tc.noTool
			if tc.noTmux {
				h.LookPath = func(string) (string, error) { return "", errors.New("not found") }
			}
			c := clipboard.New(h.Host)
			if got := c.Routes(); !slices.Equal(got, tc.want) {
				t.Errorf("routes = %v, want %v", got, tc.want)
			}
			c.Routes()[0] = 0
			if got := c.Routes(); !slices.Equal(got, tc.want) {
				t.Errorf("a caller changed the routes to %v", got)
			}
		})
	}
}

func TestHostWithoutFunctionsStillHasTheTerminal(t *testing.T) {
	env := vars{"DISPLAY": ":0", "TMUX": "/tmp/s,1,0"}
	c := clipboard.New(clipboard.Host{Getenv: env.get, GOOS: "linux", NativeAvailable: true})
	if got := c.Routes(); !slices.Equal(got, []clipboard.Route{clipboard.Terminal}) {
		t.Errorf("routes = %v, want the terminal only", got)
	}
}

func TestRouteNames(t *testing.T) {
	want := map[clipboard.Route]string{
		0:                  "no clipboard",
		clipboard.Native:   "system clipboard",
		clipboard.Terminal: "OSC 52",
		clipboard.Tmux:     "tmux buffer",
		clipboard.Screen:   "OSC 52 in screen",
	}
	for r, name := range want {
		if r.String() != name {
			t.Errorf("Route(%d) = %q, want %q", r, r, name)
		}
	}
}
