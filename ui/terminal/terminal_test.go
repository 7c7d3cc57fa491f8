package terminal_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/charmbracelet/x/vt"

	"quarry/ui/terminal"
	"quarry/views/frametest"
)

func TestKindOf(t *testing.T) {
	for name, want := range map[string]terminal.Kind{
		"": terminal.Dumb, "dumb": terminal.Dumb, "DUMB": terminal.Dumb, "unknown": terminal.Dumb,
		"vt100": terminal.Plain, "vt220": terminal.Plain, "linux": terminal.Plain, "linux-16color": terminal.Plain,
		"ansi": terminal.Plain, "cons25": terminal.Plain, "sun-color": terminal.Plain, "nobody-knows": terminal.Plain,
		"xterm": terminal.Full, "xterm-256color": terminal.Full, "screen": terminal.Full, "screen.xterm-256color": terminal.Full,
		"tmux-256color": terminal.Full, "rxvt-unicode-256color": terminal.Full, "alacritty": terminal.Full, "st-256color": terminal.Full,
	} {
		if got := terminal.KindOf("linux", name); got != want {
			t.Errorf("%q is of kind %d, want %d", name, got, want)
		}
	}
	if got := terminal.KindOf("windows", ""); got != terminal.Full {
		t.Errorf("a Windows console is of kind %d", got)
	}
}

func TestColourless(t *testing.T) {
	for name, want := range map[string]bool{"vt100": true, "xterm-mono": true, "linux-m": true, "linux": false, "xterm": false, "": false} {
		if got := terminal.Colourless(name); got != want {
			t.Errorf("%q: %v", name, got)
		}
	}
}

func TestPlainOutput(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"text":              {"one\r\ntwo\ttabs é", ""},
		"moves":             {"\x1b[H\x1b[3;4H\x1b[2B\x1b[K\x1b[2J\x1b[1;24r\x1b[4L\x1b[2M", ""},
		"colours":           {"\x1b[1;31mred\x1b[m", ""},
		"cursor and wrap":   {"\x1b[?25l\x1b[?25h\x1b[?7l\x1b[?7h\x1b7\x1b8\x1bM", ""},
		"alternate screen":  {"\x1b[?1049hpicture\x1b[?1049lshell", "picture\x1b[H\x1b[2Jshell"},
		"mouse and paste":   {"\x1b[?1002h\x1b[?1006h\x1b[?2004hx\x1b[?2004l", "x"},
		"questions":         {"\x1b[?2026$p\x1b[?2027$p\x1b[?u\x1b[>0qx", "x"},
		"keyboard":          {"\x1b[>4;2m\x1b[>1u\x1b[=1;1u\x1b[<1ux\x1b[>4m", "x"},
		"tab stops":         {"\x1b[?5Wx", "x"},
		"title":             {"\x1b]2;quarry\ax\x1b]11;?\x1b\\y", "xy"},
		"clipboard":         {"\x1b]52;c;eA==\ax", "x"},
		"other strings":     {"\x1bP+q5267\x1b\\x\x1b_a\x1b\\\x1b^p\x1b\\\x1bXs\x1b\\y", "xy"},
		"synchronized":      {"\x1b[?2026hx\x1b[?2026l", "x"},
		"nothing remains":   {"\x1b[?2026$p", "\x00"},
		"eight-bit control": {"x\u009b31my", "x\u009b31my"},
	} {
		t.Run(name, func(t *testing.T) {
			want := c.want
			switch want {
			case "":
				want = c.in
			case "\x00":
				want = ""
			}
			var out bytes.Buffer
			n, err := terminal.Output(&out, terminal.Plain).Write([]byte(c.in))
			if err != nil || n != len(c.in) || out.String() != want {
				t.Errorf("%d, %v: wrote %q, want %q", n, err, out.String(), want)
			}
			out.Reset()
			if n, err := terminal.Output(&out, terminal.Full).Write([]byte(c.in)); err != nil || n != len(c.in) || out.String() != c.in {
				t.Errorf("to a full terminal: %d, %v: wrote %q", n, err, out.String())
			}
		})
	}
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("gone") }

// A terminal that has grown may be told of the margins of its old height by what was
// written before the program heard of it. The next picture stands right all the same.
func TestAPictureAfterMarginsThatAreOld(t *testing.T) {
	emu := vt.NewEmulator(20, 6)
	for _, kind := range []terminal.Kind{terminal.Full, terminal.Plain} {
		out := terminal.Output(emu, kind)
		for _, written := range []string{"\x1b[1;3r\x1b[3;1H", "\x1b[H\x1b[2Jone\r\ntwo\r\nthree\r\nfour\r\nfive"} {
			if _, err := out.Write([]byte(written)); err != nil {
				t.Fatal(err)
			}
		}
		s := frametest.Capture(emu, "", true)
		for n, want := range []string{"one", "two", "three", "four", "five", ""} {
			if got := s.Line(n); got != want {
				t.Errorf("kind %d: line %d is %q, want %q", kind, n, got, want)
			}
		}
	}
}

func TestOutputThatFails(t *testing.T) {
	for _, kind := range []terminal.Kind{terminal.Plain, terminal.Full} {
		if n, err := terminal.Output(broken{}, kind).Write([]byte("x\x1b[m")); err == nil || n != 0 {
			t.Errorf("%d, %v", n, err)
		}
	}
}

func TestRestore(t *testing.T) {
	for kind, want := range map[terminal.Kind][]string{
		terminal.Full:  {"\x1b[?1049l", "\x1b[?25h", "\x1b[?1002l", "\x1b[?1006l", "\x1b[?2004l", "\x1b[?2026l", "\x1b[<1u", "\x1b[>4m", "\x1b[m"},
		terminal.Plain: {"\x1b[2J", "\x1b[?25h", "\x1b[m"},
	} {
		var out bytes.Buffer
		terminal.Found(terminal.Output(&out, kind)).Restore() // no terminal, so no modes of a driver
		for _, w := range want {
			if !strings.Contains(out.String(), w) {
				t.Errorf("kind %d: lacks %q: %q", kind, w, out.String())
			}
		}
	}
}
