package source

import (
	"context"

	"quarry/api"
)

// Offline stands in place of the client where nothing is to be sent: every
// question that reaches it fails with class Unknown.
type Offline struct{}

// Ask implements [api.Source].
func (Offline) Ask(_ context.Context, q api.Query, _ api.Freshness) (api.Answer, error) {
	return api.Answer{Query: q}, &api.Error{Class: api.Unknown, Query: q}
}

// Traffic implements [api.Meter]: there is none.
func (Offline) Traffic() api.Traffic { return api.Traffic{RateLeft: -1} }

// Changed implements [Metered]. A nil channel is never closed.
func (Offline) Changed() <-chan struct{} { return nil }
