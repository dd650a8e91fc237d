package damage

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"candor/incident/client"
	"candor/incident/fault"
)

// Kind is what a record of the store is about.
type Kind string

// The kinds of record.
const (
	IncidentRecord Kind = "incident"
	UpdateRecord   Kind = "update"
	TimelineRecord Kind = "timeline entry"
	ClientRecord   Kind = "client"
	DeliveryRecord Kind = "delivery"
	EnvelopeRecord Kind = "command or press"
	ReachRecord    Kind = "person"
	KeptRecord     Kind = "sheet of a client"
	StoreRecord    Kind = "note of the store" // counters, ids of what came in
	IndexRecord    Kind = "index entry"
)

// Record is a record that is there and cannot be read. It stays where it is, for
// whoever may be able to mend it, and everything else goes on without it.
type Record struct {
	Ref     string    `json:"ref"` // names it to the store
	Kind    Kind      `json:"kind"`
	Key     string    `json:"key"` // names it to people: INC-7, INC-7/acme/update/3/slack, acme
	FoundAt time.Time `json:"found_at,omitzero"`
	ToldAt  time.Time `json:"told_at,omitzero"` // when people were last told of it; zero: not yet
}

// Incident is the number of the incident to which the record belongs, 0 if it
// belongs to none or nobody knows.
func (d Record) Incident() (n int64) {
	_, _ = fmt.Sscanf(d.Key, "INC-%d", &n) // what does not fit leaves 0
	return n
}

// Carries returns the client and the number of the update that the record is, or
// whose text it carries to the client; 0 if it is none.
func (d Record) Carries() (id string, update int) {
	parts := strings.Split(d.Key, "/") // INC-7/acme/update/3/slack
	if len(parts) < 4 || parts[2] != "update" || d.Kind != UpdateRecord && (len(parts) < 5 || !fault.OneOf(parts[4], client.Ways...)) {
		return "", 0
	}
	_, _ = fmt.Sscanf(parts[3], "%d", &update)
	return parts[1], update
}

// Error says that a record cannot be read. Lists come with it beside what
// can be read, several joined.
type Error struct {
	Record
	Err error // what is wrong with it
}

// Error implements error.
func (e *Error) Error() string { return e.Err.Error() }

// Unwrap returns what is wrong with the record.
func (e *Error) Unwrap() error { return e.Err }

// Outline is what is said of an incident whose record cannot be read. Stores
// keep it beside the record.
type Outline struct {
	Clients []string  `json:"clients,omitempty"` // their names
	Due     time.Time `json:"due,omitzero"`      // when the next word is due to one of them; zero: none is owed
	Private bool      `json:"private,omitempty"`
	Over    bool      `json:"over,omitempty"`
	People  []string  `json:"people,omitempty"` // those with a role
}

// Unreadable is a damaged record with what is known of its incident.
type Unreadable struct {
	Record
	Outline *Outline // nil if nothing is
}

// IsLost says whether a record is not there for whoever asked for it: it cannot be
// read, or was moved out because of that. What only edits, deletes or counts
// something goes on without it.
func IsLost(err error) bool { return IsDamaged(err) || fault.CodeOf(err) == fault.NotFound }

// IsDamaged says whether an error names a record that cannot be read.
func IsDamaged(err error) bool {
	_, ok := errors.AsType[*Error](err)
	return ok
}
