//go:build unix && !linux

package cli

import "os/exec"

// unshared has no counterpart on this system: the mount is refused, or is made
// in a directory of the test's own.
func unshared(*exec.Cmd) {}
