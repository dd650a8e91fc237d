package work

import (
	"time"

	"candor/incident"
	"candor/incident/outbox"
	"candor/incident/schedule"
)

// AnswerLater takes the buttons from the question to the second person.
func (w *Unit) AnswerLater(aff *incident.Affected, ruling string) error {
	l := aff.Embargo
	line := w.Inc.NewDelivery(outbox.Answered, l.Key[len(w.Inc.Name())+1:]+"/answered", w.Now)
	line.Client, line.Target, line.Data = aff.Client.ID, l.Key, outbox.Payload{Later: ruling}
	line.Lane = line.Key
	return Enqueue(w.Tx, line)
}

// Wait moves what is owed to the end of the agreed time; a time that the client
// was given stays.
func (w *Unit) Wait(aff *incident.Affected) error {
	p := aff.Owed(incident.UpdatePromise)
	if p == nil {
		return nil
	}
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
