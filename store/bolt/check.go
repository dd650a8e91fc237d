package bolt

import (
	"bytes"
	"context"
	"errors"
	"fmt"

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

// maxProblems is how many problems Check names; nobody reads more.
const maxProblems = 20

// Check reads the whole store and says what is wrong with it: each record
// against its checksum and its key, each index entry against its record in
// both directions, and the pages of the file.
func (s *Store) Check() error {
	err := soundly(func() error { return s.view(context.Background(), (*tx).check) })
	if err != nil {
		return fmt.Errorf("check %s: %w", s.path, err)
	}
	return nil
}

func (t *tx) check() error {
	c := &checker{t: t}
	c.records()
	c.indexes()
	c.counters()
	if len(c.problems) == 0 && !t.ended() { // it reads pages in a goroutine of its own, where a panic would be the end
		for err := range t.b.Check() {
			c.report("%w", err)
		}
	}
	return errors.Join(c.problems...)
}

// checker collects what is wrong, and the highest numbers that it meets.
type checker struct {
	t        *tx
	problems []error

	number, seq, lease, place uint64
}

func (c *checker) report(format string, args ...any) {
	if len(c.problems) < maxProblems {
		c.problems = append(c.problems, fmt.Errorf(format, args...))
	}
}

// each decodes every record of a bucket. fn returns the key under which the
// record belongs.
func each[T any](c *checker, bucket string, fn func(key []byte, v *T) []byte) {
	cur := c.t.bucket(bucket).Cursor()
	for k, data := cur.First(); k != nil && !c.t.ended(); k, data = cur.Next() {
		v := new(T)
		if err := decode(bucket, k, data, v); err != nil {
			c.report("%w", err)
			continue
		}
		if want := fn(k, v); !bytes.Equal(k, want) {
			c.report("%s holds what belongs under %x", recordName(bucket, k), want)
		}
	}
}

// expect reports the entries that an index lacks.
func (c *checker) expect(list []entry) {
	for _, e := range list {
		v := c.t.bucket(e.bucket).Get(e.key)
		if v == nil || !bytes.Equal(v, e.value) {
			c.report("index %s lacks the entry %x, or holds another value there", e.bucket, e.key)
		}
	}
}

func (c *checker) records() {
	each(c, incidents, func(_ []byte, inc *incident.Incident) []byte {
		c.expect(incidentEntries(inc))
		c.number = max(c.number, uint64(inc.Number))
		return number(inc.Number)
	})
	each(c, updates, func(_ []byte, u *update.Update) []byte { return updateKey(u.Incident, u.Client, u.N) })
	each(c, entries, func(_ []byte, e *timeline.Entry) []byte { return join(number(e.Incident), number(e.N)) })
	each(c, clients, func(_ []byte, p *client.Profile) []byte { return []byte(p.Client.ID) })
	each(c, deliveries, func(_ []byte, d *outbox.Delivery) []byte {
		c.expect(laneEntries(d))
		c.expect(c.t.head(d.Lane))
		c.seq, c.lease = max(c.seq, d.Seq), max(c.lease, d.Lease)
		return []byte(d.Key)
	})
	each(c, inbox, func(k []byte, e *records.Envelope) []byte {
		var s sighting
		if found, err := c.t.get(seen, []byte(e.ID), &s); err != nil || !found || !s.Done.IsZero() {
			c.report("%s is not known as waiting (%v)", recordName(inbox, k), err)
		}
		c.place = max(c.place, s.Place)
		return number(s.Place)
	})
	each(c, damaged, func(_ []byte, d *damage.Record) []byte { return []byte(d.Ref) })
	each(c, kept, func(_ []byte, s *sheet.Kept) []byte { return []byte(s.Client) })
	each(c, reach, func(_ []byte, r *team.Reach) []byte { return []byte(r.User) })
	each(c, seen, func(k []byte, s *sighting) []byte {
		c.expect(sightingEntries(string(k), *s))
		if s.Done.IsZero() && c.t.bucket(inbox).Get(number(s.Place)) == nil {
			c.report("%s waits, and is not in the inbox", recordName(seen, k))
		}
		return k
	})
}

// index reports the entries that no record accounts for. owner returns the
// entries of the record that an entry points to.
func (c *checker) index(name string, owner func(k, v []byte) ([]entry, error)) {
	cur := c.t.bucket(name).Cursor()
	for k, v := cur.First(); k != nil && !c.t.ended(); k, v = cur.Next() {
		list, err := owner(k, v)
		if err != nil { // the record is damaged, and named already
			continue
		}
		if !(entry{name, k, v}).in(list) {
			c.report("index %s has an entry %x that no record accounts for", name, k)
		}
	}
}

func (c *checker) indexes() {
	for _, name := range append([]string{outline}, incidentIndexes...) {
		c.index(name, func(k, _ []byte) ([]entry, error) {
			inc, err := c.t.incident(k[max(0, len(k)-8):])
			if err != nil || inc == nil {
				return nil, err
			}
			return incidentEntries(inc), nil
		})
	}
	c.index(lane, func(_, v []byte) ([]entry, error) {
		d, err := c.t.delivery(keyInLane(v))
		return laneEntries(d), err
	})
	c.index(ready, func(_, v []byte) ([]entry, error) {
		d, err := c.t.delivery(string(v))
		if err != nil || d == nil {
			return nil, err
		}
		return c.t.head(d.Lane), nil
	})
	c.index(finished, func(k, _ []byte) ([]entry, error) {
		id := string(k[min(stampSize, len(k)):])
		var s sighting
		_, err := c.t.get(seen, []byte(id), &s)
		return sightingEntries(id, s), err
	})
}

// counters reports a counter that would give a number out again.
func (c *checker) counters() {
	for _, n := range []struct {
		name string
		used uint64
	}{{"number", c.number}, {"seq", c.seq}, {"lease", c.lease}, {"place", c.place}} {
		var last uint64
		if _, err := c.t.get(meta, []byte(n.name), &last); err != nil {
			c.report("%w", err)
		}
		if last < n.used {
			c.report("the counter %s stands at %d, and %d is in use", n.name, last, n.used)
		}
	}
	cur := c.t.bucket(meta).Cursor()
	for k, data := cur.First(); k != nil; k, data = cur.Next() {
		var v any
		if err := decode(meta, k, data, &v); err != nil {
			c.report("%w", err)
		}
	}
}
