package bolt

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"time"

	"go.etcd.io/bbolt"
)

// The buckets; see the layout in bolt.go.
const (
	meta       = "meta"
	incidents  = "incidents"
	updates    = "updates"
	entries    = "timeline"
	clients    = "clients"
	deliveries = "deliveries"
	inbox      = "inbox"
	seen       = "seen"
	reach      = "reach"
	damaged    = "damaged"
	kept       = "kept"

	live     = "live"
	due      = "due"
	channel  = "channel"
	calls    = "calls"
	keyed    = "keyed"
	lane     = "lane"
	ready    = "ready"
	finished = "finished"
	outline  = "outline"
)

var buckets = []string{meta, incidents, updates, entries, clients, deliveries, inbox, seen, reach, kept, damaged, live, due, channel, calls, keyed, lane, ready, finished, outline}

// A record is a byte with the version of this form, the CRC-32C of what
// follows, of the bucket and of the key, and the JSON. bbolt's data pages carry
// no checksum: without this a flipped bit would be served as the truth. The
// checksum covers the key, so that a record cannot pass for another one.
const (
	recordForm   = 1
	recordHeader = 1 + 4
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func checksum(bucket string, key, body []byte) uint32 {
	sum := crc32.Update(0, castagnoli, append([]byte(bucket), 0))
	sum = crc32.Update(sum, castagnoli, key)
	return crc32.Update(sum, castagnoli, body)
}

func encode(bucket string, key []byte, v any) ([]byte, error) {
	body, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", recordName(bucket, key), err)
	}
	data := make([]byte, 0, recordHeader+len(body))
	data = append(data, recordForm)
	data = binary.BigEndian.AppendUint32(data, checksum(bucket, key, body))
	return append(data, body...), nil
}

// decode reads a record; what cannot be read is a [damage.Error].
func decode(bucket string, key, data []byte, v any) error {
	if err := decodeRecord(bucket, key, data, v); err != nil {
		return newDamage(bucket, key, err)
	}
	return nil
}

func decodeRecord(bucket string, key, data []byte, v any) error {
	if err := intact(bucket, key, data); err != nil {
		return err
	}
	if err := json.Unmarshal(data[recordHeader:], v); err != nil {
		return fmt.Errorf("read %s: %w", recordName(bucket, key), err)
	}
	return nil
}

// intact says whether a record is as it was written, in a form that this program reads.
func intact(bucket string, key, data []byte) error {
	name := func() string { return recordName(bucket, key) } // only what is damaged needs one
	if len(data) < recordHeader {
		return fmt.Errorf("%s is damaged: it is cut short; restore the last backup", name())
	}
	if binary.BigEndian.Uint32(data[1:]) != checksum(bucket, key, data[recordHeader:]) {
		return fmt.Errorf("%s is damaged: its checksum does not match; restore the last backup", name())
	}
	if data[0] != recordForm {
		return fmt.Errorf("%s is damaged or was written by a newer candor: it has the form %d, this one knows %d", name(), data[0], recordForm)
	}
	return nil
}

// recordName says which record it is: by its words, or in hexadecimal where
// the key holds numbers.
func recordName(bucket string, key []byte) string {
	for _, c := range key {
		if c < ' ' || c > '~' {
			return fmt.Sprintf("record %s/%x", bucket, key)
		}
	}
	return fmt.Sprintf("record %s/%s", bucket, key)
}

// tx is one transaction. What bbolt hands out is gone with the transaction, so
// nothing leaves here but what was decoded or copied.
type tx struct {
	b     *bbolt.Tx
	dirty bool // something was written
	// known is what the indexes hold about the incidents that were read or
	// written, by their keys: putting one back need not read it again.
	known map[string][]entry

	memory *memory // nil: every record is decoded

	ctx context.Context // of whoever reads the whole store; nil: that does not end before it is through
}

// ended says whether whoever reads the whole store does not want it any more.
func (t *tx) ended() bool { return t.ctx != nil && t.ctx.Err() != nil }

var errReadOnly = errors.New("a View cannot write; use Update")

func (t *tx) bucket(name string) *bbolt.Bucket { return t.b.Bucket([]byte(name)) }

// get decodes a record into v and says whether there is one.
func (t *tx) get(bucket string, key []byte, v any) (bool, error) {
	if len(key) == 0 {
		return false, nil
	}
	data := t.bucket(bucket).Get(key)
	if data == nil {
		return false, nil
	}
	return true, decode(bucket, key, data, v)
}

func (t *tx) put(bucket string, key []byte, v any) error {
	data, err := encode(bucket, key, v)
	if err != nil {
		return err
	}
	return t.putRaw(bucket, key, data)
}

func (t *tx) putRaw(bucket string, key, data []byte) error {
	if !t.b.Writable() {
		return errReadOnly
	}
	t.dirty = true
	if err := t.bucket(bucket).Put(key, data); err != nil {
		return fmt.Errorf("write %s: %w", recordName(bucket, key), err)
	}
	return nil
}

func (t *tx) remove(bucket string, key []byte) error {
	if !t.b.Writable() {
		return errReadOnly
	}
	t.dirty = true
	if err := t.bucket(bucket).Delete(key); err != nil {
		return fmt.Errorf("remove %s: %w", recordName(bucket, key), err)
	}
	return nil
}

// next counts one further in a counter of meta and returns the new number.
func (t *tx) next(counter string) (uint64, error) {
	n, err := t.count(counter)
	if err != nil {
		return 0, err
	}
	n++
	return n, t.put(meta, []byte(counter), n)
}

// used keeps a counter from giving out a number that came from elsewhere.
func (t *tx) used(counter string, n uint64) error {
	last, err := t.count(counter)
	if err != nil || n <= last {
		return err
	}
	return t.put(meta, []byte(counter), n)
}

// entry is one line of an index.
type entry struct {
	bucket     string
	key, value []byte
}

func (e entry) equal(o entry) bool {
	return e.bucket == o.bucket && bytes.Equal(e.key, o.key) && bytes.Equal(e.value, o.value)
}

func (e entry) in(list []entry) bool {
	for _, o := range list {
		if e.equal(o) {
			return true
		}
	}
	return false
}

// reindex replaces the entries that a record had by those that it has now.
func (t *tx) reindex(old, now []entry) error {
	for _, e := range old {
		if e.in(now) {
			continue
		}
		if err := t.remove(e.bucket, e.key); err != nil {
			return err
		}
	}
	for _, e := range now {
		if e.in(old) {
			continue
		}
		if err := t.putRaw(e.bucket, e.key, e.value); err != nil {
			return err
		}
	}
	return nil
}

// Parts of keys.

func number[N ~int | ~int64 | ~uint64](n N) []byte {
	return binary.BigEndian.AppendUint64(nil, uint64(n))
}

const stampSize = 12

// stamp writes a time so that earlier ones sort first, also those before 1970.
func stamp(t time.Time) []byte {
	b := binary.BigEndian.AppendUint64(nil, uint64(t.Unix())^(1<<63))
	return binary.BigEndian.AppendUint32(b, uint32(t.Nanosecond()))
}

func stampTime(b []byte) time.Time {
	seconds := binary.BigEndian.Uint64(b) ^ (1 << 63)
	return time.Unix(int64(seconds), int64(binary.BigEndian.Uint32(b[8:]))).UTC()
}

// word writes a text in front of other parts of a key.
func word(s string) []byte {
	return append(binary.BigEndian.AppendUint32(nil, uint32(len(s))), s...)
}

func join(parts ...[]byte) []byte { return bytes.Join(parts, nil) }
