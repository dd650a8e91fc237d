package bolt

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"candor/incident/records"
	"candor/incident/timeline"
	"candor/store/storetest"
)

// slowWriter takes the first bytes and then waits until it is let go.
type slowWriter struct {
	bytes.Buffer
	begun chan struct{}
	goOn  chan struct{}
}

func (w *slowWriter) Write(p []byte) (int, error) {
	if w.begun != nil {
		close(w.begun)
		w.begun = nil
		<-w.goOn
	}
	return w.Buffer.Write(p)
}

func appendNote(s *Store, n int, size int) error {
	return s.Update(context.Background(), func(tx records.Tx) error {
		return tx.Append(timeline.Entry{Incident: 1, N: n, Text: string(bytes.Repeat([]byte("x"), size))})
	})
}

// A copy to a disk that hangs holds up no commit, also not one that makes the file
// larger than bbolt would map by itself for a small one; and it is the store as it was
// when the copy began.
func TestACopyHoldsUpNobodyAndIsOfOneMoment(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := mustOpen(t, filepath.Join(dir, "candor.db"))
	defer mustClose(t, s)
	if err := appendNote(s, 1, 10); err != nil {
		t.Fatal(err)
	}
	w := &slowWriter{begun: make(chan struct{}), goOn: make(chan struct{})}
	begun, ended := w.begun, make(chan error, 1)
	go func() { ended <- s.Copy(t.Context(), w) }()
	<-begun
	for n := range 18 {
		if err := appendNote(s, n+2, 1<<20); err != nil {
			t.Fatal(err)
		}
	}
	close(w.goOn)
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "copy.db")
	if err := os.WriteFile(path, w.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := OpenToRead(path)
	if err != nil {
		t.Fatal(err)
	}
	defer mustClose(t, c)
	err = c.View(t.Context(), func(tx records.Tx) error {
		list, err := tx.Timeline(1)
		if len(list) != 1 {
			t.Errorf("the copy has %d lines, want the one that was there when it began", len(list))
		}
		return err
	})
	if err := errors.Join(err, c.Check()); err != nil {
		t.Error(err)
	}
}

// A copy that waits for its turn is not who commits: a commit that was left to those who
// wait is written all the same.
func TestACopyThatBeginsLeavesNoCommitUnwritten(t *testing.T) {
	s := mustOpen(t, filepath.Join(t.TempDir(), "candor.db"))
	s.longest = time.Hour // whoever finds somebody waiting leaves the commit to them
	inside, goOn, written, copied := make(chan struct{}), make(chan struct{}), make(chan error, 1), make(chan error, 1)
	go func() {
		written <- s.Update(t.Context(), func(tx records.Tx) error {
			close(inside)
			<-goOn
			return tx.Append(timeline.Entry{Incident: 1, N: 1, Text: "on the way"})
		})
	}()
	<-inside
	go func() { copied <- s.Copy(t.Context(), &bytes.Buffer{}) }()
	for s.turn.waiting() == 0 {
		runtime.Gosched()
	}
	close(goOn)
	if err := <-copied; err != nil {
		t.Error(err)
	}
	s.turn.lock(false)
	open := s.open
	s.turn.unlock()
	if open != nil {
		t.Fatal("the commit beside a copy is never written") // and the store cannot be closed
	}
	if err := <-written; err != nil {
		t.Error(err)
	}
	mustClose(t, s)
}

func TestACopyEndsWithItsContextAndWithItsWriter(t *testing.T) {
	s := mustOpen(t, filepath.Join(t.TempDir(), "candor.db"))
	defer mustClose(t, s)
	ctx, cancel := context.WithCancel(t.Context())
	stop := writerFunc(func(p []byte) (int, error) { cancel(); return len(p), nil })
	if err := s.Copy(ctx, stop); !errors.Is(err, context.Canceled) {
		t.Errorf("a copy whose context ended: %v", err)
	}
	full := writerFunc(func([]byte) (int, error) { return 0, os.ErrClosed })
	if err := s.Copy(t.Context(), full); !errors.Is(err, os.ErrClosed) {
		t.Errorf("a copy whose writer failed: %v", err)
	}
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

// Who has the store as it is keeps everybody else from it, and makes none where
// there is none.
func TestAStoreAsItIsIsHadByOne(t *testing.T) {
	path := filepath.Join(t.TempDir(), "candor.db")
	if _, err := OpenAsItIs(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("without a file: %v", err)
	}
	mustClose(t, mustOpen(t, path))
	s, err := OpenAsItIs(path)
	if err != nil {
		t.Fatal(err)
	}
	defer mustClose(t, s)
	if _, err := OpenAsItIs(path); !InUse(err) {
		t.Errorf("a second one: %v, want that it is in use", err)
	}
}

// A copy to a slow disk lets the store grow by what is committed meanwhile, not by the
// power of it; and who dies meanwhile, or ends after it, finds the store sound.
func TestCommitsBesideACopyLetTheStoreGrowEvenly(t *testing.T) {
	t.Parallel()
	dir := storetest.MemoryDir(t)
	path := filepath.Join(dir, "candor.db")
	s := mustOpen(t, path)
	if err := appendNote(s, 1, 10); err != nil {
		t.Fatal(err)
	}
	w := &slowWriter{begun: make(chan struct{}), goOn: make(chan struct{})}
	begun, ended := w.begun, make(chan error, 1)
	go func() { ended <- s.Copy(t.Context(), w) }()
	<-begun
	const commits = 1500
	for n := range commits {
		if err := appendNote(s, n+2, 10); err != nil {
			t.Fatal(err)
		}
	}
	info, err := os.Stat(path)
	if most := int64(commits*32<<10 + 32<<20); err != nil || info.Size() > most { // it grows by 16 MB at once
		t.Errorf("%d commits beside a copy let it grow to %d MB, %v; want %d at most", commits, info.Size()>>20, err, most>>20)
	}
	killed := filepath.Join(dir, "killed.db")
	data, err := os.ReadFile(path) // nothing is being committed
	if err := errors.Join(err, os.WriteFile(killed, data, 0o600)); err != nil {
		t.Fatal(err)
	}
	close(w.goOn)
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	mustClose(t, s)
	copied := filepath.Join(dir, "copied.db")
	if err := os.WriteFile(copied, w.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	for at, want := range map[string]int{path: commits + 1, killed: commits + 1, copied: 1} {
		s := mustOpen(t, at)
		err := s.View(t.Context(), func(tx records.Tx) error {
			list, err := tx.Timeline(1)
			if len(list) != want {
				t.Errorf("%s has %d lines, want %d", filepath.Base(at), len(list), want)
			}
			return err
		})
		if err := errors.Join(err, appendNote(s, commits+2, 10), s.Check()); err != nil {
			t.Errorf("%s: %v", filepath.Base(at), err)
		}
		mustClose(t, s)
	}
}
