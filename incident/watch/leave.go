package watch

import (
	"cmp"
	"slices"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/night"
	"candor/incident/outbox"
	"candor/incident/review"
	"candor/incident/timeline"
	"candor/incident/work"
)

// Leave gives to others what somebody has in an incident whose account was deactivated: the
// roles, what they were to change, what they were asked to take over. Every reminder would
// go to a person who reads nothing any more.
func Leave(w *work.Unit, user string) error {
	had, to := w.Inc.Roles.Has(user), w.AnswersFor(user)
	if to == user || to == "" { // they are all alone: the incident waits for whoever comes next
		return nil
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
	if err := notTheirs(w, user); err != nil || !had && passed == "" {
		return err
	}
	if err := w.Record(timeline.Entry{Kind: timeline.AccountLeft, Person: user}); err != nil {
		return err
	}
	d := w.Inc.NewDelivery(outbox.Passed, "left/"+user+"/"+fault.Itoa(int(w.Now.Unix())), w.Now)
	d.To, d.Lane = to, "direct/"+to
	d.Data = outbox.Payload{User: user, Name: fault.FirstOf(w.Person(user).Name, w.Inc.Names[user]), Passed: passed}
	return work.Enqueue(w.Tx, d)
}

// Has says whether somebody has something in an incident that would wait for them.
func Has(inc *incident.Incident, user string) bool {
	h := inc.Watch.Handover
	return inc.Roles.Has(user) || inc.AskedToApprove(user) || inc.Watch.Rest(user) != nil || h.Open() && h.To == user ||
		slices.ContainsFunc(inc.Changes, func(c review.Change) bool { return c.Open() && c.Owner == user }) ||
		slices.ContainsFunc(inc.Watch.Rests, func(r night.Rest) bool { return r.Meanwhile() == user })
}

// approves asks the next where their word was asked for; where nobody is left, the writer learns at
// once that they may decide.
func approves(w *work.Unit, user string) error {
	for i := range w.Inc.Clients {
		aff := &w.Inc.Clients[i]
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
