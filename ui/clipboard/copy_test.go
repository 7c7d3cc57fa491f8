package clipboard_test

import (
	"context"
	"errors"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	"quarry/ui/clipboard"
)

// fake is a host that records what reaches it.
type fake struct {
	clipboard.Host
	written []string // to the system's clipboard
	ran     []string // program and arguments, joined
	stdin   []string
}

func newFake(env vars) *fake {
	f := &fake{}
	f.Host = clipboard.Host{
		Getenv: env.get, GOOS: "linux", NativeAvailable: true,
		Write: func(s string) error {
			f.written = append(f.written, s)
			return nil
		},
		Run: func(_ context.Context, stdin, name string, args ...string) error {
			f.ran = append(f.ran, name+" "+strings.Join(args, " "))
			f.stdin = append(f.stdin, stdin)
			return nil
		},
		LookPath: func(name string) (string, error) { return "/usr/bin/" + name, nil },
	}
	return f
}

// drain runs a command and what it leads to, and returns the messages that are
// left: tea.Sequence hides its commands in a slice of its own type.
func drain(cmd tea.Cmd) []tea.Msg {
	msg := cmd()
	v := reflect.ValueOf(msg)
	if v.Kind() != reflect.Slice || v.Type().Elem() != reflect.TypeFor[tea.Cmd]() {
		return []tea.Msg{msg}
	}
	var all []tea.Msg
	for _, cmd := range v.Seq2() {
		all = append(all, drain(cmd.Interface().(tea.Cmd))...)
	}
	return all
}

// copied runs a copy without a program and returns its one Result and how many
// messages went to the terminal before it.
func copied(t *testing.T, c *clipboard.Clipboard, ctx context.Context, text string) (r clipboard.Result, sent int) {
	t.Helper()
	msgs := drain(c.Copy(ctx, text))
	results := 0
	for _, msg := range msgs {
		if got, ok := msg.(clipboard.Result); ok {
			r = got
			results++
		}
	}
	if _, last := msgs[len(msgs)-1].(clipboard.Result); results != 1 || !last {
		t.Fatalf("want exactly one Result, at the end; got %v", msgs)
	}
	if r.Text != text {
		t.Errorf("Result.Text = %q, want %q", r.Text, text)
	}
	return r, len(msgs) - 1
}

// copiedByPrograms is copied for programs that really run: on a busy machine one may
// not answer within the two seconds that it has, and is asked again.
func copiedByPrograms(t *testing.T, c *clipboard.Clipboard, text string) (r clipboard.Result, sent int) {
	t.Helper()
	for tries := 1; ; tries++ {
		r, sent = copied(t, c, t.Context(), text)
		late := slices.ContainsFunc(r.Failed, func(f clipboard.Failure) bool { return strings.Contains(f.Err.Error(), "no answer in") })
		if !late || tries == 10 {
			return r, sent
		}
		t.Log(r.Notice(text))
	}
}

func TestNativeIsConfirmed(t *testing.T) {
	f := newFake(vars{"DISPLAY": ":0", "TMUX": "/tmp/s,1,0"})
	r, sent := copied(t, clipboard.New(f.Host), t.Context(), "192.0.2.1")
	if r.Err != nil || r.Route != clipboard.Native || !r.Confirmed || r.Failed != nil {
		t.Errorf("result = %+v, want a confirmed native copy", r)
	}
	if !slices.Equal(f.written, []string{"192.0.2.1"}) || f.ran != nil || sent != 0 {
		t.Errorf("written %q, ran %q, sent %d: want the system's clipboard only", f.written, f.ran, sent)
	}
}

func TestTmuxGetsTheTextOnStandardInput(t *testing.T) {
	f := newFake(vars{"TMUX": "/tmp/s,1,0"})
	text := "-w example.com\n$(id)"
	r, sent := copied(t, clipboard.New(f.Host), t.Context(), text)
	if r.Err != nil || r.Route != clipboard.Tmux || !r.Confirmed {
		t.Errorf("result = %+v, want a confirmed tmux buffer", r)
	}
	if !slices.Equal(f.ran, []string{"/usr/bin/tmux load-buffer -w -"}) || !slices.Equal(f.stdin, []string{text}) || sent != 0 {
		t.Errorf("ran %q with %q, sent %d", f.ran, f.stdin, sent)
	}
}

func TestNothingIsCopiedBeforeTheCommandRuns(t *testing.T) {
	f := newFake(vars{"DISPLAY": ":0"})
	f.Write = func(string) error { t.Error("Copy wrote in its caller's time"); return nil }
	clipboard.New(f.Host).Copy(t.Context(), "192.0.2.1")
}

