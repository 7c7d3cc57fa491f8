package source

import (
	"context"

	"quarry/api"
	"quarry/state/crash"
)

// askUntil asks a client and cuts off further tries as soon as spent says so.
// A client whose context ends after sending finishes that try and begins no
// other: the last call is used, its answer is not lost. changed returns a
// channel that is closed at the next change of what spent looks at.
func askUntil(ctx context.Context, client api.Source, q api.Query, f api.Freshness,
	changed func() <-chan struct{}, spent func() bool,
) (api.Answer, error) {
	ctx, cancel := context.WithCancel(ctx)
	watched := make(chan struct{})
	crash.Go(ctx, "watching what is spent", func() {
		defer close(watched)
		for {
			change := changed() // before the reading, so that no news is missed
			if spent() {
				cancel()
				return
			}
			select {
			case <-change:
			case <-ctx.Done():
				return
			}
		}
	})
	// Deferred, so that a client that panics leaves no watch behind.
	defer func() {
		cancel()
		<-watched
	}()
	return client.Ask(ctx, q, f)
}
