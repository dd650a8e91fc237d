package watch

import (
	"slices"
	"time"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/firm"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/records"
	"candor/incident/team"
	"candor/incident/view"
	"candor/incident/work"
)

// Part is what somebody has in an incident whom a change of the config takes out of it, or whose
// phone it silences.
type Part struct {
	Person team.Person // as the config had them
	Inc    *incident.Incident
	Roles  []playbook.Role
	Gone   bool // they stand under people no more
}

// Affected lists the parts of those whom the config named before and does not name any more, or whose phone
// could ring and cannot now: nobody takes a role from them, and nothing rings them.
func Affected(tx records.Tx, before, after []team.Person) (list []Part, err error) {
	live, err := tx.LiveIncidents()
	for _, p := range before {
		now, there := person(after, p.Slack)
		if there && (p.Wake == "" || now.Wake != "") {
			continue
		}
		for _, inc := range live {
			if Has(inc, p.Slack) {
				list = append(list, Part{Person: p, Inc: inc, Roles: view.RolesOf(inc, p.Slack), Gone: !there})
			}
		}
	}
	return list, err
}

// Rewire follows that people are woken elsewhere than before: whoever relied on a phone that cannot ring any more
// is told, in each incident in which they have a part, and its card shows it. Of a new address no call has failed yet.
func Rewire(f *firm.Firm, tx records.Tx, before []team.Person, now time.Time) error {
	anew, err := wiredAnew(f, tx, before)
	if err != nil {
		return err
	}
	live, err := tx.LiveIncidents()
	for _, inc := range live {
		w := work.Begin(f, tx, inc, now)
		muted, err := tellMuted(w, before)
		if err != nil {
			return err
		}
		if muted || slices.ContainsFunc(Holders(inc), func(user string) bool { return anew[user] }) {
			if err := w.ShowAgain(nil); err != nil {
				return err
			}
		}
	}
	return err
}

// wiredAnew forgets which calls failed of those who have a new address, and says who they are.
func wiredAnew(f *firm.Firm, tx records.Tx, before []team.Person) (anew map[string]bool, err error) {
	anew = map[string]bool{}
	for _, p := range before {
		is, there := person(f.Roster().People, p.Slack)
		if !there || p.Wake == "" || is.Wake == "" || is.Wake == p.Wake {
			continue
		}
		reach, err := tx.Reach(p.Slack)
		if err != nil || reach.FailedAt.IsZero() {
			continue // what cannot be read says nothing of the new one either
		}
		reach.FailedAt, reach.Why, anew[p.Slack] = time.Time{}, "", true
		if err := tx.PutReach(reach); err != nil {
			return nil, err
		}
	}
	return anew, nil
}

// tellMuted tells whoever has a part in an incident, and a phone that cannot ring any more; any says whether
// there is somebody.
func tellMuted(w *work.Unit, before []team.Person) (any bool, err error) {
	for _, p := range before {
		if is, _ := person(w.Roster().People, p.Slack); p.Wake == "" || p.Left || is.Wake != "" || !Has(w.Inc, p.Slack) {
			continue
		}
		any = true
		d := w.Inc.NewDelivery(outbox.Muted, "muted/"+p.Slack+"/"+fault.Itoa(int(w.Now.Unix())), w.Now)
		d.To, d.Lane = p.Slack, "direct/"+p.Slack
		if err := work.Enqueue(w.Tx, d); err != nil {
			return any, err
		}
	}
	return any, nil
}

func person(list []team.Person, user string) (p team.Person, there bool) {
	for _, p := range list {
		if p.Slack == user {
			return p, true
		}
	}
	return p, false
}
