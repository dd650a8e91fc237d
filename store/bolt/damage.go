package bolt

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"candor/incident"
	"candor/incident/damage"
	"candor/incident/lookup"
	"candor/incident/meeting"
	"candor/incident/outbox"
)

// recordKinds says what the records of a bucket are, in the order in which a
// survey counts them. What is not in it is an index.
var recordKinds = []struct {
	bucket string
	kind   damage.Kind
}{
	{incidents, damage.IncidentRecord},
	{updates, damage.UpdateRecord},
	{entries, damage.TimelineRecord},
	{clients, damage.ClientRecord},
	{deliveries, damage.DeliveryRecord},
	{inbox, damage.EnvelopeRecord},
	{reach, damage.ReachRecord},
	{kept, damage.KeptRecord},
	{seen, damage.StoreRecord},
	{meta, damage.StoreRecord},
	{damaged, damage.StoreRecord},
}

func kindOf(bucket string) damage.Kind {
	for _, r := range recordKinds {
		if r.bucket == bucket {
			return r.kind
		}
	}
	return damage.IndexRecord
}

func newDamage(bucket string, key []byte, err error) *damage.Error {
	return &damage.Error{Err: err, Record: damage.Record{Ref: refTo(bucket, key), Kind: kindOf(bucket), Key: keyName(bucket, key)}}
}

// A Ref is the bucket and the key in hexadecimal.
func refTo(bucket string, key []byte) string { return bucket + "/" + hex.EncodeToString(key) }

func readRef(ref string) (bucket string, key []byte, err error) {
	bucket, text, _ := strings.Cut(ref, "/")
	key, err = hex.DecodeString(text)
	return bucket, key, err
}

// keyName is the key of a record as people write it.
func keyName(bucket string, key []byte) string {
	n := func(at int) uint64 { return binary.BigEndian.Uint64(key[at:]) }
	switch {
	case bucket == incidents && len(key) == 8:
		return fmt.Sprintf("INC-%d", n(0))
	case bucket == updates && len(key) > 16:
		return fmt.Sprintf("INC-%d/%s/update/%d", n(0), key[16:], n(8))
	case bucket == entries && len(key) == 16:
		return fmt.Sprintf("INC-%d/timeline/%d", n(0), n(8))
	case bucket == inbox && len(key) == 8:
		return fmt.Sprint(n(0))
	case kindOf(bucket) == damage.IndexRecord, kindOf(bucket) == damage.StoreRecord:
		return strings.TrimPrefix(recordName(bucket, key), "record ")
	}
	_, name, _ := strings.Cut(recordName(bucket, key), "/")
	return name
}

// outlineEntry is what is kept of an incident in case that its record cannot be
// read. It has the form of a record, so that it is never served damaged.
func outlineEntry(inc *incident.Incident) entry {
	key := number(inc.Number)
	value, err := encode(outline, key, lookup.Outline(inc))
	if err != nil { // a time that JSON does not take: then nothing is known
		value = nil
	}
	return entry{outline, key, value}
}

// callsEntry is when somebody calls the clients of an incident: nil if nobody does.
func callsEntry(inc *incident.Incident) []entry {
	caller, at := meeting.Calls(inc)
	if len(at) == 0 {
		return nil
	}
	key := join(word(caller), number(inc.Number))
	value, err := encode(calls, key, at)
	if err != nil { // a time that JSON does not take is no time of a call
		return nil
	}
	return []entry{{calls, key, value}}
}

// Outline implements [records.Tx]. One that is damaged itself is not known.
func (t *tx) Outline(n int64) (*damage.Outline, error) {
	key := number(n)
	if t.bucket(outline) == nil { // an older store that is only looked at
		return nil, nil
	}
	data := t.bucket(outline).Get(key)
	o := new(damage.Outline)
	if data == nil || decode(outline, key, data, o) != nil {
		return nil, nil
	}
	return o, nil
}

// SetAside implements [records.Tx].
func (t *tx) SetAside(d damage.Record) error {
	if !t.b.Writable() {
		return errReadOnly
	}
	bucket, key, err := readRef(d.Ref)
	if err != nil || t.bucket(bucket) == nil {
		return fmt.Errorf("%q names no record", d.Ref)
	}
	switch bucket {
	case incidents: // its place among those that are live stays, with its outline
		err = t.removeEach(due, func(k, _ []byte) bool { return bytes.HasSuffix(k, key) })
	case deliveries:
		err = t.requeue(string(key))
	case live, due, channel, calls, keyed:
		err = t.remakeIncidentEntry(bucket, key)
	case lane, ready:
		err = t.remakeQueueEntry(bucket, key)
	}
	if err != nil || d.Kind == damage.IndexRecord {
		return err
	}
	return t.put(damaged, []byte(d.Ref), d)
}

// remakeIncidentEntry replaces an index entry by what the record says.
func (t *tx) remakeIncidentEntry(index string, key []byte) error {
	if err := t.remove(index, key); err != nil {
		return err
	}
	inc, err := t.incident(key[max(0, len(key)-8):])
	if err != nil || inc == nil {
		return nil // nobody's, or found damaged by itself
	}
	return t.reindex(nil, incidentEntries(inc))
}

func (t *tx) remakeQueueEntry(index string, key []byte) error {
	v := t.bucket(index).Get(key)
	of := string(v)
	if index == lane {
		of = keyInLane(v)
	}
	if err := t.remove(index, key); err != nil {
		return err
	}
	return t.requeue(of)
}

