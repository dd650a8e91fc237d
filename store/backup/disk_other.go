//go:build !linux && !darwin

package backup

// FreeSpace is not known on this system.
func FreeSpace(string) (bytes uint64, known bool) { return 0, false }

// LowPriority is not known on this system.
func LowPriority(int) {}

// SameDisk is not known on this system.
func SameDisk(string, string) bool { return false }
