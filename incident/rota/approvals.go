package rota

import (
	"slices"

	"candor/incident"
	"candor/incident/approval"
	"candor/incident/client"
	"candor/incident/playbook"
	"candor/incident/update"
)

// Approvals are those that a text still needs when its writer wants to send it. The writer's
// own press is the word of every role that they hold. team is everybody who may be asked.
func (r Rota) Approvals(aff *incident.Affected, u *update.Update, writer string, team []string) (list []approval.Need) {
	add := func(n approval.Need) {
		if !slices.Contains(n.People, writer) && (len(n.People) > 0 || n.Anyone) {
			list = append(list, n)
		}
	}
	switch rule := aff.Client.Approving(); {
	case r.AnyonesWord(rule):
		others := slices.DeleteFunc(slices.Clone(team), func(p string) bool { return p == writer })
		if others = r.AwakeFirst(others); len(others) > 0 { // as they are asked
			add(approval.Need{For: approval.Other, People: others, Anyone: true})
		}
	case rule.Rule == client.ApprovalCommander:
		add(approval.Need{For: string(playbook.Commander), People: []string{r.Inc.Roles[playbook.Commander]}})
	case rule.Rule == client.ApprovalNamed:
		add(approval.Need{For: approval.Named, People: r.there(rule.People)})
	}
	seen := map[string]bool{}
	for _, role := range update.RolesFor(u) {
		holder := r.Inc.Holder(role)
		if !seen[holder] {
			add(approval.Need{For: string(role), People: []string{holder}})
		}
		seen[holder] = true
	}
	return list
}

// AnyonesWord says whether the word of anybody else of the team counts: as was agreed, or since
// all who were named have left.
func (r Rota) AnyonesWord(rule client.Approval) bool {
	return rule.Rule == client.ApprovalOther || rule.Rule == client.ApprovalNamed && len(rule.People) > 0 && len(r.there(rule.People)) == 0
}

// there are those of a list whose accounts were not deactivated.
func (r Rota) there(list []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(user string) bool { return r.Left[user] })
}
