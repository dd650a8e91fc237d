package bolt

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/outbox"
	"candor/incident/records"
	"candor/incident/team"
	"candor/incident/timeline"
	"candor/incident/update"
	"candor/store/storetest"
)

// UnpackOld, which is for both packages of tests, returns a copy of the store that a program of schema 3 has left;
// testdata/schema-3.go.txt says how it was made. It lies in memory, where there is
// room for it: a thousand commits follow, and what is tested here is not the disk.
func UnpackOld(t *testing.T) string {
	t.Helper()
	packed, err := os.Open(filepath.Join("testdata", "schema-3.db.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Close()
	r, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(r)
	path := filepath.Join(storetest.MemoryDir(t), "candor.db")
	if err := errors.Join(err, os.WriteFile(path, data, 0o600)); err != nil {
		t.Fatal(err)
	}
	return path
}

// A key that this program does not know, or understands otherwise, would be lost
// with the next write. One that is given up on purpose is named here, with its
// record: "Incident.old_name".
func TestNothingOfAnOldStoreIsLost(t *testing.T) {
	givenUp := map[string]bool{
		"Incident.clients.promises.rung": true, // one above the last is kept as repetitions of it
	}
	s := mustOpen(t, UnpackOld(t))
	defer s.Close()
	records := map[string]func() any{
		incidents: func() any { return new(incident.Incident) }, updates: func() any { return new(update.Update) }, entries: func() any { return new(timeline.Entry) },
		clients: func() any { return new(client.Profile) }, deliveries: func() any { return new(outbox.Delivery) }, inbox: func() any { return new(records.Envelope) },
		seen: func() any { return new(sighting) }, reach: func() any { return new(team.Reach) },
	}
	err := s.view(t.Context(), func(tx *tx) error {
		for bucket, record := range records {
			n := 0
			c := tx.bucket(bucket).Cursor()
			for k, data := c.First(); k != nil; k, data = c.Next() {
				v := record()
				if err := decode(bucket, k, data, v); err != nil {
					return err
				}
				again, err := json.Marshal(v)
				if err != nil {
					return err
				}
				name := reflect.TypeOf(v).Elem().Name()
				for _, path := range lost(name, generic(t, data[recordHeader:]), generic(t, again)) {
					if !givenUp[path] {
						t.Errorf("%s: %s would be lost", recordName(bucket, k), path)
					}
				}
				n++
			}
			if n == 0 {
				t.Errorf("the old store has no %s", bucket)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func generic(t *testing.T, body []byte) (v any) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		t.Fatal(err)
	}
	return v
}

// lost lists the keys of an old record whose value the new one has not. What is
// empty says nothing.
func lost(path string, old, now any) (list []string) {
	switch old := old.(type) {
	case map[string]any:
		have, _ := now.(map[string]any)
		for key, v := range old {
			list = append(list, lost(path+"."+key, v, have[key])...)
		}
		return list
	case []any:
		have, _ := now.([]any)
		for i, v := range old {
			var n any
			if i < len(have) {
				n = have[i]
			}
			list = append(list, lost(path, v, n)...)
		}
		return list
	case nil:
		return nil
	}
	if now == nil && empty(old) || reflect.DeepEqual(old, now) {
		return nil
	}
	return []string{path}
}

// empty says whether a value is the zero of its kind.
func empty(v any) bool {
	return v == "" || v == false || v == json.Number("0") || v == "0001-01-01T00:00:00Z"
}
