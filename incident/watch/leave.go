package watch

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/lookup"
	"candor/incident/night"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/records"
	"candor/incident/timeline"
	"candor/incident/work"
)

// Leave gives to others what somebody has in an incident whose account was deactivated: the
// roles, what they were to change, what they were asked to take over. Every reminder would
// go to a person who reads nothing any more.
func Leave(w *work.Unit, user string) error {
	had, to := w.Inc.Roles.Has(user), w.AnswersFor(user)
	if to == "" || w.Gone(w.Tx, to) {
		return abandoned(w, user)
	}
	passed, err := w.PassChanges(user, to)
	if err != nil {
		return err
	}
	if err := w.Relieve(user); err != nil {
		return err
	}
	if err := cmp.Or(approves(w, user), getsUpNoMore(w, user)); err != nil {
		return err
	}
	name := fault.FirstOf(w.Person(user).Name, w.Inc.Names[user])
	reads, begun := readsOf(w.Inc, name, w.Now), passWords(w.Inc, user, to)
	if err := notTheirs(w, user); err != nil || !had && passed == "" && len(reads)+len(begun) == 0 {
		return err
	}
	if err := w.Record(timeline.Entry{Kind: timeline.AccountLeft, Person: user}); err != nil {
		return err
	}
	d := w.Inc.NewDelivery(outbox.Passed, "left/"+user+"/"+fault.Itoa(int(w.Now.Unix())), w.Now)
	d.To, d.Lane = to, "direct/"+to
	d.Data = outbox.Payload{User: user, Name: name, Passed: passed, Reads: strings.Join(reads, " "), Begun: strings.Join(begun, " ")}
	return work.Enqueue(w.Tx, d)
}

// passWords gives what somebody had written and not sent, such as a text that was rejected, to another who
// has begun nothing for that client. It returns the ids of those clients.
func passWords(inc *incident.Incident, user, to string) (list []string) {
	for i := range inc.Clients {
		aff := &inc.Clients[i]
		if words := aff.Drafts[user]; unsent(aff, user) && aff.Drafts[to].Kind == "" {
			words.By = to
			aff.KeepDraft(words)
			delete(aff.Drafts, user)
			list = append(list, aff.Client.ID)
		}
	}
	return list
}

// unsent says whether somebody has written to a client since those were told last, and it has not left.
func unsent(aff *incident.Affected, user string) bool {
	words := aff.Drafts[user]
	return words.Kind != "" && words.At.After(aff.ToldAt)
}

// abandoned says in the channel that nobody is left who could be asked. Who was in charge stays so
// until somebody takes it; what else they had goes with that.
func abandoned(w *work.Unit, user string) error {
	if w.Inc.Over() || !w.Inc.Roles.Has(user) {
		return nil
	}
	roles := playbook.Crew{}
	for _, r := range playbook.Roles {
		if r != playbook.Commander && w.Inc.Roles[r] == user {
			roles[r] = ""
		}
	}
	if err := cmp.Or(w.EditRoles(incident.Actor{}, incident.Details{Roles: roles}), w.Record(timeline.Entry{Kind: timeline.AllLeft, Person: user})); err != nil {
		return err
	}
	w.Log.Error("nobody is left who could be asked about an incident: their accounts in Slack were deactivated. Name people in the config, or let somebody take it in its channel", "incident", w.Inc.Name())
	d := w.Inc.NewDelivery(outbox.AllLeft, "left/"+user+"/"+fault.Itoa(int(w.Now.Unix())), w.Now)
	d.Data = outbox.Payload{User: user, Name: fault.FirstOf(w.Person(user).Name, w.Inc.Names[user])}
	return work.Enqueue(w.Tx, d)
}

// readsOf are the clients who have read of somebody that they can call them until the work goes on,
// and it has not yet: nobody answers there any more, and the next text has to name somebody else.
func readsOf(inc *incident.Incident, name string, now time.Time) (list []string) {
	for i := range inc.Clients {
		aff := &inc.Clients[i]
		if inc.State == incident.Open && name != "" && strings.HasPrefix(aff.Said["night_contact"], name+",") && aff.SaidTimes["resume_at"].After(now) {
			list = append(list, aff.Client.ID)
		}
	}
	return list
}

// Holders are all who have something in an incident that would wait for them.
func Holders(inc *incident.Incident) []string {
	list := inc.Roles.Everybody()
	if h := inc.Watch.Handover; h.Open() {
		list = append(list, h.To)
	}
	for _, r := range inc.Watch.Rests {
		list = append(list, r.Person, r.Meanwhile())
	}
	for _, c := range inc.Changes {
		if c.Open() {
			list = append(list, c.Owner)
		}
	}
	for i := range inc.Clients {
		for user := range inc.Clients[i].Drafts {
			if unsent(&inc.Clients[i], user) && !inc.Over() {
				list = append(list, user)
			}
		}
		if r := inc.Clients[i].Request; r != nil {
			list = append(append(list, r.Update.By), r.Asked...)
			for _, n := range r.Open() {
				list = append(list, n.People...)
			}
		}
	}
	slices.Sort(list)
	return slices.DeleteFunc(slices.Compact(list), func(user string) bool { return user == "" })
}

// Concerned are those of the team, and who has something in any incident that is not over, each once.
func Concerned(tx records.Tx, team []string) (list []string, err error) {
	for _, user := range team {
		list = fault.AppendNew(list, user)
	}
	for above := int64(0); ; {
		inc, err := tx.Oldest(above, lookup.Unsettled)
		if err != nil || inc == nil {
			return list, records.UnlessLost(err)
		}
		above = inc.Number
		for _, user := range Holders(inc) {
			list = fault.AppendNew(list, user)
		}
	}
}

// Has says whether somebody has something in an incident that would wait for them.
func Has(inc *incident.Incident, user string) bool { return slices.Contains(Holders(inc), user) }

// approves asks the next where their word was asked for; where nobody is left, the writer learns at
// once that they may decide.
func approves(w *work.Unit, user string) error {
	for i := range w.Inc.Clients {
		aff := &w.Inc.Clients[i]
		if r := aff.Request; r != nil && r.Update.By == user && r.NextAt.IsZero() { // it was they who could decide alone
			if err := w.OfferAlone(aff); err != nil {
				return err
			}
		}
		if !aff.AskedToApprove(user) {
			continue
		}
		freed := aff.Request.Leave(user)
		aff.Request.NextAt = w.Now
		if err := cmp.Or(w.Free(aff, freed), w.RemindOfRequest(aff)); err != nil {
			return err
		}
	}
	return nil
}

// getsUpNoMore ends their own rest: nobody is asked in the place of a sleeper who does not come back.
func getsUpNoMore(w *work.Unit, user string) error {
	rest := w.Inc.Watch.Rest(user)
	if rest == nil {
		return nil
	}
	key := rest.Asked
	w.Inc.Watch.WakeUp(user)
	return w.Redraw(key)
}

// notTheirs answers for them what they were asked: they cannot.
func notTheirs(w *work.Unit, user string) error {
	if h := w.Inc.Watch.Handover; h.Open() && h.To == user {
		if err := settle(w, night.Refused); err != nil {
			return err
		}
		if err := tell(w, h); err != nil {
			return err
		}
	}
	for i := range w.Inc.Watch.Rests {
		if r := &w.Inc.Watch.Rests[i]; r.Meanwhile() == user {
			r.By = ""
			if err := cannot(w, r, user); err != nil {
				return err
			}
		}
	}
	return nil
}
