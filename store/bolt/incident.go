package bolt

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"go.etcd.io/bbolt"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/lookup"
	"candor/incident/restore"
	"candor/incident/schedule"
	"candor/incident/timeline"
	"candor/incident/update"
)

// incidentEntries returns what the indexes hold about an incident. Writing and
// [Store.Check] both ask it, so that there is one truth about it.
func incidentEntries(inc *incident.Incident) []entry {
	id := number(inc.Number)
	var list []entry
	if !inc.Over() {
		list = append(list, entry{live, id, nil})
	}
	if wake := inc.Wake(); !wake.IsZero() {
		list = append(list, entry{due, join(stamp(wake), id), nil})
	}
	for _, place := range inc.Places() {
		list = append(list, entry{channel, join(word(place), id), nil})
	}
	for _, k := range lookup.Keys(inc) {
		list = append(list, entry{keyed, keyedBy(k, inc.Number), nil})
	}
	return append(append(list, callsEntry(inc)...), outlineEntry(inc))
}

// incidentIndexes are those of which incidentEntries are, and whose keys end with the number.
var incidentIndexes = []string{live, due, channel, calls, keyed}

func keyedBy(k lookup.Key, n int64) []byte {
	return join(word(string(k)), number(^uint64(n)), number(n))
}

// keyedNumber is the number that orders an entry of keyed; 0 if it makes no sense.
func keyedNumber(entry []byte) int64 {
	if len(entry) < 16 {
		return 0
	}
	return int64(^binary.BigEndian.Uint64(entry[len(entry)-16:]))
}

