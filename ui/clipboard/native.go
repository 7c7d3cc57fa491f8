package clipboard

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"quarry/state/crash"
)

// errHung is what a copy says while an earlier one still hangs.
var errHung = errors.New("an earlier copy still hangs")

// writer gives a blocking write function a time limit. The function cannot be
// stopped, so a call that hangs goes on in its goroutine; there is never more
// than one, and until it returns every further write fails at once. A call
// that returns late has then overwritten the clipboard with its older text:
// that cannot be prevented from here.
type writer struct {
	fn   func(string) error
	turn chan struct{} // holds one token while fn runs

	mu   sync.Mutex
	hung bool // the running call was given up
}

func newWriter(fn func(string) error) *writer {
	return &writer{fn: fn, turn: make(chan struct{}, 1)}
}

// write calls the function, at most routeTimeout long, the wait for its turn
// included.
func (w *writer) write(ctx context.Context, text string) error {
	if w.isHung() {
		return errHung
	}
	ctx, cancel := context.WithTimeoutCause(ctx, routeTimeout, errTimeout)
	defer cancel()
	select {
	case w.turn <- struct{}{}:
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	done := make(chan error, 1)
	crash.Go(ctx, "setting the clipboard", func() {
		err := w.call(text)
		// The lock makes "it returned" and "it was given up" exclude each
		// other: a late return must not leave hung set for ever.
		w.mu.Lock()
		done <- err
		w.hung = false
		w.mu.Unlock()
		<-w.turn
	})
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		w.giveUp(done)
		return context.Cause(ctx)
	}
}

// call turns a panic into an error: nothing catches one in this goroutine, and
// the program would die with the terminal left in raw mode.
func (w *writer) call(text string) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the clipboard library failed: %v", p)
		}
	}()
	return w.fn(text)
}

func (w *writer) isHung() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.hung
}

func (w *writer) giveUp(done <-chan error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.hung = len(done) == 0
}
