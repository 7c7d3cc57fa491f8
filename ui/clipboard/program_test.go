package clipboard_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"quarry/ui/clipboard"
)

// model starts one copy and quits at its Result.
type model struct {
	start  tea.Cmd
	result *clipboard.Result
}

func (m model) Init() tea.Cmd { return m.start }

func (m model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if r, ok := msg.(clipboard.Result); ok {
		*m.result = r
		return m, tea.Quit
	}
	return m, nil
}

func (model) View() tea.View { return tea.NewView("quarry") }

// inProgram copies inside a real Bubble Tea program and returns what the
// program wrote to its terminal.
func inProgram(t *testing.T, h clipboard.Host, text string) (clipboard.Result, string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	var out bytes.Buffer
	var r clipboard.Result
	p := tea.NewProgram(model{clipboard.New(h).Copy(ctx, text), &r},
		tea.WithContext(ctx), tea.WithInput(nil), tea.WithOutput(&out),
		tea.WithWindowSize(40, 12), tea.WithEnvironment([]string{"TERM=xterm-256color"}),
		tea.WithoutSignalHandler())
	if _, err := p.Run(); err != nil {
		t.Fatalf("the program: %v", err)
	}
	return r, out.String()
}

func TestBytesOnTheTerminal(t *testing.T) {
	const text = "paypa1.example.com ^[ \u2028 \"'$(id)`\nsecond line"
	b64 := base64.StdEncoding.EncodeToString([]byte(text))
	bare := "\x1b]52;c;" + b64 + "\x07"
	wrapped := "\x1bPtmux;\x1b\x1b]52;c;" + b64 + "\x07\x1b\\"
	inScreen := "\x1bP" + bare + "\x1b\\"
	cases := []struct {
		name string
		env  vars
		want []string // in this order, and no other OSC 52
	}{
		{"bare", vars{"SSH_TTY": "/dev/pts/1"}, []string{bare}},
		{"tmux on the other side of SSH", vars{"SSH_TTY": "/dev/pts/1", "TERM": "tmux-256color"}, []string{bare, wrapped}},
		{"tmux without its program", vars{"TMUX": "/tmp/s,1,0"}, []string{bare, wrapped}},
		{"screen", vars{"STY": "1.a"}, []string{inScreen}},
		{"system clipboard", vars{"DISPLAY": ":0"}, nil},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			f := newFake(tc.env)
			f.LookPath = func(string) (string, error) { return "", errors.New("not found") }
			r, out := inProgram(t, f.Host, text)
			if r.Err != nil || r.Text != text {
				t.Errorf("result = %+v", r)
			}
			if !strings.Contains(out, strings.Join(tc.want, "")) {
				t.Errorf("the terminal got %q, want in it %q", out, tc.want)
			}
			if got := strings.Count(out, "]52;"); got != len(tc.want) {
				t.Errorf("%d OSC 52 in %q, want %d", got, out, len(tc.want))
			}
		})
	}
}

// throughScreen does to a stream what GNU screen's ansi.c does to strings: it
// collects the inside of ESC P … ESC \ in a buffer of 768 bytes with a
// terminator, hands it to the terminal outside, and prints what does not fit.
func throughScreen(stream string) (outside, spilled string) {
	const maxstr = 768
	for {
		_, rest, ok := strings.Cut(stream, "\x1bP")
		if !ok {
			return outside, spilled
		}
		var inside string
		inside, stream, _ = strings.Cut(rest, "\x1b\\")
		if len(inside) > maxstr-1 {
			spilled += inside[maxstr-1:]
			inside = ""
		}
		outside += inside
	}
}

func TestScreenPassesEveryChunk(t *testing.T) {
	// Lengths around one and two chunks, and the longest that is sent.
	for _, n := range []int{1, 566, 567, 568, 569, 570, 571, 572, 573, 1137, 1140, 1143, 1146, 56_244} {
		text := strings.Repeat("0123456789", n/10+1)[:n]
		r, out := inProgram(t, newFake(vars{"STY": "1.a"}).Host, text)
		if r.Err != nil || r.Route != clipboard.Screen || r.Confirmed {
			t.Fatalf("%d bytes: result = %+v, want it sent through screen", n, r)
		}
		outside, spilled := throughScreen(out)
		want := "\x1b]52;c;" + base64.StdEncoding.EncodeToString([]byte(text)) + "\x07"
		if outside != want || spilled != "" {
			t.Errorf("%d bytes: the terminal outside got %d bytes, want %d; %d bytes spilled onto the screen",
				n, len(outside), len(want), len(spilled))
		}
	}
}

func TestTooLargeWritesNothing(t *testing.T) {
	r, out := inProgram(t, newFake(vars{}).Host, strings.Repeat("x", 60_000))
	if got, want := r.Notice("raw answer"), "not copied: raw answer: too large for the terminal's clipboard (60000 bytes); use a file"; got != want {
		t.Errorf("notice = %q, want %q", got, want)
	}
	if strings.Contains(out, "]52;") {
		t.Error("an OSC 52 was sent all the same")
	}
}
