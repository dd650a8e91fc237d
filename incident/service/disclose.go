package service

import (
	"context"
	"fmt"
	"time"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/schedule"
)

// TellLater asks a second person whether a client may hear later. Nothing
// changes before they agree.
func (s *Service) TellLater(ctx context.Context, a incident.Actor, number int64, p incident.Postponement) (*incident.Incident, error) {
	return s.change(ctx, a, incident.Send, number, func(w *Unit) error {
		p := p
		aff, err := w.inc.Find(p.Client)
		if err != nil {
			return err
		}
		if err := w.inc.MayWait(aff, a, &p, w.now); err != nil {
			return err
		}
		if aff.Later.Open() { // what was asked before does not count any more
			if err := w.answerLater(aff, "replaced"); err != nil {
				return err
			}
		}
		w.inc.Lines++
		d := w.inc.NewDelivery(outbox.Second, fmt.Sprintf("%s/later/%d", aff.Client.ID, w.inc.Lines), w.now)
		d.To, d.Lane, d.Client = p.Second, "direct/"+p.Second, aff.Client.ID
		d.Expires = p.Until
		aff.Later = &incident.Later{Reason: p.Reason, By: a.ID, Second: p.Second, AskedAt: w.now, Until: p.Until, Key: d.Key}
		if err := enqueue(w.tx, d); err != nil {
			return err
		}
		if !w.inc.HasRole(p.Second) {
			if err := w.invite(p.Second); err != nil {
				return err
			}
		}
		return w.record(a.ID, "later", fmt.Sprintf("Asked %s whether %s may hear later: %s", fault.Mention(p.Second), aff.Client.Name, p.Reason))
	})
}

// AgreeLater is the second person's answer to the question with that key.
// Without it nothing is put off.
func (s *Service) AgreeLater(ctx context.Context, a incident.Actor, number int64, client, key string, agrees bool) (*incident.Incident, error) {
	return s.changeFor(ctx, a, incident.Join, number, client, func(w *Unit, aff *incident.Affected) error {
		l := aff.Later
		switch {
		case !l.Open() || l.Key != key:
			return fault.Errorf(fault.Conflict, "This was answered already, or asked anew. Nothing was changed.")
		case l.Second != a.ID:
			return fault.Errorf(fault.Denied, "%s was asked, so only they can answer. Nothing was changed.", fault.Mention(l.Second))
		case agrees && !l.Until.After(w.now):
			return fault.Errorf(fault.Conflict, "That time has passed. Nothing was put off: %s has to hear now.", aff.Client.Name)
		}
		text, ruling := fmt.Sprintf("Agreed that %s hears later, at the latest %s UTC. %s asked: %s", aff.Client.Name, l.Until.UTC().Format("2 Jan 15:04"), fault.Mention(l.By), l.Reason), "agreed"
		if agrees {
			l.AgreedAt = w.now
			if err := w.wait(aff); err != nil {
				return err
			}
		} else {
			text, ruling = fmt.Sprintf("Did not agree that %s hears later. Tell them now.", aff.Client.Name), "refused"
		}
		if err := w.answerLater(aff, ruling); err != nil {
			return err
		}
		if !agrees {
			aff.Later = nil
		}
		return w.record(a.ID, "later", text)
	})
}

// answerLater takes the buttons from the question to the second person.
func (w *Unit) answerLater(aff *incident.Affected, ruling string) error {
	l := aff.Later
	line := w.inc.NewDelivery(outbox.Answered, l.Key[len(w.inc.Name())+1:]+"/answered", w.now)
	line.Client, line.Target, line.Data = aff.Client.ID, l.Key, map[string]string{"later": ruling}
	line.Lane = line.Key
	return enqueue(w.tx, line)
}

// wait moves what is owed to the end of the agreed time; a time that the client
// was given stays.
func (w *Unit) wait(aff *incident.Affected) error {
	p := aff.Owed(incident.UpdatePromise)
	if p == nil {
		return nil
	}
	due := aff.Later.Until
	if p.Said {
		due = schedule.Sooner(due, p.Known().DueAt)
	}
	if !due.After(schedule.Later(p.DueAt, w.now)) { // nothing is put off where the client waits already
		return nil
	}
	if due.Equal(p.SaidDue) {
		p.SaidDue = time.Time{}
	}
	p.Restart()
	p.MadeAt, p.DueAt, p.Rung, p.SnoozedTo, p.Draft = w.now, due, outbox.Half, time.Time{}, nil // nobody is reminded half-way of what two people decided
	return w.collapse(aff, p, 0)
}
