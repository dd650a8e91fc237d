package bolt

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"go.etcd.io/bbolt"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/damage"
	"candor/incident/outbox"
	"candor/incident/records"
	"candor/incident/sheet"
	"candor/incident/team"
	"candor/incident/timeline"
	"candor/incident/update"
)

// Count is how many records there are of a kind, damaged ones included.
type Count struct {
	Kind damage.Kind
	N    int
}

// Survey is what is in a store.
type Survey struct {
	Counts  []Count
	Damaged []damage.Unreadable
	// Problems are what else is wrong: an index that does not agree with its
	// records, a counter, a page.
	Problems []error
}

// OpenToRead opens a store, or a copy of one, without changing anything in it:
// not its schema, not its pages. Only View works. Others may read it beside this
// one.
func OpenToRead(path string) (*Store, error) {
	s, err := asItIs(path, func() (*bbolt.DB, error) { return openToRead(path, lookTimeout) })
	if errors.Is(err, fs.ErrPermission) {
		return nil, fmt.Errorf("%s cannot be read: type this as the user that runs candor or as root, or give that user the right to read it: %w", path, fs.ErrPermission)
	}
	return s, err
}

// OpenAsItIs is OpenToRead of a store that nobody else has open, and nobody else
// can open until it is closed.
func OpenAsItIs(path string) (*Store, error) {
	if err := filled(path); err != nil { // opening would make a new one
		return nil, explain(path, err)
	}
	return asItIs(path, func() (*bbolt.DB, error) {
		db, _, err := openDB(path, Options{Timeout: lookTimeout})
		return db, err
	})
}

func asItIs(path string, open func() (*bbolt.DB, error)) (*Store, error) {
	db, err := open()
	if err != nil {
		return nil, explain(path, err)
	}
	s := &Store{db: db, path: path}
	err = soundly(func() error { return s.view(context.Background(), (*tx).ours) })
	if err != nil {
		_ = db.Close()
		return nil, explain(path, err)
	}
	return s, nil
}

// ours says whether it is a store that this program can read. Its schema may be
// damaged: that is for Survey to say.
func (t *tx) ours() error {
	schema, err := t.schema(uint64(len(migrations) + 1))
	if _, ok := errors.AsType[*damage.Error](err); ok {
		schema, err = 1, nil
	}
	if err == nil && t.bucket(meta) == nil {
		return fmt.Errorf("%w: it is empty", errDamaged)
	}
	return errors.Join(err, t.hasBuckets(schema))
}

// Survey reads the whole store, or stops when ctx ends.
func (s *Store) Survey(ctx context.Context) (v Survey, err error) {
	err = soundly(func() error {
		return s.view(ctx, func(t *tx) error {
			t.ctx = ctx
			v = t.survey()
			return ctx.Err()
		})
	})
	return v, err
}

func (t *tx) survey() (v Survey) {
	index := map[damage.Kind]int{}
	for _, r := range recordKinds {
		if t.bucket(r.bucket) == nil { // an older store
			continue
		}
		if _, ok := index[r.kind]; !ok {
			index[r.kind] = len(v.Counts)
			v.Counts = append(v.Counts, Count{Kind: r.kind})
		}
		v.Counts[index[r.kind]].N += t.bucket(r.bucket).Stats().KeyN
	}
	for _, e := range t.unreadable() {
		u := damage.Unreadable{Record: e.Record}
		if n := e.Incident(); n > 0 {
			u.Outline, _ = t.Outline(n) // nil if it cannot be known
		}
		v.Damaged = append(v.Damaged, u)
	}
	v.Problems = t.otherProblems()
	return v
}

// unreadable finds all damaged records.
func (t *tx) unreadable() (list []*damage.Error) {
	for _, r := range recordKinds {
		b := t.bucket(r.bucket)
		if b == nil {
			continue
		}
		c := b.Cursor()
		for k, data := c.First(); k != nil && !t.ended(); k, data = c.Next() {
			var e *damage.Error
			if errors.As(t.readable(r.bucket, k, data), &e) {
				list = append(list, e)
			}
		}
	}
	return list
}

// readable tries to read a record as what it should be.
func (t *tx) readable(bucket string, k, data []byte) error {
	var v any
	switch bucket {
	case incidents:
		v = new(incident.Incident)
	case updates:
		v = new(update.Update)
	case entries:
		v = new(timeline.Entry)
	case clients:
		v = new(client.Profile)
	case deliveries:
		v = new(outbox.Delivery)
	case inbox:
		v = new(records.Envelope)
	case reach:
		v = new(team.Reach)
	case kept:
		v = new(sheet.Kept)
	case seen:
		v = new(sighting)
	case damaged:
		v = new(damage.Record)
	}
	return decode(bucket, k, data, &v)
}

// otherProblems is what Check finds beside damaged records. In a store of an
// older candor the next start makes the indexes that are missing.
func (t *tx) otherProblems() (list []error) {
	for _, name := range buckets {
		if t.bucket(name) == nil {
			return nil
		}
	}
	err := t.check()
	many, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return nil
	}
	for _, e := range many.Unwrap() {
		if _, ok := errors.AsType[*damage.Error](e); !ok {
			list = append(list, e)
		}
	}
	return list
}
