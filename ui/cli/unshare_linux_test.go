package cli

import (
	"os/exec"
	"syscall"
)

// unshared gives a command mounts of its own, which nobody else sees and which
// end with it.
func unshared(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Unshareflags: syscall.CLONE_NEWNS}
}
