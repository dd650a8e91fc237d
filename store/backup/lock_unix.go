//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package backup

import (
	"os"
	"syscall"
)

// lockFolder locks a folder unless somebody else has; the lock ends with free, or with
// the process.
func lockFolder(dir string) (free func(), ok bool) {
	d, err := os.Open(dir)
	if err != nil {
		return nil, false
	}
	if err := syscall.Flock(int(d.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = d.Close()
		return nil, false
	}
	return func() { _ = d.Close() }, true
}
