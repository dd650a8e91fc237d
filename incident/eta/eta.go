// Package eta has the estimate of when it works again, which is no promise.
package eta

import (
	"time"

	"candor/incident/fault"
	"candor/incident/schedule"
)

// Estimate is when the team expects that it works again: a range, since one
// time would be a promise. The client reads it in the next text that has room
// for it, as something that may change.
type Estimate struct {
	N     int       `json:"n"` // counts per incident from 1
	From  time.Time `json:"from,omitzero"`
	To    time.Time `json:"to,omitzero"`   // zero: there is none, and somebody said so
	Why   string    `json:"why,omitempty"` // in words that the client may read; may be empty
	By    string    `json:"by"`
	At    time.Time `json:"at"`
	AskAt time.Time `json:"ask_at,omitzero"` // when who is in charge is asked whether it holds; zero: asked, or nothing to ask
	Asked string    `json:"asked,omitempty"` // key of the delivery that asked
	Holds string    `json:"holds,omitempty"` // who said that it will hold
}

const (
	AskAhead = 10 * time.Minute // before the estimate ends
	longest  = 366 * 24 * time.Hour
)

// Check refuses what is no range, has passed, or is too far away.
func (e *Estimate) Check(now time.Time) error {
	switch {
	case e.To.IsZero() != e.From.IsZero(), !e.To.IsZero() && !e.To.After(e.From):
		return fault.FieldError("eta", "An estimate is a range, its end after its beginning, for example: eta 2-4h. Nothing was changed.")
	case !e.To.IsZero() && !e.To.After(now):
		return fault.FieldError("eta", "That has passed. Nothing was changed. Give a range that is still to come, for example: eta 2-4h.")
	case e.To.Sub(now) > longest:
		return fault.FieldError("eta", "That is more than a year away. Nothing was changed. If nobody can say, type: eta none.")
	}
	return nil
}

// Live says whether the estimate is still ahead.
func (e *Estimate) Live(now time.Time) bool { return e != nil && e.To.After(now) }

// Then is the estimate that takes the place of this one, which may be nil. Its end is
// checked ten minutes before, or half way to it.
func (e *Estimate) Then(from, to time.Time, by string, now time.Time) *Estimate {
	next := &Estimate{N: 1, From: from, To: to, By: by, At: now}
	if e != nil {
		next.N = e.N + 1
	}
	if to.After(now) {
		next.AskAt = schedule.Later(to.Add(-AskAhead), now.Add(to.Sub(now)/2))
	}
	return next
}
