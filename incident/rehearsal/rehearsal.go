// Package rehearsal keeps texts that were composed before the store was locked, so that
// nobody waits for them: most of the time that a reminder takes goes into its draft.
package rehearsal

import (
	"maps"
	"reflect"
	"time"

	"candor/incident"
	"candor/incident/update"
)

// Rehearsal is what was composed, each text of an incident as its record was. The zero
// value, and nil, hold none, and nil keeps none. It belongs to one goroutine.
type Rehearsal struct {
	At    time.Time // when it was: what is brought up counts as of then
	texts map[place]text
}

// Of is what a text is of.
type Of struct {
	Incident int64
	Sum      uint32 // of its record
	Client   string
	Proposal incident.Proposal
	By       string // who signs it
}

type place struct {
	incident int64
	client   string
}

type text struct {
	of     Of
	update *update.Update // nil: only a person can know the words
}

// Text returns a copy of what was composed; false if nothing was, or of another record.
func (r *Rehearsal) Text(of Of) (*update.Update, bool) {
	if r == nil {
		return nil, false
	}
	t, ok := r.texts[place{of.Incident, of.Client}]
	if !ok || !reflect.DeepEqual(t.of, of) {
		return nil, false
	}
	if t.update == nil {
		return nil, true
	}
	u := *t.update
	u.Words, u.Times = maps.Clone(u.Words), maps.Clone(u.Times)
	return &u, true
}

// Keep keeps what was composed.
func (r *Rehearsal) Keep(of Of, u *update.Update) {
	if r == nil {
		return
	}
	if r.texts == nil {
		r.texts = map[place]text{}
	}
	r.texts[place{of.Incident, of.Client}] = text{of, u}
}
