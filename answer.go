package candor

import (
	"context"
	"time"
)

// AnswerReminder sends the draft that a reminder shows; hash is that of the text
// which the person has read. If that text is no longer the right one, the new
// one becomes the person's draft and waits to be read: Again is set and nothing
// was sent.
func (s *Service) AnswerReminder(ctx context.Context, a Actor, number int64, client string, promise int, hash string) (*Telling, error) {
	var t *Telling
	_, err := s.changeFor(ctx, a, Send, number, client, func(tx Tx, inc *Incident, aff *Affected, now time.Time) error {
		p := aff.promiseN(promise)
		var err error
		t, err = s.answer(tx, inc, aff, p, a, "", func(u *Update) bool { return u.Hash() == hash }, now)
		return err
	})
	return t, err
}

// answer sends a promise's draft if it was read and still says what is right.
func (s *Service) answer(tx Tx, inc *Incident, aff *Affected, p *Promise, a Actor, batch string, read func(*Update) bool, now time.Time) (*Telling, error) {
	if err := p.answerable(aff); err != nil {
		return nil, err
	}
	if p.Draft == nil {
		return nil, Errorf(Conflict, "Nothing was sent: there is no ready text for this. Press Write an update.")
	}
	if p.Draft.Kind == Holding {
		if err := inc.Fits(aff, Holding, now); err != nil {
			return nil, err
		}
		if err := aff.maySayStill(""); err != nil {
			return nil, err
		}
	}
	u := *p.Draft
	fresh := u.NextAt.After(now) && u.LateFor.Equal(p.lateFor(now)) && read(&u)
	u.By, u.Sender, u.Batch = a.ID, s.signer(inc, a), batch
	changed, old := true, inc.tellsOld(&u)
	if !old {
		var err error
		if changed, err = s.renew(tx, inc, aff, &u, now); err != nil {
			return nil, err
		}
	}
	t := &Telling{Incident: inc, Client: aff.Client, Update: u}
	if fresh && !changed {
		return t, s.leave(tx, inc, aff, t, a, false, now)
	}
	again := Proposal{Kind: u.Kind}
	if next := inc.proposed(aff, p); next.Kind == u.Kind {
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
	aff.keepDraft(t.Update)
	return t, nil
}

// answerable says whether the promise is still open, or how it ended.
func (p *Promise) answerable(aff *Affected) error {
	name := aff.Client.Name
	switch {
	case p == nil:
		return Errorf(NotFound, "There is no such promise to %s. Nothing was sent.", name)
	case p.Outcome == Dropped:
		return Errorf(Conflict, "Nothing is owed to %s any more: %s. Nothing was sent.", name, p.Why)
	case p.Outcome == Moved:
		return Errorf(Conflict, "It is resolved: what %s expects now is the last word. Nothing was sent.", name)
	case p.Outcome != Pending:
		return Errorf(Conflict, "%s has already been told. Nothing was sent twice.", name)
	}
	return nil
}

// Snooze moves the reminders of what the client is owed, never the promise.
func (s *Service) Snooze(ctx context.Context, a Actor, number int64, client string, d time.Duration) (*Incident, error) {
	return s.changeFor(ctx, a, Send, number, client, func(tx Tx, inc *Incident, aff *Affected, now time.Time) error {
		p := aff.Next()
		if p == nil {
			return Errorf(Conflict, "%s is owed nothing now, so there is nothing to snooze. Nothing was changed.", aff.Client.Name)
		}
		if err := p.Snooze(d, now); err != nil {
			return err
		}
		p.Ack = &Ack{By: a.ID, At: now}
		return record(tx, inc, a.ID, "snoozed", "Snoozed the reminder; the promise stays.", now)
	})
}
