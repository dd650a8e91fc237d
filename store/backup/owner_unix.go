//go:build unix

package backup

import (
	"os"
	"syscall"
)

// ownAs gives a file to whom a folder belongs, where root may do that: the store that
// root has put back is for the user that runs Candor.
func ownAs(path, dir string) error {
	info, err := os.Stat(dir)
	if err != nil || os.Geteuid() != 0 {
		return err
	}
	st, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return nil
	}
	return os.Chown(path, int(st.Uid), int(st.Gid))
}

// RootOwns says whether root has made a file that is root's: a candor that is another
// user's could not open it.
func RootOwns(path string) bool {
	info, err := os.Stat(path)
	if err != nil || os.Geteuid() != 0 {
		return false
	}
	st, ok := info.Sys().(*syscall.Stat_t)
	return ok && st.Uid == 0
}
