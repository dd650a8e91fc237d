package incident

import (
	"slices"
	"time"

	"candor/incident/fault"
	"candor/incident/promise"
	"candor/incident/told"
	"candor/incident/update"
)

// AllClients stands for every client of an incident where one is asked for.
const AllClients = "*"

// ImpactOn is what the client notices: its own words, or those of the incident.
func (inc *Incident) ImpactOn(client string) string {
	if aff := inc.Affected(client); aff != nil && aff.Impact != "" {
		return aff.Impact
	}
	return inc.Impact
}

// HasClient says whether the incident affects a client.
func (inc *Incident) HasClient(id string) bool {
	return slices.ContainsFunc(inc.Clients, func(aff Affected) bool { return aff.Client.ID == id })
}

// OwnWords are the fields of texts that say what one client notices: they are
// not the same for all.
var OwnWords = []string{"impact", "impact_still", "impact_now"}

// ToldItWorks leaves a client out of a text to all that it works again, or that we still work
// on it, where it was told that it works before it does for the others.
func (inc *Incident) ToldItWorks(aff *Affected, p *Proposal) error {
	if !fault.OneOf(p.Kind, update.MonitoringUpdate, update.Holding) || p.Client == aff.Client.ID || inc.Status == update.Monitoring || inc.StatusOf(aff) != update.Monitoring {
		return nil
	}
	return fault.Errorf(fault.Conflict, "they were told already that it works again.")
}

// NoticeNow makes the next text begin with the new words instead of those that
// were said last.
func (inc *Incident) NoticeNow(aff *Affected, now time.Time) {
	inc.Happened(aff, promise.Wider, "", now)
	aff.Notices(now)
}

// Notices keeps that what the client notices is said anew.
func (aff *Affected) Notices(now time.Time) {
	aff.ImpactAt = now
	aff.Turn(told.Turn{At: now, Anew: true})
}
