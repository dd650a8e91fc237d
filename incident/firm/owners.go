package firm

import (
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/records"
	"candor/incident/team"
)

// Listening lists the incidents that are under way, and those that still owe
// something.
func Listening(tx records.Tx, now time.Time) ([]*incident.Incident, error) {
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
func (f *Firm) Holders(tx records.Tx, now time.Time) (all []client.Holder, err error) {
	return f.HoldersUnder(tx, f.Roster(), now)
}

// HoldersUnder is Holders if the config said this.
func (f *Firm) HoldersUnder(tx records.Tx, roster *team.Roster, now time.Time) (all []client.Holder, err error) {
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
