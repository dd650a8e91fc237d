package firm

import (
	"strings"

	"candor/incident"
	"candor/incident/team"
)

// Who is the Slack id of somebody who is called so, by a name of the config or of their
// profile, whole or the first; "" if nobody is, or several are.
func (f *Firm) Who(inc *incident.Incident, name string) string {
	found := map[string]bool{}
	add := func(id, full string) {
		first, _, _ := strings.Cut(full, " ")
		if id != "" && (strings.EqualFold(first, name) || strings.EqualFold(strings.ReplaceAll(full, " ", "."), name)) {
			found[id] = true
		}
	}
	for _, p := range f.Roster().People {
		add(p.Slack, p.Name)
	}
	for id, full := range inc.Names {
		add(id, full)
	}
	if len(found) != 1 {
		return ""
	}
	for id := range found {
		return id
	}
	return ""
}

// Solo says whether there is one person for everything.
func (f *Firm) Solo(inc *incident.Incident) bool {
	return team.Solo(f.Roster().People, inc.Roles.Everybody())
}
