package cli

import (
	"context"
	"time"

	"quarry/state/crash"
)

// How long a run may take to end once its context has. A dropped connection has
// to be gone within two seconds, and a program in an endless loop does not look;
// what was sent and is paid for may take a little longer elsewhere.
const (
	endTime      = 1900 * time.Millisecond // of the workbench
	endTimeOfRun = 6 * time.Second
)

// lastResort ends the process where nothing ends a run though its context has
// ended. restore puts the terminal back first; it may hang. The function
// returned says that it is over.
func (a *app) lastResort(ctx context.Context, after time.Duration, restore func()) (over func()) {
	ended, stop := context.WithCancel(context.WithoutCancel(ctx))
	crash.Go(ctx, "waiting for the end", func() {
		select {
		case <-ctx.Done():
		case <-ended.Done():
			return
		}
		late := time.NewTimer(after)
		defer late.Stop()
		select {
		case <-late.C:
			a.abandon(ctx, restore)
		case <-ended.Done():
		}
	})
	return stop
}

// abandon ends the process, whatever else goes on in it.
func (a *app) abandon(ctx context.Context, restore func()) {
	restored := make(chan struct{})
	crash.Go(ctx, "restoring the terminal", func() {
		defer close(restored)
		restore()
		a.complain(interruption(ctx))
	})
	select {
	case <-restored:
	case <-time.After(soon): // a terminal that takes nothing any more
	}
	a.host.Exit(exitCode(interruption(ctx)))
}
