//go:build linux || darwin

package backup

import (
	"os"
	"path/filepath"
	"syscall"
)

// FreeSpace is how many bytes may still be written in a folder, and whether the
// system says so.
func FreeSpace(dir string) (bytes uint64, known bool) {
	var st syscall.Statfs_t
	if err := syscall.Statfs(dir, &st); err != nil {
		return 0, false
	}
	return st.Bavail * uint64(st.Bsize), true
}

// LowPriority lets a process take what others leave.
func LowPriority(pid int) { _ = syscall.Setpriority(syscall.PRIO_PROCESS, pid, 19) }

// SameDisk says whether two folders lie on one file system. Of a folder that is not
// there yet the one around it counts.
func SameDisk(a, b string) bool {
	disk := func(dir string) (id any) {
		info, err := os.Stat(dir)
		if err != nil {
			info, err = os.Stat(filepath.Dir(dir))
		}
		if err != nil {
			return nil
		}
		return info.Sys().(*syscall.Stat_t).Dev
	}
	id := disk(a)
	return id != nil && id == disk(b)
}
