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
	return s.changeFor(ctx, a, incident.Send, number, r.Client, func(tx Tx, inc *incident.Incident, aff *incident.Affected, now time.Time) error {
		r := r // a second run proposes its own time
		if err := inc.MaySend(a, aff); err != nil {
			return err
		}
		if err := inc.MayRecord(aff, &r, now); err != nil {
			return err
		}
		aff.Updates++
		u := &incident.Update{Incident: number, Client: aff.Client.ID, N: aff.Updates, Kind: incident.ByHand, State: incident.UpdateSent,
			Words: r.Words(), NextAt: r.NextAt, By: a.ID, Sender: s.signer(inc, a), At: now, SentAt: now}
		if r.How != incident.ByVoicemail {
			u.Facts = inc.Facts.Answers()
		}
		if inc.State == incident.Resolved { // aftercare counts from here; the review is due as usual
			u.Times = map[string]time.Time{"review_due": aff.Client.BusinessDays(5, now)}
		}
		if err := tx.PutClientUpdate(u); err != nil {
			return err
		}
		if err := s.takeOver(tx, inc, a.ID, now); err != nil {
			return err
		}
		aff.Call.Over = true
		if r.How.Spoke() {
			aff.SpokeAt = now
		}
		if err := s.heard(tx, inc, aff, u, "", now); err != nil {
			return err
		}
		if r.How.Spoke() {
			inc.OweWriting(aff, now)
			return s.spoke(tx, inc, aff, u, now)
		}
		return nil
	})
}

// heard applies that the client heard, on a way or by hand, collapses the
// reminders and says so in the channel.
func (s *Service) heard(tx Tx, inc *incident.Incident, aff *incident.Affected, u *incident.Update, via string, now time.Time) error {
	if u.N < aff.Heard {
		return s.heardLate(tx, inc, aff, u, via, now)
	}
	aff.Heard = u.N
	aff.Answered(now)
	aff.Attempts, aff.AttemptAt = 0, time.Time{}
	inc.Hear(aff, u, via)
	if err := s.wrote(tx, inc, aff, u, now); err != nil {
		return err
	}
	aff.RepliesAnswered(u)
	n := 0
	if owed := aff.Next(); owed != nil && (!incident.Aftercare(u.Kind) || owed.Kind == incident.CheckinPromise) {
		n = owed.N
	}
	inc.ApplyTold(aff, u, now)
	if p := aff.PromiseN(n); p != nil {
		if err := s.collapse(tx, inc, aff, p, u.N, now); err != nil {
			return err
		}
	}
	inc.OweCall(aff, u, now)
	if err := s.line(tx, inc, aff, u, n, now); err != nil {
		return err
	}
	how := fmt.Sprintf("%s was told (update %d, %s).", aff.Client.Name, u.N, u.Kind)
	if u.Kind == incident.ByHand {
		how = byHand(aff, u)
	}
	return record(tx, inc, u.By, "told", how, now)
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
func (s *Service) heardLate(tx Tx, inc *incident.Incident, aff *incident.Affected, u *incident.Update, via string, now time.Time) error {
	if p := aff.Owed(incident.UpdatePromise); p != nil && u.NextAt.After(now) && u.NextAt.Before(p.DueAt) {
		p.DueAt, p.Said = u.NextAt, true
	}
	inc.Hear(aff, u, via)
	if err := s.wrote(tx, inc, aff, u, now); err != nil {
		return err
	}
	if err := s.line(tx, inc, aff, u, 0, now); err != nil {
		return err
	}
	return record(tx, inc, u.By, "told", fmt.Sprintf("Update %d turned out to have reached %s.", u.N, aff.Client.Name), now)
}

// heardThere applies that another copy of a text has arrived: on another way it
// may tell more.
func (s *Service) heardThere(tx Tx, inc *incident.Incident, aff *incident.Affected, u *incident.Update, d *outbox.Delivery, now time.Time) error {
	if d.Optional {
		return nil
	}
	inc.Hear(aff, u, d.Via)
	return s.wrote(tx, inc, aff, u, now)
}

// line queues the one line that says to the channel that the client was told.
func (s *Service) line(tx Tx, inc *incident.Incident, aff *incident.Affected, u *incident.Update, promise int, now time.Time) error {
	if !inc.TakesPosts() {
		return nil
	}
	if u.Batch != "" {
		return s.batchLine(tx, inc, aff, u, now)
	}
	d := inc.NewDelivery(outbox.Line, fmt.Sprintf("%s/update/%d/line", aff.Client.ID, u.N), now)
	d.Key = inc.LineKey(aff, u)
	d.Client, d.Update, d.Promise = aff.Client.ID, u.N, promise
	return enqueue(tx, d)
}

// collapse edits the reminders of a settled promise to one line. update is the
// number of the update that settled it, 0 if none did. A direct message has a
// lane of its own: one that cannot be edited holds up nothing.
func (s *Service) collapse(tx Tx, inc *incident.Incident, aff *incident.Affected, p *incident.Promise, update int, now time.Time) error {
	for i, target := range append([]string{p.Showing}, p.Direct...) {
		if target == "" {
			continue
		}
		shown, err := tx.Delivery(target)
		if incident.IsLost(err) {
			continue
		}
		if err != nil {
			return err
		}
		if len(shown.Group) > 0 { // others may still be owed
			if err := redraw(tx, inc, shown, now); err != nil {
				return err
			}
			continue
		}
		d := inc.NewDelivery(outbox.Answered, fmt.Sprintf("%s/promise/%d/answered/%d", aff.Client.ID, p.N, i), now)
		d.Lane = reminderLane(inc, aff)
		if i > 0 {
			d.Lane = d.Key
		}
		d.Client, d.Promise, d.Update, d.Target = aff.Client.ID, p.N, update, target
		if err := enqueue(tx, d); err != nil {
			return err
		}
	}
	return nil
}
