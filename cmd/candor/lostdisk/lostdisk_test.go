package lostdisk

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"candor/incident/records"
	"candor/store/bolt"
)

// The program that runs is ended and lets go of its data before they are lost, and the
// next one finds the copy, not what was written after it. Without a copy nothing is lost.
func TestWhatIsLostIsPutBack(t *testing.T) {
	ctx := t.Context()
	path := filepath.Join(t.TempDir(), "candor.db")
	store, err := bolt.Open(path, bolt.Options{})
	must(t, err)
	var order []string
	step := func(name string, do func() error) func() error {
		return func() error { order = append(order, name); return do() }
	}
	nothing := func() error { return nil }
	d := &Disk{Store: path, Now: func() time.Time { return time.Date(2026, 3, 9, 12, 0, 0, 0, time.UTC) },
		Copy:  func(ctx context.Context, w io.Writer) error { return store.Copy(ctx, w) },
		Stop:  step("stop", nothing),
		Close: step("close", func() error { return store.Close() }),
		Next: func(context.Context) error {
			order = append(order, "next")
			var err error
			store, err = bolt.Open(path, bolt.Options{})
			return err
		},
		Start: step("start", nothing),
	}
	if _, err := d.lose(ctx); err == nil || !strings.Contains(err.Error(), "Nothing was lost") || len(order) > 0 {
		t.Errorf("without a copy: %v, %v", err, order)
	}
	number := func() (n int64) {
		must(t, store.Update(ctx, func(tx records.Tx) (err error) { n, err = tx.NewNumber(); return err }))
		return n
	}
	number()
	_, err = d.keep(ctx)
	must(t, err)
	number()
	said, err := d.lose(ctx)
	must(t, err)
	if want := []string{"stop", "close", "next", "start"}; !slices.Equal(order, want) {
		t.Errorf("in the order %v, want %v", order, want)
	}
	if !strings.Contains(said, "12:00") {
		t.Errorf("it says %q", said)
	}
	if n := number(); n != 2 { // as after the copy; 3 if nothing had been lost
		t.Errorf("the next number is %d", n)
	}
	must(t, store.Close())
	if _, err := os.Stat(path); err != nil {
		t.Error(err)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
