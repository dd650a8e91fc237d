package incident

import (
	"fmt"
	"time"

	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/update"
)

// NewDelivery fills in what all deliveries share.
func (inc *Incident) NewDelivery(kind, key string, now time.Time) outbox.Delivery {
	d := outbox.Delivery{
		Key: inc.Name() + "/" + key, Kind: kind, Incident: inc.Number,
		State: outbox.Waiting, QueuedAt: now, NotTill: now, Expires: now.Add(outbox.InternalTTL),
	}
	if outbox.KindOf(kind).Stands {
		d.Expires = time.Time{}
	}
	d.Lane = inc.Name() + "/" + kind
	return d
}

// ClientDelivery carries one text of an update to one destination.
func (inc *Incident) ClientDelivery(u *update.Update, to client.Destination, now time.Time) outbox.Delivery {
	d := inc.NewDelivery(outbox.ClientText, fmt.Sprintf("%s/update/%d/%s", u.Client, u.N, to.Key()), now)
	text := u.Texts[to.Via]
	d.Lane = to.Lane()
	d.Via, d.To, d.ToName, d.Optional = to.Via, to.To, to.Name, to.Optional
	d.Client, d.Update, d.Text = u.Client, u.N, &text
	d.Announce = update.Announced(u.Kind) || inc.TellsBad(u)
	d.Data.Grave = outbox.Yes(inc.BadNews() || update.BadNews(u.Kind))
	if aff := inc.Affected(u.Client); aff != nil {
		if !aff.SaidTimes[Fell].IsZero() && aff.Worked.Solved() { // that it works stands there as the last word
			d.Announce = true
		}
		d.Data.NoCall = outbox.Yes(!aff.Client.Manner.Calls())
	}
	if d.Expires = u.TrueTill(); u.NextAt.IsZero() && (d.Expires.IsZero() || d.Expires.After(now.Add(outbox.FinalTTL))) {
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
	shut := d.Traits().Shut
	return (shut == outbox.InPerson || shut == outbox.Unposted) && inc.InChannel(d) && !inc.TakesPosts()
}

// RouteInternal sends what is for the team to the channel that the incident has
// now, also if it was tried in one that it has left.
func (inc *Incident) RouteInternal(d *outbox.Delivery) {
	if d.Kind == outbox.OpenChannel && d.Data.Opens != outbox.OpensPrivate {
		d.Data.Opens = outbox.OpensPublic
		if inc.Private && !d.Perhaps { // also if a public one was tried before, and could not be made
			d.Data.Opens = outbox.OpensPrivate
		}
	}
	switch where := d.Traits().Where; {
	case where == outbox.InOld || where == outbox.Nowhere:
	case d.To == "" || inc.left(d.To):
		d.To = inc.Channel.ID
	}
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

// TakesChannel says whether a channel that could not be opened is still wanted.
func (inc *Incident) TakesChannel() bool { return !inc.Over() && (inc.Channel.ID == "" || inc.Moving) }

// LineKey is the key of the line that says that the client has an update.
func (inc *Incident) LineKey(aff *Affected, u *update.Update) string {
	return fmt.Sprintf("%s/%s/update/%d/line", inc.Name(), aff.Client.ID, u.N)
}
