package fallen

import (
	"slices"

	"candor/incident"
	"candor/incident/fault"
)

// MayTakeBack says why “it is down again” cannot be taken back.
func MayTakeBack(inc *incident.Incident) error {
	switch {
	case inc.State != incident.Open || inc.Reopening == nil:
		return fault.Errorf(fault.Conflict, "Nothing was changed: a client has heard that it is down again, or something else has happened since. If it works, press It works again.")
	case slices.ContainsFunc(inc.Clients, func(aff incident.Affected) bool { return aff.Out > 0 || aff.Unsure > 0 || aff.Request != nil }):
		return fault.Errorf(fault.Conflict, "Nothing was changed: a text is on its way. Take it back with Undo first.")
	}
	return nil
}
