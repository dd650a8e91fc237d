package update

import "slices"

// Status is what the client is told. It selects the cadence.
type Status string

const (
	Investigating Status = "investigating"
	Identified    Status = "identified"
	Mitigated     Status = "mitigated"
	Monitoring    Status = "monitoring"
	StatusSolved  Status = "resolved" // only through Resolve of the service
)

// Statuses lists what can be set by hand, in order.
var Statuses = []Status{Investigating, Identified, Mitigated, Monitoring}

// Worse says whether a client who was told s is worse off than one who was told another:
// whether the cause is known makes no difference to that.
func (s Status) Worse(other Status) bool { return s.relief() < other.relief() }

func (s Status) relief() int { return slices.Index([]Status{Mitigated, Monitoring, StatusSolved}, s) }

// Moves says whether an update of the kind changes the status. A first notice takes nothing
// back: others may have heard more than who joins them.
func (k Kind) Moves(was Status) bool {
	return k.Status != "" && (!k.Opens || slices.Index(Statuses, k.Status) > slices.Index(Statuses, was))
}
