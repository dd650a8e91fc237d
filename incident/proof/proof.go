// Package proof knows when somebody last put a copy of a client's data back, to see
// whether it can be done. A copy that nobody has ever restored is a hope.
//
// It shames nobody: who was never asked is not late, and of all clients one is asked for a
// week. It knows no client but by id; times are arguments.
package proof

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"candor/incident/fault"
	"candor/incident/schedule"
)

// The rhythm: each client twice a year, and one task a week for the whole firm, on Fridays.
const (
	months = 6
	day    = time.Friday
	opens  = 10 * time.Hour
	closes = 16 * time.Hour // who is asked later than this does not do it on a Friday
	most   = 24 * 60        // minutes that a try may take and still be one
)

// Record is how the backups of a client were tried. Zero: they never were.
type Record struct {
	At      time.Time `json:"at,omitzero"`       // of the last try
	Minutes int       `json:"minutes,omitempty"` // that it took; 0 if that is not known
	Failed  bool      `json:"failed,omitempty"`  // it could not be restored
	By      string    `json:"by,omitempty"`      // Slack user id; empty: a script

	Proven time.Time `json:"proven,omitzero"` // of the last one that worked

	ToldAt time.Time `json:"told_at,omitzero"` // when another of the team last heard that it fails
	ToldOf string    `json:"told_of,omitempty"`

	AskedAt time.Time `json:"asked_at,omitzero"` // of the newest task
	AskedOf string    `json:"asked_of,omitempty"`
	Week    string    `json:"week,omitempty"`    // of the newest task: 2026-03-13, the Friday
	PutOff  bool      `json:"put_off,omitempty"` // to another week, since it was asked
}

// Try is what became of one.
type Try struct {
	Minutes int
	Failed  bool
	By      string // Slack user id; empty: a script
}

// Note keeps a try.
func (r *Record) Note(t Try, now time.Time) error {
	if t.Minutes < 0 || t.Minutes > most || t.Minutes == 0 && !t.Failed {
		return fault.FieldError("minutes", "How long did it take? Write the minutes from 1 to %d. Nothing was noted.", most)
	}
	r.At, r.Minutes, r.Failed, r.By = now, t.Minutes, t.Failed, t.By
	if !t.Failed {
		r.Proven = now
	}
	return nil
}

// Standing is how it is with the backups of a client.
type Standing int

// From good to bad.
const (
	Untested Standing = iota // nobody has tried yet: no fault of anybody's
	Proven
	Due // the last time is half a year ago
	Old // longer than twice that
	Failed
)

// Stands says how it is at some time.
func (r Record) Stands(now time.Time) Standing {
	switch {
	case r.Failed:
		return Failed
	case r.Proven.IsZero():
		return Untested
	case !now.Before(r.Proven.AddDate(0, 2*months, 0)):
		return Old
	case !now.Before(r.Proven.AddDate(0, months, 0)):
		return Due
	}
	return Proven
}

// Bad says whether it is to be shown in red.
func (s Standing) Bad() bool { return s == Old || s == Failed }

// Client is one whose backups are ours.
type Client struct {
	ID, Name string
	Record
}

// Next is the client whose turn it is: of those who are not proven, the one who has been so
// for longest. Who had a turn lately, whatever came of it, lets the others go first, so that
// one who fails every week does not keep the rest waiting. nil: nobody is due.
func Next(list []Client, now time.Time) *Client {
	due := slices.DeleteFunc(slices.Clone(list), func(c Client) bool { return c.Stands(now) == Proven })
	if len(due) == 0 {
		return nil
	}
	rank := func(c Client) (int, time.Time) {
		if turn := c.turn(); now.Sub(turn) < lately {
			return 1, turn
		}
		return 0, c.Proven
	}
	first := slices.MinFunc(due, func(a, b Client) int {
		inA, sinceA := rank(a)
		inB, sinceB := rank(b)
		return cmp.Or(inA-inB, sinceA.Compare(sinceB), strings.Compare(a.Name, b.Name), strings.Compare(a.ID, b.ID))
	})
	return &first
}

// lately is how long a turn counts as one: less than four weeks, so that what was put off
// on a Friday can come back on the fourth after it.
const lately = 27 * 24 * time.Hour

// turn is when they last had one.
func (r Record) turn() time.Time { return schedule.Later(r.AskedAt, r.At) }

// Count is how many of the firm's clients are proven.
type Count struct {
	Proven, Of int
	Since      time.Time // from when on it counts
	Next       string    // name of whose turn it is; empty: nobody's
}

// CountOf counts those who are proven at some time.
func CountOf(list []Client, now time.Time) Count {
	n := Count{Of: len(list), Since: now.AddDate(0, -months, 0)}
	for _, c := range list {
		if c.Stands(now) == Proven {
			n.Proven++
		}
	}
	if next := Next(list, now); next != nil {
		n.Next = next.Name
	}
	return n
}

// Week names the Friday of the week of t by a clock, such as 2026-03-13, and says whether
// it is the time of day at which one is asked.
func Week(t time.Time, zone *time.Location) (friday string, asks bool) {
	fields := schedule.FieldsOf(t, zone)
	midnight := schedule.Midnight(fields)
	clock := fields.Sub(midnight)
	friday = midnight.AddDate(0, 0, (int(day)-int(midnight.Weekday())+7)%7).Format(time.DateOnly)
	return friday, midnight.Weekday() == day && clock >= opens && clock < closes
}

// NextWeek is the first Friday at 10:00 after t by a clock.
func NextWeek(t time.Time, zone *time.Location) time.Time {
	for at := schedule.Midnight(schedule.FieldsOf(t, zone)); ; at = at.AddDate(0, 0, 1) {
		if on := schedule.OnClock(at.Add(opens), zone); at.Weekday() == day && on.After(t) {
			return on
		}
	}
}
