package bolt

import (
	"bytes"
	"fmt"
	"reflect"
	"sync"
	"sync/atomic"

	"candor/incident"
	"candor/incident/outbox"
	"candor/store/readback"
)

// memory is what a store knows without looking; nil: nothing.
type memory struct {
	read       atomic.Uint64 // see [Store.Decoded]
	incidents  recent[incident.Incident]
	deliveries recent[outbox.Delivery]
	proves     bool // what is kept of each write is held against what stands in the store: for tests
}

func (m *memory) ofIncidents() *recent[incident.Incident] {
	if m == nil {
		return nil
	}
	return &m.incidents
}

func (m *memory) count() {
	if m != nil {
		m.read.Add(1)
	}
}

func (m *memory) ofDeliveries() *recent[outbox.Delivery] {
	if m == nil {
		return nil
	}
	return &m.deliveries
}

// recently is how many records of a kind are kept.
const recently = 64

// recent are records of a kind as they were read or written last: most are read several times
// between two writes, and soon after one, and a copy takes a tenth of the time of decoding. What
// stands in the store counts, not who read it: a record that was written since, or is another
// one in another transaction, has other bytes.
// A nil one knows nothing and keeps nothing.
type recent[T any] struct {
	mu  sync.Mutex
	all map[string]*read[T]
}

// read is a record that was read.
type read[T any] struct {
	data    []byte
	record  *T      // nobody else has it, and nobody changes it
	entries []entry // that the indexes hold about it; nobody changes them
}

// have is what is known of a record; nil if nothing is.
func (r *recent[T]) have(key, data []byte) *read[T] {
	if r == nil {
		return nil
	}
	r.mu.Lock()
	have := r.all[string(key)]
	r.mu.Unlock()
	if have == nil || !bytes.Equal(have.data, data) {
		return nil
	}
	return have
}

// get returns a copy of what a record says; nil if it is not known.
func (r *recent[T]) get(key, data []byte) (*T, []entry) {
	have := r.have(key, data)
	if have == nil {
		return nil, nil
	}
	record, _ := readback.Copy(have.record)
	return record, have.entries
}

// put keeps what is read back of a record, if that can be known. The data is its own from now on.
func (r *recent[T]) put(key, data []byte, record *T, entries []entry) {
	if r == nil || bytes.Contains(data, notText) {
		return
	}
	copied, ok := readback.Copy(record)
	if !ok {
		return
	}
	have := &read[T]{data, copied, entries}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.all == nil {
		r.all = map[string]*read[T]{}
	}
	if r.all[string(key)] == nil && len(r.all) >= recently {
		for other := range r.all { // any: who is read again comes back
			delete(r.all, other)
			break
		}
	}
	r.all[string(key)] = have
}

// notText is how JSON writes what is no text; it is read as something else.
var notText = []byte(`\ufffd`)

// write writes a record, and keeps what is read back of it.
func write[T any](t *tx, r *recent[T], bucket string, key []byte, record *T, entries []entry) error {
	data, err := encode(bucket, key, record)
	if err != nil {
		return err
	}
	if err := t.putRaw(bucket, key, data); err != nil {
		return err
	}
	r.put(key, data, record, entries)
	if t.memory == nil || !t.memory.proves {
		return nil
	}
	if have, _ := r.get(key, data); have != nil {
		want := new(T)
		if err := decode(bucket, key, data, want); err != nil || !reflect.DeepEqual(have, want) {
			return fmt.Errorf("%s is not read back as it is kept: %+v, want %+v, %w", recordName(bucket, key), have, want, err)
		}
	}
	return nil
}
