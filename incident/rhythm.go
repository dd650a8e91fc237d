package incident

import (
	"time"

	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/schedule"
	"candor/incident/update"
)

// soonAfter is how soon after a disclosure its next word makes no sense yet.
const soonAfter = 30 * time.Minute

// AsksRhythm says whether a client is asked when it wants to hear: there is bad news of
// data, of a break-in or of people, and they have fixed no rhythm of their own.
func (inc *Incident) AsksRhythm(aff *Affected) bool {
	return facts.AnyGrave(inc.FactsOf(aff).Answers()) && inc.freeRhythm(aff)
}

// freeRhythm says whether nobody has fixed how often the client hears in this incident. In
// a drill it is fixed.
func (inc *Incident) freeRhythm(aff *Affected) bool {
	return inc.State == Open && inc.Drill == nil && (aff.Pace.Cadence.IsZero() || aff.announced()) && aff.Plan.Cadence.IsZero() &&
		aff.Client.RhythmOf(min(inc.Severity, client.Small)).Every.Cron == ""
}

// announced says whether the client hears as a text about bad news announced, and asked for
// nothing else.
func (aff *Affected) announced() bool {
	return aff.Pace.AskedBy == "" && aff.Pace.Cadence == update.HearThrice.Cadence()
}

// disclosed is the rhythm that begins with a text that tells bad news, or with a call
// to somebody who knows of some by then; zero if none does.
func (inc *Incident) disclosed(aff *Affected, u *update.Update) schedule.Cadence {
	tells := update.BadNews(u.Kind) || u.Kind == update.ByHand && (facts.AnyGrave(u.Facts) || facts.AnyGrave(aff.Knows))
	if !tells || !inc.freeRhythm(aff) || !aff.Pace.Cadence.IsZero() {
		return schedule.Cadence{}
	}
	return update.HearThrice.Cadence()
}
