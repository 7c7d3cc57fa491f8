//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package store

import (
	"errors"
	"os"
	"syscall"
)

// lock is a lock file beside the database. Every open store holds it shared;
// who makes, migrates, checks or moves the database holds it alone, so that
// nobody works on a file that is being exchanged. (A database that is renamed
// under a process that has it open takes the newcomer's -wal file with it.)
//
// It is the flock of this descriptor: two stores in one process exclude each
// other like two processes, and the kernel drops it when a process dies.
type lock struct{ f *os.File }

func openLock(path string) (*lock, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|syscall.O_NOFOLLOW|syscall.O_NONBLOCK, 0o600)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err == nil && info.Mode().Perm() != 0o600 { // the umask, or somebody
		err = f.Chmod(0o600)
	}
	if err != nil {
		_ = f.Close()
		return nil, err
	}
	return &lock{f}, nil
}

// openLockForReading is for a place that cannot be written: a shared lock needs
// no right to write.
func openLockForReading(path string) (*lock, error) {
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NOFOLLOW|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	return &lock{f}, nil
}

// exclusive takes or turns the lock into the only one, if that is possible now.
func (l *lock) exclusive() (bool, error) { return l.flock(syscall.LOCK_EX) }

// shared takes or turns the lock into a shared one, if that is possible now.
func (l *lock) shared() (bool, error) { return l.flock(syscall.LOCK_SH) }

func (l *lock) flock(how int) (bool, error) {
	for {
		err := syscall.Flock(int(l.f.Fd()), how|syscall.LOCK_NB)
		switch {
		case err == nil:
			return true, nil
		case errors.Is(err, syscall.EWOULDBLOCK):
			return false, nil
		case !errors.Is(err, syscall.EINTR):
			return false, err
		}
	}
}

// release gives the lock up and keeps the file open.
func (l *lock) release() {
	if l != nil {
		// Closing releases too; a failure here has no other consequence.
		_ = syscall.Flock(int(l.f.Fd()), syscall.LOCK_UN)
	}
}

func (l *lock) close() {
	if l != nil {
		_ = l.f.Close()
	}
}

// writableDir reports why files cannot be made in dir.
func writableDir(dir string) error {
	const writeAndEnter = 2 | 1
	return syscall.Access(dir, writeAndEnter)
}

// exposed reports whether anyone but the owner has rights.
func exposed(mode os.FileMode) bool { return mode.Perm()&0o077 != 0 }
