package store

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"sync"
	"time"
)

// Store is an open store. It is safe for concurrent use. It needs Close.
type Store struct {
	path string
	mode string // journal mode
	now  func() time.Time
	lock *lock

	db     *sql.DB // reads; several connections
	writer *writer // nil when opened for reading only

	// open is held shared by every call and alone by Close, which so waits for
	// what is being written.
	open   sync.RWMutex
	closed bool

	mu    sync.Mutex
	stmts map[string]*sql.Stmt // prepared for db
}

// Close waits for the calls under way and closes the store. Closing twice is
// fine.
func (s *Store) Close() error {
	s.open.Lock()
	defer s.open.Unlock()
	if s.closed {
		return nil
	}
	s.closed = true
	var errs []error
	for _, st := range s.stmts {
		errs = append(errs, st.Close())
	}
	// Readers first: the last connection to close carries the -wal file over
	// into the database, and must be one that may write.
	errs = append(errs, s.db.Close())
	if s.writer != nil {
		errs = append(errs, s.writer.close())
	}
	s.lock.close()
	return fault(s.path, errors.Join(errs...))
}

// enter begins a call. The caller defers leave if there is no error.
func (s *Store) enter() error {
	s.open.RLock()
	if s.closed {
		s.open.RUnlock()
		return &Error{Class: Closed, Path: s.path, Reason: "the store is closed", Next: "open it again"}
	}
	return nil
}

func (s *Store) leave() { s.open.RUnlock() }

// stmt prepares a statement once for reading. database/sql prepares it again on
// each of the pool's connections as needed.
func (s *Store) stmt(ctx context.Context, text string) (*sql.Stmt, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if st, ok := s.stmts[text]; ok {
		return st, nil
	}
	st, err := s.db.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	s.stmts[text] = st
	return st, nil
}

// row reads one row; found is false where there is none.
func (s *Store) row(ctx context.Context, text string, args []any, into ...any) (found bool, err error) {
	st, err := s.stmt(ctx, text)
	if err != nil {
		return false, s.fail(err)
	}
	err = st.QueryRowContext(ctx, args...).Scan(into...)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, s.fail(err)
}

// rows calls each for every row of a query.
func (s *Store) rows(ctx context.Context, text string, args []any, each func(scan func(...any) error) error) error {
	st, err := s.stmt(ctx, text)
	if err != nil {
		return s.fail(err)
	}
	rows, err := st.QueryContext(ctx, args...)
	if err != nil {
		return s.fail(err)
	}
	for err == nil && rows.Next() {
		err = each(rows.Scan)
	}
	return s.fail(errors.Join(err, rows.Err(), rows.Close()))
}

// write runs do in one transaction. It is committed when write returns nil.
func (s *Store) write(ctx context.Context, do func(*change) error) error {
	if err := s.enter(); err != nil {
		return err
	}
	defer s.leave()
	if s.writer == nil {
		return &Error{
			Class: Unwritable, Path: s.path,
			Reason: "the store was opened for reading only",
			Next:   "nothing is kept; make it writable and start again",
		}
	}
	return s.fail(s.writer.write(ctx, do))
}

// fail makes an *Error of an error, and leaves a note for the next start where
// the file is damaged.
func (s *Store) fail(err error) error {
	if err == nil {
		return nil
	}
	if code, ok := resultCode(err); ok && classifySQLite(code) == Broken && s.writer != nil {
		s.suspect()
	}
	return fault(s.path, err)
}

// suspect asks the next start to check the whole file.
func (s *Store) suspect() {
	f, err := os.OpenFile(suspectFile(s.path), os.O_WRONLY|os.O_CREATE, 0o600)
	if err == nil {
		_ = f.Close() // the note is its being there
	}
}
