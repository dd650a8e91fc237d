package service

import (
	"context"
	"time"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/view"
)

// AnswerReminder sends the draft that a reminder shows; hash is that of the text
// which the person has read. If that text is no longer the right one, the new
// one becomes the person's draft and waits to be read: Again is set and nothing
// was sent.
func (s *Service) AnswerReminder(ctx context.Context, a incident.Actor, number int64, client string, promise int, hash string) (*view.Telling, error) {
	var t *view.Telling
	_, err := s.changeFor(ctx, a, incident.Send, number, client, func(tx Tx, inc *incident.Incident, aff *incident.Affected, now time.Time) error {
		p := aff.PromiseN(promise)
		var err error
		t, err = s.answer(tx, inc, aff, p, a, "", func(u *incident.Update) bool { return u.Hash() == hash }, now)
		return err
	})
	return t, err
}

// answer sends a promise's draft if it was read and still says what is right.
func (s *Service) answer(tx Tx, inc *incident.Incident, aff *incident.Affected, p *incident.Promise, a incident.Actor, batch string, read func(*incident.Update) bool, now time.Time) (*view.Telling, error) {
	if err := p.Answerable(aff); err != nil {
		return nil, err
	}
	if p.Draft == nil {
		return nil, fault.Errorf(fault.Conflict, "Nothing was sent: there is no ready text for this. Press Write an update.")
	}
	if p.Draft.Kind == incident.Holding {
		if err := inc.Fits(aff, incident.Holding, now); err != nil {
			return nil, err
		}
		if err := aff.MaySayStill(""); err != nil {
			return nil, err
		}
	}
	u := *p.Draft
	fresh := u.NextAt.After(now) && u.LateFor.Equal(p.LateFor(now)) && read(&u)
	u.By, u.Sender, u.Batch = a.ID, s.signer(inc, a), batch
	changed, old := true, inc.TellsOld(&u)
	if !old {
		var err error
		if changed, err = s.renew(tx, inc, aff, &u, now); err != nil {
			return nil, err
		}
	}
	t := &view.Telling{Incident: inc, Client: aff.Client, Update: u}
	if fresh && !changed {
		return t, s.leave(tx, inc, aff, t, a, false, now)
	}
	again := incident.Proposal{Kind: u.Kind}
	if next := inc.Proposed(aff, p); next.Kind == u.Kind {
		again = next
	}
	if !old {
		again.Words = u.Words
	}
	t, err := s.compose(tx, inc, aff, a, again, now)
	if err != nil {
		return nil, err
	}
	t.Again, t.Asks = true, nil
	aff.KeepDraft(t.Update)
	return t, nil
}

// Snooze moves the reminders of what the client is owed, never the promise.
func (s *Service) Snooze(ctx context.Context, a incident.Actor, number int64, client string, d time.Duration) (*incident.Incident, error) {
	return s.changeFor(ctx, a, incident.Send, number, client, func(tx Tx, inc *incident.Incident, aff *incident.Affected, now time.Time) error {
		p := aff.Next()
		if p == nil {
			return fault.Errorf(fault.Conflict, "%s is owed nothing now, so there is nothing to snooze. Nothing was changed.", aff.Client.Name)
		}
		if err := p.Snooze(d, now); err != nil {
			return err
		}
		p.Ack = &incident.Ack{By: a.ID, At: now}
		return record(tx, inc, a.ID, "snoozed", "Snoozed the reminder; the promise stays.", now)
	})
}
