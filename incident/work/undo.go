package work

import (
	"cmp"
	"time"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/promise"
	"candor/incident/timeline"
	"candor/incident/update"
)

// Undo takes an update back before it leaves. What may have arrived stays.
func (w *Unit) Undo(aff *incident.Affected, n int, a incident.Actor) error {
	u, err := w.Tx.ClientUpdate(w.Inc.Number, aff.Client.ID, n)
	if err != nil {
		return err
	}
	if err := w.recall(aff, u); err != nil {
		return err
	}
	aff.KeepDraft(u.AsDraft())
	return w.RecordFor(aff, timeline.Entry{Kind: timeline.Undone, By: a.ID, Update: n})
}

// recall takes back an update and its deliveries, all or none: those that wait,
// held or to be tried again, and have surely not arrived.
func (w *Unit) recall(aff *incident.Affected, u *update.Update) error {
	if aff.Out != u.N {
		return u.NotBack(aff.Client.Name)
	}
	list, err := w.deliveries(u)
	if err != nil {
		return err
	}
	for _, d := range list {
		if d.Seq == 0 { // it cannot be read, and so it never leaves
			continue
		}
		if d.Doubted {
			return fault.Errorf(fault.Conflict, "Too late to take it back: update %d may have reached %s, whose webhook gave no answer. If it was wrong, send another one that says so.", u.N, aff.Client.Name)
		}
		if d.State != outbox.Waiting {
			return fault.Errorf(fault.Conflict, "Too late to take it back: update %d is being sent to %s right now. If it was wrong, send another one that says so.", u.N, aff.Client.Name)
		}
	}
	for _, d := range list {
		if d.Seq == 0 {
			continue
		}
		d.State, d.EndedAt = outbox.Recalled, w.Now
		if err := w.Tx.PutDelivery(d); err != nil {
			return err
		}
	}
	u.State, aff.Out, aff.Works, aff.Results = update.Withdrawn, 0, time.Time{}, nil
	return cmp.Or(w.Tx.PutClientUpdate(u), w.nobodyTold(aff))
}

// nobodyTold takes back the debt of a last word from a resolved incident whose
// only text never reached the client.
func (w *Unit) nobodyTold(aff *incident.Affected) error {
	p := aff.Owed(promise.Final)
	if p == nil || w.Inc.State != incident.Resolved || aff.MayKnow() {
		return nil
	}
	aff.NoPromise = "resolved before the first notice"
	p.End(promise.Dropped, aff.NoPromise, w.Now)
	return w.Collapse(aff, p, 0)
}
