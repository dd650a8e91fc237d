//go:build linux

package bolt

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"candor/incident/records"
	"candor/incident/timeline"
)

// A limit on the size of files looks to bbolt as a full disk does. It is for a
// whole process, so the test runs itself in a child.
func TestAFullDiskLosesNothingThatWasCommitted(t *testing.T) {
	if path := os.Getenv("CANDOR_TEST_FILL"); path != "" {
		fill(t, path)
		return
	}
	path := filepath.Join(t.TempDir(), "candor.db")
	cmd := exec.Command(os.Args[0], "-test.run=^TestAFullDiskLosesNothingThatWasCommitted$")
	cmd.Env = append(os.Environ(), "CANDOR_TEST_FILL="+path)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("the child: %v\n%s", err, out)
	}
	_, rest, _ := strings.Cut(string(out), "committed ")
	var committed int
	if _, err := fmt.Sscan(rest, &committed); err != nil {
		t.Fatalf("the child does not say what it committed: %s", out)
	}
	if committed == 0 {
		t.Error("the child committed nothing before the disk was full")
	}

	s := mustOpen(t, path)
	defer s.Close()
	if err := s.Check(); err != nil {
		t.Error(err)
	}
	err = s.View(t.Context(), func(tx records.Tx) error {
		list, err := tx.Timeline(1)
		if len(list) != committed {
			t.Errorf("the timeline has %d entries, want the %d that were committed", len(list), committed)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// fill appends until the file may not grow any more.
func fill(t *testing.T, path string) {
	s := mustOpen(t, path)
	const most = 24 << 20 // the file grows in steps of 16 MB
	limit := syscall.Rlimit{Cur: most, Max: most}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		t.Fatal(err)
	}
	for n := 1; n < 100; n++ {
		err := s.Update(t.Context(), func(tx records.Tx) error {
			return tx.Append(timeline.Entry{Incident: 1, N: n, Text: strings.Repeat("x", 1<<20)})
		})
		if err != nil {
			wantError(t, err, "may not grow any more", "restart candor")
			fmt.Println("committed", n-1)
			return
		}
	}
	t.Fatal("the file grew beyond its limit")
}
