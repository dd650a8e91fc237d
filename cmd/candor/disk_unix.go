//go:build linux || darwin

package main

import "syscall"

// freeSpace is how many bytes may still be written in a folder, and whether the
// system says so.
func freeSpace(dir string) (bytes uint64, known bool) {
	var st syscall.Statfs_t
	if err := syscall.Statfs(dir, &st); err != nil {
		return 0, false
	}
	return st.Bavail * uint64(st.Bsize), true
}
