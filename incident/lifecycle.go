package incident

import (
	"time"

	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/playbook"
	"candor/incident/update"
)

// MayResolve refuses to resolve what is over, and what a client does not know
// yet: a loss that was confirmed is told before the last word, not never.
func (inc *Incident) MayResolve() error {
	switch inc.State {
	case Open:
	case Resolved:
		return fault.Errorf(fault.Conflict, "%s is resolved already. Nothing was changed. What is left: check and close.", inc.Name())
	default:
		return inc.OverError()
	}
	if aff := inc.undisclosed(); aff != nil {
		return fault.Errorf(fault.Conflict, "%s was *not* resolved: data is gone, and %s does not know. Nothing was sent. Tell them first: press Client update, or call them and record it with told.", inc.Name(), aff.Client.Name)
	}
	return nil
}

// DropPromises ends all that is owed, with the reason why nothing is owed any more.
func (inc *Incident) DropPromises(why string, now time.Time) {
	for i := range inc.Clients {
		aff := &inc.Clients[i]
		aff.NoPromise = why
		for j := range aff.Promises {
			if p := &aff.Promises[j]; p.Outcome == Pending {
				p.End(Dropped, why, now)
			}
		}
	}
}

// Details is a change of what an incident is; empty fields stay.
type Details struct {
	Severity client.Severity
	Kind     string
	Status   update.Status
	Roles    map[playbook.Role]string // "" gives a role back to the commander
	Names    map[string]string        // of those who get a role, as their Slack profiles say
}

// Phase is the lane in which the incident is: that of its first open item.
func (inc *Incident) Phase() playbook.Phase {
	if open := inc.OpenItems(playbook.NoGate); len(open) > 0 {
		return open[0].Phase
	}
	return playbook.Phases[len(playbook.Phases)-1]
}
