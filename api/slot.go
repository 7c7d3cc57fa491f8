package api

import (
	"context"
	"time"
)

// FrameID names one place on the navigation stack. Ids are never used twice in
// a run, so a reply to a frame that is gone finds nobody.
type FrameID uint64

// Routed is a message for one frame. The root delivers it by its destination
// without knowing what is in it.
type Routed interface {
	Destination() FrameID
}

// Reply is the end of one request: exactly one comes for each [Slot.Start].
type Reply[T any] struct {
	Frame FrameID
	Seq   uint64
	Value T
	Meta  Answer
	Err   error
}

// Destination implements [Routed].
func (r Reply[T]) Destination() FrameID { return r.Frame }

// Phase is where a slot stands.
type Phase uint8

const (
	Idle    Phase = iota // nothing asked yet
	Loading              // a request is under way
	Ready                // the last request succeeded
	Failed               // the last request failed
	Left                 // the last request was cancelled when the view was left
)

// Slot holds one view's current request and what the last one brought. An old
// value stays while a newer one is fetched, and when fetching it fails. The
// zero Slot is unusable: make one with [NewSlot]. A Slot belongs to the
// program's update loop; only the function that Start returns runs elsewhere.
type Slot[T any] struct {
	frame   FrameID
	seq     uint64
	phase   Phase
	cancel  context.CancelFunc
	query   Query
	since   time.Time
	value   T
	has     bool
	meta    Answer
	err     error
	errMeta Answer
}

// NewSlot returns an idle slot of a frame.
func NewSlot[T any](frame FrameID) Slot[T] { return Slot[T]{frame: frame} }

// Start supersedes the request under way, if any, and returns the command that
// asks src and decodes the answer. The command captures its arguments only, not
// the slot, and ends in exactly one [Reply].
func (s *Slot[T]) Start(ctx context.Context, src Source, q Query, f Freshness, now time.Time,
	decode func(Answer) (T, error),
) func() Reply[T] {
	if s.cancel != nil {
		s.cancel()
	}
	ctx, cancel := context.WithCancel(ctx)
	s.cancel = cancel
	s.seq++
	s.phase, s.query, s.since = Loading, q, now
	frame, seq := s.frame, s.seq
	return func() Reply[T] {
		defer cancel()
		r := Reply[T]{Frame: frame, Seq: seq}
		r.Meta, r.Err = src.Ask(ctx, q, f)
		if r.Err == nil {
			r.Value, r.Err = decode(r.Meta)
		}
		return r
	}
}

// Take accepts the reply to the last Start and reports whether it was that. A
// reply that is late, or comes twice, changes nothing.
func (s *Slot[T]) Take(r Reply[T]) bool {
	if r.Frame != s.frame || r.Seq != s.seq || s.phase != Loading {
		return false
	}
	s.cancel = nil
	if r.Err != nil {
		s.phase, s.err, s.errMeta = Failed, r.Err, r.Meta
		if ClassOf(r.Err) == Cancelled {
			s.phase = Left
		}
		return true
	}
	s.phase, s.value, s.has, s.meta, s.err = Ready, r.Value, true, r.Meta.Light(), nil
	return true
}

// Leave cancels what has not been sent. The reply that follows is dropped; what
// was sent all the same is found on the shelf when the view is returned to.
func (s *Slot[T]) Leave() {
	if s.phase == Loading {
		s.cancel()
		s.cancel, s.phase = nil, Left
	}
}

// Phase tells where the slot stands.
func (s *Slot[T]) Phase() Phase { return s.phase }

// Value returns what the last successful request brought.
func (s *Slot[T]) Value() (T, bool) { return s.value, s.has }

// Replace puts a value in place of the one that the last request brought, for a
// view that gathers its value from several answers.
func (s *Slot[T]) Replace(value T) { s.value, s.has = value, true }

// Meta returns the answer that Value was decoded from, in its light form; after a
// failure without any earlier success, what came of the failed one.
func (s *Slot[T]) Meta() Answer {
	if !s.has {
		return s.errMeta
	}
	return s.meta
}

// Err returns why the last request failed; nil in any other phase.
func (s *Slot[T]) Err() error {
	if s.phase != Failed {
		return nil
	}
	return s.err
}

// Query returns the question of the last Start.
func (s *Slot[T]) Query() Query { return s.query }

// Since returns when the last Start was.
func (s *Slot[T]) Since() time.Time { return s.since }
