package incident

import (
	"time"

	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/schedule"
	"candor/incident/update"
)

// During returns the cadence for what the client has been told; zero if nothing
// is owed.
func During(r client.Rhythm, s update.Status) schedule.Cadence {
	switch s {
	case update.Mitigated:
		return r.Mitigated
	case update.Monitoring:
		return r.Monitoring
	default:
		return r.Every
	}
}

// Hear is how often a client wants to hear after it was told bad news. It
// is asked on the phone; a text announces [HearThrice].
type Hear string

const (
	HearHourly  Hear = "hourly"  // also at night
	HearThrice  Hear = "thrice"  // at 09:30, 12:30 and 16:30 by their clock
	HearEvening Hear = "evening" // only what is new, and at 16:30
)

// Hears lists the answers in the order in which screens show them.
var Hears = []Hear{HearHourly, HearThrice, HearEvening}

// Cadence is what an answer means; zero for none.
func (h Hear) Cadence() schedule.Cadence {
	switch h {
	case HearHourly:
		return schedule.Every(time.Hour)
	case HearThrice:
		return schedule.Cadence{Cron: "30 9,12,16 * * *"}
	case HearEvening:
		return schedule.Cadence{Cron: "30 16 * * *"}
	}
	return schedule.Cadence{}
}

// soonAfter is how soon after a disclosure its next word makes no sense yet.
const soonAfter = 30 * time.Minute

// AsksRhythm says whether a client is asked when it wants to hear: there is bad news of
// data, of a break-in or of people, and they have fixed no rhythm of their own.
func (inc *Incident) AsksRhythm(aff *Affected) bool {
	return grave(inc.Facts.Answers()) && inc.freeRhythm(aff)
}

// grave says whether one of some answers is bad news that a text of its own tells.
func grave(answers map[facts.Question]facts.Answer) bool {
	for q, a := range answers {
		if Grave(q, a) {
			return true
		}
	}
	return false
}

// freeRhythm says whether nobody has fixed how often the client hears in this incident.
func (inc *Incident) freeRhythm(aff *Affected) bool {
	announced := aff.Pace.AskedBy == "" && aff.Pace.Cadence == HearThrice.Cadence()
	return inc.State == Open && (aff.Pace.Cadence.IsZero() || announced) && aff.Plan.Cadence.IsZero() &&
		aff.Client.RhythmOf(min(inc.Severity, client.Small)).Every.Cron == ""
}

// disclosed is the rhythm that begins with a text that tells bad news, or with a call
// to somebody who knows of some by then; zero if none does.
func (inc *Incident) disclosed(aff *Affected, u *update.Update) schedule.Cadence {
	tells := update.BadNews(u.Kind) || u.Kind == update.ByHand && (grave(u.Facts) || grave(aff.Knows))
	if !tells || !inc.freeRhythm(aff) || !aff.Pace.Cadence.IsZero() {
		return schedule.Cadence{}
	}
	return HearThrice.Cadence()
}
