package policy

import (
	"slices"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/review"
)

// Action is something that a person may or may not do. Each has its row in
// [table]; the zero value has none and is refused.
type Action int

const (
	Declare   Action = iota + 1 // open an incident
	List                        // read what is open; of each no more than See lets them
	Clients                     // see, make and change the clients
	Figures                     // read how clients were told; no incident counts that See does not let them see
	WakeSelf                    // learn how Candor wakes you, and try it
	WakeOther                   // the same for somebody else
	See                         // read its state, its checklist and what is due
	Change                      // tick, note, severity, roles, resolve, close
	Keep                        // make a client of one that was typed when it was declared
	Join                        // be invited because the ladder asked
	Send                        // tell the client, or decide when it hears
	Tend                        // send a text of the weeks after: see [Telling]
	Call                        // call a client, and record what they were told; of whom nobody can write to everybody in the channel may
	Approve                     // give one's word to somebody else's text, or refuse it
	GotIt                       // say, for the client, that an update was read
	Write                       // answer, for the client, in the thread of an update

	Wish // ask, for the client, for a call or how to ask something

	actions // one more than there are
)

// subject is what an action is about.
type subject int

const (
	ofFirm     subject = iota // no incident
	ofIncident                // an incident, whichever client
	ofClient                  // one client of an incident, or each of them
)

// grant lists what makes it permitted: one of them is enough, none means never.
type grant []condition

// rule is a row of the policy: what is enough for each kind of person, and what is
// said to whoever lacks it.
type rule struct {
	name string
	of   subject

	team    grant // people of our workspace
	trusted grant // guests of it whom the config names as one of the team
	guest   grant // its other guests, who may be the client's
	client  grant // people of another company

	refusal string // {name} is filled in: see sentence
	another string // instead, to somebody who was asked about another client; may be empty
	guests  string // instead, to guests, where what it is about is not private; may be empty
}

// table says who may do what. A kind of person that a row does not name never may.
var table = [actions]rule{
	Declare:  {name: "declare", of: ofFirm, team: grant{always}, trusted: grant{always}},
	List:     {name: "list", of: ofFirm, team: grant{always}, trusted: grant{always}, guest: grant{always}},
	WakeSelf: {name: "wake self", of: ofFirm, team: grant{always}, trusted: grant{always}},
	Clients: {name: "clients", of: ofFirm, team: grant{always},
		refusal: "The clients are for members of the team. Nothing was changed. Ask one of them to do it."},
	Figures: {name: "figures", of: ofFirm, team: grant{always},
		refusal: "The figures are for members of the team. Nothing was counted. Ask one of them."},
	WakeOther: {name: "wake other", of: ofFirm, team: grant{admin},
		refusal: "Only an admin of the workspace sees how others are woken, and tries it. Nobody was called. Ask them to type whoami themselves."},

	See: {name: "see", of: ofIncident, team: grant{public, inside}, trusted: grant{inside}, guest: grant{inside},
		refusal: "{incident} is private: only its members see it. Nothing was done. Ask {commander} to invite you.",
		guests:  "Guests read an incident in its channel only, and you are not in that of {incident}. Nothing was done. Ask {commander} to invite you."},
	Change: {name: "change", of: ofIncident, team: grant{inside, adminInPublic}, trusted: grant{inside},
		refusal: "Only members of the channel of {incident} can change it. Nothing was changed. {way in}"},
	Keep: {name: "keep", of: ofIncident, team: grant{public, inside},
		refusal: "The clients are for members of the team. Nothing was changed. Ask one of them to do it."},
	Join: {name: "join", of: ofIncident, team: grant{public, inside, askedOfAny, toApproveAny, owesChange}, trusted: grant{inside, askedOfAny, toApproveAny, owesChange},
		refusal: "That is not for you to do in {incident}. Nothing was changed."},

	Send: {name: "send", of: ofClient, team: grant{comms, commander, asked, sendsAll}, trusted: grant{comms, commander, asked, sendsAll},
		refusal: "The client was *not* told: {comms} talks to the client in {incident}. Ask them to send it{take over}.",
		another: "{client} was *not* told: you were asked about another client. {comms} talks to {client}; ask them{take over}."},
	Tend: {name: "tend", of: ofClient, team: grant{comms, commander, asked, sendsAll, askedAfterwards, looksAfter}, trusted: grant{comms, commander, asked, sendsAll, askedAfterwards, looksAfter},
		refusal: "The client was *not* told: {comms} talks to the client in {incident}. Ask them to send it{take over}.",
		another: "{client} was *not* told: you were asked about another client. {comms} talks to {client}; ask them{take over}."},
	Call: {name: "call", of: ofClient, team: grant{comms, commander, asked, sendsAll, speaksAfterwards, sharesCalls}, trusted: grant{comms, commander, asked, sendsAll, speaksAfterwards, sharesCalls},
		refusal: "Nothing was recorded: {comms} talks to the client in {incident}. Ask them to record it{take over}.",
		another: "Nothing was recorded: you were asked about another client. {comms} talks to {client}; ask them{take over}."},
	Approve: {name: "approve", of: ofClient, team: grant{inside, toApprove, adminInPublic}, trusted: grant{inside, toApprove},
		refusal: "It was *not* approved: only members of the channel of {incident}, and who was asked, can do that. {way in}"},
	GotIt: {name: "got it", of: ofClient, guest: grant{always}, client: grant{always},
		refusal: "This button is for the client: with it they tell you that they have read the update. Nothing was recorded."},
	Wish: {name: "wish", of: ofClient, guest: grant{always}, client: grant{always},
		refusal: "These buttons are for the client: with them they ask you for a call, or say that they have a question. Nobody was asked, and nothing was recorded."},
	Write: {name: "write", of: ofClient, guest: grant{always}, client: grant{always},
		refusal: "What the team itself writes in the client's thread is not copied. Nothing was changed."},
}

