package store

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// Options are what Open may be told.
type Options struct {
	// Now is the clock; nil is time.Now.
	Now func() time.Time
	// ReadOnly opens what is there and changes nothing, not even its version:
	// for a directory that cannot be written. Every method that writes then
	// fails with class Unwritable.
	ReadOnly bool
}

// Report is what Open found and did. All paths are absolute.
type Report struct {
	// Created is true when there was no store yet, or it was moved aside.
	Created bool
	// From and To are the schema versions before and after a migration, and
	// Copy is the copy made before it. Zero when there was none.
	From, To int
	Copy     string
	// MovedAside is where a broken file was put, and Damage what was wrong
	// with it. Empty when it was whole.
	MovedAside, Damage string
	// Journal is SQLite's journal mode in use: "wal", or "delete" on network
	// file systems and where WAL does not work.
	Journal string
	// Took is how long Open ran.
	Took time.Duration
}

// Open opens the store in the file at path, makes it and its directory if
// needed, and brings an older one up to date. Other processes may have it open.
// It waits at most five seconds for another that is just doing the same. Errors
// are of type *Error, or the end of ctx.
//
// A broken file is moved aside and a new one begun; the report says so. Files
// of up to half a megabyte are checked at every start, larger ones when a
// former use or Health found damage.
func Open(ctx context.Context, path string, o Options) (*Store, Report, error) {
	return open(ctx, path, o, schema(), "")
}

func open(ctx context.Context, path string, o Options, steps []string, vfs string) (_ *Store, r Report, err error) {
	began := time.Now()
	defer func() { r.Took = time.Since(began) }()
	if o.Now == nil {
		o.Now = time.Now
	}
	if path, err = filepath.Abs(path); err != nil {
		return nil, r, fault(path, err)
	}
	if o.ReadOnly {
		s, err := openReadOnly(ctx, path, o, steps, vfs)
		if err == nil {
			r.Journal = s.mode
		}
		return s, r, err
	}
	if err := MakeDir(filepath.Dir(path)); err != nil {
		return nil, r, err
	}
	l, err := openLock(path + lockEnding)
	if err != nil {
		return nil, r, fault(path+lockEnding, err)
	}
	prepare := &setup{path: path, vfs: vfs, now: o.Now, steps: steps, report: &r, patience: patience}
	s, err := share(ctx, l, prepare)
	if err != nil {
		l.close()
		return nil, r, err
	}
	s.now = o.Now
	r.Journal = s.mode
	return s, r, nil
}

// share leads to a store that is ready and a lock that is held shared. It tries
// to be alone first, to set up what is needed. Where others are at work they
// have done that, unless they are of another version.
func share(ctx context.Context, l *lock, prepare *setup) (*Store, error) {
	late := time.NewTimer(prepare.patience)
	defer late.Stop()
	for pause := time.Millisecond; ; pause = min(2*pause, 50*time.Millisecond) {
		alone, err := l.exclusive()
		if err != nil {
			return nil, fault(prepare.path+lockEnding, err)
		}
		if alone {
			if err := prepare.run(ctx); err != nil {
				return nil, err
			}
		}
		s, err := join(ctx, l, prepare)
		if s != nil || err != nil {
			return s, err
		}
		l.release()
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-late.C:
			return nil, &Error{
				Class: InUse, Path: prepare.path,
				Reason: "another quarry, perhaps of an older version, has it open",
				Next:   "close the other one and start again",
			}
		}
	}
}

// join opens the store beside others. It returns neither store nor error where
// something has to be set up first.
func join(ctx context.Context, l *lock, prepare *setup) (*Store, error) {
	among, err := l.shared()
	if err != nil {
		return nil, fault(prepare.path+lockEnding, err)
	}
	if !among {
		return nil, nil
	}
	s, st, err := connect(ctx, prepare.path, prepare.vfs, "rw", nil)
	if err != nil && !prepare.thorough && ctx.Err() == nil {
		// The quick look did not see it; the next turn looks closely.
		prepare.thorough, prepare.suspected = true, isBroken(err)
		return nil, nil
	}
	if err != nil {
		return nil, fault(prepare.path, err)
	}
	if st.version == len(prepare.steps) && st.id == applicationID {
		s.lock = l
		return s, nil
	}
	if st.version > len(prepare.steps) {
		err = newer(prepare.path, st.version)
	}
	return nil, fault(prepare.path, errors.Join(err, s.Close()))
}

// connect opens the connections for use. The one that writes comes with the
// first write.
func connect(ctx context.Context, path, vfs, mode string, uri []string) (*Store, state, error) {
	c := connector{
		path: path, vfs: vfs, connsAt: readers,
		uri:     append([]string{"mode=" + mode}, uri...),
		pragmas: []string{"query_only(ON)"},
	}
	db, err := c.open()
	if err != nil {
		return nil, state{}, err
	}
	st, err := look(ctx, db)
	if err != nil {
		return nil, st, errors.Join(err, db.Close())
	}
	s := &Store{path: path, db: db, mode: st.journal, stmts: map[string]*sql.Stmt{}}
	if mode == "ro" {
		return s, st, nil
	}
	// In WAL mode NORMAL loses nothing when the process dies, and at most the
	// last commits when the power does; without WAL it could lose the file.
	synchronous := "synchronous(FULL)"
	if st.wal() {
		synchronous = "synchronous(NORMAL)"
	}
	w := connector{
		path: path, vfs: vfs, connsAt: 1, uri: c.uri,
		pragmas: []string{synchronous, "foreign_keys(ON)", "journal_size_limit(8388608)"},
	}
	wdb, err := w.open()
	if err != nil {
		return nil, st, errors.Join(err, db.Close())
	}
	s.writer = newWriter(wdb)
	return s, st, nil
}

// openReadOnly opens what is there. Reading a database in WAL mode wants its
// -shm file written; where nothing can be written, nobody else writes either
// and the file may be taken as unchanging, unless a -wal file was left.
func openReadOnly(ctx context.Context, path string, o Options, steps []string, vfs string) (*Store, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fault(path, err)
	}
	if !info.Mode().IsRegular() {
		return nil, foreign(path, "it is no regular file")
	}
	l, err := openLockForReading(path + lockEnding)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		l = nil // never opened for writing by this version
	case err != nil:
		return nil, fault(path+lockEnding, err)
	default:
		if ok, err := l.shared(); err != nil || !ok {
			l.close()
			if err != nil {
				return nil, fault(path+lockEnding, err)
			}
			return nil, &Error{Class: InUse, Path: path, Reason: "another quarry is setting it up", Next: "try again"}
		}
	}
	s, st, err := connect(ctx, path, vfs, "ro", nil)
	if code, ok := resultCode(err); ok && classifySQLite(code) == Unwritable {
		if info, statErr := os.Stat(path + "-wal"); errors.Is(statErr, fs.ErrNotExist) || statErr == nil && info.Size() == 0 {
			s, st, err = connect(ctx, path, vfs, "ro", []string{"immutable=1"})
		}
	}
	if err != nil {
		l.close()
		return nil, fault(path, err)
	}
	s.lock, s.now = l, o.Now
	switch {
	case st.id != applicationID:
		err = foreign(path, "it is the database of another program")
	case st.version > len(steps):
		err = newer(path, st.version)
	case st.version < len(steps):
		err = &Error{
			Class: Older, Path: path,
			Reason: "it was written by an older quarry and has to be migrated",
			Next:   "open it once where it can be written",
		}
	default:
		return s, nil
	}
	return nil, errors.Join(err, s.Close())
}
