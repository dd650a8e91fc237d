package candor

import (
	"context"
	"fmt"
	"time"
)

// Undo takes back an update that is still held. Its words return to the
// sender's draft.
func (s *Service) Undo(ctx context.Context, a Actor, number int64, client string, n int) (*Incident, error) {
	return s.changeFor(ctx, a, Send, number, client, func(tx Tx, inc *Incident, aff *Affected, now time.Time) error {
		return s.undo(tx, inc, aff, n, a, now)
	})
}

func (s *Service) undo(tx Tx, inc *Incident, aff *Affected, n int, a Actor, now time.Time) error {
	u, err := tx.ClientUpdate(inc.Number, aff.Client.ID, n)
	if err != nil {
		return err
	}
	if err := inc.recall(tx, aff, u, now); err != nil {
		return err
	}
	u.State, aff.Out = Withdrawn, 0
	if err := tx.PutClientUpdate(u); err != nil {
		return err
	}
	draft := *u
	draft.N, draft.State, draft.Batch = 0, Draft, ""
	draft.Approved, draft.Alone, draft.Again = nil, false, ""
	aff.keepDraft(draft)
	if err := s.nobodyTold(tx, inc, aff, now); err != nil {
		return err
	}
	return record(tx, inc, a.ID, "undone", fmt.Sprintf("Took back update %d for %s before it left.", n, aff.Client.Name), now)
}

// recall takes back the deliveries of an update, all or none: those that wait,
// held or to be tried again, and have surely not arrived.
func (inc *Incident) recall(tx Tx, aff *Affected, u *Update, now time.Time) error {
	if aff.Out != u.N {
		return Errorf(Conflict, "Too late to take it back: update %d has left for %s. If it was wrong, send another one that says so.", u.N, aff.Client.Name)
	}
	list, err := inc.deliveries(tx, u)
	if err != nil {
		return err
	}
	for _, d := range list {
		if d.Seq == 0 { // it cannot be read, and so it never leaves
			continue
		}
		if d.Doubted {
			return Errorf(Conflict, "Too late to take it back: update %d may have reached %s, whose webhook gave no answer. If it was wrong, send another one that says so.", u.N, aff.Client.Name)
		}
		if d.State != Waiting {
			return Errorf(Conflict, "Too late to take it back: update %d is leaving for %s right now. If it was wrong, send another one that says so.", u.N, aff.Client.Name)
		}
		d.State, d.EndedAt = Recalled, now
		if err := tx.PutDelivery(d); err != nil {
			return err
		}
	}
	aff.Results = nil
	return nil
}

// nobodyTold takes back the debt of a last word from a resolved incident whose
// only text never reached the client.
func (s *Service) nobodyTold(tx Tx, inc *Incident, aff *Affected, now time.Time) error {
	p := aff.Owed(FinalPromise)
	if p == nil || inc.State != Resolved || aff.mayKnow() {
		return nil
	}
	aff.NoPromise = "resolved before the first notice"
	p.end(Dropped, aff.NoPromise, now)
	return s.collapse(tx, inc, aff, p, 0, now)
}
