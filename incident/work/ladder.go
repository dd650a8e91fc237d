package work

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"candor/incident"
	"candor/incident/alike"
	"candor/incident/damage"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/records"
	"candor/incident/rehearsal"
	"candor/incident/rota"
	"candor/incident/timeline"
	"candor/incident/update"
)

// DueReminder is a promise that has reached a rung.
type DueReminder struct {
	aff  *incident.Affected
	P    *promise.Promise
	Rung outbox.Rung
	Away string // since when the program was away, RFC 3339; empty: it was not
	Own  bool   // it needs words of its own
	all  bool   // nobody answers: everybody on the list is asked, once
}

// NewDueReminder makes a call, of a program that was not away. What is brought up once, what was promised in words of
// its own, a loss that is not told and a client who is told by hand are said one
// by one.
func NewDueReminder(inc *incident.Incident, aff *incident.Affected, p *promise.Promise, r outbox.Rung) DueReminder {
	own := p.Kind == promise.Meeting || !p.Rings() || p.Words != "" || len(aff.Client.Destinations()) == 0 || inc.MustHear(aff) != nil || aff.Restored != nil
	return DueReminder{aff: aff, P: p, Rung: r, Own: own}
}

// Shares says whether two promises are brought up in one reminder.
func (c DueReminder) Shares(other DueReminder) bool {
	return c.P.Kind == other.P.Kind && !c.Own && !other.Own && c.Rung == other.Rung && c.P.First == other.P.First &&
		(c.P.Event == nil) == (other.P.Event == nil) && c.P.Urgent().Truncate(time.Minute).Equal(other.P.Urgent().Truncate(time.Minute))
}

// members lists the promises of a group.
func members(group []DueReminder) []outbox.Member {
	list := make([]outbox.Member, len(group))
	for i, c := range group {
		list[i] = outbox.Member{Client: c.aff.Client.ID, Promise: c.P.N}
	}
	return list
}

// redraw has a message that stands somewhere shown anew, as things are when it
// is claimed. Of several changes before that, one edit is enough. The edit of a
// direct message has a lane of its own: one that cannot be made holds up nothing.
func (w *Unit) redraw(target *outbox.Delivery) error {
	if target.State == outbox.Waiting { // it will be rendered as things are then
		return nil
	}
	if target.Redraw != "" {
		last, err := w.Tx.Delivery(target.Redraw)
		if err != nil && !damage.IsLost(err) {
			return err
		}
		if err == nil && last.State == outbox.Waiting {
			return nil
		}
	}
	target.Redraws++
	d := w.Inc.NewDelivery(outbox.Answered, fmt.Sprintf("%s/redraw/%d", target.Key[len(w.Inc.Name())+1:], target.Redraws), w.Now)
	if d.Lane = target.Lane; target.Kind == outbox.Direct || target.Kind == outbox.StepDue {
		d.Lane = d.Key
	}
	d.Client, d.Promise, d.Update, d.Target = target.Client, target.Promise, target.Update, target.Key
	d.Group, d.Batch, d.Rung = target.Group, target.Batch, target.Rung
	d.NotTill = w.Now.Add(outbox.RedrawPause)
	target.Redraw = d.Key
	if err := w.Tx.PutDelivery(target); err != nil {
		return err
	}
	return Enqueue(w.Tx, d)
}

// Redraw is redraw of messages by their keys. One that is lost, or was never queued, stays
// as it is.
func (w *Unit) Redraw(keys ...string) error {
	for _, key := range keys {
		d, err := w.Tx.Delivery(key)
		if err == nil {
			err = w.redraw(d)
		}
		if records.UnlessLost(err) != nil {
			return err
		}
	}
	return nil
}

// batchLine says in one line what became of an act for several clients. It is
// posted when the first one was told and edited as the others are.
func (w *Unit) batchLine(aff *incident.Affected, u *update.Update) error {
	key := "batch/" + u.Batch + "/line"
	old, err := w.Tx.Delivery(w.Inc.Name() + "/" + key)
	switch {
	case err == nil:
		return w.redraw(old)
	case !damage.IsLost(err):
		return err
	}
	d := w.Inc.NewDelivery(outbox.Line, key, w.Now)
	d.Client, d.Update, d.Batch, d.NotTill = aff.Client.ID, u.N, u.Batch, w.Now.Add(outbox.RedrawPause)
	return Enqueue(w.Tx, d)
}

