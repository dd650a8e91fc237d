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
	return s.change(ctx, a, incident.Send, number, func(tx Tx, inc *incident.Incident, now time.Time) error {
		p := p
		aff, err := inc.Find(p.Client)
		if err != nil {
			return err
		}
		if err := inc.MayWait(aff, a, &p, now); err != nil {
			return err
		}
		if aff.Later.Open() { // what was asked before does not count any more
			if err := answerLater(inc, tx, aff, "replaced", now); err != nil {
				return err
			}
		}
		inc.Lines++
		d := inc.NewDelivery(outbox.Second, fmt.Sprintf("%s/later/%d", aff.Client.ID, inc.Lines), now)
		d.To, d.Lane, d.Client = p.Second, "direct/"+p.Second, aff.Client.ID
		d.Expires = p.Until
		aff.Later = &incident.Later{Reason: p.Reason, By: a.ID, Second: p.Second, AskedAt: now, Until: p.Until, Key: d.Key}
		if err := enqueue(tx, d); err != nil {
			return err
		}
		if !inc.HasRole(p.Second) {
			if err := invite(inc, tx, p.Second, now); err != nil {
				return err
			}
		}
		return record(tx, inc, a.ID, "later", fmt.Sprintf("Asked %s whether %s may hear later: %s", fault.Mention(p.Second), aff.Client.Name, p.Reason), now)
	})
}

// AgreeLater is the second person's answer to the question with that key.
// Without it nothing is put off.
func (s *Service) AgreeLater(ctx context.Context, a incident.Actor, number int64, client, key string, agrees bool) (*incident.Incident, error) {
	return s.changeFor(ctx, a, incident.Join, number, client, func(tx Tx, inc *incident.Incident, aff *incident.Affected, now time.Time) error {
		l := aff.Later
		switch {
		case !l.Open() || l.Key != key:
			return fault.Errorf(fault.Conflict, "This was answered already, or asked anew. Nothing was changed.")
		case l.Second != a.ID:
			return fault.Errorf(fault.Denied, "%s was asked, so only they can answer. Nothing was changed.", fault.Mention(l.Second))
		case agrees && !l.Until.After(now):
			return fault.Errorf(fault.Conflict, "That time has passed. Nothing was put off: %s has to hear now.", aff.Client.Name)
		}
		text, ruling := fmt.Sprintf("Agreed that %s hears later, at the latest %s UTC. %s asked: %s", aff.Client.Name, l.Until.UTC().Format("2 Jan 15:04"), fault.Mention(l.By), l.Reason), "agreed"
		if agrees {
			l.AgreedAt = now
			if err := s.wait(tx, inc, aff, now); err != nil {
				return err
			}
		} else {
			text, ruling = fmt.Sprintf("Did not agree that %s hears later. Tell them now.", aff.Client.Name), "refused"
		}
		if err := answerLater(inc, tx, aff, ruling, now); err != nil {
			return err
		}
		if !agrees {
			aff.Later = nil
		}
		return record(tx, inc, a.ID, "later", text, now)
	})
}

// answerLater takes the buttons from the question to the second person.
func answerLater(inc *incident.Incident, tx Tx, aff *incident.Affected, ruling string, now time.Time) error {
	l := aff.Later
	line := inc.NewDelivery(outbox.Answered, l.Key[len(inc.Name())+1:]+"/answered", now)
	line.Client, line.Target, line.Data = aff.Client.ID, l.Key, map[string]string{"later": ruling}
	line.Lane = line.Key
	return enqueue(tx, line)
}

// wait moves what is owed to the end of the agreed time; a time that the client
// was given stays.
func (s *Service) wait(tx Tx, inc *incident.Incident, aff *incident.Affected, now time.Time) error {
	p := aff.Owed(incident.UpdatePromise)
	if p == nil {
		return nil
	}
	due := aff.Later.Until
	if p.Said {
		due = schedule.Sooner(due, p.Known().DueAt)
	}
	if !due.After(schedule.Later(p.DueAt, now)) { // nothing is put off where the client waits already
		return nil
	}
	if due.Equal(p.SaidDue) {
		p.SaidDue = time.Time{}
	}
	p.Restart()
	p.MadeAt, p.DueAt, p.Rung, p.SnoozedTo, p.Draft = now, due, outbox.Half, time.Time{}, nil // nobody is reminded half-way of what two people decided
	return s.collapse(tx, inc, aff, p, 0, now)
}
