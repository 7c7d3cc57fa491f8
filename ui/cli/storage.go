package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"quarry/api/source"
	"quarry/state/crash"
	"quarry/state/store"
	"quarry/views/safe"
)

// storage is the store of a run. It opens beside everything else, so that
// nobody waits for it, and where it cannot be used the run goes on without.
type storage struct {
	disk *source.Disk
	// path is where it lies; empty where there is no place for it.
	path string
	// warnings are lines that have to be read once: that nothing is kept, that
	// a broken file was moved aside.
	warnings chan string
	// ready is closed when opening has ended, in whichever way.
	ready chan struct{}
	// opening ends the opening by giveUp; nothing else ends it.
	opening context.Context
	giveUp  context.CancelFunc
	// remove throws away what was kept, where that is wanted.
	remove func() error

	mu sync.Mutex
	// trouble is why nothing is kept; nil where all is well.
	trouble error
}

// storage opens the analyst's own store.
func (a *app) storage(ctx context.Context) *storage {
	path, err := store.Path(a.host.getenv)
	return a.openStorage(ctx, path, err)
}

// openStorage begins to open the store at a path, or to go on without one for
// the reason given.
func (a *app) openStorage(ctx context.Context, path string, missing error) *storage {
	ctx, giveUp := context.WithCancel(context.WithoutCancel(ctx))
	st := &storage{path: path, opening: ctx, giveUp: giveUp, warnings: make(chan string, 4), ready: make(chan struct{})}
	st.disk = source.OpenDisk(ctx, func() (*store.Store, error) {
		if missing != nil {
			return nil, missing
		}
		return st.open(ctx, a.host.Now)
	}, func() { close(st.ready) }, func(err error) {
		if ctx.Err() == nil {
			st.lose(err)
		}
	})
	return st
}

// throwaway opens a store in a directory of its own, which goes when the run
// ends. What cannot be kept there is nobody's loss.
func (a *app) throwaway(ctx context.Context) *storage {
	dir, err := os.MkdirTemp(a.host.getenv("TMPDIR"), "quarry-demo-")
	st := a.openStorage(ctx, filepath.Join(dir, "quarry.db"), err)
	if err == nil {
		st.remove = func() error { return os.RemoveAll(dir) }
	}
	return st
}

// open opens the store, and for reading only where it cannot be written: what
// was paid for before is still known.
func (st *storage) open(ctx context.Context, now func() time.Time) (*store.Store, error) {
	s, report, err := store.Open(ctx, st.path, store.Options{Now: now})
	var refused *store.Error
	if errors.As(err, &refused) && (refused.Class == store.Unwritable || refused.Class == store.Full) {
		if s, _, second := store.Open(ctx, st.path, store.Options{Now: now, ReadOnly: true}); second == nil {
			st.lose(err)
			return s, nil
		}
	}
	if s != nil {
		if err := s.PurgeDeleted(ctx); err != nil && ctx.Err() == nil {
			st.warn("what was deleted long ago is still on the disk: " + err.Error())
		}
	}
	if report.MovedAside != "" {
		st.warn(fmt.Sprintf("the store was damaged; it was moved aside to %s and a new one was begun: the month's count begins at 0, quarry quota set corrects it", report.MovedAside))
	}
	if report.Copy != "" {
		st.warn(fmt.Sprintf("the store was brought up to date (schema %d to %d); the one from before is at %s", report.From, report.To, report.Copy))
	}
	return s, err
}

// lose notes why nothing is kept, and tells it the first time.
func (st *storage) lose(err error) {
	st.mu.Lock()
	first := st.trouble == nil
	if first {
		st.trouble = err
	}
	st.mu.Unlock()
	if first {
		st.warn(notKept(err))
	}
}

// lost is why nothing is kept; nil where all is well.
func (st *storage) lost() error {
	st.mu.Lock()
	defer st.mu.Unlock()
	return st.trouble
}

// notKept says that, why, and what to do about it.
func notKept(err error) string {
	var known *store.Error
	if errors.As(err, &known) {
		return "nothing is kept: " + known.Error() + "; until then only the calls of this run are counted"
	}
	return "not everything is kept: " + err.Error() + "; see whether the disk is sound"
}

// warn tells the analyst once. There are never more than a few warnings; one
// too many gives way.
func (st *storage) warn(line string) {
	select {
	case st.warnings <- safe.Print(line):
	default:
	}
}

// close gives the store some time to close, since the process ends anyway and
// what it has confirmed is safe, and throws it away where that is wanted.
func (st *storage) close(wait time.Duration) error {
	st.giveUp()
	closed := make(chan error, 1)
	crash.Go(st.opening, "closing the store", func() { closed <- st.disk.Close() })
	late := time.NewTimer(wait)
	defer late.Stop()
	var err error
	select {
	case err = <-closed:
	case <-late.C:
		err = errors.New("the store did not close in time")
	}
	if st.remove != nil {
		err = errors.Join(err, st.remove())
	}
	return err
}

// unread are the warnings that nobody has read yet; they count as read now. That
// a store to be thrown away keeps nothing is no news.
func (st *storage) unread() (lines []string) {
	for {
		select {
		case line := <-st.warnings:
			lines = append(lines, line)
		default:
			if st.remove != nil {
				return nil
			}
			return lines
		}
	}
}

// sayWarnings writes the warnings that nobody has read yet to standard error.
func (a *app) sayWarnings(st *storage) {
	for _, line := range st.unread() {
		a.say(line)
	}
}
