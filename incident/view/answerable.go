package view

import (
	"candor/incident"
	"candor/incident/fault"
	"candor/incident/promise"
)

// Answerable says whether the promise is still open, or how it ended.
func Answerable(p *promise.Promise, aff *incident.Affected) error {
	name := aff.Client.Name
	switch {
	case p == nil:
		return fault.Errorf(fault.NotFound, "There is no such promise to %s. Nothing was sent. Type due for those that there are.", name)
	case p.Outcome == promise.Dropped:
		return fault.Errorf(fault.Conflict, "No update is due to %s any more: %s. Nothing was sent.", name, p.Why)
	case p.Outcome == promise.Moved:
		return fault.Errorf(fault.Conflict, "It is resolved: what %s expects now is the final message. Nothing was sent.", name)
	case p.Outcome != promise.Pending:
		return fault.Errorf(fault.Conflict, "%s has already been told. Nothing was sent twice.", name)
	}
	return nil
}
