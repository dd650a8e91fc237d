package backup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"candor/incident/forget"
	"candor/incident/records"
	"candor/incident/restore"
	"candor/store/bolt"
)

// Fetched is a copy that lies beside where it is to be the store, read to its end.
type Fetched struct {
	Report Report
	AsOf   time.Time // of which moment it is, as far as it says; zero if it does not
	Again  int       // records out of which somebody was taken who had been forgotten; known once it is installed

	Remain bool // some may be in it who had been forgotten, since it is damaged

	forgotten *forget.List

	dir, file string
}

// Fetch brings a copy beside the path of a store, opens it with the key in the file
// identity if it is encrypted, and reads it to its end. The store itself is not
// touched. [Fetched.Drop] takes away what it made.
func Fetch(ctx context.Context, from, identity, store string) (*Fetched, error) {
	dir, err := os.MkdirTemp(filepath.Dir(store), ".candor-restore-") // 0700
	if err != nil {
		return nil, err
	}
	f := &Fetched{dir: dir, file: filepath.Join(dir, filepath.Base(store))}
	if identity != "" && !isPlain(from) { // it may be for the list beside the copy only
		err = Decrypt(from, identity, f.file)
	} else {
		err = copyFile(from, f.file)
	}
	if err == nil {
		if f.Report, err = Check(ctx, f.file); err != nil { // where it lies for now says nothing to anybody
			err = errors.New(strings.ReplaceAll(err.Error(), f.file, from))
		}
	}
	if err != nil {
		f.Drop()
		return nil, err
	}
	if err := f.gather(from, identity, store); err != nil {
		f.Drop()
		return nil, err
	}
	at, named := timeIn(filepath.Base(from))
	if f.AsOf = f.Report.Alive; named {
		f.AsOf = at
	}
	return f, nil
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

// Install makes the copy the store, whole and on the disk, or changes nothing. It
// carries the mark that it was put back, and whoever was forgotten after the copy was
// made is not in it. What has the name of the store already stays.
func (f *Fetched) Install(ctx context.Context, store string, now time.Time) error {
	s, err := bolt.Open(f.file, bolt.Options{})
	if err != nil {
		return err
	}
	err = s.Update(ctx, func(tx records.Tx) error {
		return tx.SetRestored(restore.Mark{AsOf: f.AsOf.UTC(), At: now.UTC()})
	})
	if err := errors.Join(err, s.Close()); err != nil {
		return err
	}
	if err := f.forget(store); err != nil {
		return err
	}
	if err := errors.Join(ownAs(f.file, filepath.Dir(store)), syncFile(f.file)); err != nil {
		return err
	}
	if _, err := os.Lstat(store); err == nil {
		return fmt.Errorf("%s is there by now", store)
	}
	return errors.Join(os.Rename(f.file, store), bolt.SyncDir(filepath.Dir(store)))
}

// syncFile has the whole file on the disk: its commits synced what they wrote, and
// the copy before them nothing.
func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// Drop takes away what is left of it.
func (f *Fetched) Drop() { _ = os.RemoveAll(f.dir) }
