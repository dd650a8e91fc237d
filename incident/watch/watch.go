// Package watch is the steps by which people say good night, take over from each other
// and get up, and what of that Candor does by itself: it offers to go to sleep, tells the
// team in the morning how it stands, and rings somebody before a promise is late.
package watch

import (
	"cmp"
	"time"

	"candor/incident"
	"candor/incident/asleep"
	"candor/incident/fault"
	"candor/incident/night"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/rota"
	"candor/incident/timeline"
	"candor/incident/view"
	"candor/incident/work"
)

// Do does it.
func Do(w *work.Unit, a incident.Actor, r night.Request) error {
	do, ok := map[night.Act]func(*work.Unit, incident.Actor, night.Request) error{
		night.GoodNight: goodNight, night.HandOver: handOver, night.Take: take, night.Refuse: refuse,
		night.GetUp: func(w *work.Unit, a incident.Actor, _ night.Request) error { return getUp(w, a.ID, true) },
	}[r.Act]
	if !ok {
		return fault.Errorf(fault.Invalid, "Nothing was changed. Type goodnight, or handover and the name of who takes over.")
	}
	return do(w, a, r)
}

// goodNight lets somebody sleep, in every incident in which they have a role: one word is
// enough for the night.
func goodNight(w *work.Unit, a incident.Actor, r night.Request) error {
	if err := fits(w, a, r); err != nil {
		return err
	}
	reach, err := w.Tx.Reach(a.ID)
	if err != nil {
		return err
	}
	reach.Asleep.From, reach.Asleep.Until = w.Now, r.Until
	if err := w.Tx.PutReach(reach); err != nil {
		return err
	}
	return each(w, a.ID, func(w *work.Unit) error { return sleep(w, a, r) })
}

// fits refuses a night that nobody could mean.
func fits(w *work.Unit, a incident.Actor, r night.Request) error {
	switch {
	case w.Inc.Drill != nil:
		return fault.Errorf(fault.Conflict, "Nothing was changed: %s is a drill, and nobody sleeps through one. Say good night in an incident that is real.", w.Inc.Name())
	case w.Inc.Ended():
		return w.Inc.OverError()
	case !r.Until.After(w.Now):
		return fault.FieldError(night.FieldUntil, "That time has passed. Nothing was changed. Write until when you sleep, for example 11:00.")
	case r.Until.Sub(w.Now) > night.Longest:
		return fault.FieldError(night.FieldUntil, "That is more than a day away. Nothing was changed. Write until when you sleep, for example 11:00. For days off, give away what you do: handover @name.")
	case r.To == a.ID:
		return fault.FieldError(night.FieldOn, "You cannot be on it while you sleep. Nothing was changed. Name somebody else, or nobody.")
	case r.To == "":
		return nil
	}
	return awake(w, r.To, night.Asks(w.Inc.ZoneNamed(r.To), r.Until, w.Now))
}

// awake refuses to ask somebody who sleeps when they would be asked.
func awake(w *work.Unit, user string, at time.Time) error {
	until, err := sleepsTill(w, user)
	if err != nil || !until.After(at) {
		return err
	}
	return fault.FieldError(night.FieldOn, "%s sleeps until %s, as they said. Nothing was changed, and nobody was asked. Name somebody else.", fault.FirstOf(w.Person(user).Name, fault.Mention(user)), fault.Moment(until))
}

// sleepsTill is until when somebody sleeps, as they said; zero if they do not.
func sleepsTill(w *work.Unit, user string) (until time.Time, err error) {
	reach, err := w.Tx.Reach(user)
	if err == nil && reach.Asleep.On(w.Now) {
		until = reach.Asleep.Until
	}
	return until, err
}

// each runs a step on this incident, and on the others that have not ended in which the
// person has a role.
func each(w *work.Unit, user string, step func(*work.Unit) error) error {
	if err := step(w); err != nil {
		return err
	}
	live, err := w.Tx.LiveIncidents()
	if err != nil {
		return err
	}
	for _, inc := range live {
		if inc.Number == w.Inc.Number || inc.Drill != nil || inc.Ended() || !inc.Roles.Has(user) && inc.Watch.Rest(user) == nil {
			continue
		}
		other := work.Begin(w.Firm, w.Tx, inc, w.Now)
		other.Refresh()
		if err := step(other); err != nil {
			return err
		}
		if err := other.Put(); err != nil {
			return err
		}
	}
	return nil
}

