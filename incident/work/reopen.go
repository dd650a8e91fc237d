package work

import (
	"slices"

	"candor/incident"
	"candor/incident/damage"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/update"
)

// TakeBackGoodNews stops a text that says that it works, if no part of it has left.
func (w *Unit) TakeBackGoodNews(aff *incident.Affected, a incident.Actor) error {
	if aff.Out == 0 {
		return nil
	}
	u, err := w.Tx.ClientUpdate(w.Inc.Number, aff.Client.ID, aff.Out)
	if damage.IsLost(err) { // it does not leave any more
		return nil
	}
	if err != nil || !fault.OneOf(u.Kind, update.MonitoringUpdate, update.ResolvedUpdate) {
		return err
	}
	list, err := w.deliveries(u)
	if err != nil || slices.ContainsFunc(list, func(d *outbox.Delivery) bool { return d.State != outbox.Waiting }) {
		return err
	}
	return w.Undo(aff, u.N, a)
}

// CollapseAll edits the reminders of an event that was none to one line.
func (w *Unit) CollapseAll(aff *incident.Affected) error {
	for i := range aff.Promises {
		p := &aff.Promises[i]
		if p.Outcome != promise.Pending && !p.SettledAt.Equal(w.Now) || p.Nags == 0 {
			continue
		}
		if err := w.Collapse(aff, p, 0); err != nil {
			return err
		}
	}
	return nil
}

// MayTakeBackReopening says why “it is down again” cannot be taken back.
func (w *Unit) MayTakeBackReopening() error {
	switch {
	case w.Inc.State != incident.Open || w.Inc.Reopening == nil:
		return fault.Errorf(fault.Conflict, "Nothing was changed: a client has heard that it is down again, or something else has happened since. If it works, press It works again.")
	case slices.ContainsFunc(w.Inc.Clients, func(aff incident.Affected) bool { return aff.Out > 0 || aff.Unsure > 0 || aff.Request != nil }):
		return fault.Errorf(fault.Conflict, "Nothing was changed: a text is on its way. Take it back with Undo first.")
	}
	return nil
}

// TakeBackReopening puts things back to how they stood. What was owed since ends, and
// what was owed before is owed again.
func (w *Unit) TakeBackReopening() {
	r := w.Inc.Reopening
	w.Inc.State, w.Inc.Status, w.Inc.ResolvedAt, w.Inc.Reopening = r.State, r.Status, r.ResolvedAt, nil
	w.Inc.Checklist, w.Inc.Proven = playbook.Back(r.Checklist, w.Inc.Checklist, r.At), r.Proven
	for _, before := range r.Clients {
		aff := w.Inc.Affected(before.Client)
		if aff == nil {
			continue
		}
		promise.RestoreAll(aff.Promises, before.Promises, w.Now)
		aff.Worked = aff.Worked.But(r.At)
		aff.NoPromise, aff.Said, aff.SaidTimes, aff.Pace, aff.Status, aff.Works = before.NoPromise, before.Said, before.SaidTimes, before.Pace, before.Status, before.Works
	}
}
