//go:build linux

package backup

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
)

// A limit on the size of files looks as a full disk does. It is for a whole
// process, so the test runs itself in a child.
func TestAFullDiskCostsNoCopyAndNoStore(t *testing.T) {
	if os.Getenv("CANDOR_TEST_FILL") == "" {
		cmd := exec.Command(os.Args[0], "-test.run=^TestAFullDiskCostsNoCopyAndNoStore$", "-test.v")
		cmd.Env = append(os.Environ(), "CANDOR_TEST_FILL=yes")
		if out, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(out), "the disk was full") {
			t.Fatalf("the child: %v\n%s", err, out)
		}
		return
	}
	j, s := newJob(t)
	good := mustMake(t, j, night)
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		t.Fatal(err)
	}
	limit.Cur = uint64(good.Size) / 2
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		t.Fatal(err)
	}
	_, err := j.Make(t.Context(), night.AddDate(0, 0, 1))
	if err == nil || !strings.Contains(err.Error(), "Raise the limit") {
		t.Errorf("Make = %v", err)
	}
	limit.Cur = limit.Max
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		t.Fatal(err)
	}
	if list := names(t, j); len(list) != 1 || list[0] != good.Name {
		t.Errorf("the folder holds %v, want the good copy alone", list)
	}
	if err := s.Check(); err != nil {
		t.Error(err)
	}
	mustMake(t, j, night.AddDate(0, 0, 1))
	fmt.Println("the disk was full")
}
