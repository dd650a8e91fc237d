package figures

import (
	"time"

	"candor/incident"
	"candor/incident/records"
	"candor/incident/timeline"
)

// Read makes a case of each client of the incidents that may count in the month. What
// cannot be read is counted in its case, and stops nothing else.
func Read(tx records.Tx, list []*incident.Incident, m Month) (cases []Case) {
	for _, inc := range list {
		if !Counts(inc) || !touches(inc, m) {
			continue
		}
		for i := range inc.Clients {
			again, unread := reopened(tx, inc, inc.Clients[i].Client.ID)
			c := Case{Incident: inc, Client: &inc.Clients[i], Reopened: again, Unread: unread}
			for n := 1; n <= c.Client.Updates; n++ {
				u, err := tx.ClientUpdate(inc.Number, c.Client.Client.ID, n)
				if err != nil {
					c.Unread++
					continue
				}
				c.Texts = append(c.Texts, u)
			}
			cases = append(cases, c)
		}
	}
	return cases
}

// touches says whether anything of an incident may be in the month, wherever its
// clients are.
func touches(inc *incident.Incident, m Month) bool {
	if m == (Month{}) {
		return true
	}
	from, to := m.first(time.UTC).AddDate(0, 0, -1), m.Next().first(time.UTC).AddDate(0, 0, 1)
	if inc.DeclaredAt.After(to) {
		return false
	}
	if !inc.Ended() || inc.ClosedAt.After(from) {
		return true
	}
	for i := range inc.Clients {
		for _, p := range inc.Clients[i].Promises {
			if p.DueAt.After(from) || p.SettledAt.After(from) {
				return true
			}
		}
	}
	return false
}

// reopened are the times when it was down again for a client. Lines that cannot be read count as one.
func reopened(tx records.Tx, inc *incident.Incident, client string) (list []time.Time, unread int) {
	entries, err := tx.Timeline(inc.Number)
	if err != nil {
		unread = 1
	}
	for _, e := range entries {
		if e.Kind == timeline.Reopened && (e.Client == "" || e.Client == client) {
			list = append(list, e.At)
		}
	}
	return list, unread
}
