//go:build unix

package terminal

import (
	"context"
	"errors"
	"time"

	"golang.org/x/sys/unix"
)

// Gone waits until the terminal behind a file is taken away, and returns true;
// or until ctx ends, and returns false. A dropped connection takes it away.
// That comes with a signal, which a program under nohup does not get, and with
// the end of the input, after which Bubble Tea goes on without any.
func Gone(ctx context.Context, fd uintptr) bool {
	// No event is asked for: a hang-up and an error are reported all the same.
	watch := []unix.PollFd{{Fd: int32(fd)}}
	for ctx.Err() == nil {
		n, err := unix.Poll(watch, int(time.Second/time.Millisecond))
		switch {
		case errors.Is(err, unix.EINTR):
		case err != nil || n > 0 && watch[0].Revents&(unix.POLLHUP|unix.POLLERR) == 0:
			<-ctx.Done() // it cannot be watched here
			return false
		case n > 0:
			return true
		}
	}
	return false
}
