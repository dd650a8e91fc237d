package records

import (
	"errors"
	"log/slog"
	"slices"
	"sync"
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

// Findings are the damaged records that were met and are not written down yet. They
// are met in Views too, which cannot write. The zero value is empty; it is safe for
// concurrent use and must not be copied.
type Findings struct {
	mu    sync.Mutex
	found []damage.Record
	said  map[string]bool // by Ref: it stands in the log
}

// note notes a damaged record and logs it, once.
func (f *Findings) note(log *slog.Logger, e *damage.Error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !slices.ContainsFunc(f.found, func(d damage.Record) bool { return d.Ref == e.Ref }) {
		f.found = append(f.found, e.Record)
	}
	if f.said == nil {
		f.said = map[string]bool{}
	}
	if !f.said[e.Ref] {
		f.said[e.Ref] = true
		log.Error("a record cannot be read; everything else goes on", "kind", string(e.Kind), "record", e.Key, "err", e.Err)
	}
}

// Take returns what was met since the last time.
func (f *Findings) Take() []damage.Record {
	f.mu.Lock()
	defer f.mu.Unlock()
	list := f.found
	f.found = nil
	return list
}

// Sift notes the damaged records that an error names, logs each once, and returns what
// else is in it.
func (f *Findings) Sift(log *slog.Logger, err error) error {
	if many, ok := err.(interface{ Unwrap() []error }); ok {
		var rest []error
		for _, e := range many.Unwrap() {
			rest = append(rest, f.Sift(log, e))
		}
		return errors.Join(rest...)
	}
	if e, ok := errors.AsType[*damage.Error](err); ok {
		f.note(log, e)
		return nil
	}
	return err
}

// Sound is a transaction as the use cases see it: whatever cannot be read is
// noted, lists leave it out, and only who asks for that very record gets an
// error.
type Sound struct {
	Tx
	Findings *Findings
	Log      *slog.Logger
}

func (t Sound) sift(err error) error { return t.Findings.Sift(t.Log, err) }

// Incident is that of [Tx].
func (t Sound) Incident(number int64) (*incident.Incident, error) {
	inc, err := t.Tx.Incident(number)
	_ = t.sift(err)
	return inc, err
}

// IncidentIn is that of [Tx].
func (t Sound) IncidentIn(place string) (*incident.Incident, error) {
	inc, err := t.Tx.IncidentIn(place)
	_ = t.sift(err)
	return inc, err
}

// LiveIncidents is that of [Tx].
func (t Sound) LiveIncidents() ([]*incident.Incident, error) {
	list, err := t.Tx.LiveIncidents()
	return list, t.sift(err)
}

// Calls is that of [Tx].
func (t Sound) Calls(caller string, but int64) ([]time.Time, error) {
	list, err := t.Tx.Calls(caller, but)
	return list, t.sift(err)
}

// DueIncidents is that of [Tx].
func (t Sound) DueIncidents(now time.Time) ([]*incident.Incident, error) {
	list, err := t.Tx.DueIncidents(now)
	return list, t.sift(err)
}

// LatestIncidents is that of [Tx].
func (t Sound) LatestIncidents(n int) ([]*incident.Incident, error) {
	list, err := t.Tx.LatestIncidents(n)
	return list, t.sift(err)
}

// Newest is that of [Tx].
func (t Sound) Newest(below int64, keys ...lookup.Key) (*incident.Incident, error) {
	inc, err := t.Tx.Newest(below, keys...)
	return inc, t.sift(err)
}

// InHand is that of [Tx].
func (t Sound) InHand() error { return t.sift(t.Tx.InHand()) }

// DueNumbers is that of [Tx].
func (t Sound) DueNumbers(now time.Time) ([]int64, error) {
	list, err := t.Tx.DueNumbers(now)
	return list, t.sift(err)
}

// Oldest is that of [Tx].
func (t Sound) Oldest(above int64, keys ...lookup.Key) (*incident.Incident, error) {
	inc, err := t.Tx.Oldest(above, keys...)
	return inc, t.sift(err)
}

// ClientUpdate is that of [Tx].
func (t Sound) ClientUpdate(incident int64, client string, n int) (*update.Update, error) {
	u, err := t.Tx.ClientUpdate(incident, client, n)
	_ = t.sift(err)
	return u, err
}

// Profile is that of [Tx].
func (t Sound) Profile(client string) (*client.Profile, error) {
	p, err := t.Tx.Profile(client)
	_ = t.sift(err)
	return p, err
}

// Profiles is that of [Tx].
func (t Sound) Profiles() ([]*client.Profile, error) {
	list, err := t.Tx.Profiles()
	return list, t.sift(err)
}

// Timeline is that of [Tx].
func (t Sound) Timeline(incident int64) ([]timeline.Entry, error) {
	list, err := t.Tx.Timeline(incident)
	return list, t.sift(err)
}

// Delivery is that of [Tx].
func (t Sound) Delivery(key string) (*outbox.Delivery, error) {
	d, err := t.Tx.Delivery(key)
	_ = t.sift(err)
	return d, err
}

// ReadyDelivery is that of [Tx].
func (t Sound) ReadyDelivery(now time.Time, free func(hop string) bool) (*outbox.Delivery, error) {
	d, err := t.Tx.ReadyDelivery(now, free)
	_ = t.sift(err)
	return d, err
}

// PendingDeliveries is that of [Tx].
func (t Sound) PendingDeliveries() ([]*outbox.Delivery, error) {
	list, err := t.Tx.PendingDeliveries()
	return list, t.sift(err)
}

// Inbox is that of [Tx].
func (t Sound) Inbox() ([]Envelope, error) {
	list, err := t.Tx.Inbox()
	return list, t.sift(err)
}

// MailMark of a record that is damaged is none: the mailbox is read anew, and what
// was heard is known by its id.
func (t Sound) MailMark() (MailMark, error) {
	m, err := t.Tx.MailMark()
	if err != nil {
		m = MailMark{}
	}
	return m, t.sift(err)
}

// Reach of somebody whose record is damaged is not known: it is learned anew.
func (t Sound) Reach(user string) (team.Reach, error) {
	r, err := t.Tx.Reach(user)
	if err != nil {
		r = team.Reach{User: user}
	}
	return r, t.sift(err)
}

// Kept of a client whose record is damaged is nothing: their sheet is that of the config.
func (t Sound) Kept(client string) (*sheet.Kept, error) {
	k, err := t.Tx.Kept(client)
	if err != nil {
		k = &sheet.Kept{Client: client}
	}
	return k, t.sift(err)
}

// AllKept is that of [Tx].
func (t Sound) AllKept() ([]*sheet.Kept, error) {
	list, err := t.Tx.AllKept()
	return list, t.sift(err)
}

// Restored is that of [Tx].
func (t Sound) Restored() (*restore.Mark, error) {
	m, err := t.Tx.Restored()
	return m, t.sift(err)
}

// Leaps is that of [Tx].
func (t Sound) Leaps() (schedule.Leaps, error) {
	l, err := t.Tx.Leaps()
	return l, t.sift(err)
}

// LastSeen is that of [Tx].
func (t Sound) LastSeen() (time.Time, error) {
	at, err := t.Tx.LastSeen()
	return at, t.sift(err)
}
