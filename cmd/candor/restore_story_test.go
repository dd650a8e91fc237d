package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"candor/store/backup"
)

// keepCopy makes a copy of the store as it is now.
func (s *story) keepCopy(ctx context.Context) error {
	f, err := os.Create(filepath.Join(s.dir, "kept.db"))
	if err != nil {
		return err
	}
	return errors.Join(s.p.app.store.Copy(ctx, f), f.Close())
}

// putBack loses the disk, restores the copy that was kept and starts the program again.
func (s *story) putBack(ctx context.Context) error {
	s.damaged = true // it knows nothing of what the client has read since
	store := filepath.Join(s.dir, "candor.db")
	if err := errors.Join(s.stop(), s.p.app.close(), os.Remove(store)); err != nil {
		return err
	}
	f, err := backup.Fetch(ctx, filepath.Join(s.dir, "kept.db"), "", store)
	if err != nil {
		return err
	}
	defer f.Drop()
	if err := f.Install(ctx, store, s.clock.Now()); err != nil {
		return err
	}
	return s.startAgain(ctx)
}
