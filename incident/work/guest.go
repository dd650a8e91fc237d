package work

import (
	"fmt"
	"slices"
	"strings"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/rota"
	"candor/incident/timeline"
)

// trusts says whether a guest may read what is for the team.
func (w *Unit) trusts(user string) bool {
	return fault.OneOf(user, w.Roster().TrustedGuests...) || fault.OneOf(user, w.Inc.Colleagues...)
}

// Meet notes unknown guests and asks about each.
func (w *Unit) Meet(guests []outbox.Guest) (changed bool, err error) {
	for _, g := range guests {
		if w.trusts(g.User) || w.Inc.Channel.Guest(g.User) != nil {
			continue
		}
		changed = true
		w.Inc.Lines++
		ask := w.Inc.NewDelivery(outbox.AskGuest, fmt.Sprintf("guest/%s/%d", g.User, w.Inc.Lines), w.Now)
		ask.To = w.AnswersFor(g.User)
		ask.Lane = "direct/" + ask.To
		ask.Data = outbox.Payload{User: g.User, Name: g.Name}
		if ask.To != g.User {
			ask.Data.Passed, err = w.PassChanges(g.User, ask.To)
			ask.Data.Had = outbox.Yes(w.Inc.Roles.Has(g.User) || ask.Data.Passed != "")
		}
		if err != nil {
			return changed, err
		}
		if err := Enqueue(w.Tx, ask); err != nil {
			return changed, err
		}
		w.Inc.Channel.Guests = append(w.Inc.Channel.Guests, outbox.Guest{User: g.User, Name: g.Name, Asked: ask.Key})
		if err := w.Record(timeline.Entry{Kind: timeline.GuestCame, Person: g.User, Name: g.Name}); err != nil {
			return changed, err
		}
		if err := w.Relieve(g.User); err != nil {
			return changed, err
		}
	}
	return changed, nil
}

// Relieve passes the roles of somebody whose account became a guest's, or was deactivated, to
// who can act in them: to whoever is in charge, and that to the next of the team. What is due would wait
// for a person whom every button refuses.
func (w *Unit) Relieve(user string) error {
	next := w.AnswersFor(user)
	if w.Inc.Over() || next == user || !w.Inc.Roles.Has(user) {
		return nil
	}
	roles := playbook.Crew{}
	for _, r := range playbook.Roles {
		if w.Inc.Roles[r] == user {
			roles[r] = map[bool]string{true: next}[r == playbook.Commander]
		}
	}
	return w.EditRoles(incident.Actor{}, incident.Details{Roles: roles})
}

// PassChanges gives what somebody was to change, who can act no more, to another. It returns
// their numbers, parted by spaces.
func (w *Unit) PassChanges(from, to string) (passed string, err error) {
	w.Inc.Changes = slices.Clone(w.Inc.Changes)
	for i := range w.Inc.Changes {
		c := &w.Inc.Changes[i]
		if c.Owner != from || !c.Open() {
			continue
		}
		c.Owner, passed = to, strings.TrimSpace(fmt.Sprint(passed, " ", c.N))
		if err := w.Record(timeline.Entry{Kind: timeline.ChangePassed, Words: c.Text, Person: to, Until: c.DueAt}); err != nil {
			return passed, err
		}
	}
	return passed, nil
}

// sparesTheirs brings what is for one of the team, who was found to be a client's, to whoever
// is in charge.
func (w *Unit) sparesTheirs(d *outbox.Delivery) {
	if t := d.Traits(); t.Where == outbox.ToPerson && t.Manner == outbox.Posts && fault.OneOf(d.To, w.Inc.Theirs...) {
		d.To = w.AnswersFor(d.To)
	}
}

// heir has what somebody wrote: they themselves, or who answers for them once they have left.
func (w *Unit) heir(user string) string {
	if user != "" && w.Gone(w.Tx, user) {
		return w.AnswersFor(user)
	}
	return user
}

// AnswersFor is who is asked about somebody, and gets what they can do no more: whoever is in
// charge; if that is they themselves, whoever is on it while they sleep, else the next of the
// team. Where nobody is, it is they.
func (w *Unit) AnswersFor(user string) string {
	chief, meanwhile := w.Inc.Roles[playbook.Commander], ""
	if rest := w.Inc.Watch.Rest(user); rest != nil && w.Now.Before(rest.Until) {
		meanwhile = rest.Meanwhile()
	}
	for _, one := range slices.Concat([]string{chief, meanwhile, w.Inc.Holder(playbook.Comms), w.Inc.Holder(playbook.Account)}, rota.Acting(w.Inc, w.Roster()), w.Team(w.Inc)) {
		if one != "" && one != user && w.Inc.Channel.Guest(one) == nil && !fault.OneOf(one, w.Inc.Theirs...) && !w.Gone(w.Tx, one) {
			return one
		}
	}
	return chief
}

// ForgetGuest takes somebody off the list of those who keep the channel silent,
// and records why.
func (w *Unit) ForgetGuest(g outbox.Guest, answer outbox.GuestAnswer, why timeline.Entry) error {
	w.Inc.Channel.Guests = slices.DeleteFunc(w.Inc.Channel.Guests, func(have outbox.Guest) bool { return have.User == g.User })
	g.Answer = answer
	if err := w.GuestSaid(g); err != nil {
		return err
	}
	why.Person, why.Name = g.User, g.Name
	return w.Record(why)
}

// GuestSaid edits the question about a guest to one line. What was said last
// stands there.
func (w *Unit) GuestSaid(g outbox.Guest) error {
	w.Inc.Lines++
	d := w.Inc.NewDelivery(outbox.GuestSaid, fmt.Sprintf("guest/%s/said/%d", g.User, w.Inc.Lines), w.Now)
	d.Lane = "direct/" + w.Inc.Roles[playbook.Commander]
	d.Target, d.Data = g.Asked, outbox.Payload{User: g.User, Name: g.Name, Answer: g.Answer}
	return Enqueue(w.Tx, d)
}
