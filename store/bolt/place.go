package bolt

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Place is what stands at the path of a store that is open.
type Place int

const (
	// Here is the file that the store is in.
	Here Place = iota
	// Gone is none: it was moved or deleted, or its disk was taken away.
	Gone
	// Another is a file that was put in its place.
	Another
)

// Place says what stands at the path of the store. Who moves the file, deletes it or puts
// another there costs nothing yet: the program goes on with the one that it has open, as
// long as it lives. But nobody finds that one by its path, and a start would begin another.
// A path that cannot be looked at counts as Here.
func (s *Store) Place() Place {
	own, err := s.file.Stat()
	if err != nil {
		return Here
	}
	found, err := os.Stat(s.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return Gone
	case err == nil && !os.SameFile(own, found):
		return Another
	}
	return Here
}

// PutBack writes all that is in the store to a new file at its path, where none stands now,
// and makes its folder if that is gone, too. What is committed afterwards is not in it.
func (s *Store) PutBack(ctx context.Context) (err error) {
	if _, err := os.Lstat(s.path); err == nil {
		return fmt.Errorf("%s is a link that leads nowhere now: put back what it leads to", s.path)
	}
	dir := filepath.Dir(s.path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, filepath.Base(s.path)+".new-*") // 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	err = s.Copy(ctx, f)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	if err := place(f.Name(), s.path); err != nil {
		return err
	}
	return SyncDir(dir)
}
