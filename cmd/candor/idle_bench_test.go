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
	"candor/incident/client"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/records"
	"candor/store/bolt"
)

// BenchmarkIdle is what the real program takes of a core, and of memory, while it watches
// 10,000 promises of which none is due today.
func BenchmarkIdle(b *testing.B) {
	if runtime.GOOS != "linux" {
		b.Skip("only Linux says what a process uses")
	}
	for b.Loop() {
		dir := b.TempDir()
		promisedStore(b, filepath.Join(dir, "candor.db"), 10_000)
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

// promisedStore has open incidents that owe a client news next month.
func promisedStore(tb testing.TB, path string, open int) {
	tb.Helper()
	store, err := bolt.Open(path, bolt.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	defer store.Close()
	began := new(clock).Now().AddDate(0, 0, -1)
	err = store.Update(tb.Context(), func(tx records.Tx) error {
		for n := range open {
			inc := &incident.Incident{Number: int64(n + 1), Rev: 1, Kind: "outage", Impact: fmt.Sprintf("part %d does not open", n), Severity: client.BusinessStopped,
				State: incident.Open, DeclaredAt: began, DeclaredBy: "U0ANA", Declared: fmt.Sprint("sev2 acme part ", n),
				Channel: incident.Channel{ID: fmt.Sprint("C0IDLE", n)}, Roles: map[playbook.Role]string{playbook.Commander: "U0ANA"},
				Clients: []incident.Affected{{Client: client.Client{ID: "acme", Name: "Acme Shop"},
					Promises: []promise.Promise{{N: 1, Kind: promise.Update, Said: true, MadeAt: began, DueAt: began.AddDate(0, 1, 0)}}}}}
			if err := tx.PutIncident(inc); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		tb.Fatal(err)
	}
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
