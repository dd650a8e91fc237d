package bolt

import (
	"encoding/binary"
	"errors"
	"time"

	"candor/incident/records"
)

// An envelope that Slack repeats within a day of being finished is known.
const remembered = 24 * time.Hour

// pruned is how many envelopes a Finish may forget: more than the one that it
// adds, so that a backlog goes away, and few enough to cost nothing.
const pruned = 4

// sighting is what is known of an envelope id.
type sighting struct {
	Place uint64    `json:"place,omitempty"` // in the inbox
	Done  time.Time `json:"done,omitzero"`   // when it was finished; zero while it is in the inbox
}

func sightingEntries(id string, s sighting) []entry {
	if s.Done.IsZero() {
		return nil
	}
	return []entry{{finished, join(stamp(s.Done), []byte(id)), nil}}
}

// Receive implements [records.Tx].
func (t *tx) Receive(e records.Envelope) (bool, error) {
	if !t.b.Writable() {
		return false, errReadOnly
	}
	if e.ID == "" {
		return false, errors.New("an envelope needs an id before it is stored")
	}
	if t.bucket(seen).Get([]byte(e.ID)) != nil {
		return false, nil
	}
	place, err := t.next("place")
	if err != nil {
		return false, err
	}
	if err := t.put(inbox, number(place), e); err != nil {
		return false, err
	}
	return true, t.put(seen, []byte(e.ID), sighting{Place: place})
}

// startPlaces begins the counter of places behind every place that is taken, in
// a store from before it had one. It walks forwards; see the package comment.
func (t *tx) startPlaces() error {
	var last uint64
	c := t.bucket(inbox).Cursor()
	for k, _ := c.First(); k != nil; k, _ = c.Next() {
		last = binary.BigEndian.Uint64(k)
	}
	return t.put(meta, []byte("place"), last)
}

// Inbox implements [records.Tx].
func (t *tx) Inbox() ([]records.Envelope, error) {
	var list []records.Envelope
	var broken []error
	c := t.bucket(inbox).Cursor()
	for k, v := c.First(); k != nil; k, v = c.Next() {
		var e records.Envelope
		if err := decode(inbox, k, v, &e); err != nil {
			broken = append(broken, err)
			continue
		}
		list = append(list, e)
	}
	return list, errors.Join(broken...)
}

// Finish implements [records.Tx].
func (t *tx) Finish(id string, now time.Time) error {
	if !t.b.Writable() {
		return errReadOnly
	}
	var s sighting
	found, err := t.get(seen, []byte(id), &s)
	if err != nil { // it is written anew below
		s, found = t.sighted(id), true
	}
	if !found || !s.Done.IsZero() {
		return nil
	}
	if err := t.remove(inbox, number(s.Place)); err != nil {
		return err
	}
	s = sighting{Done: now}
	if err := t.put(seen, []byte(id), s); err != nil {
		return err
	}
	if err := t.reindex(nil, sightingEntries(id, s)); err != nil {
		return err
	}
	return t.forget(now.Add(-remembered))
}

// MailMark implements [records.Tx].
func (t *tx) MailMark() (m records.MailMark, err error) {
	_, err = t.get(meta, []byte("mailbox"), &m)
	return m, err
}

// SetMailMark implements [records.Tx].
func (t *tx) SetMailMark(m records.MailMark) error { return t.put(meta, []byte("mailbox"), m) }

// sighted finds an envelope in the inbox itself.
func (t *tx) sighted(id string) (s sighting) {
	c := t.bucket(inbox).Cursor()
	for k, v := c.First(); k != nil; k, v = c.Next() {
		var e records.Envelope
		if decode(inbox, k, v, &e) == nil && e.ID == id {
			s.Place = binary.BigEndian.Uint64(k)
		}
	}
	return s
}

// forget drops a few envelopes that were finished before then. The keys are
// collected first: a cursor does not survive a removal.
func (t *tx) forget(then time.Time) error {
	var old [][]byte
	c := t.bucket(finished).Cursor()
	for k, _ := c.First(); k != nil && len(old) < pruned && (len(k) <= stampSize || stampTime(k).Before(then)); k, _ = c.Next() {
		old = append(old, k)
	}
	for _, k := range old {
		if err := t.remove(seen, k[min(stampSize, len(k)):]); err != nil {
			return err
		}
		if err := t.remove(finished, k); err != nil {
			return err
		}
	}
	return nil
}
