package bolt

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"candor/incident/damage"
	"candor/incident/outbox"
	"candor/incident/records"
)

// spoil flips one bit of a record, as a disk does.
func (t *tx) spoil(kind damage.Kind, name string) error {
	for _, r := range recordKinds {
		if t.bucket(r.bucket) == nil {
			continue
		}
		c := t.bucket(r.bucket).Cursor()
		for k, v := c.First(); r.kind == kind && k != nil; k, v = c.Next() {
			if keyName(r.bucket, k) == name {
				v = bytes.Clone(v)
				v[len(v)/2] ^= 1
				return t.putRaw(r.bucket, bytes.Clone(k), v)
			}
		}
	}
	return errors.New("there is no such record: " + name)
}

func TestRepairMovesWhatIsDamagedOutAndLosesNothing(t *testing.T) {
	tests := []struct {
		kind damage.Kind
		name string
	}{
		{damage.IncidentRecord, "INC-1"},
		{damage.DeliveryRecord, "INC-1/a"},
		{damage.EnvelopeRecord, "2"},
		{damage.ReachRecord, "U0ANA"},
		{damage.StoreRecord, "seen/E1"},
		{damage.StoreRecord, "seen/E2"},
		{damage.StoreRecord, "meta/seq"},
		{damage.StoreRecord, "meta/schema"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "candor.db")
			s := mustOpen(t, path)
			sample(t, s)
			if err := s.update(t.Context(), func(t *tx) error { return t.spoil(tt.kind, tt.name) }); err != nil {
				t.Fatal(err)
			}
			mustClose(t, s)

			v := mustSurvey(t, path)
			if len(v.Damaged) != 1 || v.Damaged[0].Key != tt.name || v.Damaged[0].Kind != tt.kind {
				t.Errorf("the survey names %+v, want the %s %s", v.Damaged, tt.kind, tt.name)
			}
			to := path + ".damaged"
			moved, err := Repair(path, to)
			if err != nil || len(moved) != 1 || moved[0].Key != tt.name {
				t.Fatalf("moved %+v, %v, want %s", moved, err, tt.name)
			}
			text, err := os.ReadFile(to)
			var kept MovedOut
			if err := errors.Join(err, json.Unmarshal(text, &kept)); err != nil || len(kept.Bytes) == 0 || !bytes.Equal(kept.Bytes, moved[0].Bytes) {
				t.Errorf("the file holds %s, %v", text, err)
			}
			s = mustOpen(t, path)
			defer s.Close()
			if err := s.Check(); err != nil {
				t.Errorf("after the repair: %v", err)
			}
		})
	}
}

func TestRepairOfASoundStoreChangesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "candor.db")
	s := mustOpen(t, path)
	sample(t, s)
	mustClose(t, s)
	if moved, err := Repair(path, path+".damaged"); err != nil || moved != nil {
		t.Errorf("moved %v, %v, want nothing", moved, err)
	}
	if _, err := os.Stat(path + ".damaged"); err == nil {
		t.Error("it made a file, want none")
	}
}

// What cannot be written out first is not taken from the store.
func TestRepairKeepsWhatItCannotMove(t *testing.T) {
	path := filepath.Join(t.TempDir(), "candor.db")
	s := mustOpen(t, path)
	sample(t, s)
	if err := s.update(t.Context(), func(t *tx) error { return t.spoil(damage.IncidentRecord, "INC-1") }); err != nil {
		t.Fatal(err)
	}
	mustClose(t, s)
	if _, err := Repair(path, path); err == nil {
		t.Error("no error although the file is there already")
	}
	if v := mustSurvey(t, path); len(v.Damaged) != 1 {
		t.Errorf("the survey names %+v, want the record where it was", v.Damaged)
	}
}

// A counter that cannot be read gives no number out again.
func TestADamagedCounterIsFoundAgain(t *testing.T) {
	for _, counter := range []string{"number", "seq", "lease"} {
		s := mustOpen(t, filepath.Join(t.TempDir(), "candor.db"))
		sample(t, s)
		err := s.Update(t.Context(), func(x records.Tx) error {
			first, err := x.NewLease()
			d, _ := x.Delivery("INC-1/a")
			d.Lease = first
			return errors.Join(err, x.PutDelivery(d), x.(*tx).used("number", 1), x.(*tx).spoil(damage.StoreRecord, "meta/"+counter))
		})
		if err != nil {
			t.Fatal(err)
		}
		err = s.Update(t.Context(), func(x records.Tx) error {
			n, err := x.NewNumber()
			l, err2 := x.NewLease()
			d := &outbox.Delivery{Key: "INC-1/c", Lane: "l", State: outbox.Waiting, NotTill: noon}
			_, err3 := x.Enqueue(d)
			if n != 2 || l != 2 || d.Seq != 3 {
				t.Errorf("%s damaged: the next are number %d, lease %d, seq %d, want 2, 2, 3", counter, n, l, d.Seq)
			}
			return errors.Join(err, err2, err3)
		})
		if err != nil {
			t.Errorf("%s damaged: %v", counter, err)
		}
		mustClose(t, s)
	}
}

func mustSurvey(t *testing.T, path string) Survey {
	t.Helper()
	s, err := OpenToRead(path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	v, err := s.Survey(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// A copy from before the newest schema can be looked at, and stays as it is.
func TestASurveyOfAnOlderStoreChangesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "candor.db")
	s := mustOpen(t, path)
	sample(t, s)
	err := s.update(t.Context(), func(t *tx) error {
		return errors.Join(t.b.DeleteBucket([]byte(outline)), t.b.DeleteBucket([]byte(damaged)), t.b.DeleteBucket([]byte(calls)), t.b.DeleteBucket([]byte(keyed)), t.queueOfOld(), t.put(meta, []byte("schema"), 3),
			t.spoil(damage.IncidentRecord, "INC-1"))
	})
	if err != nil {
		t.Fatal(err)
	}
	mustClose(t, s)
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if v := mustSurvey(t, path); len(v.Damaged) != 1 || v.Damaged[0].Outline != nil {
		t.Errorf("the survey names %+v, want INC-1, of which nothing is known", v.Damaged)
	}
	if after, err := os.ReadFile(path); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the file has changed, %v", err)
	}
	mustClose(t, mustOpen(t, path)) // it is brought up to date around what is damaged
	if v := mustSurvey(t, path); len(v.Damaged) != 1 || len(v.Problems) != 0 {
		t.Errorf("after the next start the survey names %+v, %v, want INC-1 alone", v.Damaged, v.Problems)
	}
}
