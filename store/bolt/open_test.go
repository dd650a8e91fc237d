package bolt

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"candor/incident/records"
)

// wantError checks that an error has all the words that a person needs.
func wantError(t *testing.T, err error, words ...string) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error, want one with %q", words)
	}
	for _, w := range words {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("the error does not say %q: %v", w, err)
		}
	}
}

func mustClose(t testing.TB, s *Store) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestTheFileOfAnotherProcessIsLeftAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "candor.db")
	s := mustOpen(t, path)
	defer s.Close()
	_, err := Open(path, Options{Timeout: time.Millisecond})
	wantError(t, err, path, "in use by another candor", "stop that one")
	if !InUse(err) || InUse(errors.New("no such file")) {
		t.Error("what is in use is not told from what is not")
	}
}

func TestANewStoreIsPrivateAndLeavesNothingElse(t *testing.T) {
	dir := t.TempDir()
	mustClose(t, mustOpen(t, filepath.Join(dir, "candor.db")))
	list, err := os.ReadDir(dir)
	if err != nil || len(list) != 1 || list[0].Name() != "candor.db" {
		t.Fatalf("the folder holds %v, %v, want candor.db alone", list, err)
	}
	info, err := list[0].Info()
	if err != nil {
		t.Fatal(err)
	}
	if runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("the file has mode %v, want 0600", info.Mode())
	}
}

func TestACreationThatDiedLeavesNoStore(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "candor.db")
	for name, content := range map[string]string{"candor.db.new-1": "", "candor.db.new-2": "half of a pa"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s := mustOpen(t, path)
	defer s.Close()
	if err := s.Check(); err != nil {
		t.Error(err)
	}
}

func TestACreationThatFailsLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	broken := errors.New("the disk is on fire")
	_, err := Open(filepath.Join(dir, "candor.db"), Options{
		OpenFile: func(string, int, fs.FileMode) (*os.File, error) { return nil, broken },
	})
	if !errors.Is(err, broken) {
		t.Errorf("Open = %v, want %v", err, broken)
	}
	if list, _ := os.ReadDir(dir); len(list) != 0 {
		t.Errorf("the folder holds %v, want nothing", list)
	}
}

func TestAStoreThatAnotherProcessMadeMeanwhileIsKept(t *testing.T) {
	dir := t.TempDir()
	ours, theirs := filepath.Join(dir, "candor.db.new-1"), filepath.Join(dir, "candor.db")
	for _, path := range []string{ours, theirs} {
		if err := os.WriteFile(path, []byte(path), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := place(ours, theirs); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(theirs); string(got) != theirs {
		t.Errorf("the file holds %q, %v, want what the other process wrote", got, err)
	}
}

func TestWhatCannotBeOpenedSaysWhatToDo(t *testing.T) {
	failing := func(err error) Options {
		return Options{OpenFile: func(name string, _ int, _ fs.FileMode) (*os.File, error) {
			return nil, &fs.PathError{Op: "open", Path: name, Err: err}
		}}
	}
	tests := []struct {
		name    string
		content []byte // nil: there is no file
		o       Options
		want    string
	}{
		{"a file that may only be read", []byte{}, failing(syscall.EACCES), "cannot be written: give the user"},
		{"a file system that may only be read", []byte{}, failing(syscall.EROFS), "cannot be written: give the user"},
		{"a folder", []byte{}, failing(syscall.EISDIR), "is a folder: name a file in it, for example"},
		{"a full disk", nil, failing(syscall.ENOSPC), "the disk is full; make room"},
		{"a text file", []byte(strings.Repeat("dear diary ", 1000)), Options{}, "not a candor store, or it is damaged: it does not begin as a store does. If the path is right, restore"},
		{"a short file", []byte("dear diary"), Options{}, "not a candor store, or it is damaged: it does not begin as a store does. If the path is right, restore"},
		{"a file of less than four pages", []byte(strings.Repeat("dear diary ", 400)), Options{}, "not a candor store, or it is damaged: it is too small"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "candor.db")
			if tt.content != nil {
				if err := os.WriteFile(path, tt.content, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			_, err := Open(path, tt.o)
			wantError(t, err, path, tt.want)
		})
	}
}

func TestAFolderThatIsMissingIsNamed(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	_, err := Open(filepath.Join(dir, "candor.db"), Options{})
	wantError(t, err, "there is no folder "+dir, "make it first")
}

// A store that others could read, since it was copied or was an empty file of somebody's, is
// its owner's alone once it was opened.
func TestAStoreIsHiddenFromOthers(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("it has other rights")
	}
	path := filepath.Join(t.TempDir(), "candor.db")
	mustClose(t, mustOpen(t, path))
	if err := os.Chmod(path, 0o664); err != nil {
		t.Fatal(err)
	}
	mustClose(t, mustOpen(t, path))
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file has mode %v, %v, want 0600", info.Mode(), err)
	}
}

