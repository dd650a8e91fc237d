package work

import (
	"fmt"
	"slices"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/damage"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/records"
	"candor/incident/update"
)

// SentTo refuses what is pressed under an update somewhere else than where it was sent:
// whoever reads there is not the client.
func (w *Unit) SentTo(aff *incident.Affected, n int, channel string) error {
	list, err := w.Copies(aff, n)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(list, func(d *outbox.Delivery) bool { return client.WayOf(d.Via).Thread && d.To == channel }) {
		return fault.Errorf(fault.NotFound, "That update was sent somewhere else. Nothing was recorded.")
	}
	return nil
}

// Proven answers the question whether an update arrived on a way on which
// readers answer, where one stands before a person: somebody has read it there.
func (w *Unit) Proven(aff *incident.Affected, n int) error {
	list, err := w.Copies(aff, n)
	if err != nil {
		return err
	}
	for _, d := range list {
		if !client.WayOf(d.Via).Thread || d.State != outbox.NeedsDecision {
			continue
		}
		if err := w.ItArrived(aff, d); err != nil {
			return err
		}
		aff.Note(d)
		return w.Decided(d, outbox.ItArrived)
	}
	return nil
}

// Retell queues an edit of the line that says that the client was told, unless
// one is waiting already: it is rendered when it is claimed and shows this
// reader too. An edit notifies nobody.
func (w *Unit) Retell(aff *incident.Affected, u *update.Update) error {
	if u.ReadKey != "" {
		d, err := w.Tx.Delivery(u.ReadKey)
		if err != nil && !damage.IsLost(err) || err == nil && d.State == outbox.Waiting {
			return err
		}
	}
	line, err := w.Tx.Delivery(w.Inc.LineKey(aff, u))
	if err != nil {
		return records.UnlessLost(err) // nobody was shown that it arrived
	}
	w.Inc.Lines++
	d := w.Inc.NewDelivery(outbox.Retold, fmt.Sprintf("%s/update/%d/retold/%d", aff.Client.ID, u.N, w.Inc.Lines), w.Now)
	d.Lane = line.Lane // after the line itself
	d.Client, d.Update, d.Promise, d.Target = aff.Client.ID, u.N, line.Promise, line.Key
	u.ReadKey = d.Key
	return Enqueue(w.Tx, d)
}
