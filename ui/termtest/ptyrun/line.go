//go:build unix

package ptyrun

import (
	"slices"
	"time"
)

// Line is a slow connection between a program and the terminal. It carries what
// the program writes; keys are not held up.
type Line struct {
	// Latency is how long each byte is under way.
	Latency time.Duration
	// Rate is how many bytes a second it carries, 0 for as many as come. What
	// it has not taken yet is left to the kernel, which makes the program wait
	// when its buffer is full.
	Rate int
}

// packet is how many bytes a slow line takes at once, and onTheWay how many
// packets may be under way.
const (
	packet   = 1460
	onTheWay = 1024
)

// arrival is a piece of output and when its last byte is at the terminal.
type arrival struct {
	at    time.Time
	bytes []byte
}

// readOutput takes what the program writes as fast as the line carries it.
func (p *Process) readOutput() {
	defer close(p.output)
	buf := make([]byte, 32<<10)
	if p.line.Rate > 0 {
		buf = buf[:packet]
	}
	free := time.Now() // when the line has taken all so far
	for {
		n, err := p.master.Read(buf)
		if n > 0 {
			at := time.Now()
			if p.line.Rate > 0 {
				free = later(free, at).Add(time.Duration(n) * time.Second / time.Duration(p.line.Rate))
				at = free
				<-time.After(time.Until(free))
			}
			p.output <- arrival{at.Add(p.line.Latency), slices.Clone(buf[:n])}
		}
		if err != nil { // EIO on Linux, EOF elsewhere: nobody has the terminal open
			return
		}
	}
}

// showOutput shows what has arrived. It is apart from reading, so that the time
// of an arrival does not hang on how long the emulator takes for the one before.
func (p *Process) showOutput() {
	defer close(p.drained)
	for a := range p.output {
		if wait := time.Until(a.at); wait > 0 {
			<-time.After(wait)
		}
		p.feed(a.at, a.bytes)
	}
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
