package update

import (
	"fmt"
	"time"

	"candor/incident/team"
)

// Invite is a call as a mail puts it into the client's calendar, or takes it out.
type Invite struct {
	N      int         `json:"n"`             // counts the calls with the client from 1: each is an entry of its own
	Seq    int         `json:"seq,omitempty"` // how often this one has changed since it was offered
	At     time.Time   `json:"at"`
	Offer  bool        `json:"offer,omitempty"` // the client may still choose another time
	Off    bool        `json:"off,omitempty"`   // there is no call at that time any more
	Caller team.Person `json:"caller"`          // who calls; stays as long as the entry does
}

// Changed is the same entry with the call at another time, or agreed, or off where
// the time is zero; nil if nothing changes.
func (i *Invite) Changed(at time.Time, offer bool) *Invite {
	next := *i
	next.Seq++
	switch {
	case at.IsZero():
		next.Off = true
	case at.Equal(i.At) && offer == i.Offer:
		return nil
	default:
		next.At, next.Offer = at, offer
	}
	return &next
}

// Before says whether another one has taken its place.
func (i *Invite) Before(other *Invite) bool {
	return i.N < other.N || i.N == other.N && i.Seq < other.Seq
}

// mark is what the invite adds to the hash of what a person saw.
func (i *Invite) mark() string {
	if i == nil {
		return ""
	}
	return fmt.Sprintf("invite\x00%d\x00%d\x00%d\x00%t\x00%t\x00", i.N, i.Seq, i.At.Unix(), i.Offer, i.Off)
}
