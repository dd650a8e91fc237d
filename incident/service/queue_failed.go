package service

import (
	"context"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/policy"
	"candor/incident/records"
	"candor/incident/timeline"
	"candor/incident/view"
	"candor/incident/work"
)

// ResolveDelivery applies what a person decided about the delivery with the key
// of ref, which is dead or asks.
func (s *Service) ResolveDelivery(ctx context.Context, a incident.Actor, ref view.Ref, r outbox.Resolution) (*incident.Incident, error) {
	may := func(tx records.Tx, inc *incident.Incident) error {
		client, act := incident.AllClients, policy.Send // no client is named by what cannot be found
		if d, err := tx.Delivery(ref.Key); err == nil && d.Incident == ref.Number {
			client = d.Client
			if u, err := tx.ClientUpdate(d.Incident, d.Client, d.Update); err == nil {
				act = policy.Telling(u.Kind)
			}
		}
		return policy.May(a, act, inc, client)
	}
	return s.changeIf(ctx, access{who: a, incident: ref.Number}, may, func(w *work.Unit) error {
		d, err := w.Tx.Delivery(ref.Key)
		if err != nil {
			return err
		}
		if d.Incident != ref.Number || ref.Client != "" && d.Client != ref.Client || d.State != outbox.NeedsDecision && d.State != outbox.Dead || d.Kind != outbox.ClientText || d.GivenUp {
			return fault.Errorf(fault.Conflict, "This was answered already. Nothing was sent twice.")
		}
		aff := w.Inc.Affected(d.Client)
		if err := rule(w, aff, d, r); err != nil {
			return err
		}
		if err := w.Tx.PutDelivery(d); err != nil {
			return err
		}
		aff.Note(d)
		if err := w.Decided(d, r); err != nil {
			return err
		}
		return w.RecordFor(aff, timeline.Entry{Kind: timeline.Ruled, By: a.ID, Update: d.Update, Way: d.Via, To: string(r)})
	})
}

// rule does with a stuck text what a person has decided.
func rule(w *work.Unit, aff *incident.Affected, d *outbox.Delivery, r outbox.Resolution) error {
	switch r {
	case outbox.ItArrived:
		return w.ItArrived(aff, d)
	case outbox.SendAgain:
		return w.Resend(aff, d)
	case outbox.GiveUp:
		d.GiveUp(w.Now)
		if err := w.Tx.PutDelivery(d); err != nil {
			return err
		}
		return w.Abandon(aff, d)
	}
	return fault.Errorf(fault.Invalid, "Nothing was changed. Say which: it arrived, send again, or give up.")
}
