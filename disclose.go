package candor

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// discloseWithin is how long after a loss is confirmed the client has to know:
// time enough to call with the facts, too little to hope that it goes away.
const discloseWithin = time.Hour

// disclosure returns from when and until when the client has to hear of a
// confirmed loss; zero if nothing is lost, or if they know.
func (inc *Incident) disclosure(aff *Affected) (by time.Time) {
	if inc.State != Open || !inc.Facts.Is(DataLost, Yes) || aff.Knows[DataLost] == Yes {
		return time.Time{}
	}
	by = inc.Facts.Given[DataLost].Since.Add(discloseWithin)
	if aff.Later.Agreed() {
		by = later(by, aff.Later.Until)
	}
	return by
}

// DisclosureDue says until when the client has to hear of a confirmed loss;
// zero if nothing is lost, or if they know.
func (inc *Incident) DisclosureDue(aff *Affected) time.Time { return inc.disclosure(aff) }

// undisclosed is the first client who does not know of a confirmed loss; nil if
// all know, or nothing is lost.
func (inc *Incident) undisclosed() *Affected {
	for i := range inc.Clients {
		if !inc.disclosure(&inc.Clients[i]).IsZero() {
			return &inc.Clients[i]
		}
	}
	return nil
}

// hurry makes the promised update due no later than the disclosure of a loss.
// The time that the client knows stays written down: it is owned if it is missed.
func (inc *Incident) hurry(aff *Affected, now time.Time) {
	by, p := inc.disclosure(aff), aff.Owed(UpdatePromise)
	if by.IsZero() || p == nil || !by.Before(p.DueAt) {
		return
	}
	if p.Said && p.SaidDue.IsZero() {
		p.SaidDue = p.DueAt
	}
	p.DueAt = by
	p.MadeAt = sooner(p.MadeAt, by.Add(-discloseWithin)) // the ladder is scaled by the whole hour
}

// known is the promise as the client knows it, which may be due later than we
// owe it.
func (p *Promise) known() *Promise {
	if p.SaidDue.IsZero() {
		return p
	}
	known := *p
	known.DueAt, known.SaidDue = p.SaidDue, time.Time{}
	return &known
}

// Later is the decision not to tell a client yet. It takes two people and a
// reason, and it ends by itself: then the ladder reminds again.
type Later struct {
	Reason   string    `json:"reason"`
	By       string    `json:"by"`
	Second   string    `json:"second"` // who has to agree
	AskedAt  time.Time `json:"asked_at"`
	AgreedAt time.Time `json:"agreed_at,omitzero"`
	Until    time.Time `json:"until"`
	Key      string    `json:"key"` // of the question to the second person
}

// Agreed says whether two people have decided it.
func (l *Later) Agreed() bool { return l != nil && !l.AgreedAt.IsZero() }

// Open says whether the second person has not answered yet.
func (l *Later) Open() bool { return l != nil && l.AgreedAt.IsZero() }

// longestLater is how long a client may be left in the dark on purpose.
const longestLater = 24 * time.Hour

// Postponement is the wish not to tell a client yet.
type Postponement struct {
	Client string
	Reason string
	Second string    // Slack user id of the other person
	Until  time.Time // at most a day away
}

// TellLater asks a second person whether a client may hear later. Nothing
// changes before they agree.
func (s *Service) TellLater(ctx context.Context, a Actor, number int64, p Postponement) (*Incident, error) {
	return s.change(ctx, a, Send, number, func(tx Tx, inc *Incident, now time.Time) error {
		p := p
		aff, err := inc.find(p.Client)
		if err != nil {
			return err
		}
		if err := inc.mayWait(aff, a, &p, now); err != nil {
			return err
		}
		if aff.Later.Open() { // what was asked before does not count any more
			if err := inc.answerLater(tx, aff, "replaced", now); err != nil {
				return err
			}
		}
		inc.Lines++
		d := inc.newDelivery(Second, fmt.Sprintf("%s/later/%d", aff.Client.ID, inc.Lines), now)
		d.To, d.Lane, d.Client = p.Second, "direct/"+p.Second, aff.Client.ID
		d.Expires = p.Until
		aff.Later = &Later{Reason: p.Reason, By: a.ID, Second: p.Second, AskedAt: now, Until: p.Until, Key: d.Key}
		if err := enqueue(tx, d); err != nil {
			return err
		}
		if !inc.HasRole(p.Second) {
			if err := inc.invite(tx, p.Second, now); err != nil {
				return err
			}
		}
		return record(tx, inc, a.ID, "later", fmt.Sprintf("Asked %s whether %s may hear later: %s", mention(p.Second), aff.Client.Name, p.Reason), now)
	})
}

