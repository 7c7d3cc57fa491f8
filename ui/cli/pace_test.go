package cli

import (
	"bytes"
	"context"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
)

// counter shows how many messages of its kind have come.
type counter int

type count struct{}

func (c counter) Init() tea.Cmd { return nil }

func (c counter) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if _, ok := msg.(count); ok {
		c++
	}
	return c, nil
}

// letter is what stands on the screen after n messages: nothing that a terminal's
// sequences hold.
func letter(n int) string { return string('α' + rune(n)) }

func (c counter) View() tea.View { return tea.NewView(letter(int(c))) }

// stream is what a program has written.
type stream struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (s *stream) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.buf.Write(p)
}

func (s *stream) has(text string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Contains(s.buf.String(), text)
}

// until waits for a condition.
func until(t *testing.T, what string, cond func() bool) {
	t.Helper()
	late := time.After(30 * time.Second)
	for !cond() {
		select {
		case <-late:
			t.Fatalf("%s: not within 30 s", what)
		case <-time.After(time.Millisecond):
		}
	}
}

// A program that rests looks for frames once an hour here: what is written is
// written because a frame was drawn.
func TestAFrameIsWrittenWhenItIsDrawn(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	out, p := &stream{}, newPace(t.Context(), counter(0))
	p.rest = time.Hour
	program := p.program([]tea.ProgramOption{
		tea.WithContext(ctx), tea.WithInput(nil), tea.WithOutput(out), tea.WithWindowSize(20, 2), tea.WithoutSignals(),
	})
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_, _ = program.Run()
	}()
	atRest := func() bool {
		p.mu.Lock()
		defer p.mu.Unlock()
		return p.phase == resting && p.timer != nil
	}
	until(t, "the first frame", func() bool { return out.has(letter(0)) })
	for n := 1; n <= 5; n++ {
		until(t, "rest; if tickerOf finds none, Bubble Tea has changed", atRest)
		program.Send(count{})
		until(t, "a frame after rest", func() bool { return out.has(letter(n)) })
	}
	for range 3 { // and where frames follow each other
		program.Send(count{})
	}
	until(t, "the last of several frames", func() bool { return out.has(letter(8)) })
	cancel()
	<-ended
}

// Without a ticker to be found the fixed rate stays.
func TestWithoutATickerNothingIsSet(t *testing.T) {
	p := newPace(t.Context(), counter(0))
	p.ticker = func() *time.Ticker { return nil }
	p.View()
	if p.timer != nil || p.phase != resting {
		t.Errorf("phase %d", p.phase)
	}
	if got := tickerOf(tea.NewProgram(p, tea.WithOutput(io.Discard))); got != nil {
		t.Error("a program that does not run has a ticker")
	}
}
