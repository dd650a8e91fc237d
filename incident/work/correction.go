package work

import (
	"cmp"
	"slices"
	"time"

	"candor/incident"
	"candor/incident/damage"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/schedule"
	"candor/incident/update"
)

// corrected fills in what a correction is about: the update that it names, or
// the newest one, and those who have got that, or may have. A client
// that has changed its address since gets it where the wrong words stand. What was
// said to them, or written by hand, is put right wherever they read us. Where a copy of it
// is missing, what is right takes its place: else they never read of it there.
func (w *Unit) corrected(aff *incident.Affected, u *update.Update) error {
	wrong, err := w.written(aff, u.Corrects, cmp.Or(u.Times["wrong_at"], w.Now))
	if err != nil {
		return err
	}
	list, err := w.deliveries(wrong)
	if err != nil {
		return err
	}
	said := wrong.Kind == update.ByHand && len(aff.Client.Destinations()) == 0 // it is put right as it was said
	if u.To = nil; wrong.Kind == update.ByHand {
		u.To = aff.Client.Destinations()
	}
	if slices.ContainsFunc(list, (*outbox.Delivery).MayBeThere) {
		for i, d := range list {
			waits := !(d.State == outbox.Dead && d.GivenUp) && aff.Client.Has(d.Via, d.To)
			if d.MayBeThere() || waits && !wrong.To[i].Optional {
				u.To = append(u.To, wrong.To[i])
			}
		}
	}
	if len(u.To) == 0 && !said {
		return fault.Errorf(fault.Conflict, "There is nothing to correct: update %d has not reached %s. Nothing was sent. Write an update instead.", wrong.N, aff.Client.Name)
	}
	u.Corrects = wrong.N
	u.Times = fault.Made(u.Times)
	u.Times["wrong_at"] = cmp.Or(u.Times["wrong_at"], schedule.Later(wrong.At, wrong.SentAt))
	return nil
}

// written returns update n of a client if it is a text that left, or a report by hand;
// with 0 the newest text that had left by some minute.
func (w *Unit) written(aff *incident.Affected, n int, by time.Time) (*update.Update, error) {
	named := n != 0
	first, last := n, n
	if !named {
		first, last = 1, aff.Updates
	}
	for n := last; n >= first; n-- {
		u, err := w.Tx.ClientUpdate(w.Inc.Number, aff.Client.ID, n)
		if damage.IsLost(err) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if named && u.Correctable() || u.Left() && !u.At.Truncate(time.Minute).After(by) {
			return u, nil
		}
	}
	return nil, fault.Errorf(fault.Conflict, "There is nothing to correct: no such text was sent to %s. Nothing was sent.", aff.Client.Name)
}

// recallRest takes back the copies of a corrected update that have not left
// yet: nobody else should read what is wrong.
func (w *Unit) recallRest(aff *incident.Affected, u *update.Update) error {
	first := u.Corrects
	if u.Kind == update.NotYours { // all of it was wrong
		first = 1
	}
	var all []*outbox.Delivery
	for n := first; n <= u.Corrects; n++ {
		list, err := w.Copies(aff, n)
		if err != nil {
			return err
		}
		all = append(all, list...)
	}
	for _, d := range all {
		if !d.AtHome() {
			continue
		}
		d.State, d.EndedAt, d.GivenUp = outbox.Recalled, w.Now, true
		aff.Missing = slices.DeleteFunc(aff.Missing, func(debt outbox.MissingCopy) bool { return debt.Key == d.Key })
		if err := w.Tx.PutDelivery(d); err != nil {
			return err
		}
	}
	return nil
}