// Escalate moves promises that share a message to a rung and tells the people of
// that rung.
func (w *Unit) Escalate(group []DueReminder) error {
	if first := group[0]; !first.P.Rings() || first.P.Cooled(w.Now) {
		return w.handOn(group)
	}
	all := slices.ContainsFunc(group, func(c DueReminder) bool { return c.P.NobodyAnswers(w.Now) })
	for i := range group {
		c := &group[i]
		c.all, c.P.AskedAll = all, c.P.AskedAll || all
		c.P.Climbed(c.Rung, w.Now)
	}
	first := group[0]
	who, err := rota.Of(w.Firm, w.Tx, w.Inc, w.Now)
	if err != nil {
		return err
	}
	mentioned, direct := who.Asked(rota.Rung{Promise: first.P, Rung: first.Rung, All: first.all})
	for _, c := range group {
		c.P.Draft = w.proposal(c.aff, c.P)
		c.P.Asked = fault.AppendNew(c.P.Asked, mentioned[0]) // who talks to the client
	}
	if !w.Inc.TakesPosts() {
		direct = fault.AppendNew(mentioned, who.Awake(w.Inc.Holder(promise.Of(first.P.Kind).Owner)))
	} else if err := w.showReminder(group, mentioned); err != nil {
		return err
	}
	for _, user := range direct {
		if err := w.remindPerson(group, user); err != nil {
			return err
		}
	}
	if err := w.ring(group, direct); err != nil {
		return err
	}
	return w.recordReminded(group)
}

func (w *Unit) recordReminded(group []DueReminder) error {
	for _, c := range group {
		kind := timeline.Reminded
		if c.all {
			kind = timeline.RemindedAll
		}
		if err := w.RecordFor(c.aff, timeline.Entry{Kind: kind, Until: c.P.DueAt}); err != nil {
			return err
		}
	}
	return nil
}

// remindPerson brings a group of promises to one person by direct message, and
// deletes what they were sent about them before: one stands there at a time, and
// one answer edits one message.
func (w *Unit) remindPerson(group []DueReminder, user string) error {
	d := w.reminder(outbox.Direct, group, "direct/"+user)
	d.To, d.Lane = user, "direct/"+user
	if !w.Inc.Roles.Has(user) {
		d.Data.Outside = true
	}
	gone, err := w.replacedDirect(group, user)
	if err != nil {
		return err
	}
	for _, c := range group {
		c.P.Asked = fault.AppendNew(c.P.Asked, user)
		c.P.Direct = fault.AppendNew(slices.DeleteFunc(c.P.Direct, func(key string) bool { return slices.Contains(gone, key) }), d.Key)
	}
	if err := Enqueue(w.Tx, d); err != nil {
		return err
	}
	return w.removeReplaced(group, gone, d)
}

// replacedDirect lists the messages to one person that a new one about a group
// of promises takes the place of. What is also about another promise that is
// still owed stays.
func (w *Unit) replacedDirect(group []DueReminder, user string) (gone []string, err error) {
	for _, c := range group {
		for _, key := range c.P.Direct {
			old, err := w.Tx.Delivery(key)
			if damage.IsLost(err) { // it stays where it stands
				continue
			}
			if err != nil {
				return nil, err
			}
			if old.To == user && !aboutOthers(old, w.Inc, group) {
				gone = fault.AppendNew(gone, key)
			}
		}
	}
	return gone, nil
}

// aboutOthers says whether a reminder is also about a promise that is still owed
// and is not one of the group.
func aboutOthers(d *outbox.Delivery, inc *incident.Incident, group []DueReminder) bool {
	return slices.ContainsFunc(d.Group, func(m outbox.Member) bool {
		p := inc.Affected(m.Client).PromiseN(m.Promise)
		return p != nil && p.Outcome == promise.Pending && !slices.ContainsFunc(group, func(c DueReminder) bool { return c.P == p })
	})
}

// showReminder posts a new reminder, since an edit notifies nobody, and deletes
// those before that are about nothing else that is owed.
func (w *Unit) showReminder(group []DueReminder, users []string) error {
	d := w.reminder(outbox.Reminder, group, "channel")
	d.Users = users
	if err := Enqueue(w.Tx, d); err != nil {
		return err
	}
	var gone []string
	for _, c := range group {
		if c.P.Showing != "" {
			old, err := w.Tx.Delivery(c.P.Showing)
			if err != nil && !damage.IsLost(err) {
				return err
			}
			if err == nil && !aboutOthers(old, w.Inc, group) {
				gone = fault.AppendNew(gone, c.P.Showing)
			}
		}
		c.P.Showing = d.Key
	}
	return w.removeReplaced(group, gone, d)
}

