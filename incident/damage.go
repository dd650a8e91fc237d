package incident

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/schedule"
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
func (d Damage) Carries() (id string, update int) {
	parts := strings.Split(d.Key, "/") // INC-7/acme/update/3/slack
	if len(parts) < 4 || parts[2] != "update" || d.Kind != UpdateRecord && (len(parts) < 5 || !fault.OneOf(parts[4], client.Ways...)) {
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

// Error implements error.
func (e *DamagedError) Error() string { return e.Err.Error() }

// Unwrap returns what is wrong with the record.
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
	o := Outline{Private: inc.Private, Over: inc.Over(), People: inc.Everybody()}
	for i := range inc.Clients {
		aff := &inc.Clients[i]
		o.Clients = append(o.Clients, aff.Client.Name)
		for _, p := range aff.Promises {
			if p.Outcome == Pending {
				o.Due = schedule.Sooner(o.Due, p.DueAt)
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

// IsLost says whether a record is not there for whoever asked for it: it cannot be
// read, or was moved out because of that. What only edits, deletes or counts
// something goes on without it.
func IsLost(err error) bool { return IsDamaged(err) || fault.CodeOf(err) == fault.NotFound }

// IsDamaged says whether an error names a record that cannot be read.
func IsDamaged(err error) bool {
	_, ok := errors.AsType[*DamagedError](err)
	return ok
}
