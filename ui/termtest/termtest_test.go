//go:build unix

package termtest_test

import (
	"bytes"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"quarry/ui/termtest"
	"quarry/views/frametest"
)

func start(t *testing.T, child string, o termtest.Options) *termtest.Terminal {
	t.Helper()
	o.Path = executable(t)
	o.Env = append(o.Env, childVariable+"="+child)
	return termtest.Start(t, o)
}

func executable(t *testing.T) string {
	t.Helper()
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func TestStory(t *testing.T) {
	term := start(t, "tea", termtest.Options{Cols: 60, Rows: 10})
	s := term.WaitText("size 60×10")
	if got, want := s.Line(0), "size 60×10 é日本 end"; got != want {
		t.Errorf("first line %q, want %q", got, want)
	}
	if !s.AltScreen() || !term.AltScreen() {
		t.Error("the alternate screen is not shown")
	}
	if got := s.Title(); got != "child; of the test" {
		t.Errorf("title %q", got)
	}
	if left := term.Leftovers(); len(left) == 0 {
		t.Error("a running program seems to have switched nothing on")
	}
	term.Send("j", "k", "y")
	term.WaitText("keys j k y.")
	term.Wait("the clipboard", func(frametest.Screen) bool { return len(term.OSC52()) > 0 })
	if diff := cmp.Diff([]string{"evil[.]example"}, term.OSC52()); diff != "" {
		t.Errorf("clipboard (-want +got):\n%s", diff)
	}
	if !bytes.Contains(term.Stream(), []byte("\x1b]52;c;")) {
		t.Error("the stream lacks the clipboard sequence")
	}
	term.Resize(30, 5)
	s = term.WaitText("size 30×5")
	if w, h := s.Size(); w != 30 || h != 5 {
		t.Errorf("the screen is %d×%d", w, h)
	}
	term.Send("q")
	if code := term.WaitExit(); code != 7 {
		t.Errorf("exit code %d, want 7", code)
	}
	if left := term.Leftovers(); len(left) > 0 || !term.Restored() {
		t.Errorf("left on: %v", left)
	}
}

func TestKeys(t *testing.T) {
	both := [][2]string{ // what is sent, what Bubble Tea calls it
		{"enter", "enter"}, {"tab", "tab"}, {"shift+tab", "shift+tab"}, {"space", "space"},
		{"backspace", "backspace"}, {"delete", "delete"}, {"insert", "insert"},
		{"up", "up"}, {"down", "down"}, {"left", "left"}, {"right", "right"},
		{"home", "home"}, {"end", "end"}, {"pgup", "pgup"}, {"pgdown", "pgdown"},
		{"f1", "f1"}, {"f5", "f5"}, {"f12", "f12"},
		{"ctrl+d", "ctrl+d"}, {"ctrl+u", "ctrl+u"}, {"ctrl+space", "ctrl+space"},
		{"alt+b", "alt+b"}, {"ctrl+left", "ctrl+left"}, {"shift+up", "shift+up"},
		{"shift+g", "G"}, {"G", "G"}, {"é", "é"}, {"ctrl+pgup", "ctrl+pgup"},
	}
	for _, legacy := range []bool{false, true} {
		t.Run(fmt.Sprintf("legacy=%v", legacy), func(t *testing.T) {
			term := start(t, "tea", termtest.Options{Cols: 300, Rows: 10, LegacyKeys: legacy})
			term.WaitText("size 300×10")
			var want []string
			for _, k := range both {
				term.Send(k[0])
				want = append(want, k[1])
			}
			term.WaitText("keys " + strings.Join(want, " ") + ".")
			term.Send("esc")
			term.WaitText(" esc.")
			if !legacy { // no time decides whether this is alt+j
				term.Send("esc", "j", "esc", "k")
				term.WaitText(" esc esc j esc k.")
			}
		})
	}
}

func TestPasteAndMouse(t *testing.T) {
	term := start(t, "tea", termtest.Options{Cols: 80, Rows: 10})
	s := term.WaitText("size 80×10")
	term.Paste("one\nq\r\ntwo")
	term.WaitText(`pasted "one\rq\rtwo"`)
	x, y, ok := s.Find("本")
	if !ok || x != 14 || y != 0 {
		t.Fatalf("本 found at %d,%d, %v", x, y, ok)
	}
	term.Click(x, y)
	term.WaitText("mouse click 14,0.")
	term.Wheel(3, 4, 2)
	term.WaitText("mouse click 14,0 wheeldown 3,4 wheeldown 3,4.")
	term.Wheel(3, 4, 0)
	term.Wheel(3, 4, -1)
	term.WaitText("wheeldown 3,4 wheelup 3,4.")
	if !term.Mode(2004) {
		t.Error("bracketed paste is not seen")
	}
}

func TestPanicRestores(t *testing.T) {
	term := start(t, "tea", termtest.Options{})
	term.WaitText("size 80×24")
	term.Send("P")
	if code := term.WaitExit(); code != 1 {
		t.Errorf("exit code %d, want 1", code)
	}
	if !term.Restored() {
		t.Errorf("left on: %v", term.Leftovers())
	}
}

func TestSignals(t *testing.T) {
	cases := []struct {
		name string
		end  func(*termtest.Terminal)
		code int
	}{
		{"ctrl+c through the driver", func(term *termtest.Terminal) { term.Send("ctrl+c") }, 0},
		{"interrupt", func(term *termtest.Terminal) { term.Signal(syscall.SIGINT) }, 0},
		{"terminate", func(term *termtest.Terminal) { term.Signal(syscall.SIGTERM) }, 128 + int(syscall.SIGTERM)},
		{"hang up", func(term *termtest.Terminal) { term.Hangup() }, 128 + int(syscall.SIGHUP)},
	}
	want := []string{
		"alternate screen", "hidden cursor", "mouse reports", "bracketed paste",
		"focus reports", "modifyOtherKeys",
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			term := start(t, "rude", termtest.Options{})
			s := term.WaitText("ready")
			if _, _, visible := s.Cursor(); visible {
				t.Error("the cursor is seen")
			}
			c.end(term)
			if code := term.WaitExit(); code != c.code {
				t.Errorf("exit code %d, want %d", code, c.code)
			}
			// The keyboard flags were pushed on the alternate screen: the
			// shell's are untouched.
			if diff := cmp.Diff(want, term.Leftovers()); diff != "" || term.Restored() {
				t.Errorf("left on (-want +got):\n%s", diff)
			}
			if got := term.OSC52(); len(got) > 0 {
				t.Errorf("clipboard from what is no base64: %q", got)
			}
		})
	}
}

