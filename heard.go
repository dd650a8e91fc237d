package candor

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// ByHandReport is a call or a message that a person made and records.
type ByHandReport struct {
	Client string
	Text   string    // what they were told
	NextAt time.Time // when they hear next; zero: proposed while open
}

// Told records that a person told the client by hand: it counts like an update.
func (s *Service) Told(ctx context.Context, a Actor, number int64, r ByHandReport) (*Incident, error) {
	return s.change(ctx, a, Send, number, func(tx Tx, inc *Incident, now time.Time) error {
		aff, err := inc.find(r.Client)
		if err != nil {
			return err
		}
		text := strings.TrimSpace(r.Text)
		switch {
		case inc.Over():
			return inc.overError()
		case aff.Out > 0:
			return Errorf(Conflict, "It was *not* recorded yet: update %d is about to reach %s, with a time of its own. Take it back with Undo, or wait until it has arrived.", aff.Out, aff.Client.Name)
		case text == "":
			return fieldError("text", "Nothing was recorded. Say in a few words what you told %s.", aff.Client.Name)
		case inc.State == Open && r.NextAt.IsZero():
			r.NextAt = inc.ProposeNext(aff, ByHand, false, now)
		case inc.State == Open && !r.NextAt.After(now):
			return fieldError("next_update", "Nothing was recorded. The next time is in the past: choose one that is still to come.")
		}
		aff.Updates++
		u := &Update{Incident: number, Client: aff.Client.ID, N: aff.Updates, Kind: ByHand, State: UpdateSent,
			Words: map[string]string{"text": text}, NextAt: r.NextAt, By: a.ID, Sender: s.signer(inc, a), At: now, SentAt: now}
		if inc.State == Resolved { // aftercare counts from here; the review is due as usual
			u.Kind = ByHand
			u.Times = map[string]time.Time{"review_due": BusinessDays(5, aff.Client.Zone(), now)}
		}
		if err := tx.PutClientUpdate(u); err != nil {
			return err
		}
		if err := s.takeOver(tx, inc, a.ID, now); err != nil {
			return err
		}
		return s.heard(tx, inc, aff, u, now)
	})
}

// heard applies that the client heard, collapses the reminders and says so in
// the channel.
func (s *Service) heard(tx Tx, inc *Incident, aff *Affected, u *Update, now time.Time) error {
	if u.N < aff.Heard {
		return s.heardLate(tx, inc, aff, u, now)
	}
	aff.Heard = u.N
	aff.answered(u)
	n := 0
	if owed := aff.Next(); owed != nil && (!Aftercare(u.Kind) || owed.Kind == CheckinPromise) {
		n = owed.N
	}
	inc.told(aff, u, now)
	if p := aff.promiseN(n); p != nil {
		if err := s.collapse(tx, inc, aff, p, u.N, now); err != nil {
			return err
		}
	}
	if err := s.line(tx, inc, aff, u, n, now); err != nil {
		return err
	}
	how := fmt.Sprintf("%s was told (update %d, %s).", aff.Client.Name, u.N, u.Kind)
	if u.Kind == ByHand {
		how = fmt.Sprintf("%s was told by hand: %s", aff.Client.Name, u.Words["text"])
	}
	return record(tx, inc, u.By, "told", how, now)
}

// heardLate applies that an older update turned out to have arrived: if the
// client read an earlier time in it than in the newer one, that time counts.
func (s *Service) heardLate(tx Tx, inc *Incident, aff *Affected, u *Update, now time.Time) error {
	if p := aff.Owed(UpdatePromise); p != nil && u.NextAt.After(now) && u.NextAt.Before(p.DueAt) {
		p.DueAt, p.Said = u.NextAt, true
	}
	if err := s.line(tx, inc, aff, u, 0, now); err != nil {
		return err
	}
	return record(tx, inc, u.By, "told", fmt.Sprintf("Update %d turned out to have reached %s.", u.N, aff.Client.Name), now)
}

// line queues the one line that says to the channel that the client was told.
func (s *Service) line(tx Tx, inc *Incident, aff *Affected, u *Update, promise int, now time.Time) error {
	if !inc.takesPosts() {
		return nil
	}
	if u.Batch != "" {
		return s.batchLine(tx, inc, aff, u, now)
	}
	d := inc.newDelivery(Line, fmt.Sprintf("%s/update/%d/line", aff.Client.ID, u.N), now)
	d.Key = inc.lineKey(aff, u)
	d.Client, d.Update, d.Promise = aff.Client.ID, u.N, promise
	return enqueue(tx, d)
}

// collapse edits the reminders of a settled promise to one line. update is the
// number of the update that settled it, 0 if none did. A direct message has a
// lane of its own: one that cannot be edited holds up nothing.
func (s *Service) collapse(tx Tx, inc *Incident, aff *Affected, p *Promise, update int, now time.Time) error {
	for i, target := range append([]string{p.Showing}, p.Direct...) {
		if target == "" {
			continue
		}
		shown, err := tx.Delivery(target)
		if err != nil {
			return err
		}
		if len(shown.Group) > 0 { // others may still be owed
			if err := redraw(tx, inc, shown, now); err != nil {
				return err
			}
			continue
		}
		d := inc.newDelivery(Answered, fmt.Sprintf("%s/promise/%d/answered/%d", aff.Client.ID, p.N, i), now)
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
