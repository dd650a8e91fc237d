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
func (s *Service) trusts(inc *incident.Incident, user string) bool {
	return fault.OneOf(user, s.Roster().TrustedGuests...) || fault.OneOf(user, inc.Colleagues...)
}

// GuestsIn notes that guests were seen in a channel. If it is an incident's own,
// those whom nobody knows are asked about, once each.
func (s *Service) GuestsIn(ctx context.Context, channel string, guests ...outbox.Guest) error {
	return s.inChannel(ctx, channel, func(tx Tx, inc *incident.Incident, now time.Time) (bool, error) {
		return s.meet(tx, inc, guests, now)
	})
}

// GuestLeft notes that somebody left a channel. When the last unknown guest has
// left an incident's channel, it goes on there.
func (s *Service) GuestLeft(ctx context.Context, channel, user string) error {
	return s.inChannel(ctx, channel, func(tx Tx, inc *incident.Incident, now time.Time) (bool, error) {
		g := inc.Channel.Guest(user)
		if g == nil {
			return false, nil
		}
		return true, s.forgetGuest(tx, inc, *g, outbox.GuestGone, "left the channel", now)
	})
}

// inChannel runs fn on the incident whose channel it is now, and puts that back
// if fn says that something changed.
func (s *Service) inChannel(ctx context.Context, channel string, fn func(Tx, *incident.Incident, time.Time) (bool, error)) error {
	inc, err := s.In(ctx, channel) // most channels are no incident's: no commit for those
	if err != nil || inc == nil {
		return err
	}
	return s.commit(ctx, func(tx Tx, now time.Time) error {
		inc, err := tx.IncidentIn(channel)
		if err != nil || inc == nil || inc.Channel.ID != channel {
			return err
		}
		s.refresh(tx, inc)
		changed, err := fn(tx, inc, now)
		if err != nil || !changed {
			return err
		}
		return s.put(tx, inc, now)
	})
}

// meet notes unknown guests and asks who is in charge about each.
func (s *Service) meet(tx Tx, inc *incident.Incident, guests []outbox.Guest, now time.Time) (changed bool, err error) {
	for _, g := range guests {
		if s.trusts(inc, g.User) || inc.Channel.Guest(g.User) != nil {
			continue
		}
		changed = true
		inc.Lines++
		ask := inc.NewDelivery(outbox.AskGuest, fmt.Sprintf("guest/%s/%d", g.User, inc.Lines), now)
		ask.To, ask.Expires = inc.Roles[playbook.Commander], time.Time{} // it stands until somebody reads it
		ask.Lane = "direct/" + ask.To
		ask.Data = map[string]string{"user": g.User, "name": g.Name}
		if err := enqueue(tx, ask); err != nil {
			return changed, err
		}
		inc.Channel.Guests = append(inc.Channel.Guests, outbox.Guest{User: g.User, Name: g.Name, Asked: ask.Key})
		if err := record(tx, inc, "", "audience", fault.Mention(g.User)+" is a guest and in the channel: nothing internal is posted there until somebody says who they are.", now); err != nil {
			return changed, err
		}
	}
	return changed, nil
}

// AnswerGuest applies what a person of the team said about a guest.
func (s *Service) AnswerGuest(ctx context.Context, a incident.Actor, number int64, user string, answer outbox.GuestAnswer) (*incident.Incident, error) {
	return s.change(ctx, a, incident.Change, number, func(tx Tx, inc *incident.Incident, now time.Time) error {
		g := inc.Channel.Guest(user)
		if g == nil {
			return fault.Errorf(fault.Conflict, "This was answered already, or they have left. Nothing was changed.")
		}
		switch answer {
		case outbox.Trusted:
			inc.Colleagues = fault.AppendNew(inc.Colleagues, user)
			return s.forgetGuest(tx, inc, *g, outbox.Trusted, "is a colleague, says "+fault.Mention(a.ID), now)
		case outbox.TakeOut:
			kick := inc.NewDelivery(outbox.Kick, fmt.Sprintf("kick/%s/%d", user, inc.Rev), now)
			kick.To, kick.Users = inc.Channel.ID, []string{user}
			if err := enqueue(tx, kick); err != nil {
				return err
			}
		case outbox.StopHere:
		default:
			return fault.Errorf(fault.Invalid, "Nothing was changed. Say which: colleague, client, or stop posting here.")
		}
		g.Answer = answer
		if err := s.guestSaid(tx, inc, *g, now); err != nil {
			return err
		}
		text := map[outbox.GuestAnswer]string{outbox.TakeOut: " is the client's and is taken out of the channel.", outbox.StopHere: " stays in the channel; nothing internal is posted there."}[answer]
		return record(tx, inc, a.ID, "audience", fault.Mention(user)+text, now)
	})
}

// forgetGuest takes somebody off the list of those who keep the channel silent.
func (s *Service) forgetGuest(tx Tx, inc *incident.Incident, g outbox.Guest, answer outbox.GuestAnswer, why string, now time.Time) error {
	inc.Channel.Guests = slices.DeleteFunc(inc.Channel.Guests, func(have outbox.Guest) bool { return have.User == g.User })
	g.Answer = answer
	if err := s.guestSaid(tx, inc, g, now); err != nil {
		return err
	}
	return record(tx, inc, "", "audience", fault.Mention(g.User)+" "+why+".", now)
}

// guestSaid edits the question about a guest to one line. What was said last
// stands there.
func (s *Service) guestSaid(tx Tx, inc *incident.Incident, g outbox.Guest, now time.Time) error {
	inc.Lines++
	d := inc.NewDelivery(outbox.GuestSaid, fmt.Sprintf("guest/%s/said/%d", g.User, inc.Lines), now)
	d.Lane = "direct/" + inc.Roles[playbook.Commander]
	d.Target, d.Data = g.Asked, map[string]string{"user": g.User, "name": g.Name, "answer": string(g.Answer)}
	return enqueue(tx, d)
}
