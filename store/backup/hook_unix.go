//go:build unix

package backup

import (
	"os/exec"
	"syscall"
)

// together lets a command be killed with everything that it has started: a shell
// that is killed leaves its children behind.
func together(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}
