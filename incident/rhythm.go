package incident

import (
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
