package bolt

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"candor/incident/damage"
	"candor/incident/records"
)

// MovedOut is a damaged record as it stands in the file to which Repair moves it:
// one JSON object a line.
type MovedOut struct {
	damage.Unreadable
	Bytes []byte `json:"bytes"` // as they were found
}

// Repair moves the damaged records of a store into the new file to, and makes
// all indexes anew from what can be read. Their bytes are on disk there before
// the store is changed. It returns what it moved; if nothing is wrong it changes
// nothing and makes no file.
func Repair(path, to string) ([]MovedOut, error) {
	if err := filled(path); err != nil { // opening would make a new one
		return nil, explain(path, err)
	}
	db, _, err := openDB(path, Options{Timeout: lookTimeout})
	if err != nil {
		return nil, explain(path, err)
	}
	s := &Store{db: db, path: path}
	var moved []MovedOut
	err = soundly(func() error {
		return s.update(context.Background(), func(t *tx) (err error) {
			moved, err = t.repair(to)
			return err
		})
	})
	switch {
	case errors.Is(err, errDamaged): // nothing of it can be moved
		err = explain(path, err)
	case err != nil:
		err = fmt.Errorf("repair %s: %w", path, err)
	}
	return moved, errors.Join(err, s.Close())
}

func (t *tx) repair(to string) ([]MovedOut, error) {
	if err := t.ours(); err != nil {
		return nil, err
	}
	moved := t.moveable()
	if len(moved) > 0 {
		if err := writeMoved(to, moved); err != nil {
			return nil, err
		}
	}
	for _, m := range moved {
		bucket, key, err := readRef(m.Ref)
		if err != nil {
			return nil, err
		}
		if err := t.remove(bucket, key); err != nil {
			return nil, err
		}
	}
	if err := t.prepareRepaired(); err != nil {
		return nil, err
	}
	if len(moved) == 0 && t.check() == nil {
		return nil, nil
	}
	return moved, t.remake()
}

// moveable copies the damaged records with their bytes.
func (t *tx) moveable() (list []MovedOut) {
	for _, e := range t.unreadable() {
		bucket, key, err := readRef(e.Ref)
		if err != nil {
			continue
		}
		m := MovedOut{Unreadable: damage.Unreadable{Record: e.Record}, Bytes: append([]byte{}, t.bucket(bucket).Get(key)...)}
		if n := e.Incident(); n > 0 {
			m.Outline, _ = t.Outline(n)
		}
		list = append(list, m)
	}
	return list
}

// writeMoved makes the file, which must not be there yet, and waits for the disk.
func writeMoved(to string, list []MovedOut) error {
	f, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	enc := json.NewEncoder(f)
	for _, m := range list {
		err = errors.Join(err, enc.Encode(m))
	}
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("write %s: %w", to, err)
	}
	return SyncDir(filepath.Dir(to))
}

// prepareRepaired brings the store up to this program's schema. One whose schema
// was damaged has the newest, if it has all that belongs to it.
func (t *tx) prepareRepaired() error {
	if t.bucket(meta).Get([]byte("schema")) == nil {
		for _, name := range buckets {
			if t.bucket(name) == nil {
				return fmt.Errorf("%w: its schema cannot be read, and the bucket %s is missing", errDamaged, name)
			}
		}
		if err := t.put(meta, []byte("schema"), uint64(len(migrations)+1)); err != nil {
			return err
		}
	}
	return t.prepare(migrations)
}

// remake makes all indexes and counters anew from the records, all of which can
// be read by now.
func (t *tx) remake() error {
	t.known = nil
	for _, name := range []string{live, due, channel, calls, keyed, lane, ready, finished, outline, damaged} {
		if err := t.empty(name); err != nil {
			return err
		}
	}
	return errors.Join(t.remakeIncidents(), t.remakeQueue(), t.remakeInbox(), t.remakeCounters())
}

func (t *tx) remakeIncidents() error {
	var list []entry
	c := t.bucket(incidents).Cursor()
	for k, _ := c.First(); k != nil; k, _ = c.Next() {
		inc, err := t.incident(k)
		if err != nil {
			return err
		}
		list = append(list, incidentEntries(inc)...)
	}
	return t.reindex(nil, list)
}

func (t *tx) remakeQueue() error {
	var list []entry
	lanes := map[string]bool{}
	c := t.bucket(deliveries).Cursor()
	for k, _ := c.First(); k != nil; k, _ = c.Next() {
		d, err := t.delivery(string(k))
		if err != nil {
			return err
		}
		lanes[d.Lane] = true
		list = append(list, laneEntries(d)...)
	}
	if err := t.reindex(nil, list); err != nil {
		return err
	}
	for name := range lanes {
		if err := t.reindex(nil, t.head(name)); err != nil {
			return err
		}
	}
	return nil
}

// remakeInbox makes the inbox and what is known of its envelopes agree. One that
// was moved out is forgotten: if it comes again it is worked off.
func (t *tx) remakeInbox() error {
	waiting := map[string]sighting{}
	c := t.bucket(inbox).Cursor()
	for k, data := c.First(); k != nil; k, data = c.Next() {
		var e records.Envelope
		if err := decode(inbox, k, data, &e); err != nil {
			return err
		}
		waiting[e.ID] = sighting{Place: binary.BigEndian.Uint64(k)}
	}
	var list []entry
	var gone [][]byte
	c = t.bucket(seen).Cursor()
	for k, data := c.First(); k != nil; k, data = c.Next() {
		var s sighting
		if err := decode(seen, k, data, &s); err != nil {
			return err
		}
		if _, ok := waiting[string(k)]; ok { // its end was never written
			continue
		}
		if s.Done.IsZero() {
			gone = append(gone, append([]byte{}, k...))
		}
		list = append(list, sightingEntries(string(k), s)...)
	}
	for _, k := range gone {
		if err := t.remove(seen, k); err != nil {
			return err
		}
	}
	for id, s := range waiting {
		if err := t.put(seen, []byte(id), s); err != nil {
			return err
		}
	}
	return t.reindex(nil, list)
}

func (t *tx) remakeCounters() error {
	for _, counter := range []string{"number", "seq", "lease"} {
		if err := t.used(counter, t.counted(counter)); err != nil {
			return err
		}
	}
	return nil
}
