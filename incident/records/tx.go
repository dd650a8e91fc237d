// Package records is what the domain asks of a store: the questions of one
// transaction, and what came in and is not worked off.
package records

import (
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/damage"
	"candor/incident/lookup"
	"candor/incident/outbox"
	"candor/incident/restore"
	"candor/incident/schedule"
	"candor/incident/sheet"
	"candor/incident/team"
	"candor/incident/timeline"
	"candor/incident/update"
)

// Tx is one transaction. Each method is named for the question that it
// answers. What it returns belongs to the caller.
//
// A record that is there and cannot be read is an [damage.Error]. What returns
// several returns what can be read also with an error, which joins one for each
// record that cannot: one damaged record never stops the others.
type Tx interface {
	Incidents
	Lookups
	Histories
	People
	Outbox
	Received
	Diary
	Unread
}

// Incidents are the records of incidents, with the indexes that find them.
type Incidents interface {
	// Incident returns a record; a [fault.Error] with code NotFound if there is none.
	Incident(number int64) (*incident.Incident, error)
	// IncidentIn returns the newest incident that has the place (see
	// [incident.Incident.Places]), nil if there is none.
	IncidentIn(place string) (*incident.Incident, error)
	// LiveIncidents returns those that are neither closed nor cancelled, oldest first.
	LiveIncidents() ([]*incident.Incident, error)
	// Calls returns when a person has promised or offered to call clients of live
	// incidents, all but one; times that have passed, too.
	Calls(caller string, but int64) ([]time.Time, error)
	// DueIncidents returns those whose Wake is not after now, earliest first.
	DueIncidents(now time.Time) ([]*incident.Incident, error)
	// LatestIncidents returns the n newest that can be read, whatever became of them,
	// newest first.
	LatestIncidents(n int) ([]*incident.Incident, error)
	// NewNumber returns the next unused incident number, from 1.
	NewNumber() (int64, error)
	// SkipNumbers leaves out the next n numbers.
	SkipNumbers(n int) error
	PutIncident(*incident.Incident) error
}

// Lookups find an incident without reading others.
type Lookups interface {
	// Newest returns the incident with the highest number below a bound (0: none) that
	// has one of the keys; nil if none has. One that cannot be read is passed over.
	Newest(below int64, keys ...lookup.Key) (*incident.Incident, error)
	// Any says whether an incident has one of the keys, also one that cannot be read. It
	// reads none.
	Any(keys ...lookup.Key) bool
	// Sum returns the checksum of an incident's record: another one, another record; 0 if
	// there is none.
	Sum(number int64) uint32
	// DueNumbers returns the numbers of those whose Wake is not after now, earliest first,
	// and reads none of them.
	DueNumbers(now time.Time) ([]int64, error)
	// Oldest returns the one with the lowest number above a bound. It is for keys that
	// few have at a time.
	Oldest(above int64, keys ...lookup.Key) (*incident.Incident, error)
}

// Histories are what belongs to an incident and grows: its texts to clients and its
// timeline.
type Histories interface {
	// ClientUpdate returns update n of a client; a [fault.Error] with code NotFound if there is none.
	ClientUpdate(incident int64, client string, n int) (*update.Update, error)
	PutClientUpdate(*update.Update) error
	// Append adds a line to the timeline; its number must be new.
	Append(timeline.Entry) error
	// Timeline returns an incident's entries in order.
	Timeline(incident int64) ([]timeline.Entry, error)
}

// People are the clients that were made in Slack, what is kept of each client, and how the
// team can be woken.
type People interface {
	// Profile returns a client that was made in Slack or imported; nil if there is none.
	Profile(client string) (*client.Profile, error)
	// Profiles returns them all by their ids, also those that are archived.
	Profiles() ([]*client.Profile, error)
	PutProfile(*client.Profile) error
	// RemoveProfile forgets a client; an unknown one changes nothing.
	RemoveProfile(client string) error
	// Reach returns what is known of how a person can be woken; one with only the
	// User if nothing is.
	Reach(user string) (team.Reach, error)
	PutReach(team.Reach) error
	// Kept returns what is kept of a client beside the profile; one with only the Client
	// if nothing is.
	Kept(client string) (*sheet.Kept, error)
	// AllKept returns all of whom something is kept, by their ids.
	AllKept() ([]*sheet.Kept, error)
	PutKept(*sheet.Kept) error
}

