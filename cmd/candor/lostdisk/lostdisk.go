// Package lostdisk is trouble of the sandbox's own: the disk with the data is lost, and
// the last copy of it is put back.
package lostdisk

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"candor/sandbox/page"
	"candor/store/backup"
)

// Disk is what the data of a program is on. The copies are in a folder beside it, which
// stands for another disk.
type Disk struct {
	Store string // path of the data
	Now   func() time.Time
	Copy  func(context.Context, io.Writer) error // writes the data of the program that runs
	Close func() error                           // lets go of the data once it has ended
	Next  func(context.Context) error            // makes another program on the data

	Stop  func() error // ends the program that runs
	Start func() error // runs the next one

	mu sync.Mutex // one trouble at a time
}

// Serve runs a program until ctx ends or it fails, and the next one after each loss.
func (d *Disk) Serve(ctx context.Context, run func(context.Context) error) error {
	failed := make(chan error, 1)
	d.Start = func() error {
		life, end := context.WithCancel(ctx)
		ended := make(chan error, 1)
		go func() {
			err := run(life)
			if ended <- err; err != nil {
				failed <- err
			}
		}()
		d.Stop = sync.OnceValue(func() error { end(); return <-ended })
		return nil
	}
	d.mu.Lock()
	err := d.Start()
	d.mu.Unlock()
	select {
	case <-ctx.Done():
	case <-failed:
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	return errors.Join(err, d.Stop())
}

// Troubles are the buttons with which it happens.
func (d *Disk) Troubles() []page.Trouble {
	return []page.Trouble{
		{Kind: "copy-data", Label: "Copy the data now", Do: d.keep},
		{Kind: "lose-disk", Label: "Lose the disk, put the last copy back", Do: d.lose},
	}
}

func (d *Disk) copies() string { return filepath.Join(filepath.Dir(d.Store), "copies") }

// keep makes a copy and keeps it.
func (d *Disk) keep(ctx context.Context) (said string, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	job := backup.Job{Dir: d.copies(), Beside: d.Store, Keep: backup.Keep{Daily: 1}, Zone: time.UTC, Source: d.Copy, Check: backup.Check,
		Free: func(string) (uint64, bool) { return 0, false }}
	made, err := job.Make(ctx, d.Now())
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("A copy of the data was made, as of %s, and read to its end.", backup.Instant(made.At)), nil
}

// lose loses the data of the program while it runs, and puts the newest copy back.
func (d *Disk) lose(ctx context.Context) (said string, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	list, err := backup.List(d.copies())
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	if len(list) == 0 {
		return "", errors.New("Nothing was lost: there is no copy yet that could be put back. Press Copy the data now first.") //lint:ignore ST1005 a person reads it
	}
	if err := errors.Join(d.Stop(), d.Close(), os.Remove(d.Store)); err != nil {
		return "", err
	}
	f, err := backup.Fetch(ctx, filepath.Join(d.copies(), list[0].Name), "", d.Store)
	if err != nil {
		return "", err
	}
	defer f.Drop()
	if err := f.Install(ctx, d.Store, d.Now()); err != nil {
		return "", err
	}
	if err := d.Next(ctx); err != nil {
		return "", err
	}
	if err := d.Start(); err != nil {
		return "", err
	}
	return fmt.Sprintf("The disk is lost. The copy as of %s was put back, and Candor runs on it. Look into the channel of each incident: nothing is sent to a client before somebody has confirmed what Candor knows of them.", backup.Instant(f.AsOf)), nil
}
