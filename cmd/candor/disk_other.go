//go:build !linux && !darwin

package main

// freeSpace is not known on this system.
func freeSpace(string) (bytes uint64, known bool) { return 0, false }

// lowPriority is not known on this system.
func lowPriority(int) {}

// sameDisk is not known on this system.
func sameDisk(string, string) bool { return false }
