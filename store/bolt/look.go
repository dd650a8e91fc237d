package bolt

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"candor/store/pages"
)

// Prospect is what can be known of a store without opening it for work.
type Prospect struct {
	New   bool // there is none yet, and it can be made
	InUse bool // another process has it open
}

// lookTimeout is how long Look waits for the lock: whoever has it keeps it.
const lookTimeout = 100 * time.Millisecond

// Look says whether a store could be opened, and nothing of it is changed: not
// its schema, not its folder. The error is a sentence with a next step.
func Look(path string) (Prospect, error) {
	switch _, err := os.Stat(path); {
	case errors.Is(err, fs.ErrNotExist):
		return Prospect{New: true}, lookAround(path)
	case err != nil:
		return Prospect{}, explain(path, err)
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return Prospect{}, explain(path, err)
	}
	_ = f.Close()
	err = lookInside(path)
	if errors.Is(err, berrors.ErrTimeout) {
		return Prospect{InUse: true}, nil
	}
	if err != nil {
		return Prospect{}, explain(path, err)
	}
	return Prospect{}, nil
}

// lookAround tries whether the folder takes a file, and takes it away again.
func lookAround(path string) error {
	dir := filepath.Dir(path)
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("there is no folder %s for the store; make it first, or choose another place", dir)
	}
	f, err := os.CreateTemp(dir, filepath.Base(path)+".look-*")
	if err != nil {
		return explain(path, err)
	}
	_ = f.Close()
	if err := os.Remove(f.Name()); err != nil {
		return explain(path, err)
	}
	return nil
}

// lookInside opens the file for reading and looks at its schema.
func lookInside(path string) error {
	db, err := openToRead(path, lookTimeout)
	if err != nil {
		return err
	}
	defer db.Close()
	return soundly(func() error {
		return db.View(func(b *bbolt.Tx) error { return (&tx{b: b}).startable() })
	})
}

// openToRead opens the file so that nothing of it can be changed. What is opened has pages
// that lead where they may.
func openToRead(path string, timeout time.Duration) (db *bbolt.DB, err error) {
	if err := filled(path); err != nil { // bbolt would try to fill it
		return nil, err
	}
	var file *os.File
	o := Options{Timeout: timeout}.bbolt(&file)
	o.ReadOnly, o.InitialMmapSize = true, 0
	err = soundly(func() error {
		db, err = bbolt.Open(path, 0o600, o)
		return err
	})
	if err != nil {
		return nil, err
	}
	if err := vouched(file); err != nil {
		_ = db.Close()
		return nil, err
	}
	return db, nil
}

// vouched looks at the pages of a file that nobody else writes.
func vouched(file *os.File) error {
	info, err := file.Stat()
	if err != nil {
		return err
	}
	err = pages.Check(context.Background(), file, info.Size())
	if _, is := errors.AsType[pages.Damaged](err); is {
		return fmt.Errorf("%w: %w", errDamaged, err)
	}
	return err
}

// filled is an error of a file that is not there, or in which nothing stands.
func filled(path string) error {
	switch info, err := os.Stat(path); {
	case err != nil:
		return err
	case info.IsDir():
		return &fs.PathError{Op: "open", Path: path, Err: syscall.EISDIR}
	case info.Mode().IsRegular() && info.Size() == 0:
		return fmt.Errorf("%w: it is empty", errDamaged)
	}
	return nil
}
