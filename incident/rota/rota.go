// Package rota says who is asked about a promise: whom each rung of its ladder
// mentions, who gets a direct message and so is rung, and who is rung before its
// time where whoever keeps it sleeps. Others are asked before anybody who sleeps.
package rota

import (
	"slices"
	"time"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/firm"
	"candor/incident/night"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/records"
	"candor/incident/team"
)

// Rota is who is there for an incident at an instant.
type Rota struct {
	Inc        *incident.Incident
	EscalateTo []string        // Slack ids, in the order in which they are asked
	Asleep     map[string]bool // who said good night and has not got up
	Mute       map[string]bool // whose phone cannot ring
	Left       map[string]bool // whose account in Slack was deactivated
}

// Acting are those of the escalation list who can act in an incident: of a guest it knows
// that they read alone, unless the config says that they are of the team.
func Acting(inc *incident.Incident, r *team.Roster) []string {
	return slices.DeleteFunc(slices.Clone(r.EscalateTo), func(user string) bool {
		guest := inc.Channel.Guest(user) != nil || fault.OneOf(user, inc.Colleagues...) || fault.OneOf(user, inc.Theirs...)
		return guest && !fault.OneOf(user, r.TrustedGuests...)
	})
}

// Of is who is there for an incident now.
func Of(f *firm.Firm, tx records.Tx, inc *incident.Incident, now time.Time) (Rota, error) {
	who := Rota{Inc: inc, EscalateTo: inc.Drill.Asks(Acting(inc, f.Roster())), Asleep: map[string]bool{}, Mute: map[string]bool{}, Left: map[string]bool{}}
	users := append(f.Team(inc), who.EscalateTo...)
	for i := range inc.Clients {
		users = append(users, inc.Clients[i].Client.Approving().People...)
	}
	for _, r := range inc.Watch.Rests {
		users = append(users, r.Person, r.Meanwhile())
	}
	for _, user := range users {
		r, err := tx.Reach(user)
		if err != nil {
			return who, err
		}
		who.Asleep[user], who.Mute[user], who.Left[user] = r.Asleep.On(now), f.Person(user).Wake == "", r.Left
	}
	return who, nil
}

// Rung is a rung of a promise that is due. All: nobody answers, and everybody on the
// list is asked, whoever sleeps too.
type Rung struct {
	Promise *promise.Promise
	Rung    outbox.Rung
	All     bool
}

// Asked says whom a rung mentions in the channel and who gets a direct message.
// Where one person holds the roles, the later rungs go to the next person instead of
// to the same one four times. Where nobody answers, the whole list is asked. It notes
// whose turn it was.
func (r Rota) Asked(c Rung) (mentioned, direct []string) {
	comms, commander := r.Awake(r.Inc.Holder(playbook.Comms)), r.Awake(r.Inc.Roles[playbook.Commander])
	mentioned = []string{comms}
	switch {
	case c.Rung < outbox.Due:
	case c.Rung == outbox.Due:
		direct = mentioned
	case c.Rung == outbox.TooLate:
		other := commander
		if other == comms {
			other = r.turn(c.Promise, comms)
		}
		if other == "" && !r.Inc.Roles.Has(comms) { // whoever is asked in the place of who sleeps is the last
			other = comms
		}
		if other != "" {
			mentioned, direct = fault.AppendNew(mentioned, other), []string{other}
		}
	default:
		mentioned = r.everybody(c)
		direct = mentioned
	}
	return mentioned, direct
}

// everybody are those with a role and the next of the list. Who sleeps is among them
// if they said that they are rung of what nobody has taken, if nobody else is left, and
// once the client has waited for an hour.
func (r Rota) everybody(c Rung) []string {
	list := slices.DeleteFunc(r.Inc.Roles.Everybody(), func(user string) bool {
		rest := r.Inc.Watch.Rest(user)
		return r.Asleep[user] && !c.All && (rest == nil || !rest.Choice.Untaken)
	})
	if rest := r.Inc.Watch.Rest(r.Inc.Holder(playbook.Comms)); rest != nil && rest.Meanwhile() != "" && r.Asleep[rest.Person] {
		list = fault.AppendNew(list, rest.Meanwhile())
	}
	if next := r.turn(c.Promise, ""); next != "" {
		list = fault.AppendNew(list, next)
	}
	for _, user := range r.EscalateTo {
		if c.All {
			list = fault.AppendNew(list, user)
		}
	}
	if len(list) == 0 {
		return r.Inc.Roles.Everybody()
	}
	return list
}

// InDays says who hears alone of a promise that is due in days: its owner within the hour,
// and once it is two mornings late another each time, whoever is in charge first, then in turn
// the others with a role and those of the list. "" if nobody but the owner is there.
func (r Rota) InDays(p *promise.Promise, rung outbox.Rung) string {
	owner := r.Awake(r.Inc.Holder(promise.Of(p.Kind).Owner))
	if rung != promise.TheNextPerson {
		return owner
	}
	list := []string{r.Awake(r.Inc.Roles[playbook.Commander])}
	for _, user := range append(r.Inc.Roles.Everybody(), r.EscalateTo...) {
		if !r.Asleep[user] {
			list = fault.AppendNew(list, user)
		}
	}
	list = slices.DeleteFunc(list, func(user string) bool { return user == owner || user == "" })
	if len(list) == 0 {
		return ""
	}
	turn := 0
	if p.Rung == promise.TheNextPerson {
		turn = slices.Index(list, p.Turn) + 1
	}
	p.Turn = list[turn%len(list)]
	return p.Turn
}

