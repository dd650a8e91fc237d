package owns

import (
	"time"

	"candor/incident"
	"candor/incident/asleep"
	"candor/incident/update"
	"candor/messages/due"
)

// Instants are the times that nobody is asked for. One that is written down in
// the update comes before the one that follows from the incident.
func Instants(inc *incident.Incident, aff *incident.Affected, u update.Update) map[string]time.Time {
	list := map[string]time.Time{
		"since": inc.Since, "last_update": aff.ToldAt, "next_update": u.NextAt, "late_for": u.LateFor, "late_call": u.LateCall,
		"watch_until": u.NextAt, "to": u.Times["resolved_at"], "now": u.At, "last_activity": inc.ActedAt, "review_late": {}, "rest_late": {}, "review_new": {},
		"review_by": due.Review(aff, u.At), "was_due": due.Was(inc, aff, u), "spoke_at": u.SpokeAt, "watched": {}, "call_was": due.CallWas(aff, u), "temporary_until": due.Lasting(inc), "stopgap_was": inc.Pledges(aff).StopgapWas(), "lasting_by": inc.Pledges(aff).Lasting(), "review_was": inc.Pledges(aff).ReviewWas(u.Times["review_due"]), "noticed_at": inc.Noticed(), "first_at": aff.FirstAt, "none_at": ToldNone(inc, aff),
	}
	if !aff.Client.Manner.Calls() { // nobody makes it any more
		list["late_call"], list["no_call"] = time.Time{}, u.LateCall
	}
	if u.Kind == update.Overnight {
		list["watched"] = asleep.Watched(inc, aff, u.At)
	}
	for name := range list {
		if given := u.Times[name]; !given.IsZero() {
			list[name] = given
		}
	}
	return list
}
