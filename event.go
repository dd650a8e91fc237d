package candor

import "time"

// What a [ClientEvent] is about.
const (
	FactChanged   = "fact_changed"   // the client was told otherwise
	LossConfirmed = "loss_confirmed" // data is gone, and the client does not know
	ClientAsked   = "client_asked"   // they asked, and we have told them before
)

// ClientEvent is something that a client should hear now, whatever the time of
// the next update.
type ClientEvent struct {
	What string
	Text string // for the team, one sentence
}

// clientEvent writes down that a client should hear now.
func (s *Service) clientEvent(tx Tx, inc *Incident, aff *Affected, e ClientEvent, now time.Time) error {
	return record(tx, inc, "", "event", e.Text, now)
}
