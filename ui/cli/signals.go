package cli

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"syscall"

	"quarry/state/crash"
)

// interrupted says that a run was ended from outside: by a signal, or, with
// none, by whoever started it.
type interrupted struct{ by os.Signal }

func (e *interrupted) Error() string {
	if e.by == nil {
		return "interrupted"
	}
	return "interrupted (" + e.by.String() + ")"
}

// withSignals returns a context that an interrupt, a termination or a hang-up
// ends, with an *interrupted as its cause. Bubble Tea knows the first two only:
// a dropped SSH connection would leave the terminal as it is. What was ignored
// when the program began (nohup, a background job) stays ignored.
//
// Further signals do nothing: every wait after the first is short.
func withSignals(parent context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(parent)
	arrived := make(chan os.Signal, 1)
	for _, sig := range []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP} {
		if !signal.Ignored(sig) {
			signal.Notify(arrived, sig)
		}
	}
	crash.Go(ctx, "waiting for signals", func() {
		select {
		case sig := <-arrived:
			cancel(&interrupted{sig})
		case <-ctx.Done():
		}
	})
	return ctx, func() {
		signal.Stop(arrived)
		cancel(nil)
	}
}

// holdBrokenPipe keeps a write to standard output whose reader has gone from
// ending the program there and then: what was sent is paid for and has to be
// kept first. The write fails with EPIPE instead, until release is called.
func holdBrokenPipe() (release func()) {
	held := make(chan os.Signal, 1)
	signal.Notify(held, syscall.SIGPIPE)
	return func() { signal.Stop(held) }
}

// interruption is the error of a context that has ended, nil of one that has
// not.
func interruption(ctx context.Context) error {
	var end *interrupted
	var defect *crashed
	switch cause := context.Cause(ctx); {
	case ctx.Err() == nil:
		return nil
	case errors.As(cause, &end):
		return end
	case errors.As(cause, &defect):
		return defect
	}
	return &interrupted{}
}
