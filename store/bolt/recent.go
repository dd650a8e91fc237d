package bolt

import (
	"bytes"
	"sync"

	"github.com/huandu/go-clone"

	"candor/incident"
)

// recently is how many incidents are kept as they were decoded last.
const recently = 64

// recent are incidents as they were decoded last: most are read several times between two
// writes, and a copy takes a third of the time of decoding. What was read counts, not who
// read it: a record that was written since, or is another one in another transaction, has
// other bytes.
// A nil one knows nothing and keeps nothing.
type recent struct {
	mu   sync.Mutex
	byID map[string]decoded
}

type decoded struct {
	data    []byte
	inc     *incident.Incident // nobody else has it
	entries []entry            // that the indexes hold about it; nobody changes them
}

// get returns a copy of what a record says; nil if it is not known.
func (r *recent) get(id, data []byte) (*incident.Incident, []entry) {
	if r == nil {
		return nil, nil
	}
	r.mu.Lock()
	d, ok := r.byID[string(id)]
	r.mu.Unlock()
	if !ok || !bytes.Equal(d.data, data) {
		return nil, nil
	}
	return clone.Clone(d.inc).(*incident.Incident), d.entries
}

// put keeps a copy of what a record says.
func (r *recent) put(id, data []byte, inc *incident.Incident, entries []entry) {
	if r == nil {
		return
	}
	d := decoded{bytes.Clone(data), clone.Clone(inc).(*incident.Incident), entries}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.byID == nil {
		r.byID = map[string]decoded{}
	}
	if _, ok := r.byID[string(id)]; !ok && len(r.byID) >= recently {
		for other := range r.byID { // any: who is read again comes back
			delete(r.byID, other)
			break
		}
	}
	r.byID[string(id)] = d
}
