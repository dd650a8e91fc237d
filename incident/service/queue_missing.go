package service

import (
	"fmt"
	"time"

	"candor/incident"
	"candor/incident/outbox"
)

// pay ends the debts that the arrival of a delivery settles: its own, and those
// of older updates at the same destination, which nobody needs any more. What
// asked about those is edited to one line.
func (s *Service) pay(tx Tx, inc *incident.Incident, aff *incident.Affected, d *outbox.Delivery, now time.Time) error {
	var rest []outbox.Debt
	for _, debt := range aff.Debts {
		switch {
		case debt.Key == d.Key:
			continue
		case debt.To.Key() != d.Destination().Key() || debt.Update > d.Update:
			rest = append(rest, debt)
			continue
		}
		old, err := tx.Delivery(debt.Key)
		if incident.IsLost(err) { // it will not arrive any more, and a newer text has
			continue
		}
		if err != nil {
			return err
		}
		if !old.Ended() { // somebody pressed "send again" meanwhile; it may still arrive
			rest = append(rest, debt)
			continue
		}
		old.GiveUp(now)
		if err := tx.PutDelivery(old); err != nil {
			return err
		}
		if err := s.decided(tx, inc, old, outbox.Overtaken, now); err != nil {
			return err
		}
	}
	aff.Debts = rest
	return nil
}

// nag reminds people of what is missing: a new message, since an edit notifies
// nobody, in place of the one before.
func (s *Service) nag(tx Tx, inc *incident.Incident, aff *incident.Affected, now time.Time) error {
	for i := range aff.Debts {
		debt := &aff.Debts[i]
		if debt.NagAt.IsZero() || debt.NagAt.After(now) {
			continue
		}
		d, err := tx.Delivery(debt.Key)
		if incident.IsLost(err) { // there is nothing to send again; that it cannot be read is told by itself
			debt.NagAt = time.Time{}
			continue
		}
		if err != nil {
			return err
		}
		debt.Nags++
		debt.NagAt = now.Add(min(outbox.DebtPause<<debt.Nags, outbox.LongestNag))
		if debt.Nags >= outbox.DebtsInARow {
			debt.NagAt = time.Time{}
		}
		old := inc.NewDelivery(outbox.Remove, fmt.Sprintf("%s/nag/%d", d.Key[len(inc.Name())+1:], debt.Nags), now)
		old.Target = d.Target
		if err := enqueue(tx, old); err != nil {
			return err
		}
		if err := s.showProblem(tx, inc, d, now); err != nil {
			return err
		}
		if err := record(tx, inc, "", "reminded", fmt.Sprintf("Reminded that update %d is missing at %s (%s).", d.Update, aff.Client.Name, d.Via), now); err != nil {
			return err
		}
	}
	return nil
}
