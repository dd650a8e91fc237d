package service

import (
	"context"
	"fmt"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/timeline"
	"candor/incident/view"
	"candor/incident/work"
)

// TellLater asks a second person whether a client may hear later. Nothing
// changes before they agree.
func (s *Service) TellLater(ctx context.Context, a incident.Actor, number int64, p incident.EmbargoRequest) (*incident.Incident, error) {
	return s.changeFor(ctx, access{a, incident.Send, number, p.Client}, func(w *work.Unit, aff *incident.Affected) error {
		p := p
		if err := w.Inc.MayWait(aff, a, &p, w.Now); err != nil {
			return err
		}
		if aff.Embargo.Open() { // what was asked before does not count any more
			if err := w.AnswerLater(aff, "replaced"); err != nil {
				return err
			}
		}
		w.Inc.Lines++
		d := w.Inc.NewDelivery(outbox.Second, fmt.Sprintf("%s/later/%d", aff.Client.ID, w.Inc.Lines), w.Now)
		d.To, d.Lane, d.Client = p.Second, "direct/"+p.Second, aff.Client.ID
		d.Expires = p.Until
		aff.Embargo = &incident.Embargo{Reason: p.Reason, By: a.ID, Second: p.Second, AskedAt: w.Now, Until: p.Until, Key: d.Key}
		if err := work.Enqueue(w.Tx, d); err != nil {
			return err
		}
		if !w.Inc.HasRole(p.Second) {
			if err := w.Invite(p.Second); err != nil {
				return err
			}
		}
		return w.RecordFor(aff, timeline.Entry{Kind: timeline.LaterAsked, By: a.ID, Person: p.Second, Until: p.Until, Reason: p.Reason})
	})
}

// AgreeLater is the second person's answer to the question with the key of
// ref.
// Without it nothing is put off.
func (s *Service) AgreeLater(ctx context.Context, a incident.Actor, ref view.Ref, agrees bool) (*incident.Incident, error) {
	return s.changeFor(ctx, access{a, incident.Join, ref.Number, ref.Client}, func(w *work.Unit, aff *incident.Affected) error {
		l := aff.Embargo
		switch {
		case !l.Open() || l.Key != ref.Key:
			return fault.Errorf(fault.Conflict, "This was answered already, or asked anew. Nothing was changed.")
		case l.Second != a.ID:
			return fault.Errorf(fault.Denied, "%s was asked, so only they can answer. Nothing was changed.", fault.Mention(l.Second))
		case agrees && !l.Until.After(w.Now):
			return fault.Errorf(fault.Conflict, "That time has passed. Nothing was put off: %s has to hear now.", aff.Client.Name)
		}
		said, ruling := timeline.Entry{Kind: timeline.LaterAgreed, By: a.ID, Person: l.By, Until: l.Until, Reason: l.Reason}, "agreed"
		if agrees {
			l.AgreedAt = w.Now
			if err := w.Wait(aff); err != nil {
				return err
			}
		} else {
			said.Kind, ruling = timeline.LaterRefused, "refused"
		}
		if err := w.AnswerLater(aff, ruling); err != nil {
			return err
		}
		if !agrees {
			aff.Embargo = nil
		}
		return w.RecordFor(aff, said)
	})
}
