package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/promise"
)

// BenchmarkIdle is what the real program takes of a core, and of memory, while it watches
// 10,000 promises of which none is due today.
func BenchmarkIdle(b *testing.B) {
	if runtime.GOOS != "linux" {
		b.Skip("only Linux says what a process uses")
	}
	for b.Loop() {
		dir := b.TempDir()
		now := new(clock).Now()
		owed := promise.Promise{N: 1, Kind: promise.Update, Said: true, MadeAt: now, DueAt: now.AddDate(0, 1, 0)}
		busyStore(b, filepath.Join(dir, "candor.db"), 10_000, incident.Affected{Promises: []promise.Promise{owed}})
		pid := realCandor(b, dir)
		const rest, watched = 30 * time.Second, time.Minute // it looks through all of them once
		<-time.After(rest)
		before := processTime(b, pid)
		<-time.After(watched)
		b.ReportMetric(100*float64(processTime(b, pid)-before)/float64(watched), "%-of-a-core")
		b.ReportMetric(residentMB(b, pid, "VmRSS"), "VmRSS-MB")
	}
	b.ReportMetric(0, "ns/op")
}

// processTime is what a process has used of the processor so far.
func processTime(tb testing.TB, pid int) time.Duration {
	tb.Helper()
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		tb.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(stat), ") ")
	fields := strings.Fields(rest)
	var user, system int64
	if _, err := fmt.Sscan(fields[11]+" "+fields[12], &user, &system); err != nil {
		tb.Fatal(err)
	}
	return time.Duration(user+system) * 10 * time.Millisecond // of a hundred ticks a second
}
