//go:build unix

package initcmd

import (
	"os"
	"syscall"
)

// keepOwner gives a file the owner of the one whose place it takes, if that can be.
// Who else may read it stays shut out: there are tokens in it.
func keepOwner(of, path string) {
	info, err := os.Stat(of)
	if err != nil {
		return
	}
	if st, ok := info.Sys().(*syscall.Stat_t); ok {
		_ = os.Chown(path, int(st.Uid), int(st.Gid)) // only root can, and only root needs it
	}
}
