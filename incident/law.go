package incident

import (
	"time"

	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/law"
	"candor/incident/schedule"
)

// Party is a client as legal clocks see it.
func (aff *Affected) Party() law.Party {
	c := &aff.Client
	own, apart := aff.Own[facts.Personal]
	spared := apart && !fault.OneOf(own.Answer, facts.Yes, facts.DontKnow) && aff.Law.HeardAt.IsZero()
	return law.Party{Spared: spared, Laws: c.LawsWith(aff.Law.Laws), Within: c.TellWithin(), Told: &aff.Law, Zone: c.Zone(), Work: c.BusinessDays}
}

// ClockAt is when the next legal clock is brought up; zero if none is.
func (inc *Incident) ClockAt() (next time.Time) {
	for i := range inc.Clients {
		if inc.State != Cancelled {
			next = schedule.Sooner(next, inc.Law.NextReminder(inc.Clients[i].Party()))
		}
	}
	return next
}
