//go:build unix

package ptyrun

// PID is the process's number, for looking at it from outside.
func (p *Process) PID() int { return p.cmd.Process.Pid }