// reindexIncidents brings the indexes of all incidents to what they are by the
// rules of this program. What leads to a record that cannot be read stays as it
// is, to be named when somebody asks for that.
func (t *tx) reindexIncidents() error {
	var stale []entry
	for _, name := range incidentIndexes {
		c := t.bucket(name).Cursor()
		for k, v := c.First(); k != nil; k, v = c.Next() {
			inc, err := t.incident(k[max(0, len(k)-8):])
			if err == nil && (inc == nil || !(entry{name, k, v}).in(incidentEntries(inc))) {
				stale = append(stale, entry{name, bytes.Clone(k), bytes.Clone(v)})
			}
		}
	}
	if err := t.reindex(stale, nil); err != nil {
		return err
	}
	c := t.bucket(incidents).Cursor()
	for k, _ := c.First(); k != nil; k, _ = c.Next() {
		inc, err := t.incident(k)
		if err != nil {
			continue
		}
		if err := t.reindex(nil, incidentEntries(inc)); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) incident(id []byte) (*incident.Incident, error) {
	inc, _, err := t.incidentIndexed(id)
	return inc, err
}

// incidentIndexed is incident, with what the indexes hold about it.
func (t *tx) incidentIndexed(id []byte) (*incident.Incident, []entry, error) {
	if len(id) == 0 {
		return nil, nil, nil
	}
	data := t.bucket(incidents).Get(id)
	if data == nil {
		return nil, nil, nil
	}
	recent := t.memory.ofIncidents()
	t.memory.count()
	if inc, entries := recent.get(id, data); inc != nil {
		t.know(id, entries)
		return inc, entries, nil
	}
	inc := new(incident.Incident)
	if err := decode(incidents, id, data, inc); err != nil {
		return nil, nil, err
	}
	entries := incidentEntries(inc)
	t.know(id, entries)
	recent.put(id, bytes.Clone(data), inc, entries)
	return inc, entries, nil
}

func (t *tx) know(id []byte, entries []entry) {
	if !t.b.Writable() {
		return
	}
	if t.known == nil {
		t.known = map[string][]entry{}
	}
	t.known[string(id)] = entries
}

// indexed loads the incident that an index entry points to and makes sure that
// it does: an index has no checksum of its own.
func (t *tx) indexed(index string, key []byte) (*incident.Incident, error) {
	inc, entries, err := t.incidentIndexed(key[max(0, len(key)-8):])
	if err != nil {
		return nil, err
	}
	if inc == nil || !(entry{index, key, nil}).in(entries) {
		return nil, disagrees(index, key)
	}
	return inc, nil
}

// disagrees never wraps the error of a record that is not there: to a person
// that would look like a mistake of theirs.
func disagrees(index string, key []byte) error {
	return newDamage(index, key, fmt.Errorf("index %s is damaged: its entry %x does not agree with the record; restore the last backup", index, key))
}

// Incident implements [records.Tx].
func (t *tx) Incident(n int64) (*incident.Incident, error) {
	inc, err := t.incident(number(n))
	if err == nil && inc == nil {
		err = fault.Errorf(fault.NotFound, "There is no INC-%d. Nothing was done. Type list to see which there are.", n)
	}
	return inc, err
}

// IncidentIn implements [records.Tx]; of several in one place it returns the newest.
func (t *tx) IncidentIn(id string) (*incident.Incident, error) {
	if id == "" {
		return nil, nil
	}
	prefix := word(id)
	c := t.bucket(channel).Cursor()
	var newest []byte
	for k, _ := c.Seek(prefix); bytes.HasPrefix(k, prefix); k, _ = c.Next() {
		newest = k
	}
	if newest == nil {
		return nil, nil
	}
	return t.indexed(channel, newest)
}

// Newest implements [records.Tx].
func (t *tx) Newest(below int64, keys ...lookup.Key) (*incident.Incident, error) {
	if below == 0 {
		below = math.MaxInt64
	}
	return t.sought(keys, below, func(c *bbolt.Cursor, prefix []byte, below int64) []byte {
		k, _ := c.Seek(join(prefix, number(^uint64(below-1))))
		return k
	}, func(a, b int64) bool { return a > b })
}

// Oldest implements [records.Tx]. The lowest number is the last of a key, and nothing
// here walks backwards: it takes a step for each incident that is newer.
func (t *tx) Oldest(above int64, keys ...lookup.Key) (*incident.Incident, error) {
	return t.sought(keys, above, func(c *bbolt.Cursor, prefix []byte, above int64) (last []byte) {
		for k, _ := c.Seek(prefix); bytes.HasPrefix(k, prefix) && keyedNumber(k) > above; k, _ = c.Next() {
			last = k
		}
		return last
	}, func(a, b int64) bool { return a < b })
}

// Sum implements [records.Tx].
func (t *tx) Sum(n int64) uint32 {
	data := t.bucket(incidents).Get(number(n))
	if len(data) < recordHeader {
		return 0
	}
	return binary.BigEndian.Uint32(data[1:])
}

// Any implements [records.Tx].
func (t *tx) Any(keys ...lookup.Key) bool {
	b := t.bucket(keyed)
	if b == nil { // an older store that is only looked at
		return false
	}
	return slices.ContainsFunc(keys, func(key lookup.Key) bool {
		prefix := word(string(key))
		k, _ := b.Cursor().Seek(prefix)
		return bytes.HasPrefix(k, prefix)
	})
}

// sought returns the first incident that has one of the keys. seek finds the first entry of
// one key behind a number, and sooner compares two numbers. What an entry leads to in vain
// is passed over.
func (t *tx) sought(keys []lookup.Key, behind int64, seek func(*bbolt.Cursor, []byte, int64) []byte, sooner func(a, b int64) bool) (*incident.Incident, error) {
	if t.bucket(keyed) == nil { // an older store that is only looked at
		return nil, nil
	}
	var broken []error
	for {
		var first []byte
		c := t.bucket(keyed).Cursor()
		for _, key := range keys {
			prefix := word(string(key))
			k := seek(c, prefix, behind)
			if bytes.HasPrefix(k, prefix) && (first == nil || sooner(keyedNumber(k), keyedNumber(first))) {
				first = bytes.Clone(k)
			}
		}
		if first == nil {
			return nil, errors.Join(broken...)
		}
		if !sooner(behind, keyedNumber(first)) { // out of order: it would be found again and again
			return nil, errors.Join(append(broken, disagrees(keyed, first))...)
		}
		inc, err := t.indexed(keyed, first)
		if err == nil {
			return inc, errors.Join(broken...)
		}
		broken, behind = append(broken, err), keyedNumber(first)
	}
}

// LiveIncidents implements [records.Tx].
func (t *tx) LiveIncidents() ([]*incident.Incident, error) {
	var list []*incident.Incident
	var broken []error
	c := t.bucket(live).Cursor()
	for k, _ := c.First(); k != nil; k, _ = c.Next() {
		inc, err := t.indexed(live, k)
		if err != nil {
			broken = append(broken, err)
			continue
		}
		list = append(list, inc)
	}
	return list, errors.Join(broken...)
}

// Calls implements [records.Tx].
func (t *tx) Calls(caller string, but int64) ([]time.Time, error) {
	if t.bucket(calls) == nil { // an older store that is only looked at
		return nil, nil
	}
	var list []time.Time
	var broken []error
	prefix := word(caller)
	c := t.bucket(calls).Cursor()
	for k, v := c.Seek(prefix); bytes.HasPrefix(k, prefix); k, v = c.Next() {
		var at []time.Time
		switch err := decode(calls, k, v, &at); {
		case err != nil:
			broken = append(broken, err)
		case !bytes.HasSuffix(k, number(but)):
			list = append(list, at...)
		}
	}
	return list, errors.Join(broken...)
}

// DueIncidents implements [records.Tx].
func (t *tx) DueIncidents(now time.Time) ([]*incident.Incident, error) {
	var list []*incident.Incident
	var broken []error
	last := stamp(now)
	c := t.bucket(due).Cursor()
	for k, _ := c.First(); k != nil && bytes.Compare(k[:min(stampSize, len(k))], last) <= 0; k, _ = c.Next() {
		inc, err := t.indexed(due, k)
		if err != nil {
			broken = append(broken, err)
			continue
		}
		list = append(list, inc)
	}
	return list, errors.Join(broken...)
}

// DueNumbers implements [records.Tx].
func (t *tx) DueNumbers(now time.Time) ([]int64, error) {
	var list []int64
	var broken []error
	last := stamp(now)
	c := t.bucket(due).Cursor()
	for k, _ := c.First(); k != nil && bytes.Compare(k[:min(stampSize, len(k))], last) <= 0; k, _ = c.Next() {
		if len(k) != stampSize+8 {
			broken = append(broken, disagrees(due, k))
			continue
		}
		list = append(list, int64(binary.BigEndian.Uint64(k[stampSize:])))
	}
	return list, errors.Join(broken...)
}

// LatestIncidents implements [records.Tx]. It counts down from the last number
// that was given out, past those that were never used.
func (t *tx) LatestIncidents(n int) ([]*incident.Incident, error) {
	first, _ := t.bucket(incidents).Cursor().First()
	if first == nil {
		return nil, nil
	}
	var last uint64
	if _, err := t.get(meta, []byte("number"), &last); err != nil {
		return nil, err
	}
	var list []*incident.Incident
	var broken []error
	for ; last > 0 && len(list) < n && bytes.Compare(number(last), first) >= 0; last-- {
		inc, err := t.incident(number(last))
		if err != nil {
			broken = append(broken, err)
			continue
		}
		if inc != nil {
			list = append(list, inc)
		}
	}
	return list, errors.Join(broken...)
}

// NewNumber implements [records.Tx].
func (t *tx) NewNumber() (int64, error) {
	n, err := t.next("number")
	return int64(n), err
}

// SkipNumbers implements [records.Tx].
func (t *tx) SkipNumbers(n int) error {
	last, err := t.count("number")
	if err != nil {
		return err
	}
	return t.used("number", last+uint64(n))
}

// PutIncident implements [records.Tx].
func (t *tx) PutIncident(inc *incident.Incident) error {
	if inc.Number < 1 {
		return errors.New("an incident needs a number before it is stored")
	}
	id := number(inc.Number)
	if _, ok := t.known[string(id)]; !ok {
		if _, err := t.incident(id); err != nil {
			return err
		}
	}
	old, found := t.known[string(id)]
	now := incidentEntries(inc)
	if err := write(t, t.memory.ofIncidents(), incidents, id, inc, now); err != nil {
		return err
	}
	t.know(id, now)
	if !found {
		if err := t.used("number", uint64(inc.Number)); err != nil {
			return err
		}
	}
	return t.reindex(old, now)
}

func updateKey(incident int64, client string, n int) []byte {
	return join(number(incident), number(n), []byte(client))
}

// ClientUpdate implements [records.Tx].
func (t *tx) ClientUpdate(num int64, client string, n int) (*update.Update, error) {
	u := new(update.Update)
	found, err := t.get(updates, updateKey(num, client, n), u)
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, fault.Errorf(fault.NotFound, "INC-%d has no update %d for %s.", num, n, client)
	}
	return u, nil
}

