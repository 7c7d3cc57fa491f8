package source

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"quarry/state/crash"
	"quarry/state/store"
)

// Disk is the store as the layers use it: opened beside the first frame, so that
// nobody waits for it, and gone without harm when it cannot be used. The zero
// Disk never holds anything.
type Disk struct {
	store atomic.Pointer[store.Store]
	ready chan struct{} // closed when opening has ended, in whichever way
	// looking is how long a look may take.
	looking time.Duration

	mu       sync.Mutex
	trouble  error
	onLosing func(error)
}

// OpenDisk begins to open a store and returns at once. ready is called when
// that has ended; lost once, with the reason, when nothing can be kept, be it
// from the start or later. Either may be nil; both are called from another
// goroutine. Of ctx only the crash handler matters.
func OpenDisk(ctx context.Context, open func() (*store.Store, error), ready func(), lost func(error)) *Disk {
	d := &Disk{ready: make(chan struct{}), onLosing: lost, looking: readTime}
	crash.Go(ctx, "opening the store", func() {
		if ready != nil {
			defer ready()
		}
		defer close(d.ready) // also after a panic: the end of the run waits for it
		s, err := open()
		if err == nil {
			d.store.Store(s)
		} else {
			d.lose(err) // before ready: who finds no store finds the reason
		}
	})
	return d
}

// now returns the store if it is open, without waiting.
func (d *Disk) now() *store.Store {
	if d == nil {
		return nil
	}
	return d.store.Load()
}

// wait returns the store once opening has ended; nil where there is none.
func (d *Disk) wait(ctx context.Context) *store.Store {
	if d == nil || d.ready == nil {
		return nil
	}
	select {
	case <-d.ready:
	case <-ctx.Done():
	}
	return d.store.Load()
}

// look is the context of a look at the disk that a frame or a key may wait for.
func (d *Disk) look() (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.Background(), d.looking)
}

// unread notes why something could not be read with a context. That it took too long
// is no loss: it is still there, and is read another time.
func (d *Disk) unread(ctx context.Context, err error) {
	if ctx.Err() == nil {
		d.lose(err)
	}
}

// lose notes why something could not be kept, and tells it the first time.
func (d *Disk) lose(err error) {
	d.mu.Lock()
	first := d.trouble == nil
	if first {
		d.trouble = err
	}
	d.mu.Unlock()
	if first && d.onLosing != nil {
		d.onLosing(err)
	}
}

// Store returns the store once opening has ended, for those who read it whole;
// nil where there is none.
func (d *Disk) Store(ctx context.Context) *store.Store { return d.wait(ctx) }

// Close waits until opening has ended and closes the store.
func (d *Disk) Close() error {
	<-d.ready
	if s := d.store.Swap(nil); s != nil {
		return s.Close()
	}
	return nil
}