// sleep notes in one incident that somebody sleeps.
func sleep(w *work.Unit, a incident.Actor, r night.Request) error {
	who := fault.FirstOf(r.To, a.ID)
	rest := w.Inc.Watch.Sleep(night.Rest{
		Person: a.ID, Since: w.Now, Until: r.Until, On: r.To, Choice: r.Choice,
		AskAt: night.Asks(w.Inc.ZoneNamed(who), r.Until, w.Now),
	})
	if r.To == "" && w.Alone(w.Inc, a.ID) { // nobody else is there to be told
		rest.AskAt = r.Until
	}
	if err := asleep.May(w.Inc, rest); err != nil {
		return err
	}
	return w.Record(timeline.Entry{Kind: timeline.Sleeps, By: a.ID, Until: r.Until, Person: r.To})
}

// getUp ends the rest of a person, in every incident. asked: they said so themselves, and
// are told if they were not asleep.
func getUp(w *work.Unit, user string, asked bool) error {
	reach, err := w.Tx.Reach(user)
	if err != nil {
		return err
	}
	if !reach.Asleep.On(w.Now) {
		if asked {
			return fault.Errorf(fault.Conflict, "You have not said good night, so nothing was changed. Your phone rings as always.")
		}
		return nil
	}
	reach.Asleep.Until = w.Now
	if err := w.Tx.PutReach(reach); err != nil {
		return err
	}
	return each(w, user, func(w *work.Unit) error {
		rest := w.Inc.Watch.Rest(user)
		if rest == nil {
			return nil
		}
		key := rest.Asked
		w.Inc.Watch.WakeUp(user)
		if err := w.Record(timeline.Entry{Kind: timeline.GotUp, By: user}); err != nil {
			return err
		}
		return w.Redraw(key)
	})
}

// handOver asks another to take over what the person does. Until they say yes nothing
// changes.
func handOver(w *work.Unit, a incident.Actor, r night.Request) error {
	switch {
	case w.Inc.Over(): // what is closed may still owe something
		return w.Inc.OverError()
	case !w.Inc.Roles.Has(a.ID):
		return fault.Errorf(fault.Conflict, "You have no part in %s that you could hand over. Nobody was asked. Ask %s to hand it over.", w.Inc.Name(), fault.Mention(w.Inc.Roles[playbook.Commander]))
	case r.To == a.ID:
		if h := w.Inc.Watch.Handover; h.Open() && h.From == a.ID {
			return keep(w, h)
		}
		return fault.Errorf(fault.Invalid, "It is yours already. Nobody was asked. Name somebody else.")
	}
	if h := w.Inc.Watch.Handover; h.Open() && h.From == a.ID && h.To == r.To {
		return fault.Errorf(fault.Conflict, "You asked %s at %s, and there is no answer yet. They were not asked again. Call them, or take it back: handover and your own name.", fault.Mention(h.To), fault.Clock(h.At))
	}
	if err := awake(w, r.To, w.Now); err != nil {
		return err
	}
	if err := settle(w, night.Replaced); err != nil {
		return err
	}
	h := w.Inc.Watch.Offer(night.Handover{From: a.ID, To: r.To, At: w.Now, Due: w.Now})
	d := w.Inc.NewDelivery(outbox.TakeOver, "take-over/"+fault.Itoa(h.N), w.Now)
	d.To, d.Lane, d.Data.Number = r.To, "direct/"+r.To, fault.Itoa(h.N)
	d.Data.Outside = outbox.Yes(!w.Inc.Roles.Has(r.To))
	h.Key = d.Key
	if err := work.Enqueue(w.Tx, d); err != nil {
		return err
	}
	return w.Record(timeline.Entry{Kind: timeline.TakeoverAsked, By: a.ID, Person: r.To})
}

