package view

import (
	"slices"
	"time"

	"candor/incident"
	"candor/incident/approval"
	"candor/incident/damage"
	"candor/incident/morning"
	"candor/incident/night"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/review"
	"candor/incident/team"
	"candor/incident/timeline"
	"candor/incident/update"
)

// Colleague is what Candor knows of a member of the team.
type Colleague struct {
	Sleeper
	Named  bool   // stands under people in the config
	Place  int    // in the escalation list, from 1; 0 if they are not in it
	Duties []Duty // in incidents that are not over
}

// Duty is what a person does in an incident.
type Duty struct {
	Incident int64
	Roles    []playbook.Role
}

// RolesOf lists the roles that a person holds in an incident.
func RolesOf(inc *incident.Incident, user string) []playbook.Role {
	return slices.DeleteFunc(slices.Clone(playbook.Roles), func(r playbook.Role) bool { return inc.Roles[r] != user })
}

// View is what the words of a delivery are made from: a snapshot taken when it
// is claimed.
type View struct {
	Now      time.Time
	Company  string
	Command  string // the slash command: /incident
	Incident *incident.Incident
	Client   *incident.Affected // nil if the delivery is about no client
	Group    []Owing            // what a reminder for several clients is about, those that are settled too
	Promise  *promise.Promise   // nil if it is about none
	Playbook *playbook.Playbook
	People   []team.Person
	Sleepers []Sleeper        // of a card: whom the ladder may have to wake
	Target   *outbox.Delivery // the delivery whose message is edited or told of; nil if none
	Update   *update.Update   // the update that it is about; nil if none
	Lines    []timeline.Entry // of a message to whoever takes over: what happened
	Told     []*update.Update // and what each client was told last; those who were told nothing are left out
	Pattern  string           // of channel names
	Known    []string         // guests who may read what is for the team
	Damaged  []damage.Unreadable

	MailUnseen bool     // clients get mail, and nobody reads their answers for the team
	Gap        *Gap     // of that message: a question for the night that it asks; nil: none
	Trial      *Trial   // of the message about a task; nil: none
	Sheets     []Sheet  // of the message with the sheets: those of the incident's clients that say anything
	Morning    []Errand // of the message of a morning: what the person owes, in its order
}

// Errand is something that a person owes in days, as it stands in their message of the
// morning. One of Promise, Step and Change is set.
type Errand struct {
	When     morning.When
	Incident *incident.Incident
	Client   *incident.Affected // nil unless it is a promise or a question
	Promise  *promise.Promise
	Step     *playbook.Item
	Change   *review.Change
	Asked    []string          // what the client asked, and nobody has answered; none: it is none of that
	Request  *approval.Request // a text that waits for their word; nil: it is none of that
	Handover *night.Handover   // that whoever was asked has not answered
	Due      time.Time
	Open     []string       // of a question how it goes: what else they have read that is not over
	Ready    *update.Update // a text for it that needs no more words; nil: there is none
}

// Owing is a client and what it was promised.
type Owing struct {
	Client  *incident.Affected
	Promise *promise.Promise
}

// Sleeper is a person whom the ladder may have to wake, with what is known of how.
type Sleeper struct {
	Person team.Person
	Reach  team.Reach
}
