//go:build linux && (amd64 || arm64)

package backup

import (
	"os"
	"syscall"
)

// flush has a part of a file written to the disk. It is not fsync, which would have
// the commits of the store wait in the journal of the file system: what makes the
// file durable is the one at its end.
func flush(f *os.File, from, size int64) error {
	const waitBeforeWriteWait = 1 | 2 | 4
	err := syscall.SyncFileRange(int(f.Fd()), from, size, waitBeforeWriteWait)
	if err == syscall.ENOSYS || err == syscall.ESPIPE || err == syscall.EINVAL { // a file system that knows no such thing
		return f.Sync()
	}
	return err
}