// PutClientUpdate implements [records.Tx].
func (t *tx) PutClientUpdate(u *update.Update) error {
	return t.put(updates, updateKey(u.Incident, u.Client, u.N), u)
}

// Append implements [records.Tx].
func (t *tx) Append(e timeline.Entry) error {
	key := join(number(e.Incident), number(e.N))
	if t.bucket(entries).Get(key) != nil {
		return fmt.Errorf("the timeline of INC-%d has an entry %d already", e.Incident, e.N)
	}
	return t.put(entries, key, e)
}

// Timeline implements [records.Tx].
func (t *tx) Timeline(num int64) ([]timeline.Entry, error) {
	var list []timeline.Entry
	var broken []error
	prefix := number(num)
	c := t.bucket(entries).Cursor()
	for k, v := c.Seek(prefix); bytes.HasPrefix(k, prefix); k, v = c.Next() {
		var e timeline.Entry
		if err := decode(entries, k, v, &e); err != nil {
			broken = append(broken, err)
			continue
		}
		list = append(list, e)
	}
	return list, errors.Join(broken...)
}

// LastSeen implements [records.Tx].
func (t *tx) LastSeen() (time.Time, error) {
	var at time.Time
	_, err := t.get(meta, []byte("alive"), &at)
	return at, err
}

