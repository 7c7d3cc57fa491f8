//go:build unix

package termtest

// PID is the program's process number, for looking at it from outside.
func (term *Terminal) PID() int { return term.process.PID() }
