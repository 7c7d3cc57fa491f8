package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// watchMemory follows the most that a process has held in memory. The function
// that it returns ends the watch and tells it in bytes; 0 where the system has
// no /proc. (The rusage of a child is no measure of it: on Linux that begins
// with what the parent held when it forked.)
func watchMemory(pid int) func() int64 {
	stop, most := make(chan struct{}), make(chan int64)
	go func() {
		tick := time.NewTicker(3 * time.Millisecond)
		defer tick.Stop()
		var held int64
		for {
			held = max(held, peakMemory(pid))
			select {
			case <-tick.C:
			case <-stop:
				most <- held
				return
			}
		}
	}()
	return func() int64 {
		close(stop)
		return <-most
	}
}

// peakMemory is the most that a process has held until now, in bytes.
func peakMemory(pid int) int64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	_, rest, ok := strings.Cut(string(status), "VmHWM:")
	fields := strings.Fields(rest)
	if !ok || len(fields) == 0 {
		return 0 // it has ended
	}
	kb, err := strconv.ParseInt(fields[0], 10, 64)
	if err != nil {
		return 0
	}
	return kb << 10
}
