package bolt

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"candor/incident/records"
)

// A store knows whether its file was moved, deleted or replaced, and nothing of it is lost:
// it is written to its place again, also into a folder that is gone.
func TestAFileThatIsNotInItsPlace(t *testing.T) {
	for name, tt := range map[string]struct {
		do   func(path string) error
		want Place
		back bool
	}{
		"nothing happened":    {func(string) error { return nil }, Here, false},
		"touched":             {func(path string) error { return os.Chmod(path, 0o400) }, Here, false},
		"moved":               {func(path string) error { return os.Rename(path, path+".old") }, Gone, true},
		"deleted":             {os.Remove, Gone, true},
		"deleted, its folder": {func(path string) error { return os.RemoveAll(filepath.Dir(path)) }, Gone, true},
		"replaced":            {func(path string) error { return errors.Join(os.Remove(path), os.WriteFile(path, []byte("x"), 0o600)) }, Another, false},
		"a link leads to it": {func(path string) error {
			return errors.Join(os.Rename(path, path+".old"), os.Symlink(path+".old", path))
		}, Here, false},
		"a link leads nowhere": {func(path string) error { return errors.Join(os.Remove(path), os.Symlink(path+".away", path)) }, Gone, false},
		"a file is its folder": {func(path string) error {
			dir := filepath.Dir(path)
			return errors.Join(os.Rename(dir, dir+".old"), os.WriteFile(dir, nil, 0o600))
		}, Here, false},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "data", "candor.db")
			if err := os.Mkdir(filepath.Dir(path), 0o700); err != nil {
				t.Fatal(err)
			}
			s := mustOpen(t, path)
			defer s.Close()
			number := func(s *Store) (n int64) {
				t.Helper()
				if err := s.Update(t.Context(), func(tx records.Tx) (err error) { n, err = tx.NewNumber(); return err }); err != nil {
					t.Fatal(err)
				}
				return n
			}
			number(s)
			if err := tt.do(path); err != nil {
				t.Fatal(err)
			}
			number(s) // it goes on
			if got := s.Place(); got != tt.want {
				t.Errorf("it is at %d, want %d", got, tt.want)
			}
			if tt.want != Gone {
				return
			}
			if err := s.PutBack(context.Background()); (err == nil) != tt.back {
				t.Fatalf("PutBack: %v", err)
			}
			if !tt.back {
				return
			}
			anew := mustOpen(t, path)
			defer anew.Close()
			if n := number(anew); n != 3 {
				t.Errorf("the next number is %d, want 3: something is lost", n)
			}
			if list, err := filepath.Glob(path + ".new-*"); err != nil || len(list) > 0 {
				t.Errorf("it left %v, %v", list, err)
			}
		})
	}
}

// A store that was only opened to be read, or is closed, is nowhere else.
func TestAStoreThatIsReadHasNoPlace(t *testing.T) {
	path := filepath.Join(t.TempDir(), "candor.db")
	s := mustOpen(t, path)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	read, err := OpenToRead(path)
	if err != nil {
		t.Fatal(err)
	}
	defer read.Close()
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if s.Place() != Here || read.Place() != Here {
		t.Errorf("closed: %d; read: %d", s.Place(), read.Place())
	}
}