// SetLastSeen implements [records.Tx].
func (t *tx) SetLastSeen(at time.Time) error { return t.put(meta, []byte("alive"), at) }

// Leaps implements [records.Tx].
func (t *tx) Leaps() (l schedule.Leaps, err error) {
	_, err = t.get(meta, []byte("leaps"), &l)
	return l, err
}

// SetLeaps implements [records.Tx].
func (t *tx) SetLeaps(l schedule.Leaps) error { return t.put(meta, []byte("leaps"), l) }

// Restored implements [records.Tx].
func (t *tx) Restored() (*restore.Mark, error) {
	m := new(restore.Mark)
	if found, err := t.get(meta, []byte("restored"), m); err != nil || !found {
		return nil, err
	}
	return m, nil
}

// SetRestored implements [records.Tx].
func (t *tx) SetRestored(m restore.Mark) error { return t.put(meta, []byte("restored"), m) }

// NextWake implements [records.Tx]. Deliveries count only as heads of their
// lane: one that waits for another has nothing to do by itself. Of what makes no sense
// Claim and Tick find it, and set it aside.
func (t *tx) NextWake() (next time.Time, err error) {
	c := t.bucket(due).Cursor()
	k, _ := c.First()
	for k != nil && len(k) != stampSize+8 {
		k, _ = c.Next()
	}
	if k != nil {
		next = stampTime(k)
	}
	for k := range t.readyHops() {
		if _, rest := splitReady(k); rest != nil && (next.IsZero() || stampTime(rest).Before(next)) {
			next = stampTime(rest)
		}
	}
	return next, nil
}