func TestFailuresFallThroughInOrder(t *testing.T) {
	f := newFake(vars{"DISPLAY": ":0", "TMUX": "/tmp/s,1,0"})
	noX := errors.New("exit status 1")
	noServer := errors.New("no server running")
	f.Write = func(string) error { return noX }
	c := clipboard.New(f.Host)

	r, sent := copied(t, c, t.Context(), "example.com")
	if r.Err != nil || r.Route != clipboard.Tmux || !r.Confirmed || sent != 0 {
		t.Errorf("result = %+v, want tmux after native", r)
	}
	if want := []clipboard.Failure{{Route: clipboard.Native, Err: noX}}; !slices.Equal(r.Failed, want) {
		t.Errorf("failed = %v, want %v", r.Failed, want)
	}

	f.Host.Run = func(context.Context, string, string, ...string) error { return noServer }
	r, sent = copied(t, clipboard.New(f.Host), t.Context(), "example.com")
	if r.Err != nil || r.Route != clipboard.Terminal || r.Confirmed || sent != 2 {
		t.Errorf("result = %+v after %d sequences, want OSC 52, bare and wrapped, unconfirmed", r, sent)
	}
	want := []clipboard.Failure{{Route: clipboard.Native, Err: noX}, {Route: clipboard.Tmux, Err: noServer}}
	if !slices.Equal(r.Failed, want) {
		t.Errorf("failed = %v, want %v", r.Failed, want)
	}
}

func TestRefusedTextReachesNoRoute(t *testing.T) {
	for text, want := range map[string]error{"": clipboard.ErrEmpty, "a\x00b": clipboard.ErrNUL} {
		f := newFake(vars{"DISPLAY": ":0", "TMUX": "/tmp/s,1,0"})
		r, sent := copied(t, clipboard.New(f.Host), t.Context(), text)
		if !errors.Is(r.Err, want) || r.Confirmed || r.Route != 0 {
			t.Errorf("%q: result = %+v, want %v", text, r, want)
		}
		if f.written != nil || f.ran != nil || sent != 0 {
			t.Errorf("%q: something was written: %q, %q, %d", text, f.written, f.ran, sent)
		}
	}
}

func TestCapHoldsForTheTerminalNotForTheSystem(t *testing.T) {
	// 56,244 bytes encode to 74,992; the next multiple of four is over the cap.
	fits, over := strings.Repeat("x", 56_244), strings.Repeat("x", 56_245)
	for name, env := range map[string]vars{
		"terminal": {}, "tmux": {"TMUX": "/tmp/s,1,0"}, "screen": {"STY": "1.a"},
	} {
		f := newFake(env)
		c := clipboard.New(f.Host)
		if r, _ := copied(t, c, t.Context(), fits); r.Err != nil {
			t.Errorf("%s: 74,992 bytes encoded: %v", name, r.Err)
		}
		f.ran = nil
		r, sent := copied(t, c, t.Context(), over)
		var large *clipboard.TooLargeError
		if !errors.As(r.Err, &large) || large.Bytes != len(over) {
			t.Errorf("%s: err = %v, want a TooLargeError of %d bytes", name, r.Err, len(over))
		}
		if sent != 0 || f.ran != nil {
			t.Errorf("%s: something was sent: %d, %q", name, sent, f.ran)
		}
	}

	f := newFake(vars{"DISPLAY": ":0"})
	if r, _ := copied(t, clipboard.New(f.Host), t.Context(), over); r.Err != nil || r.Route != clipboard.Native {
		t.Errorf("the system's clipboard has no such cap: %+v", r)
	}
	f.Write = func(string) error { return errors.New("exit status 1") }
	r, sent := copied(t, clipboard.New(f.Host), t.Context(), over)
	const want = "not copied: the list: too large for the terminal's clipboard (56245 bytes); use a file (system clipboard failed: exit status 1)"
	if got := r.Notice("the list"); got != want || sent != 0 {
		t.Errorf("notice = %q, want %q; sent %d", got, want, sent)
	}
}

func TestHangingSystemClipboard(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		var calls atomic.Int32
		f := newFake(vars{"DISPLAY": ":0"})
		f.Write = func(string) error {
			if calls.Add(1) == 1 {
				<-release
			}
			return nil
		}
		c := clipboard.New(f.Host)

		start := time.Now()
		r, sent := copied(t, c, t.Context(), "one")
		if r.Route != clipboard.Terminal || r.Err != nil || sent != 1 {
			t.Errorf("result = %+v, want OSC 52", r)
		}
		if took := time.Since(start); took != 2*time.Second {
			t.Errorf("the fall-back came after %v, want 2s", took)
		}
		if got, want := r.Notice("one"), "sent to the terminal: one (OSC 52; system clipboard failed: no answer in 2s)"; got != want {
			t.Errorf("notice = %q, want %q", got, want)
		}

		// While it hangs no second call is started and nobody waits again.
		start = time.Now()
		r, _ = copied(t, c, t.Context(), "two")
		if r.Route != clipboard.Terminal || time.Since(start) != 0 || calls.Load() != 1 {
			t.Errorf("result = %+v after %v and %d calls, want OSC 52 at once", r, time.Since(start), calls.Load())
		}

		close(release)
		synctest.Wait()
		if r, _ = copied(t, c, t.Context(), "three"); r.Route != clipboard.Native || !r.Confirmed {
			t.Errorf("result = %+v, want the system's clipboard once it answers again", r)
		}
	})
}

