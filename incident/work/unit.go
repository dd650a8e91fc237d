package work

import (
	"time"

	"candor/incident"
)

// Put stores a changed incident and queues its card.
func (w *Unit) Put() error {
	w.Inc.Rev++
	if err := w.tryChannelAgain(); err != nil {
		return err
	}
	if err := w.queueCard(); err != nil {
		return err
	}
	if err := w.askQuiet(); err != nil {
		return err
	}
	return w.Tx.PutIncident(w.Inc)
}

// Unit is a unit of work: one incident in one transaction at one instant. Its
// methods are the steps that use cases are made of; what they change becomes
// durable with the transaction, or not at all. It belongs to one goroutine and
// ends with its transaction.
type Unit struct {
	*Firm
	Tx  Tx
	Inc *incident.Incident
	Now time.Time
}

// Unit begins a unit of work.
func (f *Firm) Unit(tx Tx, inc *incident.Incident, now time.Time) *Unit {
	return &Unit{f, tx, inc, now}
}
