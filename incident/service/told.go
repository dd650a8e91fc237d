package service

import (
	"context"
	"fmt"
	"time"

	"candor/incident"
	"candor/incident/outbox"
)

// Told records that a person told the client by hand: it counts like an update.
// A voicemail counts too, and leaves bad news owed.
func (s *Service) Told(ctx context.Context, a incident.Actor, number int64, r incident.ByHandReport) (*incident.Incident, error) {
	return s.changeFor(ctx, a, incident.Send, number, r.Client, func(w *Unit, aff *incident.Affected) error {
		r := r // a second run proposes its own time
		if err := w.inc.MaySend(a, aff); err != nil {
			return err
		}
		if err := w.inc.MayRecord(aff, &r, w.now); err != nil {
			return err
		}
		aff.Updates++
		u := &incident.Update{Incident: number, Client: aff.Client.ID, N: aff.Updates, Kind: incident.ByHand, State: incident.UpdateSent,
			Words: r.Words(), NextAt: r.NextAt, By: a.ID, Sender: w.signer(a), At: w.now, SentAt: w.now}
		if r.How != incident.ByVoicemail {
			u.Facts = w.inc.Facts.Answers()
		}
		if w.inc.State == incident.Resolved { // aftercare counts from here; the review is due as usual
			u.Times = map[string]time.Time{"review_due": aff.Client.BusinessDays(5, w.now)}
		}
		if err := w.tx.PutClientUpdate(u); err != nil {
			return err
		}
		if err := w.takeOver(a.ID); err != nil {
			return err
		}
		aff.Call.Over = true
		if r.How.Spoke() {
			aff.SpokeAt = w.now
		}
		if err := w.heard(aff, u, ""); err != nil {
			return err
		}
		if r.How.Spoke() {
			w.inc.OweWriting(aff, w.now)
			return w.spoke(aff, u)
		}
		return nil
	})
}

// heard applies that the client heard, on a way or by hand, collapses the
// reminders and says so in the channel.
func (w *Unit) heard(aff *incident.Affected, u *incident.Update, via string) error {
	if u.N < aff.Heard {
		return w.heardLate(aff, u, via)
	}
	aff.Heard = u.N
	aff.Answered(w.now)
	aff.Attempts, aff.AttemptAt = 0, time.Time{}
	w.inc.Hear(aff, u, via)
	if err := w.wrote(aff, u); err != nil {
		return err
	}
	aff.RepliesAnswered(u)
	n := 0
	if owed := aff.Next(); owed != nil && (!incident.Aftercare(u.Kind) || owed.Kind == incident.CheckinPromise) {
		n = owed.N
	}
	w.inc.ApplyTold(aff, u, w.now)
	if p := aff.PromiseN(n); p != nil {
		if err := w.collapse(aff, p, u.N); err != nil {
			return err
		}
	}
	w.inc.OweCall(aff, u, w.now)
	if err := w.line(aff, u, n); err != nil {
		return err
	}
	how := fmt.Sprintf("%s was told (update %d, %s).", aff.Client.Name, u.N, u.Kind)
	if u.Kind == incident.ByHand {
		how = byHand(aff, u)
	}
	return w.record(u.By, "told", how)
}

// byHand is a call or a message by hand as the timeline keeps it.
func byHand(aff *incident.Affected, u *incident.Update) string {
	way := map[incident.How]string{incident.ByCall: " on the phone", incident.ByVoicemail: " by voicemail", incident.ByMessenger: " by a message", incident.InPerson: " in person"}[incident.How(u.Words["how"])]
	text := fmt.Sprintf("%s was told by hand%s: %s", aff.Client.Name, way, u.Words["text"])
	if said := u.Words["answer"]; said != "" {
		text += " They said: " + said
	}
	if promised := u.Words["promised"]; promised != "" {
		text += " Promised: " + promised
	}
	return text
}

// heardLate applies that an older update turned out to have arrived: if the
// client read an earlier time in it than in the newer one, that time counts.
func (w *Unit) heardLate(aff *incident.Affected, u *incident.Update, via string) error {
	if p := aff.Owed(incident.UpdatePromise); p != nil && u.NextAt.After(w.now) && u.NextAt.Before(p.DueAt) {
		p.DueAt, p.Said = u.NextAt, true
	}
	w.inc.Hear(aff, u, via)
	if err := w.wrote(aff, u); err != nil {
		return err
	}
	if err := w.line(aff, u, 0); err != nil {
		return err
	}
	return w.record(u.By, "told", fmt.Sprintf("Update %d turned out to have reached %s.", u.N, aff.Client.Name))
}

// heardThere applies that another copy of a text has arrived: on another way it
// may tell more.
func (w *Unit) heardThere(aff *incident.Affected, u *incident.Update, d *outbox.Delivery) error {
	if d.Optional {
		return nil
	}
	w.inc.Hear(aff, u, d.Via)
	return w.wrote(aff, u)
}

// line queues the one line that says to the channel that the client was told.
func (w *Unit) line(aff *incident.Affected, u *incident.Update, promise int) error {
	if !w.inc.TakesPosts() {
		return nil
	}
	if u.Batch != "" {
		return w.batchLine(aff, u)
	}
	d := w.inc.NewDelivery(outbox.Line, fmt.Sprintf("%s/update/%d/line", aff.Client.ID, u.N), w.now)
	d.Key = w.inc.LineKey(aff, u)
	d.Client, d.Update, d.Promise = aff.Client.ID, u.N, promise
	return enqueue(w.tx, d)
}

// collapse edits the reminders of a settled promise to one line. update is the
// number of the update that settled it, 0 if none did. A direct message has a
// lane of its own: one that cannot be edited holds up nothing.
func (w *Unit) collapse(aff *incident.Affected, p *incident.Promise, update int) error {
	for i, target := range append([]string{p.Showing}, p.Direct...) {
		if target == "" {
			continue
		}
		shown, err := w.tx.Delivery(target)
		if incident.IsLost(err) {
			continue
		}
		if err != nil {
			return err
		}
		if len(shown.Group) > 0 { // others may still be owed
			if err := w.redraw(shown); err != nil {
				return err
			}
			continue
		}
		d := w.inc.NewDelivery(outbox.Answered, fmt.Sprintf("%s/promise/%d/answered/%d", aff.Client.ID, p.N, i), w.now)
		d.Lane = reminderLane(w.inc, aff)
		if i > 0 {
			d.Lane = d.Key
		}
		d.Client, d.Promise, d.Update, d.Target = aff.Client.ID, p.N, update, target
		if err := enqueue(w.tx, d); err != nil {
			return err
		}
	}
	return nil
}