// Next returns who of the escalation list is asked next: one after another, those with
// a role left out, since they are asked anyway, and those who sleep as long as another
// is on it. When the list is through and nobody has answered it begins again: who
// slept through one call may hear the next. It is "" only if nobody is on the list but
// one who is asked already; empty: nobody is.
func (r Rota) Next(p *promise.Promise, but string) string {
	turn := slices.Index(r.EscalateTo, p.Turn) + 1
	sleeper := ""
	for i := range r.EscalateTo {
		switch user := r.EscalateTo[(turn+i)%len(r.EscalateTo)]; {
		case r.Inc.Roles.Has(user) || user == but:
		case !r.Asleep[user]:
			return user
		case sleeper == "":
			sleeper = user
		}
	}
	return sleeper
}

// turn asks the next of the escalation list but one who is asked already.
func (r Rota) turn(p *promise.Promise, but string) string {
	next := r.Next(p, but)
	if next != "" {
		p.Turn = next
	}
	return next
}

// Awake is the person, or who is asked in their place while they sleep: whoever is on
// it, another with a role, the next of the list. It is the person where nobody else is.
func (r Rota) Awake(user string) string {
	if !r.Asleep[user] {
		return user
	}
	for _, other := range r.others(user) {
		if !r.Asleep[other] {
			return other
		}
	}
	return user
}

// Answers is who is asked what somebody has to answer now and others may: the person, or
// while they sleep another with a role who does not.
func (r Rota) Answers(user string) string {
	if r.Asleep[user] {
		for _, other := range r.others(user) {
			if !r.Asleep[other] && r.Inc.Roles.Has(other) {
				return other
			}
		}
	}
	return user
}

// Beside is who hears of it that a person could not be reached: another who is up, else
// another; they themselves where nobody else is there.
func (r Rota) Beside(user string) string {
	return append(r.AwakeFirst(r.others(user)), user)[0]
}

// AwakeFirst are people who may all answer, those who sleep after the others.
func (r Rota) AwakeFirst(list []string) []string {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b string) int {
		switch {
		case r.Asleep[a] == r.Asleep[b]:
			return 0
		case r.Asleep[b]:
			return -1
		}
		return 1
	})
	return list
}

// others are those who may be asked instead of a person, in their order.
func (r Rota) others(user string) (list []string) {
	if rest := r.Inc.Watch.Rest(user); rest != nil && rest.Meanwhile() != "" {
		list = append(list, rest.Meanwhile())
	}
	for _, other := range append(r.Inc.Roles.Everybody(), r.EscalateTo...) {
		if other != user {
			list = fault.AppendNew(list, other)
		}
	}
	return list
}

// Instead is who can be asked next to be on it while a person sleeps: the first of the others
// who is up and has not said that they cannot; "" if nobody is left.
func (r Rota) Instead(rest *night.Rest) string {
	for _, other := range r.others(rest.Person) {
		if !r.Asleep[other] && !fault.OneOf(other, rest.No...) {
			return other
		}
	}
	return ""
}

// CallsBack says who calls a client back that asks a person for it: whoever sleeps is
// spared unless they chose it, if another's phone can ring.
func (r Rota) CallsBack(user string) string {
	rest := r.Inc.Watch.Rest(user)
	if !r.Asleep[user] || rest != nil && rest.Choice.Wished {
		return user
	}
	for _, other := range r.others(user) {
		if !r.Asleep[other] && !r.Mute[other] {
			return other
		}
	}
	return user
}

// Guard says who is rung before a promise is late, while whoever keeps it sleeps: they
// themselves if they chose that, else whoever is asked in their place, the first whose
// phone can ring. If there is nobody else it is they after all: a promise never goes
// unseen.
func (r Rota) Guard(p *promise.Promise) string {
	holder := r.Inc.Holder(promise.Of(p.Kind).Owner)
	var list []string
	if rest := r.Inc.Watch.Rest(holder); rest != nil && (rest.Choice.Untaken || p.Wished && rest.Choice.Wished) {
		list = []string{holder}
	}
	for _, other := range r.others(holder) {
		if !r.Asleep[other] {
			list = fault.AppendNew(list, other)
		}
	}
	list = fault.AppendNew(list, holder)
	for _, user := range list {
		if !r.Mute[user] {
			return user
		}
	}
	return list[0]
}

// Spare asks another with a role what somebody who sleeps is asked.
func (r Rota) Spare(d *outbox.Delivery) {
	d.To, d.Users = r.Answers(d.To), slices.Clone(d.Users)
	for i, user := range d.Users {
		d.Users[i] = r.Answers(user)
	}
}
