// Package storefile is what the commands do with the file of a store, whether or not a
// candor runs on it: read it, say what is in it, repair it, and say what to do where that
// cannot be done. Nothing in it sends anything.
package storefile

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"candor/cmd/candor/cli"
	"candor/cmd/candor/control"
	"candor/store/backup"
	"candor/store/bolt"
)

// InUse makes of the error of a store that runs one that says what to do.
func InUse(path string, err error) error {
	if !bolt.InUse(err) {
		return err
	}
	return cli.Sentence("%s is in use by a running candor. Nothing was read or changed. Stop it and try again, or name a copy of the file.", path)
}

// NoAnswer is [InUse] of a store whose program does not answer here.
func NoAnswer(path string, err error, not string) error {
	if !bolt.InUse(err) {
		return WhatToDo(err, not)
	}
	return cli.Sentence("%s is in use by a program that does not answer: a candor that was started this moment, or a sandbox, which cannot be asked. %s. Try again in some seconds; a sandbox makes copies with Copy the data now, under Inspector.", path, not)
}

// Legible returns a file with what is in a store: the store itself, or if a candor
// runs on it a copy of this moment, which is gone after done.
func Legible(ctx context.Context, store string) (file string, done func(), err error) {
	none := func() {}
	s, err := bolt.OpenToRead(store)
	if err == nil {
		return store, none, s.Close()
	}
	if !bolt.InUse(err) {
		return "", none, err
	}
	dir, done, e := backup.Scratch(filepath.Dir(store)) // on a disk that has the store itself
	if e != nil {
		return "", none, e
	}
	file = filepath.Join(dir, filepath.Base(store))
	f, e := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if e == nil {
		e = errors.Join(control.On(store).CopyTo(ctx, backup.Steady(f)), f.Close())
	}
	if e == nil {
		return file, done, nil
	}
	done()
	if errors.Is(e, control.ErrNotRunning) {
		return "", none, InUse(store, err)
	}
	return "", none, e
}
