package candor

import (
	"fmt"
	"slices"
	"time"
)

// Member is one client's promise among those that share a message.
type Member struct {
	Client  string `json:"client"`
	Promise int    `json:"promise"`
}

// call is a promise that has reached a rung.
type call struct {
	aff  *Affected
	p    *Promise
	rung Rung
	away string // since when the program was away, RFC 3339; empty: it was not
	own  bool   // it needs words of its own
	all  bool   // nobody answers: everybody on the list is asked, once
}

// calling makes a call. What is brought up once, what was promised in words of
// its own, a loss that is not told and a client who is told by hand are said one
// by one.
func (inc *Incident) calling(aff *Affected, p *Promise, r Rung, away string) call {
	own := p.once() || p.Words != "" || len(aff.Client.Destinations()) == 0 || !inc.disclosure(aff).IsZero()
	return call{aff: aff, p: p, rung: r, away: away, own: own}
}

// together groups the calls that share a message: promises of one kind that
// fall due within the same minute and have reached the same rung. A promise
// that only one person hears of stays by itself.
func together(calls []call) (groups [][]call) {
	for _, c := range calls {
		i := slices.IndexFunc(groups, func(g []call) bool { return g[0].shares(c) })
		if i < 0 {
			groups = append(groups, []call{c})
			continue
		}
		groups[i] = append(groups[i], c)
	}
	return groups
}

// nearby adds to the calls those that come within a minute and share a message
// with one of them: promises that were made a few seconds apart.
func (inc *Incident) nearby(calls []call, now time.Time) []call {
	for _, c := range slices.Clone(calls) {
		for i := range inc.Clients {
			aff := &inc.Clients[i]
			p := aff.Owed(c.p.Kind)
			if p == nil {
				continue
			}
			other := inc.calling(aff, p, c.rung, c.away)
			if !c.shares(other) || aff.Out > 0 && now.Before(p.Urgent()) || now.Before(p.SnoozedTo) || inc.sleeps(aff, now) {
				continue
			}
			at := p.comes(c.rung)
			taken := slices.ContainsFunc(calls, func(have call) bool { return have.p == p })
			if !taken && !at.IsZero() && !at.After(now.Add(time.Minute)) {
				calls = append(calls, other)
			}
		}
	}
	return calls
}

func (c call) shares(other call) bool {
	return c.p.Kind == other.p.Kind && !c.own && !other.own && c.rung == other.rung && c.p.First == other.p.First &&
		(c.p.Event == nil) == (other.p.Event == nil) && c.p.Urgent().Truncate(time.Minute).Equal(other.p.Urgent().Truncate(time.Minute))
}

// members lists the promises of a group.
func members(group []call) []Member {
	list := make([]Member, len(group))
	for i, c := range group {
		list[i] = Member{Client: c.aff.Client.ID, Promise: c.p.N}
	}
	return list
}

// about says whether the delivery is about a client's promise.
func (d *Delivery) about(client string, promise int) bool {
	return d.Client == client && d.Promise == promise || slices.Contains(d.Group, Member{Client: client, Promise: promise})
}

// redraw has a message that stands somewhere shown anew, as things are when it
// is claimed. Of several changes before that, one edit is enough. The edit of a
// direct message has a lane of its own: one that cannot be made holds up nothing.
func redraw(tx Tx, inc *Incident, target *Delivery, now time.Time) error {
	if target.State == Waiting { // it will be rendered as things are then
		return nil
	}
	if target.Redraw != "" {
		last, err := tx.Delivery(target.Redraw)
		if err != nil && !isLost(err) {
			return err
		}
		if err == nil && last.State == Waiting {
			return nil
		}
	}
	target.Redraws++
	d := inc.newDelivery(Answered, fmt.Sprintf("%s/redraw/%d", target.Key[len(inc.Name())+1:], target.Redraws), now)
	if d.Lane = target.Lane; target.Kind == Direct {
		d.Lane = d.Key
	}
	d.Client, d.Promise, d.Update, d.Target = target.Client, target.Promise, target.Update, target.Key
	d.Group, d.Batch, d.Rung = target.Group, target.Batch, target.Rung
	d.NotTill = now.Add(redrawPause)
	target.Redraw = d.Key
	if err := tx.PutDelivery(target); err != nil {
		return err
	}
	return enqueue(tx, d)
}

// redrawPause gathers the changes of one moment: several clients are told
// within a few seconds.
const redrawPause = 2 * time.Second

// batchLine says in one line what became of an act for several clients. It is
// posted when the first one was told and edited as the others are.
func (s *Service) batchLine(tx Tx, inc *Incident, aff *Affected, u *Update, now time.Time) error {
	key := "batch/" + u.Batch + "/line"
	old, err := tx.Delivery(inc.Name() + "/" + key)
	switch {
	case err == nil:
		return redraw(tx, inc, old, now)
	case !isLost(err):
		return err
	}
	d := inc.newDelivery(Line, key, now)
	d.Client, d.Update, d.Batch, d.NotTill = aff.Client.ID, u.N, u.Batch, now.Add(redrawPause)
	return enqueue(tx, d)
}
