package bolt

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"candor/incident"
	"candor/incident/playbook"
	"candor/incident/records"
	"candor/incident/timeline"
	"candor/store/storetest"
)

// filledStore is the bytes of a store whose trees have branches.
func filledStore(t *testing.T, path string) []byte {
	t.Helper()
	s := mustOpen(t, path)
	sample(t, s)
	err := s.Update(t.Context(), func(tx records.Tx) error {
		var failed error
		for n := int64(2); n < 12; n++ {
			failed = errors.Join(failed, tx.PutIncident(&incident.Incident{Number: n, Title: strings.Repeat("a title ", 90), State: incident.Open,
				Roles: map[playbook.Role]string{playbook.Commander: "U0ANA"}}))
			for i := range int64(4) {
				failed = errors.Join(failed, tx.Append(timeline.Entry{Incident: n, N: int(i) + 1, At: noon, Text: strings.Repeat("a line ", 30)}))
			}
		}
		return failed
	})
	if err != nil {
		t.Fatal(err)
	}
	var whole bytes.Buffer // without the room that a file keeps for later
	if err := s.Copy(t.Context(), &whole); err != nil {
		t.Fatal(err)
	}
	mustClose(t, s)
	return whole.Bytes()
}

// readAll does with a store in a file what the commands do.
func readAll(ctx context.Context, path string) error {
	s, err := OpenToRead(path)
	if err != nil {
		return err
	}
	defer s.Close()
	_, err = s.Survey(ctx)
	return errors.Join(err, s.View(ctx, func(x records.Tx) error {
		list, err := x.LatestIncidents(1 << 20)
		_, live := x.LiveIncidents()
		_, pending := x.PendingDeliveries()
		_, lines := x.Timeline(3)
		_, profiles := x.Profiles()
		_, wake := x.NextWake()
		return errors.Join(err, live, pending, lines, profiles, wake, fmt.Errorf("%d", len(list)))
	}))
}

// Whatever bits of a file are wrong, reading it comes to an end, and neither a panic nor a
// fault of the memory ends the program.
func TestAFileWithFlippedBitsIsReadToItsEnd(t *testing.T) {
	path := filepath.Join(storetest.MemoryDir(t), "candor.db")
	whole := filledStore(t, path+".whole")
	random := rand.New(rand.NewPCG(1, 2))
	rounds := 600
	if testing.Short() {
		rounds = 60
	}
	for n := range rounds {
		b := bytes.Clone(whole)
		for range []int{1, 2, 4, 20}[n%4] {
			at := random.IntN(len(b)/4096)*4096 + random.IntN(160) // where pages say what they are
			if n%3 == 0 {
				at = random.IntN(len(b))
			}
			b[at] ^= 1 << random.IntN(8)
		}
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		err := readAll(t.Context(), path)
		if _, look := Look(path); look == nil && errors.Is(err, errDamaged) {
			t.Errorf("round %d: it cannot be read, %v, and looks well", n, err)
		}
		s, err := Open(path, Options{})
		if err != nil {
			continue
		}
		_ = s.Check()
		mustClose(t, s)
		_, _ = Repair(path, fmt.Sprint(path, ".moved", n))
	}
}

// A store of which a bucket cannot be found is refused by whatever reads it, in the same words.
func TestAStoreWithoutABucketIsRefusedByAll(t *testing.T) {
	path := filepath.Join(t.TempDir(), "candor.db")
	s := mustOpen(t, path)
	sample(t, s)
	if err := s.update(t.Context(), func(t *tx) error { t.dirty = true; return t.b.DeleteBucket([]byte(incidents)) }); err != nil {
		t.Fatal(err)
	}
	mustClose(t, s)
	const want = "is not a candor store, or it is damaged: the bucket incidents is missing"
	_, err := OpenToRead(path)
	wantError(t, err, want)
	_, err = OpenAsItIs(path)
	wantError(t, err, want)
	_, err = Look(path)
	wantError(t, err, want)
	_, err = Open(path, Options{})
	wantError(t, err, want)
	_, err = Repair(path, path+".moved")
	wantError(t, err, want)
}

// Whoever does not want it any more does not wait for the end of a large store.
func TestASurveyEndsWithItsContext(t *testing.T) {
	path := filepath.Join(t.TempDir(), "candor.db")
	filledStore(t, path)
	s, err := OpenToRead(path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	ctx, cancel := context.WithCancel(t.Context())
	err = s.view(ctx, func(x *tx) error {
		x.ctx = ctx
		cancel()
		if v := x.survey(); len(v.Damaged) != 0 || len(v.Problems) != 0 {
			t.Errorf("what was not read is called damaged: %+v", v)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Survey(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("Survey = %v, want that it ended", err)
	}
}
