// Package replies is what becomes of what a client writes: it is copied to the team, stands on
// the card until it is answered, follows its edits, and may ask for a call.
package replies

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"candor/incident"
	"candor/incident/damage"
	"candor/incident/fault"
	"candor/incident/lookup"
	"candor/incident/meeting"
	"candor/incident/outbox"
	"candor/incident/phrase"
	"candor/incident/playbook"
	"candor/incident/rota"
	"candor/incident/schedule"
	"candor/incident/team"
	"candor/incident/timeline"
	"candor/incident/work"
)

// From is what one client of an incident writes.
type From struct {
	*work.Unit
	Client *incident.Affected
}

// Reask follows an edit of a reply that waits for an answer.
func (f From) Reask(r outbox.Reply) {
	aff := f.Client
	for i := range aff.Asked {
		switch {
		case aff.Asked[i].TS != r.TS:
		case !r.DeletedAt.IsZero():
			aff.Asked = slices.Delete(aff.Asked, i, i+1)
			return
		default:
			aff.Asked[i].Text, aff.Asked[i].Held = r.Glimpse(), aff.Asked[i].Held && !r.Thanks()
		}
	}
}

const replyPause = 2 * time.Second

// MaxCopied is how many replies are remembered, to follow their edits.
const MaxCopied = 100

// Copy queues the copy of a reply, or adds it to the newest one, where that
// collects what they write.
func (w From) Copy(r outbox.Reply) (key string, err error) {
	to := w.Inc.CopyTo()
	if n := len(w.Client.Copied); n > 0 {
		d, err := w.Tx.Delivery(w.Client.Copied[n-1].Key)
		if err != nil && !damage.IsLost(err) {
			return "", err
		}
		if err == nil && d.Collects(r, to, w.Inc.Channel.ID) {
			d.Replies = append(d.Replies, r)
			if err := w.Tx.PutDelivery(d); err != nil {
				return "", err
			}
			return d.Key, w.Edit(d)
		}
	}
	d := w.Inc.NewDelivery(outbox.Copy, w.Client.Client.ID+"/reply/"+r.TS, w.Now)
	d.Lane = w.Inc.Name() + "/" + w.Client.Client.ID + "/replies"
	d.Client, d.To, d.Replies = w.Client.Client.ID, to, []outbox.Reply{r}
	d.NotTill = schedule.Later(w.Now, w.Client.CopyAt.Add(replyPause))
	if (!w.Client.WroteSince() || r.Asks()) && to == "" { // the first since the last update, and a question: somebody should see it
		reader, err := w.reader(r)
		if err != nil {
			return "", err
		}
		d.Users = []string{reader}
	}
	w.Client.CopyAt = d.NotTill
	if d.Data.Nearby, err = w.nearby(); err != nil {
		return "", err
	}
	return d.Key, work.Enqueue(w.Tx, d)
}

// reader is who reads what a client writes: whoever talks to them; while they sleep, of a
// question or a cry, somebody who is up, who comes into the channel for it.
func (w From) reader(r outbox.Reply) (string, error) {
	holder := w.Inc.Holder(playbook.Comms)
	if !r.Asks() && !w.cries(r) {
		return holder, nil
	}
	who, err := rota.Of(w.Firm, w.Tx, w.Inc, w.Now)
	other := who.Awake(holder)
	if err != nil || other == holder || w.Inc.Private && !w.Inc.Roles.Has(other) {
		return holder, err
	}
	return other, w.Invite(other)
}

// cries says whether a client writes of harm, or, having read that it works, that it does not.
func (w From) cries(r outbox.Reply) bool {
	return r.Harms() || w.Client.HeardItWorks(w.Inc.State) && phrase.Down(r.Text)
}

// wake rings somebody of a cry that comes while whoever talks to the client sleeps, as of a
// call that they ask for: what we said is wrong, and nothing that is due would bring it up. After
// the last word nothing is due at all.
func (w From) wake(r outbox.Reply) error {
	holder, n := w.Inc.Holder(playbook.Comms), 0
	if p := w.Client.Next(); p != nil {
		n = p.N
	}
	who, err := rota.Of(w.Firm, w.Tx, w.Inc, w.Now)
	if err != nil || !who.Asleep[holder] || !w.cries(r) {
		return err
	}
	to := who.CallsBack(holder)
	if w.Person(to).Wake == "" {
		return nil
	}
	d := w.Inc.NewDelivery(outbox.WakeCall, fmt.Sprintf("%s/promise/%d/ring/cry/%s/%s", w.Client.Client.ID, n, r.TS, to), w.Now)
	d.Lane = d.Key
	d.Client, d.Promise, d.To, d.Data.Call, d.Data.Cry = w.Client.Client.ID, n, to, true, true
	return work.Enqueue(w.Tx, d)
}

// Take copies a reply to the team and keeps it on the card. What was copied
// already is left alone.
func (w From) Take(r outbox.Reply) error {
	if w.Client.CopyOf(r.TS) != "" {
		return nil
	}
	key, err := w.Copy(r)
	if err != nil {
		return err
	}
	if err := w.wake(r); err != nil {
		return err
	}
	w.Client.Copied = append(w.Client.Copied, outbox.Copied{TS: r.TS, Key: key})
	w.Client.Copied = w.Client.Copied[max(0, len(w.Client.Copied)-MaxCopied):]
	w.Client.Ask(r)
	return w.RecordFor(w.Client, timeline.Entry{Kind: timeline.Reply, Person: r.User, Name: r.Name, Words: outbox.Shorten(r.Words(), outbox.MaxGlimpse)})
}

