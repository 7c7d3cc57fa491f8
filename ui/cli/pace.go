package cli

import (
	"context"
	"reflect"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"quarry/state/crash"
)

// How soon a frame follows a change, and how often Bubble Tea looks for one.
const (
	// framesPerSecond is the most that Bubble Tea can do.
	framesPerSecond = 120
	frameTime       = time.Second / framesPerSecond
	// leadTime is from a change to its frame where no frame came lately: what
	// belongs together in it, an answer and its prices, has been drawn by then.
	leadTime = time.Millisecond
	// pauseTime is how long nothing changes before a change is the first again.
	pauseTime = 3 * frameTime
	// restTime is between looks while nothing changes. Nothing is written then:
	// whatever is to be follows a message, and so a frame.
	restTime = time.Second
)

// pace makes Bubble Tea write a frame when there is one. By itself it looks for
// changes at a fixed rate for as long as it runs: a key waits for its frame up to
// 17 ms, or 8 at most, and a program that stands still wakes up 120 times a second
// for nothing. There is no way to tell it (charmbracelet/bubbletea#1776 and #1796
// are to bring one), so that its ticker is taken at its word: it is a
// [time.Ticker], which anybody who holds it may reset. Where it is not found, as in
// a version that has no need of this, the fixed rate stays.
type pace struct {
	tea.Model
	ctx    context.Context // of the program
	ticker func() *time.Ticker
	rest   time.Duration // between looks while nothing changes

	mu    sync.Mutex
	phase phase
	last  time.Time   // when a frame was drawn last
	timer *time.Timer // to the next phase
}

type phase uint8

const (
	resting phase = iota
	leading       // the first frame is about to be written
	running       // frames follow it
)

// paced makes a program of a model whose frames are written when they are drawn.
func paced(ctx context.Context, model tea.Model, options ...tea.ProgramOption) *tea.Program {
	return newPace(ctx, model).program(options)
}

func newPace(ctx context.Context, model tea.Model) *pace {
	return &pace{Model: model, ctx: ctx, rest: restTime}
}

func (p *pace) program(options []tea.ProgramOption) *tea.Program {
	program := tea.NewProgram(p, append(options, tea.WithFPS(framesPerSecond))...)
	p.ticker = func() *time.Ticker { return tickerOf(program) }
	return program
}

// tickerOf is the ticker that a running program writes its frames at; nil where
// there is none.
func tickerOf(program *tea.Program) *time.Ticker {
	field := reflect.ValueOf(program).Elem().FieldByName("ticker")
	if !field.IsValid() || field.Type() != reflect.TypeFor[*time.Ticker]() {
		return nil
	}
	return (*time.Ticker)(field.UnsafePointer())
}

// Update implements [tea.Model].
func (p *pace) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	var cmd tea.Cmd
	p.Model, cmd = p.Model.Update(msg)
	return p, cmd
}

// View implements [tea.Model]. It is called after every message. Before the size
// of the screen is known there is nothing to be written.
func (p *pace) View() tea.View {
	v := p.Model.View()
	if v.Content != "" {
		p.drawn()
	}
	return v
}

// drawn tells that a frame was drawn, which may be another than the last.
func (p *pace) drawn() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.last = time.Now()
	if p.phase != resting || !p.every(leadTime) {
		return
	}
	// Not sooner than the ticker has come: a reset takes back what it has sent.
	const first = leadTime * 3 / 2
	p.phase = leading
	if p.timer == nil {
		p.timer = crash.Timer(p.ctx, first, "pacing frames", p.next)
		return
	}
	p.timer.Reset(first)
}

// next ends a phase.
func (p *pace) next() {
	p.mu.Lock()
	defer p.mu.Unlock()
	quiet := time.Since(p.last)
	switch {
	case p.phase == leading:
		p.phase = running
		p.every(frameTime)
		p.timer.Reset(pauseTime)
	case quiet < pauseTime:
		p.timer.Reset(pauseTime - quiet)
	default:
		p.phase = resting
		p.every(p.rest)
	}
}

// every sets how often the program looks for a frame; false where it cannot be
// set.
func (p *pace) every(d time.Duration) bool {
	t := p.ticker()
	if t != nil {
		t.Reset(d)
	}
	return t != nil
}
