//go:build unix

package termtest_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"quarry/ui/termtest"
	"quarry/views/frametest"
)

// failing is a test that is meant to fail: it keeps what Fatalf said and ends
// its goroutine as a real one would.
type failing struct {
	testing.TB
	said string
}

func (f *failing) Helper() {}

func (f *failing) Fatalf(format string, args ...any) {
	f.said = fmt.Sprintf(format, args...)
	runtime.Goexit()
}

func (f *failing) Fatal(args ...any) { f.Fatalf("%s", fmt.Sprint(args...)) }

// failureOf returns what the test said when it failed.
func failureOf(t *testing.T, body func(testing.TB)) string {
	t.Helper()
	f := &failing{TB: t}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		body(f)
	}()
	<-ended
	if f.said == "" {
		t.Fatal("did not fail")
	}
	return f.said
}

func TestFailuresShowTheScreen(t *testing.T) {
	path := executable(t)
	begin := func(tb testing.TB, child string, legacy bool) *termtest.Terminal {
		return termtest.Start(tb, termtest.Options{
			Path: path, Cols: 50, Rows: 4, LegacyKeys: legacy, Env: []string{childVariable + "=" + child},
		})
	}
	cases := []struct {
		name string
		body func(testing.TB)
		want []string
	}{
		{"time is up", func(tb testing.TB) {
			term := begin(tb, "tea", false)
			term.WaitText("size 50×4")
			tb.Setenv(termtest.TimeoutVariable, "50ms")
			begin(tb, "rude", false).WaitText("never")
		}, []string{`wait for "never": context deadline exceeded`, "the screen, 50×4:", "the last bytes: "}},
		{"the program has ended", func(tb testing.TB) {
			begin(tb, "env", false).WaitText("never")
		}, []string{`wait for "never": the program has ended with exit code 3`, "  │ready"}},
		{"exit that does not come", func(tb testing.TB) {
			tb.Setenv(termtest.TimeoutVariable, "300ms")
			begin(tb, "rude", false).WaitExit()
		}, []string{"wait for the program to end: context deadline exceeded"}},
		{"a click nobody asked for", func(tb testing.TB) {
			term := begin(tb, "env", false)
			term.WaitText("ready")
			term.Click(1, 1)
		}, []string{"has not asked for mouse reports"}},
		{"a key that does not exist", func(tb testing.TB) {
			begin(tb, "rude", false).Send("ctrl+nonsense")
		}, []string{`no terminal sends the key "ctrl+nonsense"`}},
		{"a control character typed", func(tb testing.TB) {
			begin(tb, "rude", false).Send("one\ntwo")
		}, []string{"holds a control character"}},
		{"a key after a lone esc", func(tb testing.TB) {
			begin(tb, "rude", true).Send("esc", "j")
		}, []string{"would be read as alt+j"}},
		{"no such program", func(tb testing.TB) {
			termtest.Start(tb, termtest.Options{Path: path + "-absent"})
		}, []string{"in a pseudo-terminal: ", "no such file"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			said := failureOf(t, c.body)
			for _, want := range c.want {
				if !strings.Contains(said, want) {
					t.Errorf("lacks %q:\n%s", want, said)
				}
			}
		})
	}
}

func TestWaitGone(t *testing.T) {
	term := start(t, "tea", termtest.Options{})
	term.WaitText("keys .")
	term.Send("j")
	if s := term.WaitGone("keys ."); !s.Contains("keys j.") {
		t.Errorf("gone, but:\n%s", s.Text())
	}
	// A condition is called again for each change, never in a tight loop.
	calls := 0
	term.Send("k")
	term.Wait("k", func(s frametest.Screen) bool { calls++; return s.Contains("keys j k.") })
	if calls > 20 {
		t.Errorf("the condition was called %d times for one key", calls)
	}
}
