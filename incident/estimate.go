package incident

import (
	"time"

	"candor/incident/schedule"
	"candor/incident/update"
)

// Estimate is when the team expects that it works again: a range, since one
// time would be a promise. The client reads it in the next text that has room
// for it, as something that may change.
type Estimate struct {
	N     int       `json:"n"` // counts per incident from 1
	From  time.Time `json:"from,omitzero"`
	To    time.Time `json:"to,omitzero"`   // zero: there is none, and somebody said so
	Why   string    `json:"why,omitempty"` // in words that the client may read; may be empty
	By    string    `json:"by"`
	At    time.Time `json:"at"`
	AskAt time.Time `json:"ask_at,omitzero"` // when who is in charge is asked whether it holds; zero: asked, or nothing to ask
	Asked string    `json:"asked,omitempty"` // key of the delivery that asked
	Holds string    `json:"holds,omitempty"` // who said that it will hold
}

const (
	AskAhead        = 10 * time.Minute // before the estimate ends
	LongestEstimate = 366 * 24 * time.Hour
)

// Live says whether the estimate is still ahead.
func (e *Estimate) Live(now time.Time) bool { return e != nil && e.To.After(now) }

// ToldEstimate returns the range that the client read last; ok is false if it
// knows of none.
func (aff *Affected) ToldEstimate() (from, to time.Time, ok bool) {
	from, to = aff.SaidTimes["eta_from"], aff.SaidTimes["eta_to"]
	return from, to, !to.IsZero()
}

// SetEstimate replaces the estimate. Its end is checked ten minutes before, or half
// way to it.
func (inc *Incident) SetEstimate(from, to time.Time, by string, now time.Time) {
	n := 1
	if inc.Estimate != nil {
		n = inc.Estimate.N + 1
	}
	inc.Estimate = &Estimate{N: n, From: from, To: to, By: by, At: now}
	if to.After(now) {
		inc.Estimate.AskAt = schedule.Later(to.Add(-AskAhead), now.Add(to.Sub(now)/2))
	}
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
