// Package drill is the exercise: a client who is furious and who is played, in an incident
// that is none. A [Drill] is the mark of such an incident. What it keeps to itself, and what
// an incident does that a drill does not, stands here, in [Rules] and in the methods of the
// mark, which all take a nil one for an incident that is real.
//
// The client of a drill has one way to be reached, the drill's own channel: see
// [Drill.Stage] and [Drill.Withholds]. Nobody's phone rings who has not joined.
package drill

import (
	"time"

	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/schedule"
)

// Times of a drill: short enough that it fits into a break.
const (
	First   = 2 * time.Minute  // until the first notice
	Every   = 3 * time.Minute  // between updates
	Slow    = 3                // a script in Slack takes so many times as long as on one page
	Longest = 30 * time.Minute // then it ends by itself, also if everybody has left
	Keeps   = 24 * time.Hour   // so long its review can be filled in
)

// Mark stands in front of every text of a drill.
const Mark = "DRILL"

// ClientID is the id of the client of a drill, as commands name it.
const ClientID = "drill"

// Drill is the mark of an incident that is an exercise, and how far it has come.
type Drill struct {
	Script Script    `json:"script"`
	Pace   int       `json:"pace"` // how many times as long as in the script everything takes; 0: once
	At     time.Time `json:"at"`   // when it began
	By     string    `json:"by"`
	Joined []string  `json:"joined,omitempty"`  // Slack ids of those who pressed “I am in”: their phones may ring
	Said   []Said    `json:"said,omitempty"`    // what the person who is played has said
	NextAt time.Time `json:"next_at,omitzero"`  // when to look whether they say more; zero: never again
	EndAt  time.Time `json:"ended_at,omitzero"` // zero while it runs
	Opened bool      `json:"opened,omitempty"`  // what it is about stands in its channel
	Scored *Score    `json:"score,omitempty"`   // how it went; nil while it runs
}

// Said is a line that was said.
type Said struct {
	Line int       `json:"line"` // its place in the script
	At   time.Time `json:"at"`
	Text string    `json:"text"`
}

// New is the mark of a drill in Slack, of which the record says when it began.
func New(s Script) *Drill { return &Drill{Script: s, Pace: Slow} }

// Begin is a copy of the mark as of an instant.
func (d *Drill) Begin(by string, now time.Time) *Drill {
	if d == nil {
		return nil
	}
	c := *d
	c.At, c.By, c.NextAt = now, by, now
	return &c
}

// On says whether a drill is running.
func (d *Drill) On() bool { return d != nil && d.EndAt.IsZero() }

// Past says whether it is a drill that has ended.
func (d *Drill) Past() bool { return d != nil && !d.On() }

// Wake is when something is to be done for a drill; zero: never.
func (d *Drill) Wake() time.Time {
	if d == nil {
		return time.Time{}
	}
	return d.NextAt
}

// Stir has a drill looked at again, since something has changed.
func (d *Drill) Stir(now time.Time) {
	if d.On() {
		d.NextAt = now
	}
}

// Repair lets a drill not wait for a time that was never meant, after a clock that was ahead.
func (d *Drill) Repair(now time.Time) {
	if d == nil {
		return
	}
	d.At, d.NextAt, d.EndAt = schedule.Earlier(d.At, now), schedule.Earlier(d.NextAt, now), schedule.Earlier(d.EndAt, now)
	for i := range d.Said {
		d.Said[i].At = schedule.Earlier(d.Said[i].At, now)
	}
}

// Client is who is told in a drill.
func (d *Drill) Client() client.Client {
	r := client.Rhythm{First: First, Every: schedule.Every(Every), Mitigated: schedule.Every(Every), Monitoring: schedule.Every(Every), Final: First}
	return client.Client{ID: ClientID, Name: d.Script.Client + " (drill)", Service: d.Script.Service, Contacts: []client.Contact{{Name: d.Script.Person}}, Night: client.NightAlways,
		Cadence: map[client.Severity]client.Rhythm{1: r, 2: r, 3: r}}
}

// Stage leaves the client of a drill one way to be reached: the drill's own channel, or
// none while there is none. Whatever else is known of them is not used.
func (d *Drill) Stage(c *client.Client, channel string) {
	if d != nil {
		c.Slack, c.Email, c.Webhook, c.Letters, c.Optional, c.Automatic, c.Manner = channel, false, nil, "", nil, false, client.Usual
		c.Contacts = []client.Contact{{Name: d.Script.Person}}
	}
}

// Join notes that a person takes part. It says whether that is new.
func (d *Drill) Join(user string) bool {
	n := len(d.Joined)
	d.Joined = fault.AppendNew(d.Joined, user)
	return len(d.Joined) > n
}

// Asks are those of a list whom the ladder may ask: of a drill those who have joined.
func (d *Drill) Asks(users []string) (list []string) {
	if d == nil {
		return users
	}
	for _, u := range users {
		if fault.OneOf(u, d.Joined...) {
			list = append(list, u)
		}
	}
	return list
}

// Place is where a delivery would go.
type Place struct {
	Own  string   // the drill's own channel; empty while there is none
	Team []string // who has a role in it
}

// Withholds says whether a delivery of an incident is never sent because that is a drill:
// what is for its client and goes anywhere but to its own channel, what its kind keeps
// back, and what would bother somebody who takes no part.
func (d *Drill) Withholds(del *outbox.Delivery, at Place) bool {
	if d == nil {
		return false
	}
	if !del.Internal() {
		return del.Via != client.ViaSlack || at.Own == "" || del.To != at.Own
	}
	switch Rules[del.Kind] {
	case Goes:
		return false
	case ToTeam:
		return !fault.OneOf(del.To, d.Joined...) && !fault.OneOf(del.To, at.Team...)
	case ToJoined:
		return !fault.OneOf(del.To, d.Joined...)
	}
	return true
}
