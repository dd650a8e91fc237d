package bolt

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"
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
	db, err := openToRead(path)
	if err != nil {
		return err
	}
	defer db.Close()
	return soundly(func() error {
		return db.View(func(b *bbolt.Tx) error {
			_, err := (&tx{b: b}).schema(uint64(len(migrations) + 1))
			return err
		})
	})
}

// openToRead opens the file so that nothing of it can be changed.
func openToRead(path string) (db *bbolt.DB, err error) {
	if err := filled(path); err != nil { // bbolt would try to fill it
		return nil, err
	}
	var file *os.File
	o := Options{Timeout: lookTimeout}.bbolt(&file)
	o.ReadOnly, o.InitialMmapSize = true, 0
	err = soundly(func() error {
		if db, err = bbolt.Open(path, 0o600, o); err != nil {
			return err
		}
		return whole(db, file)
	})
	if err != nil && db != nil {
		_ = db.Close()
	}
	return db, err
}

// filled is an error of a file that is not there, or in which nothing stands.
func filled(path string) error {
	info, err := os.Stat(path)
	if err == nil && info.Mode().IsRegular() && info.Size() == 0 {
		err = fmt.Errorf("%w: it is empty", errDamaged)
	}
	return err
}
