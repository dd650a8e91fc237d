package night

import "time"

// Act is what somebody does about who is there. The zero value is none.
type Act string

const (
	GoodNight Act = "good-night"
	GetUp     Act = "get-up"
	HandOver  Act = "hand-over" // ask somebody to take over
	Take      Act = "take"      // over: from whoever sleeps, or asks
	Refuse    Act = "refuse"    // to
)

// Request is what a person wants.
type Request struct {
	Act    Act
	Until  time.Time // of [GoodNight]: until when they sleep
	Choice Choice    // of it: for what their phone may ring
	To     string    // whom they ask to be on it, or to take over: Slack id; of [GoodNight] empty: nobody
	N      int       // of [Take] and [Refuse]: the number of the rest or the handover
}

// Asked says whether it is an answer to a question, which whoever was asked may give.
func (r Request) Asked() bool { return r.Act == Take || r.Act == Refuse }

// The fields of the form, for errors about them.
const (
	FieldOn    = "on"
	FieldRing  = "ring"
	FieldUntil = "until"
)
