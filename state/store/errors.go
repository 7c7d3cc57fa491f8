package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"syscall"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// Class says what is wrong with the store, for a caller that wants to decide.
type Class uint8

const (
	Failed     Class = iota // the system reported an error without a class of its own
	NoPlace                 // no HOME, no state directory
	Unwritable              // the directory or a file cannot be written
	Exposed                 // others can read it, and that cannot be changed
	Full                    // no space, or over a quota or a size limit
	Newer                   // written by a newer quarry
	Older                   // written by an older quarry and opened for reading only
	Foreign                 // another program's file, or no file at all
	InUse                   // another process holds it
	NoLocks                 // the file system cannot lock
	Broken                  // damaged
	Refused                 // what was to be kept is not fit to be kept
	Closed                  // Close was called
)

// Error is why the store cannot be opened or used. Its text is one line without
// control characters.
type Error struct {
	Class  Class
	Path   string // the file or directory meant; may be empty
	Reason string // what is wrong
	Next   string // what to do about it

	cause error
}

// Error is one line: path, reason, next step.
func (e *Error) Error() string {
	if e.Path == "" {
		return e.Reason + "; " + e.Next
	}
	return printable(e.Path) + ": " + e.Reason + "; " + e.Next
}

// Unwrap is the error of the system or of SQLite, where there was one.
func (e *Error) Unwrap() error { return e.cause }

// printable is s with everything escaped that a terminal might act on.
func printable(s string) string {
	q := strconv.Quote(s)
	return q[1 : len(q)-1]
}

// fault makes an *Error of whatever the system or SQLite said about path. An
// end of the context is passed on as it is, and so is an *Error.
func fault(path string, err error) error {
	var mine *Error
	if err == nil || errors.As(err, &mine) {
		return err
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	e := &Error{Path: path, Class: classify(err), cause: err}
	switch e.Class {
	case Full:
		e.Reason, e.Next = "there is no space left to write to", "free some space; what was kept before is intact"
	case Unwritable:
		e.Reason, e.Next = "it cannot be written ("+printable(cause(err))+")", "make it writable, or set XDG_STATE_HOME to a directory that is"
	case InUse:
		e.Reason, e.Next = "another process has held it for too long", "close the other one, or try again"
	case NoLocks:
		e.Reason, e.Next = "its file system cannot lock files ("+printable(cause(err))+")", "set XDG_STATE_HOME to a directory on a local disk"
	case Broken:
		e.Reason, e.Next = "it is damaged ("+printable(cause(err))+")", "start quarry again: it will move the file aside and begin a new one"
	case Closed:
		e.Reason, e.Next = "the store is closed", "open it again"
	default:
		e.Reason, e.Next = printable(cause(err)), "see whether the disk is sound"
	}
	return e
}

// cause is the innermost text: "permission denied" rather than the whole chain
// with the path that the error names anyway.
func cause(err error) string {
	var errno syscall.Errno
	if errors.As(err, &errno) {
		return errno.Error()
	}
	return err.Error()
}

func classify(err error) Class {
	if errors.Is(err, sql.ErrConnDone) || errors.Is(err, sql.ErrTxDone) {
		return Closed
	}
	if code, ok := resultCode(err); ok {
		return classifySQLite(code)
	}
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT), errors.Is(err, syscall.EFBIG):
		return Full
	case errors.Is(err, syscall.ENOLCK), errors.Is(err, syscall.ENOSYS), errors.Is(err, errors.ErrUnsupported):
		return NoLocks
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS), errors.Is(err, syscall.ENOTDIR), errors.Is(err, fs.ErrNotExist):
		return Unwritable
	}
	return Failed
}

// classifySQLite reads an extended result code. SQLite says FULL for ENOSPC
// only; a quota and a size limit come as a failed write.
func classifySQLite(code int) Class {
	switch code {
	case sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_TRUNCATE, sqlite3.SQLITE_IOERR_SHMSIZE:
		return Full
	case sqlite3.SQLITE_IOERR_LOCK, sqlite3.SQLITE_IOERR_RDLOCK, sqlite3.SQLITE_IOERR_UNLOCK,
		sqlite3.SQLITE_IOERR_CHECKRESERVEDLOCK, sqlite3.SQLITE_IOERR_SHMLOCK:
		return NoLocks
	case sqlite3.SQLITE_IOERR_SHORT_READ, sqlite3.SQLITE_IOERR_CORRUPTFS, sqlite3.SQLITE_IOERR_DATA:
		return Broken
	}
	switch code & 0xff {
	case sqlite3.SQLITE_FULL:
		return Full
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM:
		return Unwritable
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return InUse
	case sqlite3.SQLITE_PROTOCOL, sqlite3.SQLITE_NOLFS:
		return NoLocks
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return Broken
	case sqlite3.SQLITE_TOOBIG:
		return Refused
	}
	return Failed
}

// resultCode is SQLite's extended result code, where err is SQLite's.
func resultCode(err error) (int, bool) {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return 0, false
	}
	return e.Code(), true
}

func isBroken(err error) bool {
	var mine *Error
	if errors.As(err, &mine) {
		return mine.Class == Broken
	}
	code, ok := resultCode(err)
	return ok && classifySQLite(code) == Broken
}

func newer(path string, version int) error {
	return &Error{
		Class: Newer, Path: path,
		Reason: fmt.Sprintf("it was written by a newer quarry (schema %d, this one knows %d)", version, len(schema())),
		Next:   "use the newer quarry; the file was left as it is",
	}
}

func foreign(path, what string) error {
	return &Error{
		Class: Foreign, Path: path,
		Reason: what,
		Next:   "move it away, or set XDG_STATE_HOME to another directory; it was left as it is",
	}
}
