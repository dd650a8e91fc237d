package work

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"candor/incident"
	"candor/incident/damage"
	"candor/incident/meeting"
	"candor/incident/outbox"
	"candor/incident/promise"
	"candor/incident/timeline"
	"candor/incident/update"
)

// SettleTold applies that the client heard, on a way or by hand, collapses the
// reminders and says so in the channel.
func (w *Unit) SettleTold(aff *incident.Affected, u *update.Update, via string) error {
	if u.N < aff.Heard {
		return w.settleToldLate(aff, u, via)
	}
	aff.Heard = u.N
	aff.Asks.Answer(u.By, w.Now, u.Answers...)
	aff.Attempts, aff.AttemptAt = 0, time.Time{}
	w.Inc.LearnFacts(aff, u, via)
	if err := w.wrote(aff, u); err != nil {
		return err
	}
	if err := w.stands(aff, u); err != nil {
		return err
	}
	aff.RepliesAnswered(u)
	n := 0
	if owed := aff.Next(); owed != nil && (!update.Aftercare(u.Kind) || owed.Kind == promise.Afterword) {
		n = owed.N
	}
	w.Inc.ApplyTold(aff, u, u.SentAt)
	if err := w.heardNotTheirs(aff, u); err != nil {
		return err
	}
	if p := aff.PromiseN(n); p != nil {
		if err := w.Collapse(aff, p, u.N); err != nil {
			return err
		}
	}
	if err := w.collapseOthers(aff, u, n); err != nil {
		return err
	}
	if err := w.overtake(aff, u.N); err != nil {
		return err
	}
	if err := w.leftOut(aff, u); err != nil {
		return err
	}
	meeting.Owe(w.Inc, aff, u, w.Now)
	if err := w.line(aff, u, n); err != nil {
		return err
	}
	told := timeline.Entry{Kind: timeline.Told, By: u.By, Update: u.N, UpdateKind: u.Kind}
	if u.Kind == update.ByHand {
		told.Kind = timeline.ToldByHand
		told.Words, told.Way, told.Answer, told.Promised = u.Words["text"], u.Words["how"], u.Words["answer"], u.Words["promised"]
		if !u.SentAt.Equal(w.Now) {
			told.Until = u.SentAt
		}
	}
	return w.RecordFor(aff, told)
}

// settleToldLate applies that an older update turned out to have arrived: if the
// client read an earlier time in it than in the newer one, that time counts.
func (w *Unit) settleToldLate(aff *incident.Affected, u *update.Update, via string) error {
	if p := aff.Owed(promise.Update); p != nil && u.NextAt.After(w.Now) && u.NextAt.Before(p.DueAt) {
		p.DueAt, p.Said = u.NextAt, true
	}
	w.Inc.LearnFacts(aff, u, via)
	if err := w.wrote(aff, u); err != nil {
		return err
	}
	if err := w.line(aff, u, 0); err != nil {
		return err
	}
	return w.RecordFor(aff, timeline.Entry{Kind: timeline.ToldLate, By: u.By, Update: u.N})
}

// settleToldThere applies that another copy of a text has arrived: on another way it
// may tell more.
func (w *Unit) settleToldThere(aff *incident.Affected, u *update.Update, d *outbox.Delivery) error {
	if d.Optional {
		return nil
	}
	due := len(w.Inc.Unheard(aff))
	w.Inc.LearnFacts(aff, u, d.Via)
	if w.Inc.Unhurry(aff, w.Now); due > 0 && len(w.Inc.Unheard(aff)) == 0 {
		if err := w.CollapseAll(aff); err != nil {
			return err
		}
	}
	return errors.Join(w.wrote(aff, u), w.leftOut(aff, u))
}

// notYet applies that a copy is tried again.
func (w *Unit) notYet(d *outbox.Delivery) error {
	u, err := w.Tx.ClientUpdate(w.Inc.Number, d.Client, d.Update)
	if err == nil && u.State == update.Sent {
		err = w.leftOut(w.Inc.Affected(d.Client), u)
	}
	return errors.Join(err, w.Put())
}

// leftOut brings up what a text has left out, once no copy of it is about to arrive: the
// next one may tell it.
func (w *Unit) leftOut(aff *incident.Affected, u *update.Update) error {
	list, err := w.deliveries(u)
	if err != nil || slices.ContainsFunc(list, func(d *outbox.Delivery) bool { return !d.Optional && !d.Ended() && d.Attempt < outbox.Tardy }) {
		return err
	}
	w.Inc.LeftOut(aff, w.Now)
	return nil
}

// line queues the one line that says to the channel that the client was told.
func (w *Unit) line(aff *incident.Affected, u *update.Update, promise int) error {
	if !w.Inc.TakesPosts() {
		return nil
	}
	if u.Batch != "" {
		return w.batchLine(aff, u)
	}
	d := w.Inc.NewDelivery(outbox.Line, fmt.Sprintf("%s/update/%d/line", aff.Client.ID, u.N), w.Now)
	d.Key = w.Inc.LineKey(aff, u)
	d.Client, d.Update, d.Promise = aff.Client.ID, u.N, promise
	return Enqueue(w.Tx, d)
}

// collapseOthers edits the reminders of what an update has settled beside promise n.
func (w *Unit) collapseOthers(aff *incident.Affected, u *update.Update, n int) error {
	for i := range aff.Promises {
		p := &aff.Promises[i]
		if p.Outcome == promise.Pending || p.Update != u.N || p.N == n || p.Nags == 0 {
			continue
		}
		if err := w.Collapse(aff, p, u.N); err != nil {
			return err
		}
	}
	return nil
}

// Collapse edits the reminders of a settled promise to one line. update is the
// number of the update that settled it, 0 if none did. A direct message has a
// lane of its own: one that cannot be edited holds up nothing.
func (w *Unit) Collapse(aff *incident.Affected, p *promise.Promise, update int) error {
	for i, target := range append([]string{p.Showing}, p.Direct...) {
		if target == "" {
			continue
		}
		shown, err := w.Tx.Delivery(target)
		if damage.IsLost(err) {
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
		d := w.Inc.NewDelivery(outbox.Answered, fmt.Sprintf("%s/answered/%d", target[len(w.Inc.Name())+1:], update), w.Now) // what came back is settled twice
		d.Lane = reminderLane(w.Inc, aff)
		if i > 0 {
			d.Lane = d.Key
		}
		d.Client, d.Promise, d.Update, d.Target = aff.Client.ID, p.N, update, target
		if err := Enqueue(w.Tx, d); err != nil {
			return err
		}
	}
	return nil
}