// answersFor is how long what they write beside our thread may be their answer to a text of ours.
const answersFor = 24 * time.Hour

// Holds says whether what they write waits for an answer although it asks nothing. A client who
// read that it works was asked whether it does: whatever is more than thanks may be their “no”.
// In their channel they write of other things, too, so that there it is what comes soon after a
// text of ours, or speaks of trouble; under our text, or by mail, it is all.
func (w From) Holds(r outbox.Reply, under bool) bool {
	was := w.Inc.State
	if was == incident.Closed {
		was = incident.Resolved
	}
	return w.Client.HeardItWorks(was) && !r.Thanks() && (under || phrase.Stopped(r.Text) || w.Now.Before(w.Client.ToldAt.Add(answersFor)))
}

// Unhold follows that it is known to be down again: the text that says so answers them.
func (w From) Unhold() {
	for i := range w.Client.Asked {
		w.Client.Asked[i].Held = false
	}
}

// PutAside takes what a copy brought off the card, since it is not about this
// incident, and shows that on the copy. Goes names the incident that it is about
// instead; empty: none.
func (w From) PutAside(d *outbox.Delivery, by, goes string) error {
	w.Client.Unask(d.Replies)
	d.Data.Aside, d.Data.Goes = by, goes
	if err := w.Tx.PutDelivery(d); err != nil {
		return err
	}
	if err := w.Edit(d); err != nil {
		return err
	}
	return w.RecordFor(w.Client, timeline.Entry{Kind: timeline.ReplyAside, By: by, To: goes})
}

// CallsBack is who calls a client back who asks for that: the person, or whoever is asked
// instead while they sleep and did not choose to be rung for it.
func CallsBack(w *work.Unit, who team.Person) (team.Person, error) {
	r, err := rota.Of(w.Firm, w.Tx, w.Inc, w.Now)
	if other := r.CallsBack(who.Slack); err == nil && other != who.Slack {
		return w.Signer(incident.Actor{ID: other}), nil
	}
	return who, err
}

// CallBack owes the client the call that they asked for, and rings the phone of
// whoever is to make it.
func (w From) CallBack(user string) error {
	p := meeting.OweCallBack(w.Inc, w.Client, w.Now)
	p.Asked = fault.AppendNew(p.Asked, user)
	if w.Person(user).Wake == "" { // the copy mentions them
		return nil
	}
	d := w.Inc.NewDelivery(outbox.WakeCall, fmt.Sprintf("%s/promise/%d/ring/call/%d/%s", w.Client.Client.ID, p.N, w.Now.Unix(), user), w.Now)
	d.Lane = d.Key
	d.Client, d.Promise, d.To, d.Data.Call = w.Client.Client.ID, p.N, user, true
	return work.Enqueue(w.Tx, d)
}

// mostNearby is how many other incidents a copy of a reply offers.
const mostNearby = 3

// nearby names the other incidents that what is written may be about: the client's,
// and those of whoever else is reached in the channel.
func (w From) nearby() (string, error) {
	keys := []lookup.Key{lookup.Live(w.Client.Client.ID), lookup.Told(w.Client.Client.Slack), lookup.Told(w.Client.Thread.Channel)}
	var names []string
	for above := int64(0); len(names) < mostNearby; {
		inc, err := w.Tx.Oldest(above, keys...)
		if err != nil || inc == nil {
			return strings.Join(names, " "), err
		}
		if inc.Number != w.Inc.Number && WrittenBy(inc, w.Client) != nil {
			names = append(names, inc.Name())
		}
		above = inc.Number
	}
	return strings.Join(names, " "), nil
}

// Edit queues an edit of a copy that has left, unless one is waiting already.
func (w From) Edit(d *outbox.Delivery) error {
	if d.State == outbox.Waiting || d.State == outbox.Dead {
		return nil
	}
	for n := 1; ; n++ {
		key := fmt.Sprintf("%s/edit/%d", d.Key[len(w.Inc.Name())+1:], n)
		switch old, err := w.Tx.Delivery(w.Inc.Name() + "/" + key); {
		case damage.IsDamaged(err): // the next number is free
		case fault.CodeOf(err) == fault.NotFound:
			e := w.Inc.NewDelivery(outbox.Recopy, key, w.Now)
			e.Lane, e.Client, e.Target = d.Lane, w.Client.Client.ID, d.Key
			return work.Enqueue(w.Tx, e)
		case err != nil:
			return err
		case old.State == outbox.Waiting:
			return nil
		}
	}
}

// WrittenBy is the client of an incident who writes where another incident's does:
// the same one, or one who is reached in the channel; nil if none is.
func WrittenBy(inc *incident.Incident, aff *incident.Affected) *incident.Affected {
	if same := inc.Affected(aff.Client.ID); same != nil {
		return same
	}
	for i := range inc.Clients {
		if to := inc.Clients[i].Client.Slack; to != "" && (to == aff.Client.Slack || to == aff.Thread.Channel) {
			return &inc.Clients[i]
		}
	}
	return nil
}
