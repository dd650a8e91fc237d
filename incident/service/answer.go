package service

import (
	"context"
	"time"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/policy"
	"candor/incident/promise"
	"candor/incident/timeline"
	"candor/incident/update"
	"candor/incident/view"
	"candor/incident/work"
)

// AnswerReminder sends the draft that a reminder shows; hash is that of the text
// which the person has read. If that text is no longer the right one, the new
// one becomes the person's draft and waits to be read: Again is set and nothing
// was sent.
func (s *Service) AnswerReminder(ctx context.Context, a incident.Actor, ref view.Ref, hash string) (*view.Draft, error) {
	return draftFor(ctx, s, access{a, policy.Send, ref.Number, ref.Client}, func(w *work.Unit, aff *incident.Affected) (*view.Draft, error) {
		act := work.Answering{Read: func(u *update.Update) bool { return u.Hash() == hash }}
		return w.Answer(aff, aff.PromiseN(ref.N), a, act)
	})
}

// Snooze moves the reminders of what the client is owed, never the promise.
func (s *Service) Snooze(ctx context.Context, a incident.Actor, ref view.Ref, d time.Duration) (*incident.Incident, error) {
	return s.changeFor(ctx, access{a, policy.Send, ref.Number, ref.Client}, func(w *work.Unit, aff *incident.Affected) error {
		p := aff.Next()
		if p == nil {
			return fault.Errorf(fault.Conflict, "Nothing is due to %s now, so there is nothing to snooze. Nothing was changed.", aff.Client.Name)
		}
		if err := w.Inc.TellFirst(aff, "Nothing was snoozed."); err != nil {
			return err
		}
		if err := p.Snooze(d, w.Now); err != nil {
			return err
		}
		p.Ack = &promise.Ack{By: a.ID, At: w.Now}
		return w.RecordFor(aff, timeline.Entry{Kind: timeline.Snoozed, By: a.ID})
	})
}
