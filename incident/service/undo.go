package service

import (
	"context"
	"fmt"
	"time"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/outbox"
)

// Undo takes back an update that is still held. Its words return to the
// sender's draft.
func (s *Service) Undo(ctx context.Context, a incident.Actor, number int64, client string, n int) (*incident.Incident, error) {
	return s.changeFor(ctx, a, incident.Send, number, client, func(tx Tx, inc *incident.Incident, aff *incident.Affected, now time.Time) error {
		return s.undo(tx, inc, aff, n, a, now)
	})
}

func (s *Service) undo(tx Tx, inc *incident.Incident, aff *incident.Affected, n int, a incident.Actor, now time.Time) error {
	u, err := tx.ClientUpdate(inc.Number, aff.Client.ID, n)
	if err != nil {
		return err
	}
	if err := recall(inc, tx, aff, u, now); err != nil {
		return err
	}
	u.State, aff.Out = incident.Withdrawn, 0
	if err := tx.PutClientUpdate(u); err != nil {
		return err
	}
	draft := *u
	draft.N, draft.State, draft.Batch = 0, incident.Draft, ""
	draft.Approved, draft.Alone, draft.Again = nil, false, ""
	aff.KeepDraft(draft)
	if err := s.nobodyTold(tx, inc, aff, now); err != nil {
		return err
	}
	return record(tx, inc, a.ID, "undone", fmt.Sprintf("Took back update %d for %s before it left.", n, aff.Client.Name), now)
}

// recall takes back the deliveries of an update, all or none: those that wait,
// held or to be tried again, and have surely not arrived.
func recall(inc *incident.Incident, tx Tx, aff *incident.Affected, u *incident.Update, now time.Time) error {
	if aff.Out != u.N {
		return fault.Errorf(fault.Conflict, "Too late to take it back: update %d has left for %s. If it was wrong, send another one that says so.", u.N, aff.Client.Name)
	}
	list, err := deliveries(inc, tx, u)
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
			return fault.Errorf(fault.Conflict, "Too late to take it back: update %d is leaving for %s right now. If it was wrong, send another one that says so.", u.N, aff.Client.Name)
		}
		d.State, d.EndedAt = outbox.Recalled, now
		if err := tx.PutDelivery(d); err != nil {
			return err
		}
	}
	aff.Results = nil
	return nil
}

// nobodyTold takes back the debt of a last word from a resolved incident whose
// only text never reached the client.
func (s *Service) nobodyTold(tx Tx, inc *incident.Incident, aff *incident.Affected, now time.Time) error {
	p := aff.Owed(incident.FinalPromise)
	if p == nil || inc.State != incident.Resolved || aff.MayKnow() {
		return nil
	}
	aff.NoPromise = "resolved before the first notice"
	p.End(incident.Dropped, aff.NoPromise, now)
	return s.collapse(tx, inc, aff, p, 0, now)
}