// requeue makes what the indexes hold about a delivery anew from its record:
// nothing if there is none that can be read. What waits behind it goes on.
func (t *tx) requeue(key string) error {
	names := map[string]bool{}
	err := t.removeEach(lane, func(k, v []byte) bool {
		mine := keyInLane(v) == key
		if mine {
			names[laneName(k)] = true
		}
		return mine
	})
	if err != nil {
		return err
	}
	d, err := t.delivery(key)
	if err == nil && d != nil {
		names[d.Lane] = true
		if err := t.reindex(nil, laneEntries(d)); err != nil {
			return err
		}
	}
	var heads []entry
	for name := range names {
		heads = append(heads, t.head(name)...)
	}
	// Of the lanes that changed, only the head is ready.
	err = t.removeEach(ready, func(k, v []byte) bool {
		if string(v) == key {
			return true
		}
		other, err := t.delivery(string(v))
		return err == nil && other != nil && names[other.Lane]
	})
	if err != nil {
		return err
	}
	return t.reindex(nil, heads)
}

// laneName reads the word at the beginning of a key: the lane, or the next hop of one that
// is ready; "" if it makes no sense.
func laneName(k []byte) string {
	if len(k) < 4 {
		return ""
	}
	n := int(binary.BigEndian.Uint32(k))
	if n > len(k)-4 {
		return ""
	}
	return string(k[4 : 4+n])
}

// removeEach removes the entries of an index that fn names. The keys are
// collected first: a cursor does not survive a removal.
func (t *tx) removeEach(index string, fn func(k, v []byte) bool) error {
	var keys [][]byte
	c := t.bucket(index).Cursor()
	for k, v := c.First(); k != nil; k, v = c.Next() {
		if fn(k, v) {
			keys = append(keys, bytes.Clone(k))
		}
	}
	for _, k := range keys {
		if err := t.remove(index, k); err != nil {
			return err
		}
	}
	return nil
}

// InHand implements [records.Tx].
func (t *tx) InHand() error {
	var broken []error
	for _, bucket := range []string{live, lane, inbox, clients} {
		c := t.bucket(bucket).Cursor()
		for k, v := c.First(); k != nil; k, v = c.Next() {
			of, key := bucket, k
			switch bucket { // an index has no checksum: what it leads to has
			case live:
				of, v = incidents, t.bucket(incidents).Get(k)
			case lane:
				of, key = deliveries, []byte(keyInLane(v))
				v = t.bucket(deliveries).Get(key)
			}
			if v == nil {
				broken = append(broken, disagrees(bucket, k))
			} else if err := intact(of, key, v); err != nil {
				broken = append(broken, newDamage(of, key, err))
			}
		}
	}
	return errors.Join(broken...)
}

// Damages implements [records.Tx]. What can be read again and stands where it
// should is mended.
func (t *tx) Damages() ([]damage.Record, error) {
	var list []damage.Record
	c := t.bucket(damaged).Cursor()
	for k, data := c.First(); k != nil; k, data = c.Next() {
		var d damage.Record
		if decode(damaged, k, data, &d) != nil { // the record itself is met again
			continue
		}
		bucket, key, err := readRef(d.Ref)
		if err == nil && !t.mended(bucket, key) {
			list = append(list, d)
		}
	}
	return list, nil
}

func (t *tx) mended(bucket string, key []byte) bool {
	switch bucket {
	case incidents:
		inc, err := t.incident(key)
		return err == nil && (inc == nil || t.holds(incidentEntries(inc)))
	case deliveries:
		d, err := t.delivery(string(key))
		return err == nil && t.holds(laneEntries(d))
	}
	b := t.bucket(bucket)
	if b == nil {
		return true
	}
	data := b.Get(key)
	var v any
	return data == nil || decode(bucket, key, data, &v) == nil
}

// holds says whether the indexes hold the entries.
func (t *tx) holds(list []entry) bool {
	for _, e := range list {
		if v := t.bucket(e.bucket).Get(e.key); v == nil || !bytes.Equal(v, e.value) {
			return false
		}
	}
	return true
}

// count returns a counter. One that cannot be read is found again from what it
// has counted: nothing may get a number twice.
func (t *tx) count(counter string) (n uint64, err error) {
	_, err = t.get(meta, []byte(counter), &n)
	if _, ok := errors.AsType[*damage.Error](err); ok {
		return t.counted(counter), nil
	}
	return n, err
}

// counted is the highest number that is in use. It reads what is there, whether
// damaged or not.
func (t *tx) counted(counter string) (n uint64) {
	if counter == "number" {
		for _, bucket := range []string{incidents, entries, updates} {
			c := t.bucket(bucket).Cursor()
			for k, _ := c.First(); k != nil; k, _ = c.Next() {
				if len(k) >= 8 {
					n = max(n, binary.BigEndian.Uint64(k))
				}
			}
		}
		return n
	}
	c := t.bucket(deliveries).Cursor()
	for k, data := c.First(); k != nil; k, data = c.Next() {
		var d outbox.Delivery
		if decode(deliveries, k, data, &d) != nil {
			continue
		}
		n = max(n, map[string]uint64{"seq": d.Seq, "lease": d.Lease}[counter])
	}
	c = t.bucket(lane).Cursor() // also of those that cannot be read
	for k, _ := c.First(); k != nil && counter == "seq"; k, _ = c.Next() {
		if len(k) >= 8 {
			n = max(n, binary.BigEndian.Uint64(k[len(k)-8:]))
		}
	}
	return n
}
