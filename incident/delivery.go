package incident

import (
	"fmt"
	"maps"
	"time"

	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/outbox"
)

// NewDelivery fills in what all deliveries share.
func (inc *Incident) NewDelivery(kind, key string, now time.Time) outbox.Delivery {
	d := outbox.Delivery{
		Key: inc.Name() + "/" + key, Kind: kind, Incident: inc.Number,
		State: outbox.Waiting, QueuedAt: now, NotTill: now, Expires: now.Add(outbox.InternalTTL),
	}
	d.Lane = inc.Name() + "/" + kind
	return d
}

// ClientDelivery carries one text of an update to one destination.
func (inc *Incident) ClientDelivery(u *Update, to client.Destination, now time.Time) outbox.Delivery {
	d := inc.NewDelivery(outbox.ClientText, fmt.Sprintf("%s/update/%d/%s", u.Client, u.N, to.Key()), now)
	text := u.Texts[to.Via]
	d.Lane = to.Lane()
	d.Via, d.To, d.ToName, d.Optional = to.Via, to.To, to.Name, to.Optional
	d.Client, d.Update, d.Text = u.Client, u.N, &text
	d.Announce = FirstNotice(u.Kind) || u.Kind == ResolvedUpdate
	d.Expires = u.NextAt
	if u.NextAt.IsZero() {
		d.Expires = now.Add(outbox.FinalTTL)
	}
	return d
}

// Guest returns an unknown guest in the channel, nil if the person is none.
func (c *Channel) Guest(user string) *outbox.Guest {
	for i := range c.Guests {
		if c.Guests[i].User == user {
			return &c.Guests[i]
		}
	}
	return nil
}

// InChannel says whether a delivery goes to the incident's own channel.
func (inc *Incident) InChannel(d *outbox.Delivery) bool {
	return d.To == "" || d.To == inc.Channel.ID
}

// HeldBack says whether something for the team must not be posted now, and
// somebody has to read it all the same: it goes to people instead.
func (inc *Incident) HeldBack(d *outbox.Delivery) bool {
	switch d.Kind {
	case outbox.Reminder, outbox.Problem, outbox.Copy, outbox.ApprovalAsk, outbox.EstimateAsk:
		return inc.InChannel(d) && !inc.TakesPosts()
	}
	return false
}

// RouteInternal sends what is for the team to the channel that the incident has
// now, also if it was tried in one that it has left.
func (inc *Incident) RouteInternal(d *outbox.Delivery) {
	switch {
	case d.Kind == outbox.Farewell || d.Kind == outbox.OldCard: // they are for the old one
	case d.Kind == outbox.OpenChannel:
		if d.Data == nil {
			d.Data = map[string]string{outbox.Opens: outbox.OpensPublic}
			if inc.Private {
				d.Data[outbox.Opens] = outbox.OpensPrivate
			}
		}
	case d.To == "" || inc.left(d.To):
		d.To = inc.Channel.ID
	}
}

// Moot says whether the reason for a delivery is gone: a reminder of a promise
// that was kept meanwhile, an edit of a message that never came to be.
func (inc *Incident) Moot(d *outbox.Delivery, target *outbox.Delivery) bool {
	switch d.Kind {
	case outbox.Reminder, outbox.Direct:
		return !inc.owesAny(d)
	case outbox.ApprovalAsk, outbox.ApprovalAlone:
		r := inc.Affected(d.Client).Request
		return r == nil || fault.Itoa(r.N) != d.Data["request"]
	case outbox.Ring:
		return !inc.Needs(d.To)
	case outbox.AskQuiet:
		return inc.Over()
	case outbox.Answered, outbox.Retold, outbox.Recopy:
		return target == nil || target.Receipt.TS == "" || inc.Silent(target.Receipt.Channel)
	case outbox.Remove:
		return target == nil || target.Receipt.TS == ""
	case outbox.AskGuest:
		return inc.Channel.Guest(d.Data["user"]) == nil
	case outbox.GuestSaid:
		return target == nil || target.Receipt.TS == ""
	case outbox.Kick:
		return inc.Channel.ID != d.To
	case outbox.Problem:
		return target == nil || target.State != outbox.Dead && target.State != outbox.Asks
	case outbox.Second:
		l := inc.Affected(d.Client).Later
		return !l.Open() || l.Key != d.Key || inc.State != Open
	case outbox.EstimateAsk:
		e := inc.Estimate
		return !inc.Estimates() || e == nil || fault.Itoa(e.N) != d.Data["n"] || e.Holds != ""
	case outbox.OpenChannel:
		return inc.Over() && !inc.Moving
	case outbox.Pin:
		return !inc.TakesPosts() || inc.Card.TS == ""
	case outbox.Card, outbox.Line, outbox.Topic, outbox.Invite:
		return !inc.TakesPosts()
	}
	return false
}

// owesAny says whether any promise that a reminder is about is still open.
func (inc *Incident) owesAny(d *outbox.Delivery) bool {
	for _, m := range append([]outbox.Member{{Client: d.Client, Promise: d.Promise}}, d.Group...) {
		if p := inc.Affected(m.Client).PromiseN(m.Promise); p != nil && p.Outcome == Pending {
			return true
		}
	}
	return false
}

// Follow remembers the first message, whose thread carries the rest, and every
// other one that began a thread because the first was gone.
func (aff *Affected) Follow(r outbox.Receipt) {
	if aff.Thread.TS == "" {
		aff.Thread = r
	}
	if r.TS != "" && (r.Thread == "" || r.Thread == r.TS) {
		aff.Threads = fault.AppendNew(aff.Threads, outbox.Place(r.Channel, r.TS))
	}
}

// Remember keeps what the client has read, to begin the next text with.
func (aff *Affected) Remember(u *Update) {
	if aff.Said == nil {
		aff.Said = map[string]string{}
	}
	if aff.SaidTimes == nil {
		aff.SaidTimes = map[string]time.Time{}
	}
	if fault.OneOf(u.Kind, EtaChange, MonitoringUpdate, ResolvedUpdate) { // the estimate before it is over
		delete(aff.SaidTimes, "eta_from")
		delete(aff.SaidTimes, "eta_to")
	}
	maps.Copy(aff.Said, u.Words)
	maps.Copy(aff.SaidTimes, u.Times)
}