// Under nohup, or in the background of a script, a test ignores signals; the
// program it starts must not inherit that.
func TestIgnoredSignalsAreNotInherited(t *testing.T) {
	signal.Ignore(syscall.SIGHUP, syscall.SIGINT)
	t.Cleanup(func() { signal.Reset(syscall.SIGHUP, syscall.SIGINT) })
	term := start(t, "rude", termtest.Options{})
	term.WaitText("ready")
	term.Hangup()
	if code, want := term.WaitExit(), 128+int(syscall.SIGHUP); code != want {
		t.Errorf("exit code %d, want %d", code, want)
	}
}

func TestResizeStorm(t *testing.T) {
	term := start(t, "tea", termtest.Options{})
	term.WaitText("size 80×24")
	for i := range 200 {
		term.Resize(1+i*7%200, 1+i*3%60)
	}
	term.Resize(40, 12)
	s := term.WaitText("size 40×12")
	if got := s.Text(); !strings.HasPrefix(got, "size 40×12 é日本 end\nkeys .\n") {
		t.Errorf("after the storm:\n%s", got)
	}
}

func TestCleanEnvironment(t *testing.T) {
	t.Setenv("SSH_TTY", "/dev/pts/9")
	t.Setenv("TMUX", "x")
	t.Setenv("CLOUDFLARE_API_TOKEN", "secret")
	home := t.TempDir()
	term := start(t, "env", termtest.Options{
		Cols: 200, Rows: 40, Home: home, Args: []string{"a b", "--demo"}, Env: []string{"LANG=C", "EXTRA=1"},
	})
	s := term.WaitText("ready")
	if code := term.WaitExit(); code != 3 {
		t.Errorf("exit code %d", code)
	}
	dir, err := filepath.EvalSymlinks(home)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`args ["a b" "--demo"]`, "dir " + dir, "HOME=" + home, "LANG=C", "EXTRA=1", "TERM=xterm-256color",
		"XDG_STATE_HOME=" + filepath.Join(home, ".local", "state"), "PATH=" + filepath.Join(home, "bin"),
	} {
		if !strings.Contains("\n"+s.Text(), "\n"+want+"\n") {
			t.Errorf("lacks %q:\n%s", want, s.Text())
		}
	}
	for _, unwanted := range []string{"SSH_TTY", "TMUX", "CLOUDFLARE"} {
		if s.Contains(unwanted) {
			t.Errorf("%s came through", unwanted)
		}
	}
}

func TestBuild(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("go.mod", "module tiny\n\ngo 1.26\n")
	write("main.go", "package main\n\nfunc main() { println(\"built\") }\n")
	sub := filepath.Join(dir, "deep")
	if err := os.Mkdir(sub, 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("GOFLAGS", "")
	t.Setenv("GOWORK", "off")
	t.Chdir(sub)
	path := termtest.Build(t)
	term := termtest.Start(t, termtest.Options{Path: path})
	term.WaitText("built")
	if code := term.WaitExit(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	write("main.go", "package main\n\nthis would not build a second time\n")
	if again := termtest.Build(t); again != path {
		t.Errorf("built again: %s, before: %s", again, path)
	}
	t.Setenv(termtest.BinaryVariable, "/some/release/quarry")
	if got := termtest.Build(t); got != "/some/release/quarry" {
		t.Errorf("%s not obeyed: %s", termtest.BinaryVariable, got)
	}
}
