package incident

import (
	"candor/incident/client"
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
