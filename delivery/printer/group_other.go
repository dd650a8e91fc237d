//go:build !unix

package printer

import "os/exec"

// together is not known on this system.
func together(*exec.Cmd) {}