func TestGivingUpAsTheAnswerComesDoesNotDisableTheRoute(t *testing.T) {
	for i := range 500 { // the scheduler picks which of the two is seen first
		f := newFake(vars{"DISPLAY": ":0"})
		ctx, cancel := context.WithCancel(t.Context())
		f.Write = func(string) error { cancel(); return nil }
		c := clipboard.New(f.Host)
		copied(t, c, ctx, "one")
		deadline := time.Now().Add(30 * time.Second)
		for { // a call that was given up has some instructions left to run
			r, _ := copied(t, c, t.Context(), "two")
			if r.Route == clipboard.Native {
				break
			}
			if time.Now().After(deadline) {
				t.Fatalf("round %d: result = %+v, want the system's clipboard again", i, r)
			}
			runtime.Gosched()
		}
	}
}

func TestTwoCopiesAtOnceTakeTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var running, most int
		f := newFake(vars{"DISPLAY": ":0"})
		f.Write = func(string) error { // no lock: the race detector is part of this test
			running++
			most = max(most, running)
			time.Sleep(900 * time.Millisecond) // of the bubble's clock; both fit into one limit
			running--
			return nil
		}
		c := clipboard.New(f.Host)
		other := make(chan tea.Msg)
		go func() { other <- c.Copy(t.Context(), "one")() }()
		two := c.Copy(t.Context(), "two")()
		for _, msg := range []tea.Msg{two, <-other} {
			if r := msg.(clipboard.Result); r.Route != clipboard.Native || !r.Confirmed {
				t.Errorf("result = %+v, want both in the system's clipboard", r)
			}
		}
		if most != 1 {
			t.Errorf("%d writes ran at once", most)
		}
	})
}

func TestHangingTmux(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(vars{"TMUX": "/tmp/s,1,0"})
		f.Host.Run = func(ctx context.Context, _, _ string, _ ...string) error {
			<-ctx.Done()
			return errors.New("signal: killed")
		}
		r, _ := copied(t, clipboard.New(f.Host), t.Context(), "example.com")
		if got, want := r.Notice("example.com"), "sent to the terminal: example.com (OSC 52; tmux buffer failed: no answer in 2s)"; got != want {
			t.Errorf("notice = %q, want %q", got, want)
		}
	})
}

func TestCancelledCopySendsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		defer close(release)
		f := newFake(vars{"DISPLAY": ":0"})
		f.Write = func(string) error { <-release; return nil }
		ctx, cancel := context.WithCancel(t.Context())
		go func() {
			synctest.Wait() // the write hangs
			cancel()
		}()
		r, sent := copied(t, clipboard.New(f.Host), ctx, "example.com")
		if !errors.Is(r.Err, context.Canceled) || r.Confirmed || sent != 0 {
			t.Errorf("result = %+v after %d sequences, want it cancelled", r, sent)
		}
	})
}

func TestPanicInTheLibraryIsAFailure(t *testing.T) {
	f := newFake(vars{"DISPLAY": ":0"})
	f.Write = func(string) error { panic("no such procedure") }
	r, sent := copied(t, clipboard.New(f.Host), t.Context(), "example.com")
	if r.Route != clipboard.Terminal || sent != 1 || len(r.Failed) != 1 || !strings.Contains(r.Failed[0].Err.Error(), "no such procedure") {
		t.Errorf("result = %+v, want OSC 52 and the panic's text", r)
	}
}

func TestNotice(t *testing.T) {
	cases := []struct {
		r     clipboard.Result
		shown string
		want  string
	}{
		{clipboard.Result{Route: clipboard.Native, Confirmed: true}, "192.0.2.1", "copied: 192.0.2.1 (system clipboard)"},
		{clipboard.Result{Route: clipboard.Tmux, Confirmed: true}, "192.0.2.1", "copied: 192.0.2.1 (tmux buffer)"},
		{clipboard.Result{Route: clipboard.Terminal}, "192.0.2.1", "sent to the terminal: 192.0.2.1 (OSC 52)"},
		{clipboard.Result{Route: clipboard.Screen}, "192.0.2.1", "sent to the terminal: 192.0.2.1 (OSC 52 in screen)"},
		{clipboard.Result{Route: clipboard.Native, Confirmed: true}, "", "copied (system clipboard)"},
		{clipboard.Result{Err: clipboard.ErrEmpty}, "", "not copied: there is nothing to copy; choose something with a value"},
		{
			clipboard.Result{Route: clipboard.Terminal, Failed: []clipboard.Failure{
				{Route: clipboard.Tmux, Err: errors.New("exit status 1: bad\x1b]52;c;eA==\x07\nline\u202e")},
			}},
			"x", "sent to the terminal: x (OSC 52; tmux buffer failed: exit status 1: bad^[]52;c;eA==^G line<U+202E>)",
		},
	}
	for _, tc := range cases {
		if got := tc.r.Notice(tc.shown); got != tc.want {
			t.Errorf("notice = %q, want %q", got, tc.want)
		}
	}
}
