package playbook

import "candor/incident/fault"

// Crew are the people who have a role in an incident, by their Slack ids.
type Crew map[Role]string

// Holder returns who has a role: who is in charge, if nobody else has it.
func (c Crew) Holder(r Role) string {
	if u := c[r]; u != "" {
		return u
	}
	return c[Commander]
}

// Has says whether the person has any role.
func (c Crew) Has(user string) bool {
	for _, u := range c {
		if u == user {
			return true
		}
	}
	return false
}

// Everybody lists the people with a role, once each, who is in charge first.
func (c Crew) Everybody() []string {
	var list []string
	for _, r := range Roles {
		if u := c[r]; u != "" {
			list = fault.AppendNew(list, u)
		}
	}
	return list
}
