package incident

import (
	"slices"
	"time"

	"candor/incident/outbox"
)

// Note keeps the newest state of a delivery of the newest update.
func (aff *Affected) Note(d *outbox.Delivery) {
	if len(aff.Results) > 0 && d.Update < aff.Results[0].Update { // a call in between has no copies
		return
	}
	r := outbox.Result{To: d.Destination(), Update: d.Update, State: d.State, At: d.EndedAt, Reason: d.Reason, Seen: d.Seen, Unsure: d.Doubted}
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

// Debt returns the copy that a delivery still owes, nil if it owes none.
func (aff *Affected) Debt(key string) *outbox.Debt {
	for i := range aff.Debts {
		if aff.Debts[i].Key == key {
			return &aff.Debts[i]
		}
	}
	return nil
}

// Owe notes that a required copy of an update that the client has is missing.
func (aff *Affected) Owe(d *outbox.Delivery, now time.Time) {
	if d.Optional || aff.Debt(d.Key) != nil {
		return
	}
	aff.Debts = append(aff.Debts, outbox.Debt{Key: d.Key, Update: d.Update, To: d.Destination(), Since: now, NagAt: now.Add(outbox.DebtPause)})
}

// Forgive ends a debt that a person gave up: what was promised was kept in part
// only.
func (aff *Affected) Forgive(d *outbox.Delivery) {
	aff.Debts = slices.DeleteFunc(aff.Debts, func(debt outbox.Debt) bool { return debt.Key == d.Key })
	for i := range aff.Promises {
		if p := &aff.Promises[i]; p.Update == d.Update {
			p.Partly = true
		}
	}
}

// complete says whether the update that settled a promise arrived everywhere
// where it has to.
func (aff *Affected) complete(p *Promise) bool {
	return !p.Partly && !slices.ContainsFunc(aff.Debts, func(d outbox.Debt) bool { return d.Update == p.Update })
}
