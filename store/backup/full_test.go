//go:build linux

package backup

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
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

// What root puts back is for the user to whom the folder belongs.
func TestTheStoreThatRootPutsBackIsNotRoots(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root gives files away")
	}
	j, _ := newJob(t)
	copied := filepath.Join(j.Dir, mustMake(t, j, night).Name)
	dir := t.TempDir()
	if err := os.Chown(dir, 65532, 65533); err != nil {
		t.Fatal(err)
	}
	store := filepath.Join(dir, "candor.db")
	f, err := Fetch(t.Context(), copied, "", store)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Drop()
	if err := f.Install(t.Context(), store, night); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(store)
	if err != nil {
		t.Fatal(err)
	}
	if st := info.Sys().(*syscall.Stat_t); st.Uid != 65532 || st.Gid != 65533 {
		t.Errorf("it belongs to %d:%d, want 65532:65533", st.Uid, st.Gid)
	}
}

// A disk that is full while a copy is fetched, opened or put in its place is named, and not
// the copy. A limit on the size of files looks as one.
func TestAFullDiskIsNotTheCopysFault(t *testing.T) {
	if os.Getenv("CANDOR_TEST_FILL") == "" {
		cmd := exec.Command(os.Args[0], "-test.run=^TestAFullDiskIsNotTheCopysFault$", "-test.v")
		cmd.Env = append(os.Environ(), "CANDOR_TEST_FILL=yes")
		if out, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(out), "the disk was full") {
			t.Fatalf("the child: %v\n%s", err, out)
		}
		return
	}
	j, _ := newJob(t)
	key := mustKey(t)
	secret := filepath.Join(t.TempDir(), "key.txt")
	if err := os.WriteFile(secret, []byte(key.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	plain := filepath.Join(j.Dir, mustMake(t, j, night).Name)
	j.Recipient = key.Recipient().String()
	locked := filepath.Join(j.Dir, mustMake(t, j, night.AddDate(0, 0, 1)).Name)
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		t.Fatal(err)
	}
	limit.Cur = 8 << 10
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, from := range []string{plain, locked} {
		f, err := Fetch(t.Context(), from, secret, filepath.Join(dir, "candor.db"))
		if e, ok := errors.AsType[*DiskError](err); !ok || f != nil || e.Path != dir || !strings.Contains(e.Do(), "Raise the limit") || strings.Contains(e.Error(), forRestore) {
			t.Errorf("Fetch(%s): %v", from, err)
		}
	}
	if f, err := Look(t.Context(), plain, "", filepath.Join(dir, "candor.db")); err != nil {
		t.Errorf("to look at it takes no room: %v, %v", f, err)
	}
	if got := list(t, dir); len(got) > 0 {
		t.Errorf("it left %v", got)
	}
	fmt.Println("the disk was full")
}
