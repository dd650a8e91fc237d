package work

import (
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/outbox"
	"candor/incident/team"
)

// Listening lists the incidents that are under way, and those that still owe
// something.
func Listening(tx Tx, now time.Time) ([]*incident.Incident, error) {
	list, err := tx.LiveIncidents()
	if err != nil {
		return nil, err
	}
	owing, err := tx.DueIncidents(now.AddDate(10, 0, 0))
	for _, inc := range owing {
		if inc.Over() {
			list = append(list, inc)
		}
	}
	return list, err
}

// Holders lists who is reached anywhere: the clients of the list, and after them
// those whom incidents know and it does not: that were typed, are archived, or are
// gone from the config.
func (f *Firm) Holders(tx Tx, now time.Time) (all []client.Holder, err error) {
	return f.HoldersUnder(tx, f.Roster(), now)
}

// HoldersUnder is Holders if the config said this.
func (f *Firm) HoldersUnder(tx Tx, roster *team.Roster, now time.Time) (all []client.Holder, err error) {
	listed := map[string]bool{}
	for _, c := range current(f.listings(tx, roster)) {
		listed[c.ID] = true
		all = append(all, client.Holder{Client: c})
	}
	open, err := Listening(tx, now)
	for _, inc := range open {
		for i := range inc.Clients {
			aff := &inc.Clients[i]
			if aff.OneOff || !listed[aff.Client.ID] {
				all = append(all, client.Holder{Client: aff.Client, In: inc.Name(), OneOff: aff.OneOff, Hidden: inc.Private})
			}
		}
	}
	return all, err
}

// AlsoReads says who else is reached where a client's text is to go; nil if it
// is the client's own place. What one is told is not for the other.
func (w *Unit) AlsoReads(d *outbox.Delivery) (*client.Holder, error) {
	aff := w.Inc.Affected(d.Client)
	if d.Internal() || d.Destination().Way().At == "" || aff == nil {
		return nil, nil
	}
	all, err := w.Holders(w.Tx, w.Now)
	if err != nil {
		return nil, err
	}
	return client.Holder{Client: aff.Client, In: w.Inc.Name(), OneOff: aff.OneOff}.OtherAt(d.Destination(), all), nil
}
