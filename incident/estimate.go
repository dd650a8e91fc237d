package incident

import (
	"time"

	"candor/incident/schedule"
	"candor/incident/update"
)

// ToldEstimate returns the range that the client read last; ok is false if it knows of none.
func (aff *Affected) ToldEstimate() (from, to time.Time, ok bool) {
	from, to = aff.SaidTimes["eta_from"], aff.SaidTimes["eta_to"]
	return from, to, !to.IsZero()
}

// misjudged says whether a text owns that the estimate that the client has read does not
// hold any more: it has passed, or another one has taken its place, or none.
func (inc *Incident) misjudged(aff *Affected, kind string, now time.Time) bool {
	_, to, ok := aff.ToldEstimate()
	return kind == update.Progress && ok && inc.Estimates() && (!to.After(now) || inc.Estimate != nil && !inc.Estimate.To.Equal(to))
}

// SetEstimate replaces the estimate.
func (inc *Incident) SetEstimate(from, to time.Time, by string, now time.Time) {
	inc.Estimate = inc.Estimate.Then(from, to, by, now)
}

// Estimates says whether what is expected still matters: not once it works.
func (inc *Incident) Estimates() bool {
	return inc.State == Open && inc.Status != update.Monitoring
}

// MissesAt is when the estimate that a client read ends, if that was not brought
// up yet; zero otherwise.
func (aff *Affected) MissesAt() time.Time {
	if _, to, ok := aff.ToldEstimate(); ok && !to.Equal(aff.Missed) {
		return to
	}
	return time.Time{}
}

// estimateWake is when an estimate needs attention next; zero if never.
func (inc *Incident) estimateWake() (wake time.Time) {
	if !inc.Estimates() {
		return wake
	}
	if inc.Estimate != nil {
		wake = inc.Estimate.AskAt
	}
	for i := range inc.Clients {
		wake = schedule.Sooner(wake, inc.Clients[i].MissesAt())
	}
	return wake
}

// toldEstimate counts an estimate that stands in a text as the team's.
func (inc *Incident) toldEstimate(u *update.Update, at time.Time) {
	from, to := u.Times["eta_from"], u.Times["eta_to"]
	if e := inc.Estimate; !to.IsZero() && (e == nil || !e.To.Equal(to)) {
		inc.SetEstimate(from, to, u.By, at)
	}
}
