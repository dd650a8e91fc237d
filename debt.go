package candor

import (
	"fmt"
	"slices"
	"time"
)

// Result is what became of one recipient's copy of an update, for the card.
type Result struct {
	To     Destination   `json:"to"`
	Update int           `json:"update"`
	State  DeliveryState `json:"state"`
	At     time.Time     `json:"at,omitzero"`      // when it reached that state, or is tried next
	Reason string        `json:"reason,omitempty"` // why it did not arrive
	Seen   bool          `json:"seen,omitempty"`   // a person says that it arrived
	Unsure bool          `json:"unsure,omitempty"` // it is dead, and nobody knows whether it arrived
}

// note keeps the newest state of a delivery of the newest update.
func (aff *Affected) note(d *Delivery) {
	if len(aff.Results) > 0 && d.Update < aff.Results[0].Update { // a call in between has no copies
		return
	}
	r := Result{To: d.Destination(), Update: d.Update, State: d.State, At: d.EndedAt, Reason: d.Reason, Seen: d.Seen, Unsure: d.Doubted}
	if d.EndedAt.IsZero() {
		r.At = d.Wake()
	}
	for i := range aff.Results {
		if aff.Results[i].To.Key() == r.To.Key() {
			aff.Results[i] = r
			return
		}
	}
	aff.Results = append(aff.Results, r)
}

// Debt is a text that the client has had on one way and that is missing on
// another, which is required. People are reminded of it until it has arrived
// there or was given up; a newer update that arrives there pays it too.
type Debt struct {
	Key    string      `json:"key"` // of the delivery
	Update int         `json:"update"`
	To     Destination `json:"to"`
	Since  time.Time   `json:"since"`
	NagAt  time.Time   `json:"nag_at"` // when people are reminded next
	Nags   int         `json:"nags,omitempty"`
}

// debtPause is how long after a problem was shown people are reminded of it,
// and again after twice the time before, at most an hour.
const (
	debtPause   = 10 * time.Minute
	longestNag  = time.Hour
	debtsInARow = 12 // reminders of one debt; by then nobody reads them
)

func (aff *Affected) debt(key string) *Debt {
	for i := range aff.Debts {
		if aff.Debts[i].Key == key {
			return &aff.Debts[i]
		}
	}
	return nil
}

// owe notes that a required copy of an update that the client has is missing.
func (aff *Affected) owe(d *Delivery, now time.Time) {
	if d.Optional || aff.debt(d.Key) != nil {
		return
	}
	aff.Debts = append(aff.Debts, Debt{Key: d.Key, Update: d.Update, To: d.Destination(), Since: now, NagAt: now.Add(debtPause)})
}

// pay ends the debts that the arrival of a delivery settles: its own, and those
// of older updates at the same destination, which nobody needs any more. What
// asked about those is edited to one line.
func (s *Service) pay(tx Tx, inc *Incident, aff *Affected, d *Delivery, now time.Time) error {
	var rest []Debt
	for _, debt := range aff.Debts {
		switch {
		case debt.Key == d.Key:
			continue
		case debt.To.Key() != d.Destination().Key() || debt.Update > d.Update:
			rest = append(rest, debt)
			continue
		}
		old, err := tx.Delivery(debt.Key)
		if isLost(err) { // it will not arrive any more, and a newer text has
			continue
		}
		if err != nil {
			return err
		}
		if !old.Ended() { // somebody pressed "send again" meanwhile; it may still arrive
			rest = append(rest, debt)
			continue
		}
		old.giveUp(now)
		if err := tx.PutDelivery(old); err != nil {
			return err
		}
		if err := s.decided(tx, inc, old, Overtaken, now); err != nil {
			return err
		}
	}
	aff.Debts = rest
	return nil
}

// forgive ends a debt that a person gave up: what was promised was kept in part
// only.
func (aff *Affected) forgive(d *Delivery) {
	aff.Debts = slices.DeleteFunc(aff.Debts, func(debt Debt) bool { return debt.Key == d.Key })
	for i := range aff.Promises {
		if p := &aff.Promises[i]; p.Update == d.Update {
			p.Partly = true
		}
	}
}

// complete says whether the update that settled a promise arrived everywhere
// where it has to.
func (aff *Affected) complete(p *Promise) bool {
	return !p.Partly && !slices.ContainsFunc(aff.Debts, func(d Debt) bool { return d.Update == p.Update })
}

// nag reminds people of what is missing: a new message, since an edit notifies
// nobody, in place of the one before.
func (s *Service) nag(tx Tx, inc *Incident, aff *Affected, now time.Time) error {
	for i := range aff.Debts {
		debt := &aff.Debts[i]
		if debt.NagAt.IsZero() || debt.NagAt.After(now) {
			continue
		}
		d, err := tx.Delivery(debt.Key)
		if isLost(err) { // there is nothing to send again; that it cannot be read is told by itself
			debt.NagAt = time.Time{}
			continue
		}
		if err != nil {
			return err
		}
		debt.Nags++
		debt.NagAt = now.Add(min(debtPause<<debt.Nags, longestNag))
		if debt.Nags >= debtsInARow {
			debt.NagAt = time.Time{}
		}
		old := inc.newDelivery(Remove, fmt.Sprintf("%s/nag/%d", d.Key[len(inc.Name())+1:], debt.Nags), now)
		old.Target = d.Target
		if err := enqueue(tx, old); err != nil {
			return err
		}
		if err := s.showProblem(tx, inc, d, now); err != nil {
			return err
		}
		if err := record(tx, inc, "", "reminded", fmt.Sprintf("Reminded that update %d is missing at %s (%s).", d.Update, aff.Client.Name, d.Via), now); err != nil {
			return err
		}
	}
	return nil
}
