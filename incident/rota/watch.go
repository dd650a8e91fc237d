package rota

import (
	"slices"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/firm"
	"candor/incident/night"
	"candor/incident/playbook"
	"candor/incident/records"
	"candor/incident/update"
	"candor/incident/view"
)

// KeepWatch notes who is on duty: whoever is in charge, as long as something is down of
// which a client hears at night. It returns the keys of the messages that ask somebody for
// what is settled now: they say so.
func KeepWatch(inc *incident.Incident, now time.Time) (keys []string) {
	who := inc.Roles[playbook.Commander]
	if inc.State != incident.Open || inc.Status == update.Monitoring || inc.Urgent() == nil {
		who = ""
	}
	inc.Watch.OnDuty(who, inc.ZoneNamed(who), now)
	if inc.Ended() {
		keys = inc.Watch.Stop()
	}
	if key := inc.Watch.Lapse(func(user string) bool { return !inc.Over() && inc.Roles.Has(user) }, now); key != "" {
		keys = append(keys, key)
	}
	return keys
}

// SaysGap says, once, whether one person repairs it and talks to the client, where there
// are others and it is grave: two who share that do both better. Nobody is told so as
// they go to sleep.
func SaysGap(f *firm.Firm, inc *incident.Incident, now time.Time) bool {
	people := inc.Roles.Everybody()
	for user := range inc.Names {
		if f.Person(user).Name != "" { // somebody at the client has a name here too
			people = fault.AppendNew(people, user)
		}
	}
	people = slices.DeleteFunc(people, func(user string) bool { return inc.Watch.Sleeps(user, now) })
	comms := inc.Holder(playbook.Comms)
	grave := inc.State == incident.Open && inc.Severity <= client.ImportantBroken && inc.Status != update.Monitoring
	if inc.Watch.GapSaid || !inc.TakesPosts() || inc.Watch.Sleeps(comms, now) || !night.Gap(len(people), grave, comms, inc.Holder(playbook.Tech)) {
		return false
	}
	inc.Watch.GapSaid = true
	return true
}

// Standing adds to a view what whoever takes over has to know: what happened, and what
// each client was told last, word for word. What cannot be read is left out.
func Standing(tx records.Tx, v *view.View) (err error) {
	if v.Lines, err = tx.Timeline(v.Incident.Number); records.UnlessLost(err) != nil {
		return err
	}
	for i := range v.Incident.Clients {
		aff := &v.Incident.Clients[i]
		if aff.Heard == 0 {
			continue
		}
		u, err := tx.ClientUpdate(v.Incident.Number, aff.Client.ID, aff.Heard)
		if records.UnlessLost(err) != nil {
			return err
		}
		if err == nil {
			v.Told = append(v.Told, u)
		}
	}
	return nil
}
