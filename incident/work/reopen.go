package work

import (
	"slices"

	"candor/incident"
	"candor/incident/damage"
	"candor/incident/fault"
	"candor/incident/outbox"
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
