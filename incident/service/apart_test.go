package service_test

import (
	"testing"
	"time"

	"candor/incident/client"
	"candor/incident/outbox"
	"candor/incident/records"
	"candor/incident/view"
	"candor/incident/work"
)

// A message that belongs to no incident is not sent once nothing is left to say, or once
// its time is over: who reads it late would do what is done.
func TestAMessageOfNoIncidentThatSaysNothingAnyMoreIsNotSent(t *testing.T) {
	d := newDesk(t, reached[client.ViaSlack], "ana")
	for name, tt := range map[string]struct {
		nothing bool
		late    time.Duration
		state   outbox.DeliveryState
	}{
		"there is something":   {state: outbox.InFlight},
		"all of it is done":    {nothing: true, state: outbox.Recalled},
		"at its last moment":   {late: time.Hour, state: outbox.InFlight},
		"its time is over":     {late: time.Hour + time.Second, state: outbox.Recalled},
		"done, and it is over": {nothing: true, late: 2 * time.Hour, state: outbox.Recalled},
	} {
		t.Run(name, func(t *testing.T) {
			m := outbox.Delivery{Key: "morning/" + name, Kind: outbox.Morning, Lane: name, To: "U0ANA", State: outbox.Waiting, QueuedAt: d.now, NotTill: d.now, Expires: d.now.Add(time.Hour)}
			var lease *view.Lease
			d.Must(d.Store.Update(t.Context(), func(tx records.Tx) (err error) {
				if err := work.Enqueue(tx, m); err != nil {
					return err
				}
				kept, err := tx.Delivery(m.Key)
				if err != nil {
					return err
				}
				lease, err = d.Firm.ClaimApart(tx, kept, view.View{Now: d.now.Add(tt.late)}, tt.nothing)
				return err
			}))
			if kept := d.delivery(m.Key); kept.State != tt.state || (lease != nil) != (tt.state == outbox.InFlight) {
				t.Errorf("it is %s, with a lease: %t; want %s", kept.State, lease != nil, tt.state)
			}
			if lease != nil && (lease.View.Command != d.Command || len(lease.View.People) == 0) {
				t.Errorf("it is made of %+v", lease.View)
			}
		})
	}
}
