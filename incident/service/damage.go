package service

import (
	"errors"
	"slices"
	"sync"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/damage"
	"candor/incident/outbox"
	"candor/incident/restore"
	"candor/incident/team"
	"candor/incident/timeline"
	"candor/incident/update"
	"candor/incident/work"
)

// findings are the damaged records that were met and are not written down yet.
// They are met in Views too, which cannot write.
type findings struct {
	mu    sync.Mutex
	found []damage.Record
	said  map[string]bool // by Ref: it stands in the log
}

// noteDamage notes a damaged record and logs it, once.
func (s *Service) noteDamage(e *damage.Error) {
	f := &s.findings
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
		s.Log.Error("a record cannot be read; everything else goes on", "kind", string(e.Kind), "record", e.Key, "err", e.Err)
	}
}

// take returns what was met since the last time.
func (f *findings) take() []damage.Record {
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
	if e, ok := errors.AsType[*damage.Error](err); ok {
		s.noteDamage(e)
		return nil
	}
	return err
}

// sound is a transaction as the use cases see it: whatever cannot be read is
// noted, lists leave it out, and only who asks for that very record gets an
// error.
type sound struct {
	work.Tx
	s *Service
}

func (t sound) Incident(number int64) (*incident.Incident, error) {
	inc, err := t.Tx.Incident(number)
	_ = t.s.sift(err)
	return inc, err
}

func (t sound) IncidentIn(place string) (*incident.Incident, error) {
	inc, err := t.Tx.IncidentIn(place)
	_ = t.s.sift(err)
	return inc, err
}

func (t sound) LiveIncidents() ([]*incident.Incident, error) {
	list, err := t.Tx.LiveIncidents()
	return list, t.s.sift(err)
}

func (t sound) Calls(caller string, but int64) ([]time.Time, error) {
	list, err := t.Tx.Calls(caller, but)
	return list, t.s.sift(err)
}

func (t sound) DueIncidents(now time.Time) ([]*incident.Incident, error) {
	list, err := t.Tx.DueIncidents(now)
	return list, t.s.sift(err)
}

func (t sound) LatestIncidents(n int) ([]*incident.Incident, error) {
	list, err := t.Tx.LatestIncidents(n)
	return list, t.s.sift(err)
}

func (t sound) ClientUpdate(incident int64, client string, n int) (*update.Update, error) {
	u, err := t.Tx.ClientUpdate(incident, client, n)
	_ = t.s.sift(err)
	return u, err
}

func (t sound) Profile(client string) (*client.Profile, error) {
	p, err := t.Tx.Profile(client)
	_ = t.s.sift(err)
	return p, err
}

func (t sound) Profiles() ([]*client.Profile, error) {
	list, err := t.Tx.Profiles()
	return list, t.s.sift(err)
}

func (t sound) Timeline(incident int64) ([]timeline.Entry, error) {
	list, err := t.Tx.Timeline(incident)
	return list, t.s.sift(err)
}

func (t sound) Delivery(key string) (*outbox.Delivery, error) {
	d, err := t.Tx.Delivery(key)
	_ = t.s.sift(err)
	return d, err
}

func (t sound) ReadyDelivery(now time.Time) (*outbox.Delivery, error) {
	d, err := t.Tx.ReadyDelivery(now)
	_ = t.s.sift(err)
	return d, err
}

func (t sound) PendingDeliveries() ([]*outbox.Delivery, error) {
	list, err := t.Tx.PendingDeliveries()
	return list, t.s.sift(err)
}

func (t sound) Inbox() ([]work.Envelope, error) {
	list, err := t.Tx.Inbox()
	return list, t.s.sift(err)
}

// Reach of somebody whose record is damaged is not known: it is learned anew.
func (t sound) Reach(user string) (team.Reach, error) {
	r, err := t.Tx.Reach(user)
	if err != nil {
		r = team.Reach{User: user}
	}
	return r, t.s.sift(err)
}

func (t sound) Restored() (*restore.Mark, error) {
	m, err := t.Tx.Restored()
	return m, t.s.sift(err)
}

func (t sound) LastSeen() (time.Time, error) {
	at, err := t.Tx.LastSeen()
	return at, t.s.sift(err)
}
