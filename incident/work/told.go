package work

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"candor/incident"
	"candor/incident/alike"
	"candor/incident/damage"
	"candor/incident/meeting"
	"candor/incident/outbox"
	"candor/incident/promise"
	"candor/incident/timeline"
	"candor/incident/told"
	"candor/incident/update"
)

// SettleTold applies that the client heard, on a way or by hand, collapses the
// reminders and says so in the channel.
func (w *Unit) SettleTold(aff *incident.Affected, u *update.Update) error {
	if u.N < aff.Heard {
		return w.settleToldLate(aff, u)
	}
	reader := alike.Reads(w.Inc, aff)
	aff.RepliesAnswered(u)
	if err := w.Reached(aff, u); err != nil {
		return err
	}
	reader.BringUp(u, w.Now)
	aff.Asks.Answer(u.By, u.CountsAt(), u.Answers...)
	aff.Attempts, aff.AttemptAt = 0, time.Time{}
	if err := cmp.Or(w.wrote(aff, u), w.stands(aff, u)); err != nil {
		return err
	}
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
	if err := cmp.Or(w.collapseOthers(aff, u, n), w.overtake(aff, u.N), w.leftOut(aff, u)); err != nil {
		return err
	}
	meeting.Owe(w.Inc, aff, u, w.Now)
	for _, said := range u.Instants {
		meeting.InWords(w.Inc, aff, said, w.Now)
	}
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
func (w *Unit) settleToldLate(aff *incident.Affected, u *update.Update) error {
	if p := aff.Owed(promise.Update); p != nil && u.NextAt.After(w.Now) && u.NextAt.Before(p.DueAt) {
		p.DueAt, p.Said = u.NextAt, true
	}
	if err := cmp.Or(w.Reached(aff, u), w.wrote(aff, u), w.line(aff, u, 0)); err != nil {
		return err
	}
	return w.RecordFor(aff, timeline.Entry{Kind: timeline.ToldLate, By: u.By, Update: u.N})
}

// settleToldThere applies that another copy of a text has arrived: on another way it
// may tell more.
func (w *Unit) settleToldThere(aff *incident.Affected, u *update.Update, d *outbox.Delivery) error {
	due := len(w.Inc.Unheard(aff))
	if err := w.Reached(aff, u); err != nil || d.Optional {
		return err
	}
	if w.Inc.Unhurry(aff, w.Now); due > 0 && len(w.Inc.Unheard(aff)) == 0 {
		if err := w.CollapseAll(aff); err != nil {
			return err
		}
	}
	return errors.Join(w.wrote(aff, u), w.leftOut(aff, u))
}

// Reached keeps a text, and what its client knows by it and all before it. The first copy of the
// newest is only added to what they knew.
func (w *Unit) Reached(aff *incident.Affected, u *update.Update) error {
	if err := w.Tx.PutClientUpdate(u); err != nil {
		return err
	}
	if u.N > aff.Heard && u.N == aff.Updates {
		w.Inc.Hears(aff, u)
		return nil
	}
	_, err := w.Rereads(aff)
	w.Inc.Heeds(aff, u)
	return err
}

// Rereads keeps what a client knows by the texts that have reached them, as their records say.
// What cannot be read counts for nothing.
func (w *Unit) Rereads(aff *incident.Affected) (told.Known, error) {
	texts, err := w.Told(aff)
	if err != nil {
		return told.Known{}, err
	}
	return w.Inc.Rereads(aff, texts), nil
}

// Told are all texts and reports for a client, the oldest first, without those that cannot be read.
func (w *Unit) Told(aff *incident.Affected) (list []*update.Update, err error) {
	for n := 1; n <= aff.Updates; n++ {
		u, err := w.Tx.ClientUpdate(w.Inc.Number, aff.Client.ID, n)
		if damage.IsLost(err) {
			continue
		}
		if err != nil {
			return nil, err
		}
		list = append(list, u)
	}
	return list, nil
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
	if _, err := w.Tx.Delivery(w.Inc.LineKey(aff, u)); err == nil { // it says that a copy came back
		return cmp.Or(w.Retell(aff, u), w.Tx.PutClientUpdate(u))
	}
	d := w.Inc.NewDelivery(outbox.Line, fmt.Sprintf("%s/update/%d/line", aff.Client.ID, u.N), w.Now)
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
