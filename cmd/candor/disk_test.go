package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"candor/store/backup"
)

// A copy to a disk that hangs does not hold up the end of the program, nor does the store
// that it reads; one that only takes its time is waited for.
func TestACopyThatHangsDoesNotHoldUpTheEnd(t *testing.T) {
	for _, tt := range []struct {
		name  string
		takes time.Duration
		stuck bool
	}{
		{"it hangs", time.Hour, true},
		{"it takes its time", copiesEndWithin - time.Second, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				dir := t.TempDir()
				k := &backup.Keeper{Path: filepath.Join(dir, "state"), Now: time.Now, Log: slog.New(slog.DiscardHandler),
					Job: &backup.Job{Dir: filepath.Join(dir, "copies"), Beside: filepath.Join(dir, "candor.db"), Zone: time.UTC,
						Source: func(context.Context, io.Writer) error { time.Sleep(tt.takes); return errors.New("nothing was written") },
						Free:   func(string) (uint64, bool) { return 1 << 40, true }}}
				if err := errors.Join(k.Every.UnmarshalText([]byte("1h")), k.Open()); err != nil {
					t.Fatal(err)
				}
				a := &app{backups: k, log: k.Log}
				time.Sleep(time.Hour)
				k.Tick(t.Context())
				synctest.Wait()
				began := time.Now()
				a.endCopies()
				if took := time.Since(began); a.stuck != tt.stuck || took > copiesEndWithin {
					t.Errorf("stuck: %t after %v", a.stuck, took)
				}
				if tt.stuck {
					if err := a.close(); err != nil { // without a store: it is not asked
						t.Error(err)
					}
				}
				k.Wait()
			})
		})
	}
}
