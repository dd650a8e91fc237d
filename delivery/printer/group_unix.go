//go:build unix

package printer

import (
	"os/exec"
	"syscall"
)

// together lets a browser be killed with all its processes.
func together(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}
