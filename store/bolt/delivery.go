package bolt

import (
	"bytes"
	"encoding/binary"
	"errors"
	"iter"
	"math"
	"time"

	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/store/readback"
)

// laneEntries returns what the index lane holds about a delivery: nothing once
// it has ended, so that what was given up never blocks what comes after it. One
// that names no time is ready at once, since forgetting it would be worse.
func laneEntries(d *outbox.Delivery) []entry {
	if d == nil || d.Ended() {
		return nil
	}
	wake := d.Wake()
	if wake.IsZero() {
		wake = time.Unix(0, 0)
	}
	value := join(stamp(wake), []byte{byte(math.MaxInt8 - d.Traits().Haste)}, word(d.NextHop()), []byte(d.Key))
	return []entry{{lane, join(word(d.Lane), number(d.Seq)), value}}
}

// splitLane reads a value of the index lane: what orders the delivery among those that are
// ready, the word of its next hop, and its key. What makes no sense leads to no delivery.
func splitLane(v []byte) (order, hop, key []byte) {
	if len(v) < stampSize+1+4 {
		return nil, nil, v
	}
	order, hop = v[:stampSize+1], v[stampSize+1:]
	n := uint64(binary.BigEndian.Uint32(hop)) + 4
	if n > uint64(len(hop)) {
		return nil, nil, v
	}
	return order, hop[:n], hop[n:]
}

// keyInLane is the key of the delivery that a value of the index lane leads to.
func keyInLane(v []byte) string {
	_, _, key := splitLane(v)
	return string(key)
}

// head returns what the index ready holds about a lane: its first delivery that
// has not ended. It is made from the index lane alone, and copied, since it is
// used after other writes.
func (t *tx) head(name string) []entry {
	prefix := word(name)
	k, v := t.bucket(lane).Cursor().Seek(prefix)
	if !bytes.HasPrefix(k, prefix) {
		return nil
	}
	return []entry{headEntry(k, v)}
}

// headEntry is the entry in ready of the delivery that heads its lane, made
// from its entry in lane.
func headEntry(k, v []byte) entry {
	order, hop, key := splitLane(v)
	return entry{ready, join(hop, order, k[len(k)-8:]), bytes.Clone(key)}
}

func (t *tx) heads(lanes []string) []entry {
	var list []entry
	for _, name := range lanes {
		list = append(list, t.head(name)...)
	}
	return list
}

// delivery returns nil if there is none.
func (t *tx) delivery(key string) (*outbox.Delivery, error) {
	d, shared, err := t.look(key)
	if shared {
		d, _ = readback.Copy(d)
	}
	return d, err
}

// look is delivery for who only looks: others have it too if it is shared.
func (t *tx) look(key string) (d *outbox.Delivery, shared bool, err error) {
	if key == "" {
		return nil, false, nil
	}
	data := t.bucket(deliveries).Get([]byte(key))
	if data == nil {
		return nil, false, nil
	}
	recent := t.memory.ofDeliveries()
	if have := recent.have([]byte(key), data); have != nil {
		return have.record, true, nil
	}
	d = new(outbox.Delivery)
	if err := decode(deliveries, []byte(key), data, d); err != nil {
		return nil, false, err
	}
	recent.put([]byte(key), bytes.Clone(data), d, nil)
	return d, false, nil
}

// Enqueue implements [records.Tx].
func (t *tx) Enqueue(d *outbox.Delivery) (bool, error) {
	if !t.b.Writable() {
		return false, errReadOnly
	}
	if d.Key == "" {
		return false, errors.New("a delivery needs a key before it is queued")
	}
	if t.bucket(deliveries).Get([]byte(d.Key)) != nil {
		return false, nil
	}
	seq, err := t.next("seq")
	if err != nil {
		return false, err
	}
	d.Seq = seq
	return true, t.putDelivery(nil, d)
}

// Delivery implements [records.Tx].
func (t *tx) Delivery(key string) (*outbox.Delivery, error) {
	d, err := t.delivery(key)
	if err == nil && d == nil {
		err = noDelivery(key)
	}
	return d, err
}

