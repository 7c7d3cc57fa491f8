//go:build unix

package ptyrun

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/vt"
	"github.com/google/go-cmp/cmp"

	"quarry/views/frametest"
)

// terminal returns a Process whose program is the test itself: it calls feed,
// and reads from the returned queue what the terminal answers.
func terminal(t *testing.T, cols, rows int) *Process {
	t.Helper()
	p := &Process{
		input:   newQueue(),
		emu:     vt.NewEmulator(cols, rows),
		changed: make(chan struct{}),
		done:    make(chan struct{}),
	}
	p.watch()
	copied := make(chan struct{})
	go func() {
		defer close(copied)
		_, _ = io.Copy(p.input, p.emu)
	}()
	t.Cleanup(func() {
		_ = p.emu.InputPipe().(io.Closer).Close()
		<-copied
	})
	return p
}

// What a program draws that has not heard of a smaller size yet is cut off, and
// breaks nothing.
func TestMarginsBeyondTheScreen(t *testing.T) {
	for _, moves := range []string{"\x1b[2S", "\x1b[2T", "\x1b[3;1H\x1b[2L", "\x1b[3;1H\x1b[2M", "\x1b[4;1H\n\n"} {
		p := terminal(t, 10, 4)
		p.feed(time.Time{}, []byte("a\r\nb\r\nc\r\nd\x1b[2;9r"+moves+"\x1b[1;3r\x1b[9;9r\x1b[r\x1b[4;1Hend"))
		if s := p.Screen(); s.Line(0) != "a" || !strings.HasPrefix(s.Line(3), "end") {
			t.Errorf("after %q:\n%s", moves, s.Text())
		}
	}
}

