package candor

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
)

// RecordKind is what a record of the store is about.
type RecordKind string

// The kinds of record.
const (
	IncidentRecord RecordKind = "incident"
	UpdateRecord   RecordKind = "update"
	TimelineRecord RecordKind = "timeline entry"
	ClientRecord   RecordKind = "client"
	DeliveryRecord RecordKind = "delivery"
	EnvelopeRecord RecordKind = "command or press"
	ReachRecord    RecordKind = "person"
	StoreRecord    RecordKind = "note of the store" // counters, ids of what came in
	IndexRecord    RecordKind = "index entry"
)

// Damage is a record that is there and cannot be read. It stays where it is, for
// whoever may be able to mend it, and everything else goes on without it.
type Damage struct {
	Ref     string     `json:"ref"` // names it to the store
	Kind    RecordKind `json:"kind"`
	Key     string     `json:"key"` // names it to people: INC-7, INC-7/acme/update/3/slack, acme
	FoundAt time.Time  `json:"found_at,omitzero"`
	ToldAt  time.Time  `json:"told_at,omitzero"` // when people were last told of it; zero: not yet
}

// Incident is the number of the incident to which the record belongs, 0 if it
// belongs to none or nobody knows.
func (d Damage) Incident() (n int64) {
	_, _ = fmt.Sscanf(d.Key, "INC-%d", &n) // what does not fit leaves 0
	return n
}

// Carries returns the client and the number of the update that the record is, or
// whose text it carries to the client; 0 if it is none.
func (d Damage) Carries() (client string, update int) {
	parts := strings.Split(d.Key, "/") // INC-7/acme/update/3/slack
	if len(parts) < 4 || parts[2] != "update" || d.Kind != UpdateRecord && (len(parts) < 5 || !oneOf(parts[4], Ways...)) {
		return "", 0
	}
	_, _ = fmt.Sscanf(parts[3], "%d", &update)
	return parts[1], update
}

// DamagedError says that a record cannot be read. Lists come with it beside what
// can be read, several joined.
type DamagedError struct {
	Damage
	Err error // what is wrong with it
}

func (e *DamagedError) Error() string { return e.Err.Error() }

func (e *DamagedError) Unwrap() error { return e.Err }

// Outline is what is said of an incident whose record cannot be read. Stores
// keep it beside the record.
type Outline struct {
	Clients []string  `json:"clients,omitempty"` // their names
	Due     time.Time `json:"due,omitzero"`      // when the next word is due to one of them; zero: none is owed
	Private bool      `json:"private,omitempty"`
	Over    bool      `json:"over,omitempty"`
	People  []string  `json:"people,omitempty"` // those with a role
}

// Outline returns what is said of the incident if its record cannot be read.
func (inc *Incident) Outline() Outline {
	o := Outline{Private: inc.Private, Over: inc.Over(), People: inc.everybody()}
	for i := range inc.Clients {
		aff := &inc.Clients[i]
		o.Clients = append(o.Clients, aff.Client.Name)
		for _, p := range aff.Promises {
			if p.Outcome == Pending {
				o.Due = sooner(o.Due, p.DueAt)
			}
		}
	}
	return o
}

// Unreadable is a damaged record with what is known of its incident.
type Unreadable struct {
	Damage
	Outline *Outline // nil if nothing is
}

// isLost says whether a record is not there for whoever asked for it: it cannot be
// read, or was moved out because of that. What only edits, deletes or counts
// something goes on without it.
func isLost(err error) bool { return isDamaged(err) || CodeOf(err) == NotFound }

func isDamaged(err error) bool {
	_, ok := errors.AsType[*DamagedError](err)
	return ok
}

// findings are the damaged records that were met and are not written down yet.
// They are met in Views too, which cannot write.
type findings struct {
	mu    sync.Mutex
	found []Damage
	said  map[string]bool // by Ref: it stands in the log
}