func noDelivery(key string) error {
	return fault.Errorf(fault.NotFound, "There is no delivery %s.", key)
}

// PutDelivery implements [records.Tx]. A delivery keeps the place in its lane
// that Enqueue gave it.
func (t *tx) PutDelivery(d *outbox.Delivery) error {
	if !t.b.Writable() {
		return errReadOnly
	}
	old, _, err := t.look(d.Key)
	if err == nil && old == nil {
		err = noDelivery(d.Key)
	}
	if err != nil {
		return err
	}
	kept := *d
	kept.Seq = old.Seq
	return t.putDelivery(old, &kept)
}

// putDelivery writes a delivery and brings the heads of the lanes that it
// leaves and enters up to date.
func (t *tx) putDelivery(old, d *outbox.Delivery) error {
	lanes := []string{d.Lane}
	if old != nil && old.Lane != d.Lane {
		lanes = append(lanes, old.Lane)
	}
	before := t.heads(lanes)
	if err := write(t, t.memory.ofDeliveries(), deliveries, []byte(d.Key), d, nil); err != nil {
		return err
	}
	if err := t.reindex(laneEntries(old), laneEntries(d)); err != nil {
		return err
	}
	return t.reindex(before, t.heads(lanes))
}

// ReadyDelivery implements [records.Tx].
func (t *tx) ReadyDelivery(now time.Time, free func(hop string) bool) (*outbox.Delivery, error) {
	var first, key, order []byte
	last := stamp(now)
	for k, v := range t.readyHops() {
		name, rest := splitReady(k)
		if rest != nil && (bytes.Compare(rest[:stampSize], last) > 0 || first != nil && bytes.Compare(rest, order) >= 0 || free != nil && !free(name)) {
			continue
		}
		first, key, order = k, v, rest
		if rest == nil { // it makes no sense: whoever asks sets it aside
			break
		}
	}
	if first == nil {
		return nil, nil
	}
	d, err := t.delivery(string(key))
	if err != nil {
		return nil, err
	}
	if d == nil || !(entry{ready, first, key}).in(t.head(d.Lane)) || !t.laneAgrees(d) {
		return nil, disagrees(ready, first)
	}
	return d, nil
}

// readyHops are the first entries of ready, one of each next hop.
func (t *tx) readyHops() iter.Seq2[[]byte, []byte] {
	return func(yield func(k, v []byte) bool) {
		c := t.bucket(ready).Cursor()
		for k, v := c.First(); k != nil; {
			if !yield(k, v) {
				return
			}
			if _, rest := splitReady(k); rest == nil {
				k, v = c.Next()
			} else {
				k, v = c.Seek(join(k[:len(k)-len(rest)], bytes.Repeat([]byte{0xff}, len(rest)+1))) // behind all of this hop
			}
		}
	}
}

// readySize is the part of a key of ready that orders the deliveries of a hop.
const readySize = stampSize + 1 + 8

// splitReady reads a key of the index ready; rest is nil if it makes no sense.
func splitReady(k []byte) (hop string, rest []byte) {
	name := laneName(k)
	if len(k) != 4+len(name)+readySize {
		return "", nil
	}
	return name, k[len(k)-readySize:]
}

// PendingDeliveries implements [records.Tx].
func (t *tx) PendingDeliveries() (list []*outbox.Delivery, err error) {
	var broken []error
	c := t.bucket(lane).Cursor()
	for k, v := c.First(); k != nil; k, v = c.Next() {
		d, err := t.delivery(keyInLane(v))
		if err == nil && (d == nil || d.Ended()) {
			err = disagrees(lane, k)
		}
		if err != nil {
			broken = append(broken, err)
			continue
		}
		list = append(list, d)
	}
	return list, errors.Join(broken...)
}

// laneAgrees says whether the index lane holds what it should about a delivery.
func (t *tx) laneAgrees(d *outbox.Delivery) bool {
	for _, e := range laneEntries(d) {
		return bytes.Equal(t.bucket(lane).Get(e.key), e.value)
	}
	return false
}

// NewLease implements [records.Tx].
func (t *tx) NewLease() (uint64, error) { return t.next("lease") }
