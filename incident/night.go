package incident

import (
	"time"

	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/schedule"
)

// GuardAt returns when somebody is rung before a promise is late, since whoever keeps it
// sleeps and nobody has taken it; zero if that need not be.
func (inc *Incident) GuardAt(aff *Affected, p *promise.Promise) time.Time {
	r := inc.Watch.Rest(inc.Holder(promise.Of(p.Kind).Owner))
	if r == nil || !p.Rings() || p.Outcome != promise.Pending || p.Guarded || p.Once() || aff.Out > 0 || inc.Ended() {
		return time.Time{}
	}
	at := r.Guards(p.Urgent(), p.MadeAt)
	if !at.IsZero() && inc.Sleeps(aff, at) { // nothing is brought up until they open
		return time.Time{}
	}
	return at
}

// watchWake returns when something about who sleeps falls due; zero if nothing does.
func (inc *Incident) watchWake() time.Time {
	if inc.Ended() {
		return time.Time{}
	}
	at := inc.Watch.Wake()
	for i := range inc.Clients {
		for j := range inc.Clients[i].Promises {
			at = schedule.Sooner(at, inc.GuardAt(&inc.Clients[i], &inc.Clients[i].Promises[j]))
		}
	}
	return at
}

// KeepWatch notes who is on duty: whoever is in charge, as long as something is down of
// which a client hears at night.
func (inc *Incident) KeepWatch(now time.Time) {
	who := inc.Roles[playbook.Commander]
	if inc.State != Open || inc.worksAgain() || inc.Urgent() == nil {
		who = ""
	}
	inc.Watch.OnDuty(who, inc.ZoneNamed(who), now)
}
