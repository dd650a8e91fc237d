package incident

import (
	"candor/incident/fault"
	"candor/incident/playbook"
)

// Holder returns the Slack id of the person who has the role.
func (inc *Incident) Holder(r playbook.Role) string {
	if u := inc.Roles[r]; u != "" {
		return u
	}
	return inc.Roles[playbook.Commander]
}

// HasRole says whether the person holds any role.
func (inc *Incident) HasRole(user string) bool {
	for _, u := range inc.Roles {
		if u == user {
			return true
		}
	}
	return false
}

// Everybody lists the people with a role, once each, commander first.
func (inc *Incident) Everybody() []string {
	var list []string
	for _, r := range playbook.Roles {
		if u := inc.Roles[r]; u != "" {
			list = fault.AppendNew(list, u)
		}
	}
	return list
}

// Assign gives the role to a person. The commander can be replaced, never removed.
func (inc *Incident) Assign(r playbook.Role, user string) error {
	if user == "" && r == playbook.Commander {
		return fault.Errorf(fault.Invalid, "Nothing was changed: %s needs somebody in charge. Name the person who takes over: commander @name.", inc.Name())
	}
	if inc.Over() {
		return inc.OverError()
	}
	if inc.Roles == nil {
		inc.Roles = map[playbook.Role]string{}
	}
	inc.Roles[r] = user
	return nil
}
