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

	"candor/incident/records"
	"candor/incident/restore"
	"candor/store/bolt"
)

// Fetched is a copy that was read to its end, and with [Fetch] lies beside where it is to
// be the store.
type Fetched struct {
	Report Report
	AsOf   time.Time // of which moment it is, as far as it says; zero if it does not
	Lists  []string  // where lists of those lie who were forgotten; empty: nobody knows of one
	Silent []string  // folders in which such a list may lie, on a disk that does not answer
	Again  int       // records out of which somebody was taken who had been forgotten; known once it is installed

	Remain bool // some may be in it who had been forgotten, since it is damaged

	lists *Lists

	file string
	done func()
}

// Fetch brings a copy beside the path of a store, opens it with the key in the file
// identity if it is encrypted, and reads it to its end. The store itself is not
// touched. Who was forgotten stands beside the store, beside the copy, and in the other
// folders in which there are copies. [Fetched.Drop] takes away what it made.
func Fetch(ctx context.Context, from, identity, store string, others ...string) (*Fetched, error) {
	if err := mayRead(from); err != nil {
		return nil, err
	}
	dir, done, err := scratch(filepath.Dir(store), forRestore)
	if err != nil {
		return nil, err
	}
	f := &Fetched{done: done, file: filepath.Join(dir, filepath.Base(store))}
	if NeedsKey(from) { // else it may be for the list beside the copy only
		err = Decrypt(from, identity, f.file)
	} else {
		err = copyFile(from, f.file)
	}
	return f.read(ctx, from, err, func() (*Lists, error) { return Gather(store, identity, append(others, filepath.Dir(from))...) })
}

// Look is [Fetch] of a copy that is not to become the store: nothing is written beside
// that.
func Look(ctx context.Context, from, identity, store string, others ...string) (*Fetched, error) {
	file, done, err := Open(from, identity)
	f := &Fetched{done: done, file: file}
	return f.read(ctx, from, err, func() (*Lists, error) { return Gather(store, identity, append(others, filepath.Dir(from))...) })
}

// read reads what was fetched, unless that failed.
func (f *Fetched) read(ctx context.Context, from string, err error, gather func() (*Lists, error)) (*Fetched, error) {
	if err == nil {
		if f.Report, err = Check(ctx, f.file); err != nil && f.file != from { // where it lies for now says nothing to anybody
			err = errors.New(strings.ReplaceAll(err.Error(), f.file, from))
		}
	}
	if err == nil {
		if f.lists, err = gather(); err == nil {
			err = f.lists.opened()
		}
	}
	if err != nil {
		f.Drop()
		return nil, err
	}
	f.Lists, f.Silent, f.AsOf = f.lists.Found, f.lists.Silent, AsOf(from, f.Report)
	return f, nil
}

// AsOf is of which moment a copy is: what its name says, else when the program last said
// in it that it is alive. Zero if neither does.
func AsOf(copied string, r Report) time.Time {
	if at, named := timeIn(filepath.Base(copied)); named {
		return at
	}
	return r.Alive
}

// Open returns a file in which a copy can be read: the copy itself, or if it is encrypted
// what the key in the file identity makes of it, for this user alone in the folder for
// temporary files. That is gone after done.
func Open(copied, identity string) (path string, done func(), err error) {
	if err := mayRead(copied); err != nil {
		return "", func() {}, err
	}
	if !NeedsKey(copied) {
		return copied, func() {}, readThrough(copied)
	}
	dir, done, err := scratch(os.TempDir(), forReading)
	if err != nil {
		return "", func() {}, err
	}
	path = filepath.Join(dir, "copy.db")
	return path, done, Decrypt(copied, identity, path)
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return atDisk(err, from, true)
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return atDisk(err, filepath.Dir(filepath.Dir(to)), false)
	}
	_, err = io.Copy(blamed{out, filepath.Dir(filepath.Dir(to))}, blamed{in, from})
	return errors.Join(err, out.Close())
}

// Install makes the copy the store, whole and on the disk, or changes nothing. It
// carries the mark that it was put back, and whoever was forgotten after the copy was
// made is not in it. What has the name of the store already stays.
func (f *Fetched) Install(ctx context.Context, store string, now time.Time) error {
	return atDisk(f.install(ctx, store, now), filepath.Dir(store), false)
}

func (f *Fetched) install(ctx context.Context, store string, now time.Time) error {
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

// Returned is that of its [Lists].
func (f *Fetched) Returned(config map[string]string) []string { return f.lists.Returned(config) }

// Drop takes away what is left of it.
func (f *Fetched) Drop() { f.done() }
