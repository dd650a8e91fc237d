package incident

import (
	"slices"
	"time"

	"candor/incident/outbox"
	"candor/incident/promise"
)

// Note keeps the newest state of a delivery of the newest update.
func (aff *Affected) Note(d *outbox.Delivery) {
	if len(aff.Results) > 0 && d.Update < aff.Results[0].Update { // a call in between has no copies
		return
	}
	aff.Results = outbox.Noted(aff.Results, d)
}

// MissingCopy returns the copy that a delivery still owes, nil if it owes none.
func (aff *Affected) MissingCopy(key string) *outbox.MissingCopy {
	for i := range aff.Missing {
		if aff.Missing[i].Key == key {
			return &aff.Missing[i]
		}
	}
	return nil
}

// AddMissing notes that a required copy of an update that the client has is missing.
func (aff *Affected) AddMissing(d *outbox.Delivery, now time.Time) {
	if d.Optional || aff.MissingCopy(d.Key) != nil {
		return
	}
	aff.Missing = append(aff.Missing, outbox.MissingCopy{Key: d.Key, Update: d.Update, To: d.Destination(), Since: now, NagAt: now.Add(outbox.DebtPause)})
}

// WaiveMissing ends a debt that a person gave up: what was promised was kept in part
// only.
func (aff *Affected) WaiveMissing(d *outbox.Delivery) {
	aff.Missing = slices.DeleteFunc(aff.Missing, func(debt outbox.MissingCopy) bool { return debt.Key == d.Key })
	for i := range aff.Promises {
		if p := &aff.Promises[i]; p.Update == d.Update {
			p.Partly = true
		}
	}
}

// Complete says whether the update that settled a promise arrived everywhere where it has to.
func (aff *Affected) Complete(p *promise.Promise) bool {
	return !p.Partly && !slices.ContainsFunc(aff.Missing, func(d outbox.MissingCopy) bool { return d.Update == p.Update })
}
