package policy

import (
	"strings"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/playbook"
)

// May says whether the actor may do the action: to the incident, which is nil
// where the action is about none, and for the client that it is about. client is
// an id; [incident.AllClients], or "" where none is named, means that it must hold for
// each of them. The error is a sentence for the actor. It never tells an outsider
// what a private incident is about.
func May(a incident.Actor, act Action, inc *incident.Incident, client string) error {
	if act <= 0 || act >= actions {
		return denied(notPossible)
	}
	row := &table[act]
	enough, refusal := row.column(a)
	switch {
	case len(enough) == 0 && refusal != "":
		return denied(refusal)
	case inc == nil && row.of != ofFirm:
		return denied(noIncident)
	}
	for _, aff := range row.concerned(inc, client) {
		if !enough.holds(a, inc, aff) {
			return denied(row.sentence(a, inc, aff))
		}
	}
	return nil
}

// MayForSome is [May] for at least one client: for an act that leaves out those
// for whom the actor may not.
func MayForSome(a incident.Actor, act Action, inc *incident.Incident) error {
	for i := range inc.Clients {
		if May(a, act, inc, inc.Clients[i].Client.ID) == nil {
			return nil
		}
	}
	return May(a, act, inc, incident.AllClients)
}

// MayWake says whether the actor may learn how a person is woken, and try it.
func MayWake(a incident.Actor, user string) error {
	if a.ID == user {
		return May(a, WakeSelf, nil, "")
	}
	return May(a, WakeOther, nil, "")
}

// concerned lists what the conditions of the row are asked about: each client that
// is meant, or once none.
func (r *rule) concerned(inc *incident.Incident, client string) []*incident.Affected {
	if r.of != ofClient || len(inc.Clients) == 0 {
		return []*incident.Affected{nil}
	}
	if client != "" && client != incident.AllClients {
		return []*incident.Affected{inc.Affected(client)}
	}
	var list []*incident.Affected
	for i := range inc.Clients {
		list = append(list, &inc.Clients[i])
	}
	return list
}

// sentence says to the actor why the row refuses.
func (r *rule) sentence(a incident.Actor, inc *incident.Incident, aff *incident.Affected) string {
	if inc == nil || r.refusal == "" {
		return fault.FirstOf(r.refusal, notPossible)
	}
	text, name := r.refusal, ""
	if aff != nil {
		name = aff.Client.Name
	}
	if r.another != "" && aff != nil && inc.Asked(a.ID) && !aff.WasAsked(a.ID) {
		text = r.another
	}
	if r.guests != "" && a.Guest && !inc.Private {
		text = r.guests
	}
	return strings.NewReplacer(
		"{incident}", inc.Name(), "{client}", name, "{take over}", takeOver(a, inc), "{way in}", wayIn(inc),
		"{commander}", fault.Mention(inc.Roles[playbook.Commander]), "{comms}", fault.Mention(inc.Holder(playbook.Comms)),
	).Replace(text)
}

// takeOver is how whoever is refused can do it themselves: nothing that would be refused,
// too. Guests are given no role, and nobody is in what is over.
func takeOver(a incident.Actor, inc *incident.Incident) string {
	with := strings.Replace("take over with: comms {you}", "{you}", fault.Mention(a.ID), 1)
	change, _ := table[Change].column(a)
	switch {
	case a.Guest || inc.Over():
		return ""
	case change.holds(a, inc, nil):
		return ", or " + with
	case inc.Private || inc.Channel.ID == "":
		return ", or ask " + fault.Mention(inc.Roles[playbook.Commander]) + " to invite you"
	}
	return ", or join <#" + inc.Channel.ID + "> and " + with
}

func denied(sentence string) error { return fault.Errorf(fault.Denied, "%s", sentence) }

// wayIn says how to become a member.
func wayIn(inc *incident.Incident) string {
	if inc.Private || inc.Channel.ID == "" {
		return "Ask " + fault.Mention(inc.Roles[playbook.Commander]) + " to invite you."
	}
	return "Join <#" + inc.Channel.ID + "> and try again."
}