// keep takes back that somebody was asked to take over: they read so.
func keep(w *work.Unit, h *night.Handover) error {
	if err := settle(w, night.Kept); err != nil {
		return err
	}
	return w.Record(timeline.Entry{Kind: timeline.TakeoverKept, By: h.From, Person: h.To})
}

// atOnce are the roles whose holders have to act now: nobody gives them to somebody who sleeps.
var atOnce = []playbook.Role{playbook.Commander, playbook.Comms, playbook.Tech}

// Assign refuses to give somebody who sleeps what has to be done now, and is [keep] where one role is given
// to whoever has it and had asked another to take over: they mean to keep it.
func Assign(w *work.Unit, a incident.Actor, roles map[playbook.Role]string) error {
	for _, role := range atOnce {
		user, given := roles[role]
		if !given || user == "" || user == a.ID || user == w.Inc.Roles[role] {
			continue
		}
		if until, err := sleepsTill(w, user); err != nil || until.After(w.Now) {
			return cmp.Or(err, error(fault.Errorf(fault.Conflict, "%s sleeps until %s, as they said. Nothing was changed. Name somebody else, or call them: once they are up they can take it themselves.",
				fault.FirstOf(w.Person(user).Name, fault.Mention(user)), fault.Moment(until))))
		}
	}
	h := w.Inc.Watch.Handover
	for role, user := range roles {
		if len(roles) == 1 && h.Open() && h.From == user && w.Inc.Roles[role] == user {
			return keep(w, h)
		}
	}
	return nil
}

// settle notes what became of the open handover, if there is one, and shows it where it
// was asked.
func settle(w *work.Unit, answer night.Answer) error {
	h := w.Inc.Watch.Handover
	if !h.Open() {
		return nil
	}
	h.Answer, h.Answered = answer, w.Now
	return w.Redraw(h.Key)
}

// tell lets whoever asked to hand over know what became of it.
func tell(w *work.Unit, h *night.Handover) error {
	d := w.Inc.NewDelivery(outbox.HandedOver, "take-over/"+fault.Itoa(h.N)+"/answer", w.Now)
	d.To, d.Lane, d.Data.Number = h.From, "direct/"+h.From, fault.Itoa(h.N)
	return work.Enqueue(w.Tx, d)
}

// take lets a person take over: from whoever asks, or from whoever sleeps.
func take(w *work.Unit, a incident.Actor, r night.Request) error {
	h := w.Inc.Watch.Handover
	if h != nil && h.N == r.N {
		return accept(w, a, h)
	}
	rest := w.Inc.Watch.RestN(r.N)
	switch {
	case w.Inc.Ended():
		return w.Inc.OverError()
	case rest == nil:
		return fault.Errorf(fault.Conflict, "That night is over, so nothing was changed. %s is in charge of %s. Ask them to hand it over.", fault.Mention(w.Inc.Roles[playbook.Commander]), w.Inc.Name())
	case rest.Person == a.ID: // they are up
		return getUp(w, a.ID, true)
	case rest.Taken():
		return fault.Errorf(fault.Conflict, "%s has taken it already. Nothing was changed.", fault.Mention(rest.By))
	}
	if err := there(w, a); err != nil {
		return err
	}
	person, key := rest.Person, rest.Asked
	rest.Take(a.ID, w.Now)
	if err := getUp(w, a.ID, false); err != nil {
		return err
	}
	if err := follow(w, a, person); err != nil {
		return err
	}
	return w.Redraw(key)
}

// there refuses somebody who neither was asked nor is in the channel: they do not know
// what they would take.
func there(w *work.Unit, a incident.Actor) error {
	if a.InChannel || w.Inc.Roles.Has(a.ID) || w.Inc.Asked(a.ID) {
		return nil
	}
	return fault.Errorf(fault.Denied, "Only who was asked and members of the channel of %s can take it. Nothing was changed. Join the channel first.", w.Inc.Name())
}

