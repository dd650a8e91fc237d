package work

import (
	"cmp"
	"slices"
	"time"

	"candor/incident"
	"candor/incident/asked"
	"candor/incident/firm"
	"candor/incident/morning"
	"candor/incident/outbox"
	"candor/incident/records"
	"candor/incident/rehearsal"
	"candor/incident/rota"
)

// buried lists what the change would take back although nobody decided it.
func (w *Unit) buried() []incident.Untold {
	return slices.DeleteFunc(w.Inc.Buried(w.burden), func(u incident.Untold) bool { return slices.Contains(w.Agreed, u) })
}

// Put stores a changed incident and queues its card. Whatever the change is: bad
// news that a client has not heard does not vanish with it, unless that was
// decided.
func (w *Unit) Put() error {
	if err := cmp.Or(w.Inc.NotBuried(w.buried()), w.closeMoot()); err != nil {
		return err
	}
	if err := cmp.Or(w.letGo(), w.stopTurned()); err != nil {
		return err
	}
	if err := w.Redraw(rota.KeepWatch(w.Inc, w.Now)...); err != nil {
		return err
	}
	followLaw(w.Inc, w.Now)
	w.Inc.Drill.Stir(w.Now)
	w.Inc.Rev++
	if err := w.tryChannelAgain(); err != nil {
		return err
	}
	if rota.SaysGap(w.Firm, w.Inc, w.Now) {
		if err := Enqueue(w.Tx, w.Inc.NewDelivery(outbox.RoleGap, "gap", w.Now)); err != nil {
			return err
		}
	}
	for _, follow := range []func() error{w.queueCard, w.queueDigest, w.askQuiet, w.relist, w.settleAsked} {
		if err := follow(); err != nil {
			return err
		}
	}
	return w.Tx.PutIncident(w.Inc)
}

// Unit is a unit of work: one incident in one transaction at one instant. Its
// methods are the steps that use cases are made of; what they change becomes
// durable with the transaction, or not at all. It belongs to one goroutine and
// ends with its transaction.
type Unit struct {
	*firm.Firm
	Tx  records.Tx
	Inc *incident.Incident
	Now time.Time

	Agreed []incident.Untold // the bad news that may be taken back, since that was decided
	burden incident.Burden   // what clients had not been told before the change
	inDays []morning.Thing   // what was owed in days before it
	asked  []asked.Question  // what a second person was asked before it

	rehearsal *rehearsal.Rehearsal // nil: none
	sum       uint32               // of the record, for it
}

// Rehearse lets a unit use a rehearsal, and keep there what it composes.
func (w *Unit) Rehearse(r *rehearsal.Rehearsal) { w.rehearsal, w.sum = r, w.Tx.Sum(w.Inc.Number) }

// Begin begins a unit of work.
func Begin(f *firm.Firm, tx records.Tx, inc *incident.Incident, now time.Time) *Unit {
	return &Unit{Firm: f, Tx: tx, Inc: inc, Now: now, burden: inc.Burden(), inDays: inc.Listed(now), asked: asked.Open(inc)}
}
