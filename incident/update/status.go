package update

// Status is what the client is told. It selects the cadence.
type Status string

const (
	Investigating Status = "investigating"
	Identified    Status = "identified"
	Mitigated     Status = "mitigated"
	Monitoring    Status = "monitoring"
	StatusSolved  Status = "resolved" // only through Resolve of the service
)

// Statuses lists what can be set by hand, in order.
var Statuses = []Status{Investigating, Identified, Mitigated, Monitoring}