// accept takes over from whoever asks to.
func accept(w *work.Unit, a incident.Actor, h *night.Handover) error {
	if h.Open() && h.From == a.ID {
		return keep(w, h)
	}
	if err := forThem(w, a, h); err != nil {
		return err
	}
	if err := settle(w, night.Accepted); err != nil {
		return err
	}
	if rest := w.Inc.Watch.Rest(h.From); rest != nil && !rest.Taken() { // they went to sleep meanwhile
		rest.Take(a.ID, w.Now)
		if err := w.Redraw(rest.Asked); err != nil {
			return err
		}
	}
	if err := follow(w, a, h.From); err != nil {
		return err
	}
	return tell(w, h)
}

// forThem says whether an open handover asks that person.
func forThem(w *work.Unit, a incident.Actor, h *night.Handover) error {
	switch {
	case w.Inc.Over():
		return w.Inc.OverError()
	case !h.Open():
		return fault.Errorf(fault.Conflict, "That was answered already, or somebody else was asked since. Nothing was changed. %s is in charge of %s.", fault.Mention(w.Inc.Roles[playbook.Commander]), w.Inc.Name())
	case !w.Inc.Roles.Has(h.From):
		return fault.Errorf(fault.Conflict, "%s has no part in it any more, so there is nothing to take over. Nothing was changed. %s is in charge of %s.", fault.Mention(h.From), fault.Mention(w.Inc.Roles[playbook.Commander]), w.Inc.Name())
	case h.To != a.ID:
		return fault.Errorf(fault.Denied, "%s was asked, not you. Nothing was changed.", fault.Mention(h.To))
	}
	return nil
}

// follow gives a person all that another does.
func follow(w *work.Unit, a incident.Actor, from string) error {
	roles := map[playbook.Role]string{}
	for _, role := range view.RolesOf(w.Inc, from) {
		roles[role] = a.ID
	}
	if err := w.EditRoles(a, incident.Details{Roles: roles, Names: map[string]string{a.ID: a.Name}}); err != nil {
		return err
	}
	return w.Record(timeline.Entry{Kind: timeline.TookOver, By: a.ID, Person: from})
}

// refuse says that a person cannot take over: it stays whose it is, and they are told.
func refuse(w *work.Unit, a incident.Actor, r night.Request) error {
	if h := w.Inc.Watch.Handover; h != nil && h.N == r.N {
		if err := forThem(w, a, h); err != nil {
			return err
		}
		if err := settle(w, night.Refused); err != nil {
			return err
		}
		if err := w.Record(timeline.Entry{Kind: timeline.TakeoverRefused, By: a.ID, Person: h.From}); err != nil {
			return err
		}
		return tell(w, h)
	}
	rest := w.Inc.Watch.RestN(r.N)
	switch {
	case rest == nil || rest.Taken():
		return fault.Errorf(fault.Conflict, "Nobody asks that of you any more, so nothing was changed. %s is in charge of %s.", fault.Mention(w.Inc.Roles[playbook.Commander]), w.Inc.Name())
	case rest.Person == a.ID:
		return fault.Errorf(fault.Conflict, "It is yours, so there is nothing to refuse. Nothing was changed. Hand it over: handover and a name.")
	}
	if err := there(w, a); err != nil {
		return err
	}
	return cannot(w, rest, a.ID)
}

// cannot notes that somebody cannot be on it while another sleeps. If it was asked of them the
// next is asked, as they were: nobody else reads that an old message has changed.
func cannot(w *work.Unit, rest *night.Rest, user string) error {
	rest.No = fault.AppendNew(rest.No, user)
	if err := w.Record(timeline.Entry{Kind: timeline.TakeoverRefused, By: user, Person: rest.Person}); err != nil {
		return err
	}
	who, err := rota.Of(w.Firm, w.Tx, w.Inc, w.Now)
	if err != nil {
		return err
	}
	asked, next := rest.Asked, who.Instead(rest)
	if rest.On == user && next != "" {
		if rest.On = next; asked != "" {
			rest.AskAt = w.Now
		}
	}
	if err := tellMorning(w, rest); err != nil {
		return err
	}
	return w.Redraw(asked)
}
