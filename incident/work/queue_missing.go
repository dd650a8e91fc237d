package work

import (
	"fmt"
	"time"

	"candor/incident"
	"candor/incident/damage"
	"candor/incident/outbox"
	"candor/incident/timeline"
)

// clearMissing ends the debts that the arrival of a delivery settles: its own, and those
// of older updates at the same destination, which nobody needs any more. What
// asked about those is edited to one line.
func (w *Unit) clearMissing(aff *incident.Affected, d *outbox.Delivery) error {
	var rest []outbox.MissingCopy
	for _, debt := range aff.Missing {
		switch {
		case debt.Key == d.Key:
			continue
		case debt.To.Key() != d.Destination().Key() || debt.Update > d.Update:
			rest = append(rest, debt)
			continue
		}
		old, err := w.Tx.Delivery(debt.Key)
		if damage.IsLost(err) { // it will not arrive any more, and a newer text has
			continue
		}
		if err != nil {
			return err
		}
		if !old.Ended() || !old.Bounced.IsZero() { // it may still arrive; or that their server took the newer one says nothing: it took this one
			rest = append(rest, debt)
			continue
		}
		if err := w.giveUp(old, outbox.Overtaken); err != nil {
			return err
		}
	}
	aff.Missing = rest
	return nil
}

// Nag reminds people of what is missing: a new message, since an edit notifies
// nobody, in place of the one before.
func (w *Unit) Nag(aff *incident.Affected) error {
	for i := range aff.Missing {
		debt := &aff.Missing[i]
		if debt.NagAt.IsZero() || debt.NagAt.After(w.Now) {
			continue
		}
		d, err := w.Tx.Delivery(debt.Key)
		if damage.IsLost(err) { // there is nothing to send again; that it cannot be read is told by itself
			debt.NagAt = time.Time{}
			continue
		}
		if err != nil {
			return err
		}
		debt.Nags++
		debt.NagAt = w.Now.Add(min(outbox.DebtPause<<debt.Nags, outbox.LongestNag))
		if debt.Nags >= outbox.DebtsInARow {
			debt.NagAt = time.Time{}
		}
		old := w.Inc.NewDelivery(outbox.Remove, fmt.Sprintf("%s/nag/%d", d.Key[len(w.Inc.Name())+1:], debt.Nags), w.Now)
		old.Target = d.Target
		if err := Enqueue(w.Tx, old); err != nil {
			return err
		}
		if err := w.showProblem(d); err != nil {
			return err
		}
		if err := w.RecordFor(aff, timeline.Entry{Kind: timeline.RemindedMissing, Update: d.Update, Way: d.Via}); err != nil {
			return err
		}
	}
	return nil
}
