package bolt

import (
	"errors"
	"path/filepath"
	"testing"

	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/records"
	"candor/incident/team"
)

// One damaged client does not hide the others.
func TestADamagedClientIsNamedAndTheOthersAreServed(t *testing.T) {
	s := mustOpen(t, filepath.Join(t.TempDir(), "candor.db"))
	defer s.Close()
	err := s.update(t.Context(), func(t *tx) error {
		return errors.Join(t.PutProfile(&client.Profile{Client: client.Client{ID: "acme"}}), t.PutProfile(&client.Profile{Client: client.Client{ID: "globex"}}),
			t.putRaw(clients, []byte("broken"), []byte("junk that is long enough")))
	})
	if err != nil {
		t.Fatal(err)
	}
	err = s.View(t.Context(), func(tx records.Tx) error {
		list, err := tx.Profiles()
		if len(list) != 2 {
			t.Errorf("%d clients are served, want 2", len(list))
		}
		return err
	})
	wantError(t, err, "clients/broken is damaged")
	if code := fault.CodeOf(err); code != fault.Internal {
		t.Errorf("the error has code %s, want internal", code)
	}
}

// A store from before there were clients and people in it opens, and takes some.
func TestAStoreOfSchema1GetsItsNewBuckets(t *testing.T) {
	path := filepath.Join(t.TempDir(), "candor.db")
	s := mustOpen(t, path)
	sample(t, s)
	err := s.update(t.Context(), func(t *tx) error {
		return errors.Join(t.b.DeleteBucket([]byte(clients)), t.b.DeleteBucket([]byte(reach)),
			t.b.DeleteBucket([]byte(outline)), t.b.DeleteBucket([]byte(damaged)), t.b.DeleteBucket([]byte(calls)), t.b.DeleteBucket([]byte(keyed)), t.queueOfOld(), t.put(meta, []byte("schema"), 1))
	})
	if err != nil {
		t.Fatal(err)
	}
	mustClose(t, s)

	s = mustOpen(t, path)
	defer s.Close()
	err = s.Update(t.Context(), func(tx records.Tx) error {
		_, err := tx.Incident(1)
		return errors.Join(err, tx.PutProfile(&client.Profile{Client: client.Client{ID: "acme"}}), tx.PutReach(team.Reach{User: "U0BEN"}))
	})
	if err := errors.Join(err, s.Check()); err != nil {
		t.Error(err)
	}
}
