package incident

import (
	"slices"
	"strings"

	"candor/incident/fault"
	"candor/incident/playbook"
)

// Actor is the person who asks for something. The bot fills it in from Slack;
// the zero value may do nothing.
type Actor struct {
	ID        string // Slack user id
	Name      string // as their Slack profile says; may be empty
	Zone      string // of their clock, as their Slack profile says; may be empty
	Team      string // the workspace that the request came from
	Home      string // our workspace
	Guest     bool   // a guest of our workspace
	Trusted   bool   // a guest whom the config names as one of the team
	Admin     bool   // an admin of our workspace
	InChannel bool   // a member of the incident's channel
	Envelope  string // the inbox record that this act answers: finished in the same commit; may be empty
}

// May says whether the actor may do the action: to the incident, which is nil
// where the action is about none, and for the client that it is about. client is
// an id; [AllClients], or "" where none is named, means that it must hold for
// each of them. The error is a sentence for the actor. It never tells an outsider
// what a private incident is about.
func May(a Actor, act Action, inc *Incident, client string) error {
	if act <= 0 || act >= actions {
		return denied(notPossible)
	}
	row := &policy[act]
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
func MayForSome(a Actor, act Action, inc *Incident) error {
	for i := range inc.Clients {
		if May(a, act, inc, inc.Clients[i].Client.ID) == nil {
			return nil
		}
	}
	return May(a, act, inc, AllClients)
}

// concerned lists what the conditions of the row are asked about: each client that
// is meant, or once none.
func (r *rule) concerned(inc *Incident, client string) []*Affected {
	if r.of != ofClient || len(inc.Clients) == 0 {
		return []*Affected{nil}
	}
	if client != "" && client != AllClients {
		return []*Affected{inc.Affected(client)}
	}
	var list []*Affected
	for i := range inc.Clients {
		list = append(list, &inc.Clients[i])
	}
	return list
}

// sentence says to the actor why the row refuses.
func (r *rule) sentence(a Actor, inc *Incident, aff *Affected) string {
	if inc == nil || r.refusal == "" {
		return fault.FirstOf(r.refusal, notPossible)
	}
	text, name := r.refusal, ""
	if aff != nil {
		name = aff.Client.Name
	}
	if r.another != "" && aff != nil && inc.Asked(a.ID) {
		text = r.another
	}
	return strings.NewReplacer(
		"{incident}", inc.Name(), "{client}", name, "{you}", fault.Mention(a.ID), "{way in}", inc.wayIn(),
		"{commander}", fault.Mention(inc.Roles[playbook.Commander]), "{comms}", fault.Mention(inc.Holder(playbook.Comms)),
	).Replace(text)
}

func denied(sentence string) error { return fault.Errorf(fault.Denied, "%s", sentence) }

// wayIn says how to become a member.
func (inc *Incident) wayIn() string {
	if inc.Private || inc.Channel.ID == "" {
		return "Ask " + fault.Mention(inc.Roles[playbook.Commander]) + " to invite you."
	}
	return "Join <#" + inc.Channel.ID + "> and try again."
}

// Asked says whether the ladder asked the person about an open promise.
func (inc *Incident) Asked(user string) bool {
	return slices.ContainsFunc(inc.Clients, func(aff Affected) bool { return aff.asked(user) || inc.secondIn(&aff, user) })
}

// asked says whether the person was asked about what this client is owed.
func (aff *Affected) asked(user string) bool {
	return slices.ContainsFunc(aff.Promises, func(p Promise) bool { return p.Outcome == Pending && fault.OneOf(user, p.Asked...) })
}

// askedToApprove says whether an open request about this client was brought before
// the person.
func (aff *Affected) askedToApprove(user string) bool {
	return aff.Request != nil && fault.OneOf(user, aff.Request.Asked...)
}

func (inc *Incident) askedToApprove(user string) bool {
	return slices.ContainsFunc(inc.Clients, func(aff Affected) bool { return aff.askedToApprove(user) })
}
