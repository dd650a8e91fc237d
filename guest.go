package candor

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// Guest is somebody with a guest account of our workspace in an incident's
// channel, of whom nobody has said yet whether they are of the team. While there
// is one, nothing internal is posted there.
type Guest struct {
	User   string      `json:"user"`            // Slack user id
	Name   string      `json:"name,omitempty"`  // as they call themselves; empty if Slack does not say
	Asked  string      `json:"asked,omitempty"` // key of the delivery that asks about them
	Answer GuestAnswer `json:"answer,omitempty"`
}

// GuestAnswer is what a person of the team said about a guest.
type GuestAnswer string

const (
	Trusted   GuestAnswer = "colleague" // may read what is for the team, in this incident
	TakeOut   GuestAnswer = "client"    // is taken out of the channel
	StopHere  GuestAnswer = "stop"      // stays; nothing internal is posted while they are there
	GuestGone GuestAnswer = "gone"      // they left, or the incident did; nobody has to answer any more
)

// trusts says whether a guest may read what is for the team.
func (s *Service) trusts(inc *Incident, user string) bool {
	return oneOf(user, s.Roster().TrustedGuests...) || oneOf(user, inc.Colleagues...)
}

// GuestsIn notes that guests were seen in a channel. If it is an incident's own,
// those whom nobody knows are asked about, once each.
func (s *Service) GuestsIn(ctx context.Context, channel string, guests ...Guest) error {
	return s.inChannel(ctx, channel, func(tx Tx, inc *Incident, now time.Time) (bool, error) {
		return s.meet(tx, inc, guests, now)
	})
}

// GuestLeft notes that somebody left a channel. When the last unknown guest has
// left an incident's channel, it goes on there.
func (s *Service) GuestLeft(ctx context.Context, channel, user string) error {
	return s.inChannel(ctx, channel, func(tx Tx, inc *Incident, now time.Time) (bool, error) {
		g := inc.Channel.guest(user)
		if g == nil {
			return false, nil
		}
		return true, s.forgetGuest(tx, inc, *g, GuestGone, "left the channel", now)
	})
}

// inChannel runs fn on the incident whose channel it is now, and puts that back
// if fn says that something changed.
func (s *Service) inChannel(ctx context.Context, channel string, fn func(Tx, *Incident, time.Time) (bool, error)) error {
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
func (s *Service) meet(tx Tx, inc *Incident, guests []Guest, now time.Time) (changed bool, err error) {
	for _, g := range guests {
		if s.trusts(inc, g.User) || inc.Channel.guest(g.User) != nil {
			continue
		}
		changed = true
		inc.Lines++
		ask := inc.newDelivery(AskGuest, fmt.Sprintf("guest/%s/%d", g.User, inc.Lines), now)
		ask.To, ask.Expires = inc.Roles[Commander], time.Time{} // it stands until somebody reads it
		ask.Lane = "direct/" + ask.To
		ask.Data = map[string]string{"user": g.User, "name": g.Name}
		if err := enqueue(tx, ask); err != nil {
			return changed, err
		}
		inc.Channel.Guests = append(inc.Channel.Guests, Guest{User: g.User, Name: g.Name, Asked: ask.Key})
		if err := record(tx, inc, "", "audience", mention(g.User)+" is a guest and in the channel: nothing internal is posted there until somebody says who they are.", now); err != nil {
			return changed, err
		}
	}
	return changed, nil
}

// AnswerGuest applies what a person of the team said about a guest.
func (s *Service) AnswerGuest(ctx context.Context, a Actor, number int64, user string, answer GuestAnswer) (*Incident, error) {
	return s.change(ctx, a, Change, number, func(tx Tx, inc *Incident, now time.Time) error {
		g := inc.Channel.guest(user)
		if g == nil {
			return Errorf(Conflict, "This was answered already, or they have left. Nothing was changed.")
		}
		switch answer {
		case Trusted:
			inc.Colleagues = appendNew(inc.Colleagues, user)
			return s.forgetGuest(tx, inc, *g, Trusted, "is a colleague, says "+mention(a.ID), now)
		case TakeOut:
			kick := inc.newDelivery(Kick, fmt.Sprintf("kick/%s/%d", user, inc.Rev), now)
			kick.To, kick.Users = inc.Channel.ID, []string{user}
			if err := enqueue(tx, kick); err != nil {
				return err
			}
		case StopHere:
		default:
			return Errorf(Invalid, "Nothing was changed. Say which: colleague, client, or stop posting here.")
		}
		g.Answer = answer
		if err := s.guestSaid(tx, inc, *g, now); err != nil {
			return err
		}
		text := map[GuestAnswer]string{TakeOut: " is the client's and is taken out of the channel.", StopHere: " stays in the channel; nothing internal is posted there."}[answer]
		return record(tx, inc, a.ID, "audience", mention(user)+text, now)
	})
}

// forgetGuest takes somebody off the list of those who keep the channel silent.
func (s *Service) forgetGuest(tx Tx, inc *Incident, g Guest, answer GuestAnswer, why string, now time.Time) error {
	inc.Channel.Guests = slices.DeleteFunc(inc.Channel.Guests, func(have Guest) bool { return have.User == g.User })
	g.Answer = answer
	if err := s.guestSaid(tx, inc, g, now); err != nil {
		return err
	}
	return record(tx, inc, "", "audience", mention(g.User)+" "+why+".", now)
}

// guestSaid edits the question about a guest to one line. What was said last
// stands there.
func (s *Service) guestSaid(tx Tx, inc *Incident, g Guest, now time.Time) error {
	inc.Lines++
	d := inc.newDelivery(GuestSaid, fmt.Sprintf("guest/%s/said/%d", g.User, inc.Lines), now)
	d.Lane = "direct/" + inc.Roles[Commander]
	d.Target, d.Data = g.Asked, map[string]string{"user": g.User, "name": g.Name, "answer": string(g.Answer)}
	return enqueue(tx, d)
}

// guest returns an unknown guest in the channel, nil if the person is none.
func (c *Channel) guest(user string) *Guest {
	for i := range c.Guests {
		if c.Guests[i].User == user {
			return &c.Guests[i]
		}
	}
	return nil
}
