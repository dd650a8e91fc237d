package service

import (
	"context"
	"fmt"
	"slices"
	"time"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/playbook"
)

// trusts says whether a guest may read what is for the team.
func (w *Unit) trusts(user string) bool {
	return fault.OneOf(user, w.Roster().TrustedGuests...) || fault.OneOf(user, w.inc.Colleagues...)
}

// GuestsIn notes that guests were seen in a channel. If it is an incident's own,
// those whom nobody knows are asked about, once each.
func (s *Service) GuestsIn(ctx context.Context, channel string, guests ...outbox.Guest) error {
	return s.inChannel(ctx, channel, func(w *Unit) (bool, error) {
		return w.meet(guests)
	})
}

// GuestLeft notes that somebody left a channel. When the last unknown guest has
// left an incident's channel, it goes on there.
func (s *Service) GuestLeft(ctx context.Context, channel, user string) error {
	return s.inChannel(ctx, channel, func(w *Unit) (bool, error) {
		g := w.inc.Channel.Guest(user)
		if g == nil {
			return false, nil
		}
		return true, w.forgetGuest(*g, outbox.GuestGone, "left the channel")
	})
}

// inChannel runs fn on the incident whose channel it is now, and puts that back
// if fn says that something changed.
func (s *Service) inChannel(ctx context.Context, channel string, fn func(*Unit) (bool, error)) error {
	inc, err := s.In(ctx, channel) // most channels are no incident's: no commit for those
	if err != nil || inc == nil {
		return err
	}
	return s.commit(ctx, func(tx Tx, now time.Time) error {
		inc, err := tx.IncidentIn(channel)
		if err != nil || inc == nil || inc.Channel.ID != channel {
			return err
		}
		w := s.unit(tx, inc, now)
		w.refresh()
		changed, err := fn(w)
		if err != nil || !changed {
			return err
		}
		return w.put()
	})
}

// meet notes unknown guests and asks who is in charge about each.
func (w *Unit) meet(guests []outbox.Guest) (changed bool, err error) {
	for _, g := range guests {
		if w.trusts(g.User) || w.inc.Channel.Guest(g.User) != nil {
			continue
		}
		changed = true
		w.inc.Lines++
		ask := w.inc.NewDelivery(outbox.AskGuest, fmt.Sprintf("guest/%s/%d", g.User, w.inc.Lines), w.now)
		ask.To, ask.Expires = w.inc.Roles[playbook.Commander], time.Time{} // it stands until somebody reads it
		ask.Lane = "direct/" + ask.To
		ask.Data = map[string]string{"user": g.User, "name": g.Name}
		if err := enqueue(w.tx, ask); err != nil {
			return changed, err
		}
		w.inc.Channel.Guests = append(w.inc.Channel.Guests, outbox.Guest{User: g.User, Name: g.Name, Asked: ask.Key})
		if err := w.record("", "audience", fault.Mention(g.User)+" is a guest and in the channel: nothing internal is posted there until somebody says who they are."); err != nil {
			return changed, err
		}
	}
	return changed, nil
}

// AnswerGuest applies what a person of the team said about a guest.
func (s *Service) AnswerGuest(ctx context.Context, a incident.Actor, number int64, user string, answer outbox.GuestAnswer) (*incident.Incident, error) {
	return s.change(ctx, a, incident.Change, number, func(w *Unit) error {
		g := w.inc.Channel.Guest(user)
		if g == nil {
			return fault.Errorf(fault.Conflict, "This was answered already, or they have left. Nothing was changed.")
		}
		switch answer {
		case outbox.Trusted:
			w.inc.Colleagues = fault.AppendNew(w.inc.Colleagues, user)
			return w.forgetGuest(*g, outbox.Trusted, "is a colleague, says "+fault.Mention(a.ID))
		case outbox.TakeOut:
			kick := w.inc.NewDelivery(outbox.Kick, fmt.Sprintf("kick/%s/%d", user, w.inc.Rev), w.now)
			kick.To, kick.Users = w.inc.Channel.ID, []string{user}
			if err := enqueue(w.tx, kick); err != nil {
				return err
			}
		case outbox.StopHere:
		default:
			return fault.Errorf(fault.Invalid, "Nothing was changed. Say which: colleague, client, or stop posting here.")
		}
		g.Answer = answer
		if err := w.guestSaid(*g); err != nil {
			return err
		}
		text := map[outbox.GuestAnswer]string{outbox.TakeOut: " is the client's and is taken out of the channel.", outbox.StopHere: " stays in the channel; nothing internal is posted there."}[answer]
		return w.record(a.ID, "audience", fault.Mention(user)+text)
	})
}

// forgetGuest takes somebody off the list of those who keep the channel silent.
func (w *Unit) forgetGuest(g outbox.Guest, answer outbox.GuestAnswer, why string) error {
	w.inc.Channel.Guests = slices.DeleteFunc(w.inc.Channel.Guests, func(have outbox.Guest) bool { return have.User == g.User })
	g.Answer = answer
	if err := w.guestSaid(g); err != nil {
		return err
	}
	return w.record("", "audience", fault.Mention(g.User)+" "+why+".")
}

// guestSaid edits the question about a guest to one line. What was said last
// stands there.
func (w *Unit) guestSaid(g outbox.Guest) error {
	w.inc.Lines++
	d := w.inc.NewDelivery(outbox.GuestSaid, fmt.Sprintf("guest/%s/said/%d", g.User, w.inc.Lines), w.now)
	d.Lane = "direct/" + w.inc.Roles[playbook.Commander]
	d.Target, d.Data = g.Asked, map[string]string{"user": g.User, "name": g.Name, "answer": string(g.Answer)}
	return enqueue(w.tx, d)
}