func TestWaitNeverSeesHalfAFrame(t *testing.T) {
	p := terminal(t, 20, 2)
	p.feed(time.Time{}, []byte("old frame"))
	p.feed(time.Time{}, []byte("\x1b[?2026h\x1b[2J\x1b[Hnew "))
	looked := make(chan string, 8)
	seen := make(chan frametest.Screen)
	go func() {
		s, _ := p.Wait(t.Context(), func(s frametest.Screen) bool {
			looked <- s.Line(0)
			return s.Contains("new")
		})
		seen <- s
	}()
	p.feed(time.Time{}, []byte("whole"))
	p.feed(time.Time{}, []byte("\x1b[?2026l"))
	if got := (<-seen).Line(0); got != "new whole" {
		t.Errorf("saw %q", got)
	}
	close(looked)
	for line := range looked {
		if line != "new whole" {
			t.Errorf("the condition was shown %q", line)
		}
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := p.Wait(cancelled, func(frametest.Screen) bool { return false }); !errors.Is(err, context.Canceled) {
		t.Errorf("a wait under a cancelled context: %v", err)
	}
}

func TestFeedKeepsClustersWhole(t *testing.T) {
	frame := "\x1b[?2026h👩\u200d👩\u200d👧 日本x\x1b[?2026l"
	for cut := range len(frame) {
		p := terminal(t, 20, 1)
		p.feed(time.Time{}, []byte(frame[:cut]))
		p.feed(time.Time{}, []byte(frame[cut:]))
		if got, want := p.Screen().Line(0), "👩\u200d👩\u200d👧 日本x"; got != want {
			t.Errorf("cut at %d: %q, want %q", cut, got, want)
		}
		if x, _, _ := p.Screen().Cursor(); x != 8 {
			t.Errorf("cut at %d: the cursor is in column %d", cut, x)
		}
	}
}

// A VT102 inserts characters in a mode of its own, however the output is cut.
func TestInsertMode(t *testing.T) {
	out := "a b日c\x1b[1;3H\x1b[4h\x1b[1mx本\x1b[m\x1b[4ly"
	for cut := range len(out) {
		p := terminal(t, 20, 1)
		p.feed(time.Time{}, []byte(out[:cut]))
		p.feed(time.Time{}, []byte(out[cut:]))
		if got := p.Screen().Line(0); got != "a x本y日c" {
			t.Errorf("cut at %d: %q", cut, got)
		}
	}
}

func TestKeyboardProtocol(t *testing.T) {
	p := terminal(t, 20, 2)
	send := func(key string) string {
		t.Helper()
		if err := p.Send(key); err != nil {
			t.Fatal(err)
		}
		p.input.mu.Lock()
		defer p.input.mu.Unlock()
		got := string(p.input.buf)
		p.input.buf = nil
		return got
	}
	if got := send("esc"); got != "\x1b" {
		t.Errorf("unasked: %q", got)
	}
	p.feed(time.Time{}, []byte("\x1b[>1u"))
	if got := send("esc"); got != "\x1b[27u" {
		t.Errorf("asked for: %q", got)
	}
	p.feed(time.Time{}, []byte("\x1b[?1049h"))
	if got := send("esc"); got != "\x1b" {
		t.Errorf("the alternate screen has flags of its own: %q", got)
	}
	p.feed(time.Time{}, []byte("\x1b[>1u\x1b[<1u\x1b[?1049l\x1b[<1u\x1b[<9u"))
	if left := p.Leftovers(); len(left) > 0 {
		t.Errorf("left on: %v", left)
	}
	p.feed(time.Time{}, []byte("\x1b[=1u"))
	if diff := cmp.Diff([]string{"keyboard enhancements"}, p.Leftovers()); diff != "" {
		t.Error(diff)
	}
}

func TestClipboardAndTitle(t *testing.T) {
	p := terminal(t, 20, 2)
	for _, chunk := range []string{"\x1b]52;c;ZXZpb", "FsuXQ==\x07", "\x1b]52;;eA==\x1b\\", "\x1b]52;c;\x07"} {
		p.feed(time.Time{}, []byte(chunk))
	}
	if diff := cmp.Diff([]string{"evil[.]", "x", ""}, p.Clipboard()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	p.feed(time.Time{}, []byte("\x1b]2;one; two\x07"))
	if got := p.Screen().Title(); got != "one; two" {
		t.Errorf("title %q", got)
	}
	if !bytes.HasPrefix(p.Stream(), []byte("\x1b]52;c;ZXZpbFsuXQ==\x07")) {
		t.Errorf("stream %q", p.Stream())
	}
}

func TestEncodeKey(t *testing.T) {
	cases := []struct{ key, legacy, kitty string }{
		{"enter", "\r", "\r"},
		{"esc", "\x1b", "\x1b[27u"},
		{"alt+esc", "\x1b\x1b", "\x1b[27;3u"},
		{"ctrl+c", "\x03", "\x03"},
		{"ctrl+z", "\x1a", "\x1a"},
		{"ctrl+alt+c", "\x1b\x03", "\x1b[99;7u"},
		{"ctrl+space", "\x00", "\x1b[32;5u"},
		{"ctrl+enter", "", "\x1b[13;5u"},
		{"alt+x", "\x1bx", "\x1b[120;3u"},
		{"shift+x", "X", "X"},
		{"shift+tab", "\x1b[Z", "\x1b[Z"},
		{"ctrl+1", "", "\x1b[49;5u"},
		{"ctrl+up", "\x1b[1;5A", "\x1b[1;5A"},
		{"ctrl+shift+pgdown", "\x1b[6;6~", "\x1b[6;6~"},
		{"f1", "\x1bOP", "\x1bOP"},
		{"shift+f1", "\x1b[1;2P", "\x1b[1;2P"},
		{"+", "+", "+"},
		{"ctrl+", "ctrl+", "ctrl+"},
		{"a+b", "a+b", "a+b"},
		{"héllo wörld", "héllo wörld", "héllo wörld"},
		{"alt+nonsense", "", ""},
		{"tab\tchar", "", ""},
		{"", "", ""},
	}
	for _, c := range cases {
		for kitty, want := range map[bool]string{false: c.legacy, true: c.kitty} {
			got, err := encodeKey(c.key, kitty)
			if got != want || (err != nil) != (want == "" && c.key != "") {
				t.Errorf("%q, kitty %v: %q, %v, want %q", c.key, kitty, got, err, want)
			}
		}
	}
}

// A reader that takes nothing must not stop the writer, and close must end
// the drain.
func TestQueue(t *testing.T) {
	q := newQueue()
	for range 100 {
		if n, err := q.Write(make([]byte, 1<<16)); n != 1<<16 || err != nil {
			t.Fatalf("%d, %v", n, err)
		}
	}
	r, w := io.Pipe()
	drained := make(chan struct{})
	go func() {
		defer close(drained)
		q.drainTo(w)
	}()
	if n, err := io.CopyN(io.Discard, r, 100<<16); err != nil {
		t.Fatalf("%d bytes arrived: %v", n, err)
	}
	q.close()
	<-drained
	if n, err := q.Write([]byte("late")); n != 4 || err != nil || len(q.buf) > 0 {
		t.Errorf("after close: %d, %v, %d kept", n, err, len(q.buf))
	}
}