// mayWait refuses what is no decision: alone, without a reason, for too long.
func (inc *Incident) mayWait(aff *Affected, a Actor, p *Postponement, now time.Time) error {
	p.Reason = strings.TrimSpace(p.Reason)
	name := aff.Client.Name
	switch {
	case inc.State != Open:
		return Errorf(Conflict, "%s is %s. Nothing was decided.", inc.Name(), inc.State)
	case aff.Owed(UpdatePromise) == nil:
		return Errorf(Conflict, "Nothing is owed to %s now, so there is nothing to put off.", name)
	case p.Reason == "":
		return fieldError("reason", "Nothing was decided. Say why %s should not hear now. The reason stays in the timeline.", name)
	case utf8.RuneCountInString(p.Reason) > maxFactWords:
		return fieldError("reason", "Keep the reason to %d characters. Nothing was decided.", maxFactWords)
	case p.Second == "" || p.Second == a.ID:
		return fieldError("second", "Nothing was decided. Two people decide not to tell: name another one, who has to agree.")
	case !p.Until.After(now) || p.Until.After(now.Add(longestLater)):
		return fieldError("until", "Nothing was decided. %s hears within 24 hours at the latest: choose a time before that.", name)
	}
	return nil
}

// AgreeLater is the second person's answer to the question with that key.
// Without it nothing is put off.
func (s *Service) AgreeLater(ctx context.Context, a Actor, number int64, client, key string, agrees bool) (*Incident, error) {
	return s.changeFor(ctx, a, Join, number, client, func(tx Tx, inc *Incident, aff *Affected, now time.Time) error {
		l := aff.Later
		switch {
		case !l.Open() || l.Key != key:
			return Errorf(Conflict, "This was answered already, or asked anew. Nothing was changed.")
		case l.Second != a.ID:
			return Errorf(Denied, "%s was asked, so only they can answer. Nothing was changed.", mention(l.Second))
		case agrees && !l.Until.After(now):
			return Errorf(Conflict, "That time has passed. Nothing was put off: %s has to hear now.", aff.Client.Name)
		}
		text, ruling := fmt.Sprintf("Agreed that %s hears later, at the latest %s UTC. %s asked: %s", aff.Client.Name, l.Until.UTC().Format("2 Jan 15:04"), mention(l.By), l.Reason), "agreed"
		if agrees {
			l.AgreedAt = now
			if err := s.wait(tx, inc, aff, now); err != nil {
				return err
			}
		} else {
			text, ruling = fmt.Sprintf("Did not agree that %s hears later. Tell them now.", aff.Client.Name), "refused"
		}
		if err := inc.answerLater(tx, aff, ruling, now); err != nil {
			return err
		}
		if !agrees {
			aff.Later = nil
		}
		return record(tx, inc, a.ID, "later", text, now)
	})
}

// answerLater takes the buttons from the question to the second person.
func (inc *Incident) answerLater(tx Tx, aff *Affected, ruling string, now time.Time) error {
	l := aff.Later
	line := inc.newDelivery(Answered, l.Key[len(inc.Name())+1:]+"/answered", now)
	line.Client, line.Target, line.Data = aff.Client.ID, l.Key, map[string]string{"later": ruling}
	line.Lane = line.Key
	return enqueue(tx, line)
}

// wait moves what is owed to the end of the agreed time; a time that the client
// was given stays.
func (s *Service) wait(tx Tx, inc *Incident, aff *Affected, now time.Time) error {
	p := aff.Owed(UpdatePromise)
	if p == nil {
		return nil
	}
	due := aff.Later.Until
	if p.Said {
		due = sooner(due, p.known().DueAt)
	}
	if !due.After(later(p.DueAt, now)) { // nothing is put off where the client waits already
		return nil
	}
	if due.Equal(p.SaidDue) {
		p.SaidDue = time.Time{}
	}
	p.restart()
	p.MadeAt, p.DueAt, p.Rung, p.SnoozedTo, p.Draft = now, due, Half, time.Time{}, nil // nobody is reminded half-way of what two people decided
	return s.collapse(tx, inc, aff, p, 0, now)
}
