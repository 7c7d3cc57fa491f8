// Package atomicfile writes files that leave quarry: whole or not at all, for
// the user alone, and never over something that nobody said to replace.
package atomicfile

import (
	"bufio"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
)

// Class says why a file was not written, for a caller that wants to decide.
type Class uint8

const (
	Failed     Class = iota // the system reported an error without a class of its own
	Exists                  // something is there already, and replacing it was not asked for
	NotRegular              // what is there is a link, a directory or a device
	Unwritable              // the directory is missing or may not be written to
	Full                    // no space, or over a quota or a size limit
)

// Error is why a file was not written. Its text is one line without control
// characters: path, reason, next step.
type Error struct {
	Class  Class
	Path   string
	Reason string // what is wrong
	Next   string // what to do about it

	cause error
}

// Error is one line: path, reason, next step.
func (e *Error) Error() string { return printable(e.Path) + ": " + e.Reason + "; " + e.Next }

// Unwrap is the error of the system, where there was one.
func (e *Error) Unwrap() error { return e.cause }

// Options say what may happen to a file that is there.
type Options struct {
	// Replace lets a regular file be replaced. A link, a directory or a device
	// is never replaced.
	Replace bool
	// Begun is given what takes away the unfinished file, for who ends the process
	// before Write has returned. It may be nil.
	Begun func(drop func())
}

// Write makes the file at path of what write writes. When it returns nil, the
// file is whole, on the disk, and of mode 0600 whatever the umask. When it
// returns an error, path is as it was before, and nothing else is left. An error
// of write is returned as it is, one of the system as an [*Error].
//
// The last part of path is never followed if it is a link. The directories
// before it may be links: they are the user's own way of naming a place.
func Write(path string, o Options, write func(io.Writer) error) error {
	if err := vacant(path, o); err != nil {
		return err // before the work, where there is nothing to gain from it
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".quarry-*")
	if err != nil {
		return fault(path, err)
	}
	temp := f.Name()
	if o.Begun != nil {
		o.Begun(func() { _ = discard(temp) })
	}
	err = fill(f, path, write)
	if err == nil {
		err = place(temp, path, o)
	}
	if err != nil {
		if left := discard(temp); left != nil {
			return errors.Join(err, left)
		}
		return err
	}
	return fault(path, syncDir(filepath.Dir(path)))
}

// fill writes the temporary file, brings it to the disk and closes it.
func fill(f *os.File, path string, write func(io.Writer) error) error {
	w := &watched{w: f}
	buffered := bufio.NewWriterSize(w, 64<<10)
	err := write(buffered)
	if err == nil {
		err = buffered.Flush()
	}
	if w.err != nil {
		err = fault(path, w.err) // in whatever the writer has wrapped it
	}
	if err == nil {
		// The umask may have taken the owner's own rights.
		err = fault(path, errors.Join(f.Chmod(0o600), f.Sync()))
	}
	if closed := f.Close(); err == nil {
		err = fault(path, closed)
	}
	return err
}

// watched keeps the error of the file apart from those of the writer.
type watched struct {
	w   io.Writer
	err error
}

func (w *watched) Write(b []byte) (int, error) {
	n, err := w.w.Write(b)
	if err != nil {
		w.err = err
	}
	return n, err
}

// vacant reports what stands in the way of a file at path.
func vacant(path string, o Options) error {
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && filepath.Base(path) != "." && !os.IsPathSeparator(lastByte(path)):
		return nil
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return fault(path, err)
	case err != nil || info.IsDir():
		return &Error{Class: NotRegular, Path: path, Reason: "it is a directory", Next: "name a file in it"}
	case info.Mode()&fs.ModeSymlink != 0:
		return &Error{Class: NotRegular, Path: path, Reason: "it is a link, and links are not followed", Next: "name the file that it leads to, or another one"}
	case !info.Mode().IsRegular():
		return &Error{Class: NotRegular, Path: path, Reason: "it is no regular file", Next: "name another file"}
	case !o.Replace:
		return exists(path)
	}
	return nil
}

func lastByte(s string) byte {
	if s == "" {
		return 0
	}
	return s[len(s)-1]
}

func exists(path string) error {
	return &Error{Class: Exists, Path: path, Reason: "there is a file of that name already", Next: "name another one, or replace it with --force"}
}

// place gives the finished file its name. A new name is made by a link, which,
// unlike renaming, fails where something has taken the name meanwhile.
func place(temp, path string, o Options) error {
	if !o.Replace {
		err := os.Link(temp, path)
		switch {
		case err == nil:
			return fault(path, os.Remove(temp))
		case errors.Is(err, fs.ErrExist):
			return exists(path)
		case !linkless(err):
			return fault(path, err)
		}
	}
	// Renaming takes the place of a link and does not follow it; still, a link
	// or directory that came meanwhile is somebody's.
	if err := vacant(path, o); err != nil {
		return err
	}
	return fault(path, os.Rename(temp, path))
}

// linkless reports an error by which a file system says that it has no links.
func linkless(err error) bool {
	for _, code := range []syscall.Errno{syscall.EPERM, syscall.ENOSYS, syscall.EOPNOTSUPP, syscall.ENOTSUP, syscall.EMLINK} {
		if errors.Is(err, code) {
			return true
		}
	}
	return errors.Is(err, errors.ErrUnsupported)
}

func discard(temp string) error {
	if err := os.Remove(temp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fault(temp, err)
	}
	return nil
}

// syncDir brings a directory's new entry to the disk. What cannot be opened, or
// is on a file system that syncs no directories, is left to the system.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return nil
	}
	err = d.Sync()
	_ = d.Close() // nothing was written through it
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, fs.ErrPermission) || linkless(err) {
		return nil
	}
	return err
}

// fault makes an *Error of whatever the system said.
func fault(path string, err error) error {
	if err == nil {
		return nil
	}
	e := &Error{Path: path, cause: err}
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT), errors.Is(err, syscall.EFBIG):
		e.Class, e.Reason, e.Next = Full, "there is no space left for it", "free some space, or name a file on another disk; nothing was written"
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		e.Class, e.Reason, e.Next = Unwritable, "there is no such directory", "make it, or name a file in one that is there"
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		e.Class, e.Reason, e.Next = Unwritable, "its directory cannot be written to ("+cause(err)+")", "name a file in another directory"
	case errors.Is(err, syscall.ENAMETOOLONG):
		e.Class, e.Reason, e.Next = Unwritable, "the name is too long", "name a shorter one"
	default:
		e.Reason, e.Next = cause(err), "see whether the disk is sound; nothing was written"
	}
	return e
}

// cause is the system's own words, without the path that the error names anyway.
func cause(err error) string {
	var errno syscall.Errno
	if errors.As(err, &errno) {
		return errno.Error()
	}
	return printable(err.Error())
}

// printable is s with everything escaped that a terminal might act on.
func printable(s string) string {
	q := strconv.Quote(s)
	return q[1 : len(q)-1]
}
