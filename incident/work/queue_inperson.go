package work

import (
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/promise"
)

// FallbackToDirect brings what the incident's channel does not take before people, by
// direct message. What nobody has to answer is left out: the card says it when
// it comes back; and who is asked to approve was asked in person anyway.
func (w *Unit) FallbackToDirect(d *outbox.Delivery) error {
	step, ok := inPerson[d.Kind]
	if !ok || !w.Inc.InChannel(d) {
		return nil
	}
	return step(w, d)
}

// inPerson is how each kind that goes [outbox.InPerson] gets there.
var inPerson = map[string]func(*Unit, *outbox.Delivery) error{
	outbox.Reminder:    (*Unit).reminderInPerson,
	outbox.Problem:     (*Unit).problemInPerson,
	outbox.Copy:        (*Unit).copyInPerson,
	outbox.AsOfCopy:    func(w *Unit, d *outbox.Delivery) error { return Enqueue(w.Tx, w.direct(outbox.AsOfCopy, d)) },
	outbox.NightOver:   (*Unit).morningInPerson,
	outbox.EstimateAsk: func(w *Unit, _ *outbox.Delivery) error { return w.AskEstimate("/direct") },
}

// reminderInPerson brings a reminder before those whom it mentions, and before
// who talks to the client. Whoever has its direct message already gets no other.
func (w *Unit) reminderInPerson(d *outbox.Delivery) error {
	list := d.Group
	if len(list) == 0 {
		list = []outbox.Member{{Client: d.Client, Promise: d.Promise}}
	}
	var group []DueReminder
	for _, m := range list {
		aff := w.Inc.Affected(m.Client)
		if p := aff.PromiseN(m.Promise); p != nil && p.Outcome == promise.Pending {
			call := NewDueReminder(w.Inc, aff, p, d.Rung)
			call.Away = d.Data.Away
			group = append(group, call)
		}
	}
	if len(group) == 0 {
		return nil
	}
	for _, user := range fault.AppendNew(d.Users, w.Inc.Holder(playbook.Comms)) {
		if err := w.remindPerson(group, user); err != nil {
			return err
		}
	}
	return nil
}

// morningInPerson tells whoever is asked to be on it how it stands, where the channel
// does not take it.
func (w *Unit) morningInPerson(d *outbox.Delivery) error {
	n := w.direct(outbox.NightOver, d)
	if len(d.Users) > 0 {
		n.To, n.Lane = d.Users[0], "direct/"+d.Users[0]
	}
	n.Data = d.Data
	n.Data.Outside = outbox.Yes(!w.Inc.Roles.Has(n.To))
	return Enqueue(w.Tx, n)
}