// What is said to people for whom the whole column is empty, before the row's own
// sentence.
const (
	notOurs     = "This is for the team that runs it. Nothing was changed. To reach them, write in the channel that you share."
	guestsRead  = "Guests can read here, not act. Nothing was changed. Ask a member of the team to do it."
	noIncident  = "No incident was named. Nothing was changed."
	notPossible = "That is not for you to do. Nothing was changed."
)

// condition is one reason why something is permitted. aff is the client that it is
// about; nil where it is about none, and then nobody was asked about it.
type condition func(a incident.Actor, inc *incident.Incident, aff *incident.Affected) bool

func always(incident.Actor, *incident.Incident, *incident.Affected) bool { return true }

func public(_ incident.Actor, inc *incident.Incident, _ *incident.Affected) bool { return !inc.Private }

func inside(a incident.Actor, inc *incident.Incident, _ *incident.Affected) bool {
	return a.InChannel || inc.Roles.Has(a.ID)
}

func admin(a incident.Actor, _ *incident.Incident, _ *incident.Affected) bool { return a.Admin }

func commander(a incident.Actor, inc *incident.Incident, _ *incident.Affected) bool {
	return a.ID == inc.Roles[playbook.Commander]
}

func comms(a incident.Actor, inc *incident.Incident, _ *incident.Affected) bool {
	return a.ID == inc.Holder(playbook.Comms)
}

func adminInPublic(a incident.Actor, inc *incident.Incident, _ *incident.Affected) bool {
	return a.Admin && !inc.Private
}

// asked: by the ladder, or as the second person, about news that this client is owed.
func asked(a incident.Actor, inc *incident.Incident, aff *incident.Affected) bool {
	return aff != nil && (inc.SecondIn(aff, a.ID) || slices.ContainsFunc(aff.Pending(), func(p *promise.Promise) bool {
		return p.Kind.Rings() && fault.OneOf(a.ID, p.Asked...)
	}))
}

// askedAfterwards: about something that is due in days.
func askedAfterwards(a incident.Actor, _ *incident.Incident, aff *incident.Affected) bool {
	return aff != nil && aff.WasAsked(a.ID)
}

// sendsAll says whether they look after the client, and the company lets them send whatever
// there is to be told.
func sendsAll(a incident.Actor, inc *incident.Incident, _ *incident.Affected) bool {
	return a.SendsAll && a.ID == inc.Roles[playbook.Account]
}

// looksAfter: whoever looks after the client afterwards has what is due in days on their list
// of the morning, and nothing stands there that they cannot do.
func looksAfter(a incident.Actor, inc *incident.Incident, aff *incident.Affected) bool {
	return aff != nil && a.ID == inc.Roles[playbook.Account] && (inc.State != incident.Open || owesInDays(aff))
}

func owesInDays(aff *incident.Affected) bool {
	return slices.ContainsFunc(aff.Pending(), func(p *promise.Promise) bool {
		return !p.Kind.Rings() && promise.Of(p.Kind).Owner == playbook.Account
	})
}

// speaksAfterwards: they, or who was asked in their place, speak with a client who has the
// final message and waits for no news.
func speaksAfterwards(a incident.Actor, inc *incident.Incident, aff *incident.Affected) bool {
	return inc.State != incident.Open && (looksAfter(a, inc, aff) || askedAfterwards(a, inc, aff)) &&
		!slices.ContainsFunc(aff.Pending(), func(p *promise.Promise) bool { return p.Kind.Rings() && p.Kind != promise.Meeting })
}

// sharesCalls says whether they may take a call off whoever talks to the clients: many
// clients of whom nobody can be written to are more than one person can call in time.
func sharesCalls(a incident.Actor, inc *incident.Incident, aff *incident.Affected) bool {
	return aff != nil && len(aff.Client.Destinations()) == 0 && inside(a, inc, aff)
}

func askedOfAny(a incident.Actor, inc *incident.Incident, _ *incident.Affected) bool {
	return inc.Asked(a.ID)
}

// owesChange says whether somebody in the incident has named them as who changes something.
func owesChange(a incident.Actor, inc *incident.Incident, _ *incident.Affected) bool {
	return slices.ContainsFunc(inc.Changes.Open(), func(c review.Change) bool { return c.Owner == a.ID })
}

func toApprove(a incident.Actor, _ *incident.Incident, aff *incident.Affected) bool {
	return aff != nil && aff.AskedToApprove(a.ID)
}

func toApproveAny(a incident.Actor, inc *incident.Incident, _ *incident.Affected) bool {
	return inc.AskedToApprove(a.ID)
}

// column is what a row grants to the kind of person, and what that kind is told
// where it is nothing; "" where the row says that itself.
func (r *rule) column(a incident.Actor) (g grant, refusal string) {
	switch {
	case a.ID == "" || a.Home == "" || a.Team == "":
		return nil, notOurs
	case a.Team != a.Home:
		return r.client, notOurs
	case a.Guest && a.Trusted:
		return r.trusted, ""
	case a.Guest:
		return r.guest, guestsRead
	}
	return r.team, ""
}

func (g grant) holds(a incident.Actor, inc *incident.Incident, aff *incident.Affected) bool {
	for _, enough := range g {
		if enough(a, inc, aff) {
			return true
		}
	}
	return false
}

// String is the name of the row, for logs and tests.
func (act Action) String() string {
	if act <= 0 || act >= actions {
		return "action " + fault.Itoa(int(act))
	}
	return table[act].name
}
