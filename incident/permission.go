package incident

import (
	"slices"

	"candor/incident/fault"
	"candor/incident/playbook"
)

// Actor is the person who asks for something. The bot fills it in from Slack;
// the zero value may do nothing.
type Actor struct {
	ID        string // Slack user id
	Name      string // as their Slack profile says; may be empty
	Team      string // the workspace that the request came from
	Home      string // our workspace
	Guest     bool   // a guest of our workspace
	Trusted   bool   // a guest whom the config names as one of the team
	Admin     bool   // an admin of our workspace
	InChannel bool   // a member of the incident's channel
	Envelope  string // the inbox record that this act answers: finished in the same commit; may be empty
}

// Action is something that a person may or may not do.
type Action string

const (
	Declare Action = "declare" // open an incident
	See     Action = "see"     // read its state, its checklist and what is due
	Change  Action = "change"  // tick, note, severity, roles, resolve, close
	Send    Action = "send"    // tell the client, or record that it was told
	Approve Action = "approve" // give one's word to somebody else's text, or refuse it
	Join    Action = "join"    // be invited because the ladder asked
	Clients Action = "clients" // see, make and change the clients; about no incident
	GotIt   Action = "got it"  // say, for the client, that an update was read
	Write   Action = "write"   // answer, for the client, in the thread of an update

	WakeSelf  Action = "wake_self"  // learn how Candor wakes you, and try it
	WakeOther Action = "wake_other" // the same for somebody else
)

// Actions lists every action; a table test holds each of them against every
// kind of person and channel.
var Actions = []Action{Declare, See, Change, Send, Approve, Join, Clients, GotIt, Write, WakeSelf, WakeOther}

// May says whether the actor may do the action to the incident, which is nil
// for Declare, Clients, WakeSelf and WakeOther. The error is a sentence for the actor. It never tells an
// outsider what a private incident is about.
func May(a Actor, act Action, inc *Incident) error {
	switch {
	case (act == GotIt || act == Write) && a.client():
		return nil
	case act == GotIt && a.Team == a.Home && a.ID != "" && a.Home != "":
		return fault.Errorf(fault.Denied, "This button is for the client: with it they tell you that they have read the update. Nothing was recorded.")
	case a.ID == "" || a.Home == "" || a.Team != a.Home:
		return fault.Errorf(fault.Denied, "This is for the team that runs it. Nothing was changed. To reach them, write in the channel that you share.")
	case a.Guest && !a.Trusted && act != See:
		return fault.Errorf(fault.Denied, "Guests can read here, not act. Nothing was changed. Ask a member of the team to do it.")
	case a.Guest && act == Clients: // also one who is trusted with an incident
		return fault.Errorf(fault.Denied, "The clients are for members of the team. Nothing was changed. Ask one of them to do it.")
	case act == Declare || act == Clients || act == WakeSelf || act == WakeOther && a.Admin:
		return nil
	case act == WakeOther:
		return fault.Errorf(fault.Denied, "Only an admin of the workspace sees how others are woken, and tries it. Nobody was called. Ask them to type whoami themselves.")
	case inc == nil:
		return fault.Errorf(fault.Denied, "No incident was named. Nothing was changed.")
	}
	member := a.InChannel || inc.HasRole(a.ID)
	asked := inc.Asked(a.ID)
	switch act {
	case Write:
		return fault.Errorf(fault.Denied, "What the team itself writes in the client's thread is not copied. Nothing was changed.")
	case See:
		if (inc.Private || a.Guest) && !member {
			return fault.Errorf(fault.Denied, "%s is private: only its members see it. Ask %s to invite you.", inc.Name(), fault.Mention(inc.Roles[playbook.Commander]))
		}
		return nil
	case Join:
		if asked || inc.askedToApprove(a.ID) || member || !inc.Private && !a.Guest {
			return nil
		}
	case Approve:
		if member || inc.askedToApprove(a.ID) || a.Admin && !inc.Private {
			return nil
		}
		return fault.Errorf(fault.Denied, "It was *not* approved: only members of the channel of %s, and who was asked, can do that. %s", inc.Name(), inc.wayIn())
	case Change:
		if member || a.Admin && !inc.Private {
			return nil
		}
		return fault.Errorf(fault.Denied, "Only members of the channel of %s can change it. Nothing was changed. %s", inc.Name(), inc.wayIn())
	case Send:
		if a.ID == inc.Holder(playbook.Comms) || a.ID == inc.Roles[playbook.Commander] || asked {
			return nil
		}
		return fault.Errorf(fault.Denied, "The client was *not* told: %s talks to the client in %s. Ask them to send it, or take over with: comms %s.",
			fault.Mention(inc.Holder(playbook.Comms)), inc.Name(), fault.Mention(a.ID))
	}
	return fault.Errorf(fault.Denied, "That is not for you to do in %s. Nothing was changed.", inc.Name())
}

// client says whether the person is taken for one of the client's: of another
// company, or a guest whom nobody named.
func (a Actor) client() bool {
	known := a.ID != "" && a.Home != "" && a.Team != ""
	return known && (a.Team != a.Home || a.Guest && !a.Trusted)
}

// wayIn says how to become a member.
func (inc *Incident) wayIn() string {
	if inc.Private || inc.Channel.ID == "" {
		return "Ask " + fault.Mention(inc.Roles[playbook.Commander]) + " to invite you."
	}
	return "Join <#" + inc.Channel.ID + "> and try again."
}

// MaySend says whether the actor, who may send in the incident, may tell this
// client: whoever was asked may answer for the clients that they were asked about.
func (inc *Incident) MaySend(a Actor, aff *Affected) error {
	if a.ID == inc.Holder(playbook.Comms) || a.ID == inc.Roles[playbook.Commander] || aff.asked(a.ID) {
		return nil
	}
	return fault.Errorf(fault.Denied, "%s was *not* told: you were asked about another client. %s talks to %s; ask them, or take over with: comms %s.",
		aff.Client.Name, fault.Mention(inc.Holder(playbook.Comms)), aff.Client.Name, fault.Mention(a.ID))
}

// Asked says whether the ladder asked the person about an open promise.
func (inc *Incident) Asked(user string) bool {
	return slices.ContainsFunc(inc.Clients, func(aff Affected) bool { return aff.asked(user) })
}

// asked says whether the person was asked about what this client is owed.
func (aff *Affected) asked(user string) bool {
	if l := aff.Later; l.Open() && l.Second == user {
		return true
	}
	return slices.ContainsFunc(aff.Promises, func(p Promise) bool { return p.Outcome == Pending && fault.OneOf(user, p.Asked...) })
}

// askedToApprove says whether an open request was brought before the person.
func (inc *Incident) askedToApprove(user string) bool {
	for i := range inc.Clients {
		if r := inc.Clients[i].Request; r != nil && fault.OneOf(user, r.Asked...) {
			return true
		}
	}
	return false
}
