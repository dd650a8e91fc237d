package firm

import (
	"candor/incident/outbox"
	"candor/incident/records"
	"candor/incident/view"
)

// ClaimApart claims a message that belongs to no incident, with what it shows at an
// instant. It is taken back, and the lease is nil, where there is nothing left to say or
// its time is over.
func (f *Firm) ClaimApart(tx records.Tx, d *outbox.Delivery, v view.View, nothing bool) (*view.Lease, error) {
	if nothing || v.Now.After(d.Expires) {
		d.State, d.EndedAt = outbox.Recalled, v.Now
		return nil, tx.PutDelivery(d)
	}
	number, err := tx.NewLease()
	if err != nil {
		return nil, err
	}
	d.Claim(number, v.Now)
	v.Company, v.Command, v.People = f.Company, f.Command, f.Roster().People
	return &view.Lease{Number: number, Until: d.Until, Delivery: *d, View: v}, tx.PutDelivery(d)
}
