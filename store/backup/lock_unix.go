//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package backup

import (
	"errors"
	"os"
	"syscall"
)

// lockFolder locks a folder; the lock ends with free, or with the process. It is busy where
// somebody else has it; free is nil then, and where the file system knows no such locks.
func lockFolder(dir string) (free func(), busy bool) {
	d, err := os.Open(dir)
	if err != nil {
		return nil, false
	}
	if err := syscall.Flock(int(d.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = d.Close()
		return nil, errors.Is(err, syscall.EWOULDBLOCK)
	}
	return func() { _ = d.Close() }, false
}
