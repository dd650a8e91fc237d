package update

import (
	"time"

	"candor/incident/client"
	"candor/incident/schedule"
)

// During returns the cadence for what the client has been told; zero if nothing
// is owed.
func During(r client.Rhythm, s Status) schedule.Cadence {
	switch s {
	case Mitigated:
		return r.Mitigated
	case Monitoring:
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
