//go:build unix

package ptyrun

import (
	"os"
	"os/signal"
	"syscall"
)

// withoutIgnoredSignals calls start while no signal of the terminal is
// ignored. Under nohup, or as a background job of a script, hang-up and
// interrupt are; a program inherits that, and would not be told that its
// terminal is gone. What is caught, on the other hand, is back to its default
// in a new program.
func withoutIgnoredSignals(start func()) {
	caught := make(chan os.Signal, 2)
	signal.Notify(caught, syscall.SIGHUP, syscall.SIGINT)
	start()
	signal.Stop(caught)
	for {
		select {
		case sig := <-caught: // it was meant for us: deliver it again
			if s, ok := sig.(syscall.Signal); ok {
				_ = syscall.Kill(syscall.Getpid(), s)
			}
		default:
			return
		}
	}
}
