package incident

import (
	"candor/incident/fault"
	"candor/incident/playbook"
)

// Holder returns the Slack id of the person who has the role.
func (inc *Incident) Holder(r playbook.Role) string { return inc.Roles.Holder(r) }

// Assign gives the role to a person. The commander can be replaced, never removed.
func (inc *Incident) Assign(r playbook.Role, user string) error {
	if user == "" && r == playbook.Commander {
		return fault.Errorf(fault.Invalid, "Nothing was changed: %s needs somebody in charge. Name the person who takes over: commander @name.", inc.Name())
	}
	if inc.Over() {
		return inc.OverError()
	}
	if inc.Roles == nil {
		inc.Roles = playbook.Crew{}
	}
	inc.Roles[r] = user
	return nil
}
