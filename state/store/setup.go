package store

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// smallEnough is the size up to which a database is checked whole at every
// start: about 2 ms.
const smallEnough = 512 << 10

func milliseconds(d time.Duration) string { return strconv.FormatInt(d.Milliseconds(), 10) }

// setup makes a database ready: created, whole, of this version, in the right
// journal mode. The lock is held alone while it runs.
type setup struct {
	path   string
	vfs    string
	now    func() time.Time
	steps  []string
	report *Report
	// patience is how long to wait for others.
	patience time.Duration
	// thorough asks for more than a look at the header, suspected for a check
	// of the whole file.
	thorough, suspected bool
	// noMaps is true when the file system was found not to map files.
	noMaps bool
}

func (s *setup) run(ctx context.Context) error {
	h, err := readHeader(s.path)
	if err != nil {
		return err
	}
	if err := privateFiles(s.path); err != nil {
		return err
	}
	switch {
	case h.empty && h.companion:
		// What a lost database left behind would be taken for the new one's.
		return s.startOver(ctx, errors.New("the database is gone, its journal is not"))
	case h.empty:
		return s.create(ctx)
	case h.foreign:
		return s.startOver(ctx, errors.New("it is no SQLite database"))
	case h.applicationID == applicationID && h.version > len(s.steps):
		return newer(s.path, h.version)
	}
	_, statErr := os.Lstat(suspectFile(s.path))
	suspect := s.suspected || statErr == nil || h.truncated || h.size <= smallEnough
	if !suspect && !s.thorough && !h.companion && h.applicationID == applicationID && h.version == len(s.steps) && h.wal == s.wantsWAL() {
		return nil // most starts: no connection just for this
	}
	if h.companion {
		if err := s.refuseNewer(ctx); err != nil {
			return err
		}
	}
	err = s.bringUp(ctx, suspect)
	if isBroken(err) {
		return s.startOver(ctx, err)
	}
	return err
}

func (s *setup) wantsWAL() bool { return !s.noMaps && !onNetwork(filepath.Dir(s.path)) }

// startOver moves the database aside and begins a new one.
func (s *setup) startOver(ctx context.Context, why error) error {
	to, err := moveAside(s.path, s.now())
	if err != nil {
		return err
	}
	s.report.MovedAside, s.report.Damage = to, printable(why.Error())
	return s.create(ctx)
}

func (s *setup) create(ctx context.Context) error {
	if _, err := os.Lstat(s.path); err != nil {
		if err := createPrivate(s.path); err != nil {
			return fault(s.path, err)
		}
	}
	s.report.Created = true
	return s.bringUp(ctx, false)
}

// refuseNewer looks for a newer version that stands in the -wal file only. It
// looks without the right to write: closing a connection that has it would
// carry the -wal file over into the database.
func (s *setup) refuseNewer(ctx context.Context) error {
	db, err := connector{path: s.path, vfs: s.vfs, uri: []string{"mode=ro"}, connsAt: 1}.open()
	if err != nil {
		return fault(s.path, err)
	}
	defer func() { _ = db.Close() }()
	// An error is met again by the connection that may write, and judged there.
	if st, err := look(ctx, db); err == nil && st.id == applicationID && st.version > len(s.steps) {
		return newer(s.path, st.version)
	}
	return nil
}

// bringUp does what is left to do, over one connection.
func (s *setup) bringUp(ctx context.Context, check bool) (err error) {
	db, st, err := s.connect(ctx)
	if err != nil {
		return fault(s.path, err)
	}
	defer func() {
		if db != nil {
			err = errors.Join(err, fault(s.path, db.Close()))
		}
	}()
	switch {
	case st.id != applicationID && (st.tables > 0 || st.version > 0 || st.id != 0):
		return foreign(s.path, "it is the database of another program")
	case st.version > len(s.steps):
		return newer(s.path, st.version)
	}
	if check {
		if err := quickCheck(ctx, db); err != nil {
			return fault(s.path, err)
		}
		_ = os.Remove(suspectFile(s.path)) // it is whole, or the check is repeated
	}
	if db, err = s.journal(ctx, db, st); err != nil {
		return fault(s.path, err)
	}
	if st.version == len(s.steps) {
		return nil
	}
	if st.version > 0 {
		s.report.From, s.report.To = st.version, len(s.steps)
		if s.report.Copy, err = backup(ctx, db, s.path, st.version); err != nil {
			return fault(s.path, err)
		}
	}
	if err := migrate(ctx, db, st.version, s.steps); err != nil {
		if s.report.Copy != "" { // nothing has changed, so that it is one too many
			err = errors.Join(err, os.Remove(s.report.Copy))
		}
		s.report.From, s.report.To, s.report.Copy = 0, 0, ""
		return fault(s.path, err)
	}
	return nil
}

// connect opens the database. One in WAL mode whose file system cannot map the
// index is opened as the only process, with the index in memory; so it can be
// led out of WAL mode.
func (s *setup) connect(ctx context.Context) (*sql.DB, state, error) {
	c := connector{path: s.path, vfs: s.vfs, connsAt: 1}
	db, err := c.open()
	if err != nil {
		return nil, state{}, err
	}
	st, err := look(ctx, db)
	if err == nil || isBroken(err) || ctx.Err() != nil {
		if err != nil {
			err = errors.Join(err, db.Close())
		}
		return db, st, err
	}
	_ = db.Close() // it never worked
	s.noMaps = true
	c.pragmas = []string{"locking_mode(EXCLUSIVE)"}
	if db, err = c.open(); err != nil {
		return nil, st, err
	}
	if st, err = look(ctx, db); err == nil && st.wal() {
		err = db.QueryRowContext(ctx, "PRAGMA journal_mode = DELETE").Scan(&st.journal)
	}
	if err != nil {
		return nil, st, errors.Join(err, db.Close())
	}
	return db, st, nil
}

// journal chooses the journal mode: WAL on a local file system that can do it,
// else DELETE. It returns the connection to go on with.
func (s *setup) journal(ctx context.Context, db *sql.DB, st state) (*sql.DB, error) {
	want := "delete"
	if s.wantsWAL() {
		want = "wal"
	}
	if st.journal == want {
		return db, nil
	}
	// The answer is the mode that holds now; that it stays what it was is no
	// error. WAL is tried out by reading through it.
	var got string
	err := db.QueryRowContext(ctx, "PRAGMA journal_mode = "+want).Scan(&got)
	if err == nil {
		_, err = look(ctx, db)
	}
	if err == nil || isBroken(err) || ctx.Err() != nil {
		return db, err
	}
	_ = db.Close() // what is wrong with it is known
	db, _, err = s.connect(ctx)
	return db, err
}

// quickCheck reads the whole database; an error of class Broken says what is
// wrong.
func quickCheck(ctx context.Context, db *sql.DB) error {
	var said string
	if err := db.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&said); err != nil {
		return err
	}
	if said == "ok" {
		return nil
	}
	return &Error{
		Class:  Broken,
		Reason: "it is damaged (" + printable(said) + ")",
		Next:   "start quarry again: it will move the file aside and begin a new one",
	}
}