// removeReplaced deletes the messages whose place a new one has taken, after it.
func (w *Unit) removeReplaced(group []DueReminder, gone []string, by outbox.Delivery) error {
	for i, target := range gone {
		what := "remove"
		if by.Kind == outbox.Direct {
			what += "/" + by.To
		}
		if i > 0 {
			what += "/" + fault.Itoa(i)
		}
		old := w.reminder(outbox.Remove, group, what)
		old.Lane, old.Target = by.Lane, target
		if err := Enqueue(w.Tx, old); err != nil {
			return err
		}
	}
	return nil
}

// reminder makes a delivery about one rung of a group of promises. Its key is
// the slot of the first one: a rung is said once, and once more after each
// snooze.
func (w *Unit) reminder(kind string, group []DueReminder, what string) outbox.Delivery {
	aff, p := group[0].aff, group[0].P
	d := w.Inc.NewDelivery(kind, fmt.Sprintf("%s/promise/%d/rung/%d.%d/%s", aff.Client.ID, p.N, p.Slot(), p.Nags, what), w.Now)
	d.Lane = reminderLane(w.Inc, aff)
	d.Client, d.Promise, d.Rung, d.Data = aff.Client.ID, p.N, p.Rung, outbox.Payload{Away: group[0].Away, All: outbox.Yes(group[0].all)}
	if len(group) > 1 {
		d.Group = members(group)
	}
	return d
}

func reminderLane(inc *incident.Incident, aff *incident.Affected) string {
	return inc.Name() + "/" + aff.Client.ID + "/reminders"
}

// handOn brings what is due in days to one person, beside the message of the morning: its
// owner within the hour, and once it is two mornings late another each time.
func (w *Unit) handOn(group []DueReminder) error {
	who, err := rota.Of(w.Firm, w.Tx, w.Inc, w.Now)
	if err != nil {
		return err
	}
	user := who.InDays(group[0].P, group[0].Rung)
	for _, c := range group {
		if c.P.Passed(c.Rung, w.Now); user != "" {
			c.P.Nags++
		}
	}
	if user == "" { // it stands in the owner's mornings
		return nil
	}
	return errors.Join(w.remindPerson(group, user), w.recordReminded(group))
}

// proposal is the text that a reminder offers to send: the first notice, what
// happened, or "still working"; nil where only a person can know the words.
func (w *Unit) proposal(aff *incident.Affected, p *promise.Promise) *update.Update {
	switch say := alike.ToSay(aff); {
	case say != nil && fault.OneOf(p.Kind, promise.Update, promise.Afterword):
		return w.Unaided(aff, *say, w.Inc.Holder(playbook.Comms))
	case p.Kind != promise.Update || aff.Out > 0 || aff.Unsure > 0 || aff.Request != nil, // first it must be known whether the last one arrived
		!w.Inc.Disclosure(aff).IsZero(): // “still working” is no way to tell of a loss
		return nil
	}
	proposal := w.Inc.Proposed(aff, p)
	if proposal.Kind == update.Holding && (aff.ImpactAt.After(aff.ToldAt) || p.Brings(w.Now)) { // it would say that nothing has changed
		return nil
	}
	return w.Unaided(aff, proposal, w.Inc.Holder(playbook.Comms))
}

// Unaided is a proposal as a text of a person; nil where only a person can know the words.
func (w *Unit) Unaided(aff *incident.Affected, p incident.Proposal, by string) (u *update.Update) {
	of := rehearsal.Of{Incident: w.Inc.Number, Sum: w.sum, Client: aff.Client.ID, Proposal: p, By: by}
	if u, ok := w.rehearsal.Text(of); ok {
		return u
	}
	switch t, err := w.compose(aff, incident.Actor{ID: by}, p); {
	case err == nil:
		u = &t.Update
	case fault.CodeOf(err) == fault.Internal:
		w.Log.Error("a reminder has no draft: rendering failed", "incident", w.Inc.Name(), "err", err)
	}
	w.rehearsal.Keep(of, u)
	return u
}
