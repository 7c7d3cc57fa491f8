package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// MakeDir makes dir and what is missing above it, for the user alone, and
// takes others' rights to dir away where it exists.
func MakeDir(dir string) error {
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if parent := filepath.Dir(dir); parent != dir {
			if _, err := os.Stat(parent); errors.Is(err, fs.ErrNotExist) {
				if err := MakeDir(parent); err != nil {
					return err
				}
			}
		}
		if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
			return fault(dir, err)
		}
		// The umask may have taken the owner's own rights.
		if err := os.Chmod(dir, 0o700); err != nil {
			return fault(dir, err)
		}
		return nil
	case err != nil:
		return fault(dir, err)
	case !info.IsDir():
		return foreign(dir, "it is no directory")
	}
	if err := makePrivate(dir, info, 0o700); err != nil {
		return err
	}
	return fault(dir, writableDir(dir))
}

// makePrivate takes others' rights to path away.
func makePrivate(path string, info fs.FileInfo, mode fs.FileMode) error {
	if !exposed(info.Mode()) {
		return nil
	}
	err := os.Chmod(path, mode)
	if err == nil {
		info, err = os.Stat(path)
	}
	if err == nil && !exposed(info.Mode()) {
		return nil
	}
	return &Error{
		Class: Exposed, Path: path,
		Reason: "others can read it, and its mode cannot be changed",
		Next:   "make it private, or set XDG_STATE_HOME to a directory of your own",
		cause:  err,
	}
}

// companions are the endings of the files that belong to the database.
func companions() []string { return []string{"-wal", "-shm", "-journal"} }

// lockEnding makes the lock file's name. (Not ".lock", which SQLite itself uses
// with one of its ways of locking.)
const lockEnding = "-lock"

// privateFiles takes others' rights to the database and its companions away.
// SQLite makes new companions with the mode of the database.
func privateFiles(path string) error {
	for _, end := range append(companions(), "", lockEnding) {
		info, err := os.Stat(path + end)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return fault(path+end, err)
		}
		if err := makePrivate(path+end, info, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// createPrivate makes a new file for the user alone.
func createPrivate(path string) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(f.Chmod(0o600), f.Close())
}

// header is what the first 100 bytes of a database say
// (https://www.sqlite.org/fileformat.html, "The Database Header").
type header struct {
	empty         bool // no file, or one of no bytes
	foreign       bool // does not begin like a SQLite database
	wal           bool
	version       int
	applicationID uint32
	truncated     bool // shorter than it says
	size          int64
	companion     bool // a -wal or -journal file with something in it
}

// readHeader looks at the file without SQLite. The lock must be held alone:
// when a process closes any descriptor of a file, POSIX drops all of its locks
// on it, SQLite's included.
func readHeader(path string) (h header, err error) {
	for _, end := range []string{"-wal", "-journal"} {
		if info, err := os.Stat(path + end); err == nil && info.Size() > 0 {
			h.companion = true
		}
	}
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		h.empty = true
		return h, nil
	}
	if err != nil {
		return h, fault(path, err)
	}
	if !info.Mode().IsRegular() {
		return h, foreign(path, "it is no regular file")
	}
	if h.size = info.Size(); h.size == 0 {
		h.empty = true
		return h, nil
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return h, fault(path, err)
	}
	defer func() { _ = f.Close() }()
	var b [100]byte
	if _, err := io.ReadFull(f, b[:]); err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return h, fault(path, err)
	} else if err != nil || string(b[:16]) != "SQLite format 3\x00" {
		h.foreign = true
		return h, nil
	}
	page := int64(binary.BigEndian.Uint16(b[16:]))
	if page == 1 {
		page = 65536
	}
	h.truncated = h.size < page*int64(binary.BigEndian.Uint32(b[28:]))
	h.wal = b[18] == 2 || b[19] == 2
	h.version = int(int32(binary.BigEndian.Uint32(b[60:])))
	h.applicationID = binary.BigEndian.Uint32(b[68:])
	return h, nil
}

// suspectFile is the note that the database looked damaged while it was in use.
// Checking a large one takes longer than a start may, so that it is done only
// where there is reason to.
func suspectFile(path string) string { return path + ".suspect" }

// moveAside renames the database and its companions to a name that is free and
// returns it. The lock must be held alone.
func moveAside(path string, now time.Time) (string, error) {
	base := path + ".broken-" + now.UTC().Format("20060102T150405Z")
	to := base
	for i := 2; ; i++ {
		if _, err := os.Lstat(to); errors.Is(err, fs.ErrNotExist) {
			break
		} else if err != nil {
			return "", fault(to, err)
		}
		to = fmt.Sprintf("%s-%d", base, i)
	}
	for _, end := range append(companions(), "") {
		if err := os.Rename(path+end, to+end); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", fault(path+end, err)
		}
	}
	_ = os.Remove(suspectFile(path)) // one check too many is the worst that stays
	return to, nil
}
