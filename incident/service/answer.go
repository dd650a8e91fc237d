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
	_, err := s.changeFor(ctx, a, incident.Send, number, client, func(w *Unit, aff *incident.Affected) error {
		p := aff.PromiseN(promise)
		var err error
		t, err = w.answer(aff, p, a, "", func(u *incident.Update) bool { return u.Hash() == hash })
		return err
	})
	return t, err
}

// answer sends a promise's draft if it was read and still says what is right.
func (w *Unit) answer(aff *incident.Affected, p *incident.Promise, a incident.Actor, batch string, read func(*incident.Update) bool) (*view.Telling, error) {
	if err := p.Answerable(aff); err != nil {
		return nil, err
	}
	if p.Draft == nil {
		return nil, fault.Errorf(fault.Conflict, "Nothing was sent: there is no ready text for this. Press Write an update.")
	}
	if p.Draft.Kind == incident.Holding {
		if err := w.inc.Fits(aff, incident.Holding, w.now); err != nil {
			return nil, err
		}
		if err := aff.MaySayStill(""); err != nil {
			return nil, err
		}
	}
	u := *p.Draft
	fresh := u.NextAt.After(w.now) && u.LateFor.Equal(p.LateFor(w.now)) && read(&u)
	u.By, u.Sender, u.Batch = a.ID, w.signer(a), batch
	changed, old := true, w.inc.TellsOld(&u)
	if !old {
		var err error
		if changed, err = w.renew(aff, &u); err != nil {
			return nil, err
		}
	}
	t := &view.Telling{Incident: w.inc, Client: aff.Client, Update: u}
	if fresh && !changed {
		return t, w.leave(aff, t, a, false)
	}
	again := incident.Proposal{Kind: u.Kind}
	if next := w.inc.Proposed(aff, p); next.Kind == u.Kind {
		again = next
	}
	if !old {
		again.Words = u.Words
	}
	t, err := w.compose(aff, a, again)
	if err != nil {
		return nil, err
	}
	t.Again, t.Asks = true, nil
	aff.KeepDraft(t.Update)
	return t, nil
}

// Snooze moves the reminders of what the client is owed, never the promise.
func (s *Service) Snooze(ctx context.Context, a incident.Actor, number int64, client string, d time.Duration) (*incident.Incident, error) {
	return s.changeFor(ctx, a, incident.Send, number, client, func(w *Unit, aff *incident.Affected) error {
		p := aff.Next()
		if p == nil {
			return fault.Errorf(fault.Conflict, "%s is owed nothing now, so there is nothing to snooze. Nothing was changed.", aff.Client.Name)
		}
		if err := p.Snooze(d, w.now); err != nil {
			return err
		}
		p.Ack = &incident.Ack{By: a.ID, At: w.now}
		return w.record(a.ID, "snoozed", "Snoozed the reminder; the promise stays.")
	})
}