// Outbox is what leaves.
type Outbox interface {
	// Enqueue queues a delivery, gives it its Seq and says whether its key is new;
	// a known key changes nothing.
	Enqueue(*outbox.Delivery) (bool, error)
	// Delivery returns a record; a [fault.Error] with code NotFound if there is none.
	Delivery(key string) (*outbox.Delivery, error)
	// PutDelivery stores a queued delivery; its Seq and its place in the lane stay.
	PutDelivery(*outbox.Delivery) error
	// ReadyDelivery returns the delivery with the earliest Wake not after now that
	// is the first of its lane and for whose next hop a hand is free; nil if there is
	// none. Of several with one Wake it is the one of most haste, then the one that was
	// queued first. free nil takes every one.
	ReadyDelivery(now time.Time, free func(hop string) bool) (*outbox.Delivery, error)
	// PendingDeliveries returns all that have not ended, lane by lane, each in its
	// order.
	PendingDeliveries() ([]*outbox.Delivery, error)
	// NewLease returns the next unused lease number, from 1.
	NewLease() (uint64, error)
}

// Received is what came in and is not worked off.
type Received interface {
	// Receive keeps what came in and says whether its id is new.
	Receive(Envelope) (bool, error)
	// Inbox returns what was received and not finished, oldest first.
	Inbox() ([]Envelope, error)
	// Finish removes an envelope from the inbox; its id stays known for a day.
	// An empty or unknown id changes nothing.
	Finish(id string, now time.Time) error
	// MailMark returns how far the mailbox was read; the zero value if it never was.
	MailMark() (MailMark, error)
	SetMailMark(MailMark) error
}

// Diary is when the program has to do something by itself.
type Diary interface {
	// NextWake returns the earliest Wake of all incidents, and of the deliveries
	// that are the first of their lane; zero if there is none.
	NextWake() (time.Time, error)
	// LastSeen returns when the program last said that it is alive; zero if never.
	LastSeen() (time.Time, error)
	SetLastSeen(time.Time) error
	// Leaps returns when the clock went on by more than it should; nil if it never did.
	Leaps() (schedule.Leaps, error)
	SetLeaps(schedule.Leaps) error
	// Restored returns from which copy the store was put back; nil if it never was.
	Restored() (*restore.Mark, error)
	SetRestored(restore.Mark) error
}

// Unread are the records that are there and cannot be read.
type Unread interface {
	// InHand looks whether what is in hand is as it was written: incidents that are not
	// over, deliveries that have not ended, what came in, and the clients that were made
	// in Slack. It decodes none of them. The error joins one for each that is not.
	InHand() error
	// Outline returns what is known of an incident even if its record cannot be
	// read; nil if nothing is.
	Outline(number int64) (*damage.Outline, error)
	// SetAside writes down that a record cannot be read, or what is known of that
	// now, and takes it out of what is due and ready. An index entry is made anew.
	SetAside(damage.Record) error
	// Damages returns what was set aside and still cannot be read, by Ref.
	Damages() ([]damage.Record, error)
}

// Envelope is something that came in from Slack: committed before it is acknowledged.
type Envelope struct {
	ID      string    `json:"id"`
	Type    string    `json:"type"`    // slash_commands, interactive, events_api
	Payload []byte    `json:"payload"` // as Slack sent it
	At      time.Time `json:"at"`
}

// MailMark is how far the mailbox was read in which clients' answers arrive. It is
// kept in the commit that keeps what was read, so a mail counts once.
type MailMark struct {
	Folder   string    `json:"folder,omitempty"`   // where: the user, the server and the folder
	Validity uint32    `json:"validity,omitempty"` // of the numbers of that folder (UIDVALIDITY); another one: they mean nothing any more
	UID      uint32    `json:"uid,omitempty"`      // the last mail that was read
	At       time.Time `json:"at,omitzero"`        // when that was
	Trouble  string    `json:"trouble,omitempty"`  // what people were told keeps it from being read; empty: nothing
	Told     time.Time `json:"told,omitzero"`      // when they were told so last
}

// UnlessLost returns an error of the store, or nil where it says that a record is
// lost, for a step that has nothing to do then: see [damage.IsLost].
func UnlessLost(err error) error {
	if damage.IsLost(err) {
		return nil
	}
	return err
}
