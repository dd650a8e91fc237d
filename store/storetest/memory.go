package storetest

import (
	"os"
	"testing"
)

// MemoryDir is a folder whose commits cost no disk, where there is one: for
// tests of what stands on a store. It is gone when the test ends. A store itself
// is tested on the disk.
func MemoryDir(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "candor")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}
