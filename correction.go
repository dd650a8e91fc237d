package candor

import (
	"context"
	"slices"
	"time"
)

// Updates returns what was written to a client, oldest first, to somebody who
// may see the incident.
func (s *Service) Updates(ctx context.Context, a Actor, number int64, client string) (list []*Update, err error) {
	err = s.read(ctx, func(tx Tx) error {
		inc, err := tx.Incident(number)
		if err != nil {
			return err
		}
		if err := May(a, See, inc); err != nil {
			return err
		}
		aff, err := inc.find(client)
		if err != nil {
			return err
		}
		list = nil
		for n := 1; n <= aff.Updates; n++ {
			u, err := tx.ClientUpdate(number, aff.Client.ID, n)
			if isLost(err) {
				continue
			}
			if err != nil {
				return err
			}
			list = append(list, u)
		}
		return nil
	})
	return list, err
}

// corrected fills in what a correction is about: the update that it names, or
// the newest one, and exactly those who have got that, or may have. A client
// that has changed its address since gets it where the wrong words stand.
func (s *Service) corrected(tx Tx, inc *Incident, aff *Affected, u *Update) error {
	wrong, err := written(tx, inc, aff, u.Corrects)
	if err != nil {
		return err
	}
	list, err := inc.deliveries(tx, wrong)
	if err != nil {
		return err
	}
	u.To = nil
	for i, d := range list {
		if d.MayBeThere() {
			u.To = append(u.To, wrong.To[i])
		}
	}
	if len(u.To) == 0 {
		return Errorf(Conflict, "There is nothing to correct: update %d has not reached %s. Nothing was sent. Write an update instead.", wrong.N, aff.Client.Name)
	}
	u.Corrects = wrong.N
	if u.Times == nil {
		u.Times = map[string]time.Time{}
	}
	if u.Times["wrong_at"].IsZero() {
		u.Times["wrong_at"] = later(wrong.At, wrong.SentAt)
	}
	return nil
}

// written returns update n of a client if it is a text that left; with 0 the
// newest such.
func written(tx Tx, inc *Incident, aff *Affected, n int) (*Update, error) {
	first, last := n, n
	if n == 0 {
		first, last = 1, aff.Updates
	}
	for n := last; n >= first; n-- {
		u, err := tx.ClientUpdate(inc.Number, aff.Client.ID, n)
		if isLost(err) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if u.Left() {
			return u, nil
		}
	}
	return nil, Errorf(Conflict, "There is nothing to correct: no such text has left for %s. Nothing was sent.", aff.Client.Name)
}

// Left says whether the text may have been read: only then it can be corrected.
func (u *Update) Left() bool { return len(u.To) > 0 && u.State != Withdrawn && u.State != Held }

// recallRest takes back the copies of a corrected update that have not left
// yet: nobody else should read what is wrong. Whoever did not get them is told
// with the next update.
func (s *Service) recallRest(tx Tx, inc *Incident, aff *Affected, u *Update, now time.Time) error {
	wrong, err := tx.ClientUpdate(inc.Number, aff.Client.ID, u.Corrects)
	if err != nil {
		return err
	}
	list, err := inc.deliveries(tx, wrong)
	if err != nil {
		return err
	}
	for i, d := range list {
		if slices.Contains(u.To, wrong.To[i]) || !d.atHome() {
			continue
		}
		d.State, d.EndedAt, d.GivenUp = Recalled, now, true
		aff.Debts = slices.DeleteFunc(aff.Debts, func(debt Debt) bool { return debt.Key == d.Key })
		if err := tx.PutDelivery(d); err != nil {
			return err
		}
	}
	return nil
}
