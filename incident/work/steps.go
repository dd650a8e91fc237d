package work

import (
	"candor/incident/morning"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/records"
	"candor/incident/timeline"
)

// closeMoot closes the steps that make no sense any more, or opens them again. Messages
// about steps follow.
func (w *Unit) closeMoot() error {
	for _, it := range w.Inc.CloseMoot(w.Now) {
		kind := timeline.StepSkipped
		if it.State == playbook.ItemOpen {
			kind = timeline.StepReopened
		}
		if err := w.Record(timeline.Entry{Kind: kind, Step: it.Text, Reason: it.Reason}); err != nil {
			return err
		}
	}
	return w.Redraw(playbook.Untold(w.Inc.Checklist)...) // none asks for what is done
}

// relist edits people's messages of the morning, once something of them stands otherwise.
func (w *Unit) relist() error {
	for user, dates := range morning.Gone(w.inDays, w.Inc.InDays(), w.Inc.Mornings, w.Now) {
		for _, date := range dates {
			d, err := w.Tx.Delivery(outbox.MorningKey(date, user))
			if err == nil && d.State == outbox.Delivered {
				if err := Enqueue(w.Tx, d.Relist(w.Now)); err != nil {
					return err
				}
				break
			}
			if err := records.UnlessLost(err); err != nil {
				return err
			}
		}
	}
	return nil
}