// What the database stumbles over is said in words, not as a program crashes.
func TestAPageThatMakesNoSenseIsSaidInWords(t *testing.T) {
	var none *Store
	err := explain("candor.db", soundly(func() error { none.path = ""; return nil }))
	wantError(t, err, "candor.db is not a candor store, or it is damaged: a part of it is missing or makes no sense. If the path is right, restore the last backup")
}

func TestAnEmptyFileBecomesAStore(t *testing.T) {
	path := filepath.Join(t.TempDir(), "candor.db")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	s := mustOpen(t, path)
	defer s.Close()
	if err := s.Check(); err != nil {
		t.Error(err)
	}
}

func TestTheStoreOfAnotherProgramIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "other.db")
	db, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = errors.Join(db.Update(func(b *bbolt.Tx) error { _, err := b.CreateBucket([]byte("cats")); return err }), db.Close())
	if err != nil {
		t.Fatal(err)
	}
	_, err = Open(path, Options{})
	wantError(t, err, "not a candor store", `"cats"`)
}

// atSchema makes a store that says it has a schema.
func atSchema(t *testing.T, path string, n uint64) *Store {
	t.Helper()
	s := mustOpen(t, path)
	err := s.update(context.Background(), func(t *tx) error { return t.put(meta, []byte("schema"), n) })
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestANewerStoreIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "candor.db")
	mustClose(t, atSchema(t, path, 99))
	_, err := Open(path, Options{})
	wantError(t, err, "written by a newer candor (schema 99, this one knows 13): install that version again")
}

func TestAnOlderStoreIsBroughtUpStepByStep(t *testing.T) {
	s := atSchema(t, filepath.Join(t.TempDir(), "candor.db"), 1)
	defer s.Close()
	var ran []string
	step := func(name string) func(*tx) error {
		return func(*tx) error { ran = append(ran, name); return nil }
	}
	steps := []func(*tx) error{step("1 to 2"), step("2 to 3")}
	for _, n := range []int{1, 2, 2} { // a version each; the last time there is nothing to do
		if err := s.update(t.Context(), func(t *tx) error { return t.prepare(steps[:n]) }); err != nil {
			t.Fatal(err)
		}
	}
	if got := strings.Join(ran, ", "); got != "1 to 2, 2 to 3" {
		t.Errorf("the steps that ran were %q, want each once and in order", got)
	}
	var schema uint64
	if err := s.view(t.Context(), func(t *tx) error { _, err := t.get(meta, []byte("schema"), &schema); return err }); err != nil || schema != 3 {
		t.Errorf("the schema is %d, %v, want 3", schema, err)
	}
}

func TestAMigrationThatStopsChangesNothing(t *testing.T) {
	s := atSchema(t, filepath.Join(t.TempDir(), "candor.db"), 1)
	defer s.Close()
	err := s.update(t.Context(), func(t *tx) error {
		return t.prepare([]func(*tx) error{
			func(t *tx) error { return t.SetLastSeen(time.Now()) },
			func(*tx) error { return errors.New("no room") },
		})
	})
	wantError(t, err, "bring schema 1 up to 3: no room")
	_ = s.View(t.Context(), func(tx records.Tx) error {
		if at, err := tx.LastSeen(); !at.IsZero() || err != nil {
			t.Errorf("LastSeen = %s, %v after a migration that failed, want never", at, err)
		}
		return nil
	})
}

// After a commit that went wrong nobody knows what the file holds.
func TestACommitThatGoesWrongEndsTheStore(t *testing.T) {
	path := filepath.Join(t.TempDir(), "candor.db")
	mustClose(t, mustOpen(t, path))
	var file *os.File
	s, err := Open(path, Options{OpenFile: func(name string, flag int, perm fs.FileMode) (f *os.File, err error) {
		file, err = os.OpenFile(name, flag, perm)
		return file, err
	}})
	if err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil { // from here on every write fails
		t.Fatal(err)
	}

	alive := func(tx records.Tx) error { return tx.SetLastSeen(time.Now()) }
	wantError(t, s.Update(t.Context(), alive), "commit to "+path, "restart candor")
	wantError(t, s.Update(t.Context(), alive), "answers no more", "restart candor")
	wantError(t, s.View(t.Context(), func(records.Tx) error { t.Error("a View ran"); return nil }), "answers no more", "restart candor")
	wantError(t, s.Check(), "answers no more")
	_ = s.Close()

	s = mustOpen(t, path)
	defer s.Close()
	if err := s.Check(); err != nil {
		t.Error(err)
	}
}

// A file system without locks is named, with what to do: the system's own words say neither.
func TestAFileSystemWithoutLocks(t *testing.T) {
	for _, why := range []syscall.Errno{syscall.ENOLCK, syscall.ENOSYS, syscall.ENOTSUP} {
		wantError(t, explain("/net/candor.db", why), "/net/candor.db cannot be locked", "Nothing was opened or changed", "Put the store on a disk of this machine")
	}
}
