// Package recovery is the step that a store takes once it was put back from a copy:
// nothing leaves for a client by itself any more, and people are asked about each.
package recovery

import (
	"cmp"
	"time"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/firm"
	"candor/incident/outbox"
	"candor/incident/records"
	"candor/incident/restore"
	"candor/incident/timeline"
	"candor/incident/work"
)

// TakeUp does what follows for all that is in hand in a store that was put back at a
// mark, in one transaction.
func TakeUp(f *firm.Firm, tx records.Tx, mark restore.Mark, now time.Time) error {
	if err := tx.SkipNumbers(restore.SkippedNumbers); err != nil {
		return err
	}
	inbox, err := tx.Inbox()
	if err != nil {
		return err
	}
	for _, e := range inbox { // it was worked off after the copy, or whoever pressed has pressed again
		if err := tx.Finish(e.ID, now); err != nil {
			return err
		}
	}
	r := run{firm: f, tx: tx, mark: mark, now: now, units: map[int64]*work.Unit{}}
	if err := r.all(); err != nil {
		return err
	}
	mark.Over = true
	return tx.SetRestored(mark)
}

// run is one TakeUp.
type run struct {
	firm  *firm.Firm
	tx    records.Tx
	mark  restore.Mark
	now   time.Time
	order []*work.Unit
	units map[int64]*work.Unit // by incident
}

func (r *run) all() error {
	live, err := r.tx.LiveIncidents()
	if err != nil {
		return err
	}
	for _, inc := range live {
		if _, err := r.add(inc); err != nil {
			return err
		}
	}
	pending, err := r.tx.PendingDeliveries()
	if err != nil {
		return err
	}
	for _, d := range pending {
		if err := r.doubt(d); err != nil {
			return err
		}
	}
	for _, w := range r.order {
		if err := r.ask(w); err != nil {
			return err
		}
	}
	return nil
}

func (r *run) add(inc *incident.Incident) (*work.Unit, error) {
	w := work.Begin(r.firm, r.tx, inc, r.now)
	w.Refresh()
	for i := range inc.Clients {
		aff := &inc.Clients[i]
		if aff.Restored != nil {
			if err := takeAway(w, aff); err != nil {
				return nil, err
			}
		}
		if inc.Drill == nil { // what a drill's client was told does not matter
			aff.Restored = r.mark.After(aff.Restored)
		}
	}
	r.units[inc.Number] = w
	r.order = append(r.order, w)
	return w, nil
}

// doubt makes of a client's text that was on its way one whose answer was lost: it is
// looked up where that can be, else it asks.
func (r *run) doubt(d *outbox.Delivery) error {
	if d.Internal() {
		return nil
	}
	w := r.units[d.Incident]
	if w == nil {
		inc, err := r.tx.Incident(d.Incident)
		if err != nil {
			return records.UnlessLost(err)
		}
		if w, err = r.add(inc); err != nil {
			return err
		}
	}
	d.Looking = false // what was found then is not known
	d.TriedAt = cmp.Or(d.TriedAt, r.mark.AsOf)
	return w.Finish(d, outbox.DeliveryOutcome{Verdict: outbox.Unknown, Reason: r.mark.Doubt()})
}

// ask asks about each client of an incident.
func (r *run) ask(w *work.Unit) error {
	if err := w.Record(timeline.Entry{Kind: timeline.Restored, Until: r.mark.AsOf}); err != nil {
		return err
	}
	for i := range w.Inc.Clients {
		aff := &w.Inc.Clients[i]
		d := w.Inc.NewDelivery(outbox.AsOfCopy, question(aff), w.Now)
		d.Client, d.Lane = aff.Client.ID, w.Inc.Name()+"/"+question(aff)
		if err := work.Enqueue(w.Tx, d); err != nil {
			return err
		}
	}
	return w.Put()
}

// question ends the key of the question about a client.
func question(aff *incident.Affected) string {
	return aff.Client.ID + "/restored/" + aff.Restored.Key()
}

// Confirm notes that a person vouches for what a copy of the store knows of a client,
// and takes the question away. of is the key of the restore that the person was asked
// about, "" if they typed it.
func Confirm(w *work.Unit, aff *incident.Affected, a incident.Actor, of string) error {
	m := aff.Restored
	switch {
	case m == nil:
		return fault.Errorf(fault.Conflict, "Nothing was changed: nothing about %s waits to be confirmed.", aff.Client.Name)
	case of != "" && of != m.Key():
		return fault.Errorf(fault.Conflict, "Nothing was changed: that question is of an earlier copy. The newest one about %s, in the channel of %s, says from when on nothing is known. Answer that one.", aff.Client.Name, w.Inc.Name())
	}
	if err := takeAway(w, aff); err != nil {
		return err
	}
	aff.Restored = nil
	return w.RecordFor(aff, timeline.Entry{Kind: timeline.Confirmed, By: a.ID, Until: m.AsOf})
}

// takeAway takes the question about a client away.
func takeAway(w *work.Unit, aff *incident.Affected) error {
	key := question(aff)
	for _, stands := range []string{key, key + "/direct"} {
		gone := w.Inc.NewDelivery(outbox.Remove, stands+"/over", w.Now)
		gone.Lane, gone.Target = w.Inc.Name()+"/"+key, w.Inc.Name()+"/"+stands
		if err := work.Enqueue(w.Tx, gone); err != nil {
			return err
		}
	}
	return nil
}
