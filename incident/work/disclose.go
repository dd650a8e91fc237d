package work

import (
	"fmt"
	"time"

	"candor/incident"
	"candor/incident/asked"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/schedule"
	"candor/incident/timeline"
)

// Ask asks the second person of a decision about a client, or about the whole
// incident. Who decides alone is asked when the time to think has passed.
func (w *Unit) Ask(aff *incident.Affected, dec *incident.Decision) error {
	w.Inc.Lines++
	what := "later"
	if dec.Act != nil {
		what = "take-back"
	}
	d := w.Inc.NewDelivery(outbox.Second, fmt.Sprintf("%s/%s/%d", aff.Client.ID, what, w.Inc.Lines), w.Now)
	d.To, d.Lane, d.Client = dec.Second, "direct/"+dec.Second, aff.Client.ID
	d.NotTill, d.Expires = dec.AnswerFrom(), dec.Until
	if dec.Alone { // what waits for hours holds up no other
		d.Lane = d.Key
	}
	dec.Key = d.Key
	if err := Enqueue(w.Tx, d); err != nil {
		return err
	}
	if w.Inc.Roles.Has(dec.Second) {
		return nil
	}
	return w.Invite(dec.Second)
}

// Answered takes the buttons from the question to the second person.
func (w *Unit) Answered(aff *incident.Affected, dec *incident.Decision, ruling string) error {
	line := w.Inc.NewDelivery(outbox.Answered, dec.Key[len(w.Inc.Name())+1:]+"/answered", w.Now)
	line.Client, line.Target, line.Data = aff.Client.ID, dec.Key, outbox.Payload{Later: ruling}
	line.Lane = line.Key
	return Enqueue(w.Tx, line)
}

// DecideLater is the answer of the second person whether a client may hear later.
func (w *Unit) DecideLater(aff *incident.Affected, by string, agrees bool) error {
	dec := aff.Embargo
	if w.Inc.State != incident.Open { // as with the question itself, which lapses then
		return fault.Errorf(fault.Conflict, "%s is %s. Nothing was decided, and nothing is put off.", w.Inc.Name(), w.Inc.State)
	}
	said, ruling := timeline.Entry{Kind: timeline.LaterAgreed, By: by, Person: dec.By, Until: dec.Until, Reason: dec.Reason}, outbox.Agreed
	switch {
	case agrees:
		dec.AgreedAt = w.Now
		if err := w.Wait(aff); err != nil {
			return err
		}
		if dec.Alone {
			said.Kind = timeline.LaterAlone
		}
	default:
		said.Kind, ruling = timeline.LaterRefused, outbox.NotAgreed
	}
	if err := w.Answered(aff, dec, ruling); err != nil {
		return err
	}
	if !agrees {
		aff.Embargo = nil
	}
	return w.RecordFor(aff, said)
}

// settleAsked does so where nobody needs to answer any more.
func (w *Unit) settleAsked() error {
	for _, q := range asked.Gone(w.asked, w.Inc) {
		if err := w.Answered(w.Inc.Affected(q.Client), &incident.Decision{Key: q.Key}, outbox.Moot); err != nil {
			return err
		}
	}
	return nil
}

// Wait moves what is owed to the end of the agreed time; a time that the client
// was given stays.
func (w *Unit) Wait(aff *incident.Affected) error {
	p := aff.Next()
	if p == nil {
		return nil
	}
	p.PutOff()
	due := aff.Embargo.Until
	if p.Said {
		due = schedule.Sooner(due, p.Known().DueAt)
	}
	if !due.After(schedule.Later(p.DueAt, w.Now)) { // nothing is put off where the client waits already
		return nil
	}
	if due.Equal(p.SaidDue) {
		p.SaidDue = time.Time{}
	}
	p.Restart()
	p.MadeAt, p.DueAt, p.Rung, p.SnoozedTo, p.Draft = w.Now, due, outbox.Half, time.Time{}, nil // nobody is reminded half-way of what two people decided
	return w.Collapse(aff, p, 0)
}
