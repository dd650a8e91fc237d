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

// Hear is how often a client wants to hear after it was told that data is lost. It
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

// AsksRhythm says whether a client is asked when it wants to hear: a loss is known, and
// they have fixed no rhythm of their own.
func (inc *Incident) AsksRhythm(aff *Affected) bool {
	announced := aff.Pace.AskedBy == "" && aff.Pace.Cadence == HearThrice.Cadence()
	own := (aff.Pace.Cadence.IsZero() || announced) && aff.Plan.Cadence.IsZero() && aff.Client.RhythmOf(min(inc.Severity, client.Small)).Every.Cron == ""
	return inc.State == Open && own && inc.Facts.Is(facts.DataLost, facts.Yes)
}

// disclosed is the rhythm that begins with a text, or a call, that tells of a loss;
// zero if none does.
func (inc *Incident) disclosed(aff *Affected, kind string) schedule.Cadence {
	if !inc.AsksRhythm(aff) || !aff.Pace.Cadence.IsZero() || update.KindOf(kind).About != facts.DataLost && kind != update.ByHand {
		return schedule.Cadence{}
	}
	return HearThrice.Cadence()
}
