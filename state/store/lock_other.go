//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package store

import (
	"errors"
	"os"
)

// lock is not to be had here: a store is refused, and the program goes on
// without one.
type lock struct{}

func openLock(string) (*lock, error)           { return nil, errors.ErrUnsupported }
func openLockForReading(string) (*lock, error) { return nil, errors.ErrUnsupported }
func (*lock) exclusive() (bool, error)         { return false, errors.ErrUnsupported }
func (*lock) shared() (bool, error)            { return false, errors.ErrUnsupported }
func (*lock) release()                         {}
func (*lock) close()                           {}

func writableDir(string) error { return nil }

func exposed(os.FileMode) bool { return false }
