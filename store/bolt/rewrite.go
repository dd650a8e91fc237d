package bolt

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"go.etcd.io/bbolt"
)

// Rewriting says how a store is written anew.
type Rewriting struct {
	// Record returns a record as it is to be, and whether it differs from what it was.
	Record func(body []byte) (now []byte, differs bool, err error)
	// Key returns what a record is called then.
	Key func(string) string
}

// Rewrite writes a store that nobody uses into the new file to, each record as how says,
// and makes its indexes from those. A page that a record has left still holds it: in the
// new file there is none. It counts the records that differ. A store with damaged records
// is an error: nobody knows what stands in them. The store itself stays as it is.
func Rewrite(from, to string, how Rewriting) (n int, err error) {
	if _, err := os.Stat(from); err != nil { // opening would make a new one
		return 0, explain(from, err)
	}
	old, err := Open(from, Options{Timeout: lookTimeout})
	if err != nil {
		return 0, err
	}
	defer old.Close()
	now, err := Open(to, Options{})
	if err != nil {
		return 0, err
	}
	now.db.NoSync = true // it is no store yet: one sync at its end is enough
	err = old.view(context.Background(), func(t *tx) (err error) {
		if list := t.unreadable(); len(list) > 0 {
			return fmt.Errorf("%d records are damaged: %w", len(list), list[0])
		}
		n, err = t.rewriteInto(now, how)
		return err
	})
	if err == nil {
		err = now.update(context.Background(), (*tx).remake)
	}
	if err == nil {
		err = errors.Join(now.db.Sync(), now.Check())
	}
	if err = errors.Join(err, now.Close()); err != nil {
		return 0, errors.Join(fmt.Errorf("write %s anew: %w", from, err), os.Remove(to))
	}
	return n, nil
}

// EachRecord shows the JSON of each record; it is valid until fn returns. A record that
// cannot be read is an error.
func (s *Store) EachRecord(fn func(body []byte) error) error {
	return s.view(context.Background(), func(t *tx) error {
		if list := t.unreadable(); len(list) > 0 {
			return list[0]
		}
		return t.eachRecord(func(_ string, _, body []byte) error { return fn(body) })
	})
}

func (t *tx) eachRecord(fn func(bucket string, key, body []byte) error) error {
	for _, r := range recordKinds {
		if r.bucket == damaged || t.bucket(r.bucket) == nil { // an older store has fewer
			continue
		}
		c := t.bucket(r.bucket).Cursor()
		for k, data := c.First(); k != nil; k, data = c.Next() {
			if err := fn(r.bucket, k, data[recordHeader:]); err != nil {
				return err
			}
		}
	}
	return nil
}

// rewritten is how much one transaction writes: it stays in memory until its end.
const rewritten = 4 << 20

func (t *tx) rewriteInto(now *Store, how Rewriting) (n int, err error) {
	w := &rewriter{how: how, to: now}
	err = t.eachRecord(w.put)
	return w.changed, errors.Join(err, w.end())
}

// rewriter writes records in transactions of a size.
type rewriter struct {
	how     Rewriting
	to      *Store
	open    *bbolt.Tx // nil between two
	size    int
	changed int
}

func (w *rewriter) put(bucket string, key, body []byte) (err error) {
	body, differs, err := w.how.Record(body)
	if err != nil {
		return fmt.Errorf("%s: %w", recordName(bucket, key), err)
	}
	name := []byte(w.how.Key(string(key)))
	if differs || string(name) != string(key) {
		w.changed++
	}
	if w.open == nil {
		if w.open, err = w.to.db.Begin(true); err != nil {
			return err
		}
	}
	if err := (&tx{b: w.open}).put(bucket, name, json.RawMessage(body)); err != nil {
		return err
	}
	if w.size += len(body); w.size >= rewritten {
		return w.end()
	}
	return nil
}

func (w *rewriter) end() error {
	if w.open == nil {
		return nil
	}
	b := w.open
	w.open, w.size = nil, 0
	return b.Commit()
}