// noteDamage notes a damaged record and logs it, once.
func (s *Service) noteDamage(e *DamagedError) {
	f := &s.findings
	f.mu.Lock()
	defer f.mu.Unlock()
	if !slices.ContainsFunc(f.found, func(d Damage) bool { return d.Ref == e.Ref }) {
		f.found = append(f.found, e.Damage)
	}
	if f.said == nil {
		f.said = map[string]bool{}
	}
	if !f.said[e.Ref] {
		f.said[e.Ref] = true
		s.Log.Error("a record cannot be read; everything else goes on", "kind", string(e.Kind), "record", e.Key, "err", e.Err)
	}
}

// take returns what was met since the last time.
func (f *findings) take() []Damage {
	f.mu.Lock()
	defer f.mu.Unlock()
	list := f.found
	f.found = nil
	return list
}

// sift notes the damaged records that an error names and returns what else is
// in it.
func (s *Service) sift(err error) error {
	if many, ok := err.(interface{ Unwrap() []error }); ok {
		var rest []error
		for _, e := range many.Unwrap() {
			rest = append(rest, s.sift(e))
		}
		return errors.Join(rest...)
	}
	if e, ok := errors.AsType[*DamagedError](err); ok {
		s.noteDamage(e)
		return nil
	}
	return err
}

// sound is a transaction as the use cases see it: whatever cannot be read is
// noted, lists leave it out, and only who asks for that very record gets an
// error.
type sound struct {
	Tx
	s *Service
}

func (t sound) Incident(number int64) (*Incident, error) {
	inc, err := t.Tx.Incident(number)
	_ = t.s.sift(err)
	return inc, err
}

func (t sound) IncidentIn(place string) (*Incident, error) {
	inc, err := t.Tx.IncidentIn(place)
	_ = t.s.sift(err)
	return inc, err
}

func (t sound) LiveIncidents() ([]*Incident, error) {
	list, err := t.Tx.LiveIncidents()
	return list, t.s.sift(err)
}

func (t sound) DueIncidents(now time.Time) ([]*Incident, error) {
	list, err := t.Tx.DueIncidents(now)
	return list, t.s.sift(err)
}

func (t sound) LatestIncidents(n int) ([]*Incident, error) {
	list, err := t.Tx.LatestIncidents(n)
	return list, t.s.sift(err)
}

func (t sound) ClientUpdate(incident int64, client string, n int) (*Update, error) {
	u, err := t.Tx.ClientUpdate(incident, client, n)
	_ = t.s.sift(err)
	return u, err
}

func (t sound) Profile(client string) (*Profile, error) {
	p, err := t.Tx.Profile(client)
	_ = t.s.sift(err)
	return p, err
}

func (t sound) Profiles() ([]*Profile, error) {
	list, err := t.Tx.Profiles()
	return list, t.s.sift(err)
}

func (t sound) Timeline(incident int64) ([]Entry, error) {
	list, err := t.Tx.Timeline(incident)
	return list, t.s.sift(err)
}

func (t sound) Delivery(key string) (*Delivery, error) {
	d, err := t.Tx.Delivery(key)
	_ = t.s.sift(err)
	return d, err
}

func (t sound) ReadyDelivery(now time.Time) (*Delivery, error) {
	d, err := t.Tx.ReadyDelivery(now)
	_ = t.s.sift(err)
	return d, err
}

func (t sound) PendingDeliveries() ([]*Delivery, error) {
	list, err := t.Tx.PendingDeliveries()
	return list, t.s.sift(err)
}

func (t sound) Inbox() ([]Envelope, error) {
	list, err := t.Tx.Inbox()
	return list, t.s.sift(err)
}

// Reach of somebody whose record is damaged is not known: it is learned anew.
func (t sound) Reach(user string) (Reach, error) {
	r, err := t.Tx.Reach(user)
	if err != nil {
		r = Reach{User: user}
	}
	return r, t.s.sift(err)
}

func (t sound) LastSeen() (time.Time, error) {
	at, err := t.Tx.LastSeen()
	return at, t.s.sift(err)
}
