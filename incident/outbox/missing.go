package outbox

import (
	"time"

	"candor/incident/client"
)

// Result is what became of one recipient's copy of an update, for the card.
type Result struct {
	To     client.Destination `json:"to"`
	Update int                `json:"update"`
	State  DeliveryState      `json:"state"`
	At     time.Time          `json:"at,omitzero"`      // when it reached that state, or is tried next
	Reason string             `json:"reason,omitempty"` // why it did not arrive
	Seen   bool               `json:"seen,omitempty"`   // a person says that it arrived
	Unsure bool               `json:"unsure,omitempty"` // it is dead, and nobody knows whether it arrived
	Back   bool               `json:"back,omitempty"`   // their mail server sent it back
}

// Noted are the results once a delivery is as it is: the newest of each recipient.
func Noted(list []Result, d *Delivery) []Result {
	r := Result{To: d.Destination(), Update: d.Update, State: d.State, At: d.EndedAt, Reason: d.Reason, Seen: d.Seen, Unsure: d.Doubted, Back: !d.Bounced.IsZero()}
	if d.EndedAt.IsZero() {
		r.At = d.Wake()
	}
	for i := range list {
		if list[i].To.Key() == r.To.Key() {
			list[i] = r
			return list
		}
	}
	return append(list, r)
}

// MissingCopy is a text that the client has had on one way and that is missing on
// another, which is required. People are reminded of it until it has arrived
// there or was given up; a newer update that arrives there pays it too.
type MissingCopy struct {
	Key    string             `json:"key"` // of the delivery
	Update int                `json:"update"`
	To     client.Destination `json:"to"`
	Since  time.Time          `json:"since"`
	NagAt  time.Time          `json:"nag_at"` // when people are reminded next
	Nags   int                `json:"nags,omitempty"`
}

// DebtPause is how long after a problem was shown people are reminded of it,
// and again after twice the time before, at most an hour.
const (
	DebtPause   = 10 * time.Minute
	LongestNag  = time.Hour
	DebtsInARow = 12 // reminders of one debt; by then nobody reads them
)
