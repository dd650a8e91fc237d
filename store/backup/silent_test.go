//go:build unix

package backup

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"candor/incident/forget"
)

// A disk that does not answer is said to be one.
func TestADiskThatDoesNotAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hangs := make(chan struct{})
		defer close(hangs)
		began := time.Now()
		if _, err := Soon(func() (int, error) { <-hangs; return 1, nil }); !errors.Is(err, ErrSilent) || time.Since(began) != AnswersWithin {
			t.Errorf("%v after %v", err, time.Since(began))
		}
		full := errors.New("it is full")
		if n, err := Soon(func() (int, error) { return 1, full }); n != 1 || !errors.Is(err, full) {
			t.Errorf("an answer became %d, %v", n, err)
		}
	})
}

// stalls is a file of whose bytes some come, or go, and then none.
type stalls struct {
	some  int
	hangs chan struct{}
}

func (s *stalls) Read(p []byte) (int, error) {
	if s.some == 0 {
		<-s.hangs
		p[0] = 'x' // far too late, and in a buffer that is nobody's any more
		return 1, nil
	}
	s.some--
	return copy(p, "some"), nil
}

func (s *stalls) Write(p []byte) (int, error) { return s.Read(slices.Clone(p)) }

// A disk that hangs while a copy is read, or written, is said to be one as soon as nothing
// comes any more.
func TestADiskThatHangsInTheMiddleOfACopy(t *testing.T) {
	for _, read := range []bool{true, false} {
		synctest.Test(t, func(t *testing.T) {
			file := &stalls{some: 3, hangs: make(chan struct{})}
			from, to := blamed{file, "/there"}, blamed{new(bytes.Buffer), "/here"}
			if !read {
				from, to = blamed{bytes.NewBuffer(make([]byte, 1<<20)), "/here"}, blamed{file, "/there"}
			}
			began, buf := time.Now(), make([]byte, 4)
			_, err := io.CopyBuffer(to, from, buf)
			if d, ok := errors.AsType[*DiskError](err); !ok || d.Path != "/there" || d.Read != read || !errors.Is(err, ErrSilent) || time.Since(began) != AnswersWithin {
				t.Errorf("read %v: %v after %v", read, err, time.Since(began))
			}
			before := string(buf)
			close(file.hangs)
			if synctest.Wait(); string(buf) != before {
				t.Errorf("a disk that answers at last wrote %q into a buffer that is the caller's again", buf)
			}
		})
	}
}

// A copy that is read where it lies is read through before it is mapped: nobody could say
// anything of a disk that hangs after that.
func TestACopyIsReadThroughFirst(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "candor-20260310T030000Z.db")
	hung(t, path)
	f, err := os.OpenFile(path, os.O_RDWR, 0) // as long as it is open, what was written stays for the next who reads
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.Write(make([]byte, 2*64+10)); err != nil { // it is looked at twice before
		t.Fatal(err)
	}
	_, done, err := Open(path, "")
	if done(); !errors.Is(err, ErrSilent) {
		t.Errorf("what hangs after its beginning: %v", err)
	}
}

// hung makes a file that nobody can read to its end, as on a network that is gone.
func hung(t *testing.T, path string) {
	t.Helper()
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { // whoever waits for it goes on
		if f, err := os.OpenFile(path, os.O_RDWR, 0); err == nil {
			f.Close()
		}
	})
}

// A folder of copies whose disk hangs does not keep the other lists from being read, and is
// named.
func TestAListOnADiskThatHangsIsNotRead(t *testing.T) {
	t.Parallel()
	dir, away := t.TempDir(), t.TempDir()
	store := filepath.Join(dir, "candor.db")
	known := new(forget.List)
	known.Add(night, "dana@acme.example")
	if err := putForgotten(store, known); err != nil {
		t.Fatal(err)
	}
	hung(t, filepath.Join(away, forgottenName))
	l, err := Gather(store, "", away)
	if err != nil || !slices.Equal(l.Silent, []string{away}) || len(l.Entries) != 1 || !slices.Equal(l.Found, []string{ForgottenOf(store)}) {
		t.Errorf("%+v, %v", l, err)
	}
}

// A copy on a disk that hangs is said to be on one, before anything is made for it.
func TestACopyOnADiskThatHangs(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	copied := filepath.Join(t.TempDir(), "candor-20260310T030000Z.db")
	hung(t, copied)
	f, err := Fetch(t.Context(), copied, "", filepath.Join(dir, "candor.db"))
	d, ok := errors.AsType[*DiskError](err)
	if f != nil || !ok || !strings.Contains(d.Error(), copied+" cannot be read: the disk does not answer") || !strings.Contains(d.Do(), "is there, and mount it again") {
		t.Errorf("%v", err)
	}
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("it left %v", left)
	}
	key := copied + ".age" // the same in a file that is named as if it were encrypted
	hung(t, key)
	var each sync.WaitGroup // all at once: each takes as long as a disk is given
	for _, path := range []string{copied, key} {
		each.Go(func() {
			_, done, err := Open(path, "")
			if done(); !errors.Is(err, ErrSilent) {
				t.Errorf("read where it lies: %v", err)
			}
		})
	}
	each.Wait()
}
