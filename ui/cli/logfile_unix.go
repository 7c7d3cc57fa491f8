//go:build unix

package cli

import "syscall"

// openSafely makes an open fail on a symbolic link, and not wait for a reader
// of a named pipe.
const openSafely = syscall.O_NOFOLLOW | syscall.O_NONBLOCK
