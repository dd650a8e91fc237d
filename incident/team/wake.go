package team

import "time"

// Reach is what was last known of how a person can be woken. The zero value
// with a User means that nothing is known.
type Reach struct {
	User     string       `json:"user"`               // Slack id
	RangAt   time.Time    `json:"rang_at,omitzero"`   // when their wake address last took a call
	FailedAt time.Time    `json:"failed_at,omitzero"` // when the newest call came to nothing; zero if it did not
	Why      string       `json:"why,omitempty"`      // it did
	Newest   string       `json:"newest,omitempty"`   // key of the newest call that the ladder began to make
	NewestAt time.Time    `json:"newest_at,omitzero"` // when it began to
	Quiet    DoNotDisturb `json:"quiet,omitzero"`     // as Slack last said
	AskedAt  time.Time    `json:"asked_at,omitzero"`  // when it was last asked
	Offered  time.Time    `json:"offered,omitzero"`   // when they were last offered to go to sleep
	Asleep   DoNotDisturb `json:"asleep,omitzero"`    // they said good night, and until when they sleep
	Left     bool         `json:"left,omitempty"`     // their account in Slack was deactivated
}

// Took notes that a call was made.
func (r *Reach) Took(now time.Time) { r.RangAt, r.FailedAt, r.Why = now, time.Time{}, "" }

// Refused notes that a call could not be made, and why.
func (r *Reach) Refused(why string, now time.Time) { r.FailedAt, r.Why = now, why }

// DoNotDisturb is a span in which a person has Do Not Disturb on: Slack holds back what
// it would notify them of. Zero: none is known.
type DoNotDisturb struct {
	From  time.Time `json:"from"`
	Until time.Time `json:"until"`
}

// On says whether it is quiet at now.
func (q DoNotDisturb) On(now time.Time) bool { return !now.Before(q.From) && now.Before(q.Until) }

// OneCall is how long a call about an incident stands for all of its clients:
// nine that are late at once ring a phone once.
const OneCall = time.Minute
