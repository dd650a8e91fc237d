package incident

import (
	"slices"

	"candor/incident/fault"
	"candor/incident/promise"
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
	SendsAll  bool   // the config lets whoever looks after a client send them any text
	InChannel bool   // a member of the incident's channel
	Envelope  string // the inbox record that this act answers: finished in the same commit; may be empty
}

// Asked says whether the person was asked: by the ladder about an open promise, or to
// take over.
func (inc *Incident) Asked(user string) bool {
	return inc.Watch.Wants(user) || slices.ContainsFunc(inc.Clients, func(aff Affected) bool { return aff.WasAsked(user) || inc.SecondIn(&aff, user) })
}

// WasAsked says whether the person was asked about what this client is owed.
func (aff *Affected) WasAsked(user string) bool {
	return slices.ContainsFunc(aff.Promises, func(p promise.Promise) bool { return p.Outcome == promise.Pending && fault.OneOf(user, p.Asked...) })
}

// AskedToApprove says whether an open request about this client was brought before
// the person.
func (aff *Affected) AskedToApprove(user string) bool {
	return aff.Request != nil && fault.OneOf(user, aff.Request.Asked...)
}

// AskedToApprove says whether an open request about any client was brought before
// the person.
func (inc *Incident) AskedToApprove(user string) bool {
	return slices.ContainsFunc(inc.Clients, func(aff Affected) bool { return aff.AskedToApprove(user) })
}
