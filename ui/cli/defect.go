package cli

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"

	"quarry/keymap"
	"quarry/state/crash"
	"quarry/state/store"
	"quarry/views"
)

// crashed says that a run was ended by a defect of quarry's own.
type crashed struct {
	// report is where it is written down; empty where that was not possible,
	// and text is all of it then.
	report, text string
}

func (e *crashed) Error() string {
	const what = "a defect of quarry has ended it; please send the report"
	if e.report == "" {
		return e.text + "\n" + what + " above, which holds no token and no indicator; it could not be written to a file"
	}
	return what + ", which holds no token and no indicator: " + e.report
}

// recorder keeps what a crash report tells of a run. It is safe for concurrent
// use.
type recorder struct {
	mu sync.Mutex
	// actions are the last ones, by their names. What was typed into a dialog
	// is not among them.
	actions []keymap.Action
	size    views.Size
	first   *crashed // how the run ended, where by a defect
}

// maxActions is how many actions are kept.
const maxActions = 20

func (r *recorder) acted(a keymap.Action) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.actions = append(r.actions[max(0, len(r.actions)-maxActions+1):], a)
}

func (r *recorder) sized(s views.Size) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.size = s
}

// defect is how the run ended, where by a defect; else nil.
func (r *recorder) defect() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.first == nil {
		return nil
	}
	return r.first
}

// catching returns a context whose goroutines end the run when they panic: the
// first panic is written down and ends the context, with a *crashed as its
// cause.
func (a *app) catching(parent context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(parent)
	began := a.host.Now()
	ctx = crash.WithHandler(ctx, func(p *crash.Panic) {
		a.recorder.mu.Lock()
		defer a.recorder.mu.Unlock()
		if a.recorder.first == nil {
			a.recorder.first = a.writeDown(p, began)
			cancel(a.recorder.first)
		}
	})
	return ctx, func() { cancel(nil) }
}

// writeDown writes the report of a panic. The recorder's lock is held.
func (a *app) writeDown(p *crash.Panic, began time.Time) *crashed {
	now := a.host.Now()
	text := p.Report(now, append(a.facts(), crash.Fact{Name: "running", Value: now.Sub(began).Round(time.Second).String()}))
	dir := os.TempDir()
	if path, err := store.Path(a.host.getenv); err == nil && store.MakeDir(filepath.Dir(path)) == nil {
		dir = filepath.Dir(path)
	}
	path, err := crash.Write(dir, text, now)
	if err != nil {
		return &crashed{text: text}
	}
	return &crashed{report: path}
}

// facts are what a report tells of program, machine and run.
func (a *app) facts() []crash.Fact {
	b := buildOf(a.host.Build)
	size := ""
	if s := a.recorder.size; s != (views.Size{}) {
		size = fmt.Sprintf(", %d×%d", s.Width, s.Height)
	}
	actions := make([]string, len(a.recorder.actions))
	for n, act := range a.recorder.actions {
		actions[n] = string(act)
	}
	return []crash.Fact{
		{Name: "quarry", Value: b.version + ", commit " + b.commit},
		{Name: "Go", Value: b.goVersion + " " + runtime.GOOS + "/" + runtime.GOARCH},
		{Name: "terminal", Value: strconv.Quote(a.host.getenv("TERM")) + size + ", ASCII " + strconv.FormatBool(a.ascii)},
		{Name: "actions", Value: strings.Join(actions, " ")},
	}
}
