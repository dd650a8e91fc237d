package service

import (
	"context"
	"fmt"
	"slices"
	"time"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/policy"
	"candor/incident/records"
	"candor/incident/timeline"
	"candor/incident/work"
)

// GuestsIn notes that guests were seen in a channel. If it is an incident's own,
// those whom nobody knows are asked about, once each.
func (s *Service) GuestsIn(ctx context.Context, channel string, guests ...outbox.Guest) error {
	return s.inChannel(ctx, channel, func(w *work.Unit) (bool, error) {
		return w.Meet(guests)
	})
}

// GuestLeft notes that somebody left a channel. When the last unknown guest has
// left an incident's channel, it goes on there.
func (s *Service) GuestLeft(ctx context.Context, channel, user string) error {
	return s.inChannel(ctx, channel, func(w *work.Unit) (bool, error) {
		g := w.Inc.Channel.Guest(user)
		if g == nil {
			return false, nil
		}
		return true, w.ForgetGuest(*g, outbox.GuestGone, timeline.Entry{Kind: timeline.GuestLeft})
	})
}

// inChannel runs fn on the incident whose channel it is now, and puts that back
// if fn says that something changed.
func (s *Service) inChannel(ctx context.Context, channel string, fn func(*work.Unit) (bool, error)) error {
	inc, err := s.In(ctx, channel) // most channels are no incident's: no commit for those
	if err != nil || inc == nil {
		return err
	}
	return s.commit(ctx, func(tx records.Tx, now time.Time) error {
		inc, err := tx.IncidentIn(channel)
		if err != nil || inc == nil || inc.Channel.ID != channel {
			return err
		}
		w := work.Begin(&s.Firm, tx, inc, now)
		w.Refresh()
		changed, err := fn(w)
		if err != nil || !changed {
			return err
		}
		return w.Put()
	})
}

// AnswerGuest applies what a person of the team said about a guest: of said, the
// user and the answer count.
func (s *Service) AnswerGuest(ctx context.Context, a incident.Actor, number int64, said outbox.Guest) (*incident.Incident, error) {
	return s.change(ctx, access{a, policy.Change, number, ""}, func(w *work.Unit) error {
		g := w.Inc.Channel.Guest(said.User)
		if g == nil {
			return fault.Errorf(fault.Conflict, "This was answered already, or they have left. Nothing was changed.")
		}
		switch said.Answer {
		case outbox.Trusted:
			w.Inc.Colleagues = fault.AppendNew(w.Inc.Colleagues, said.User)
			w.Inc.Theirs = slices.DeleteFunc(slices.Clone(w.Inc.Theirs), func(user string) bool { return user == said.User })
			return w.ForgetGuest(*g, outbox.Trusted, timeline.Entry{Kind: timeline.GuestTrusted, SaidBy: a.ID})
		case outbox.TakeOut:
			w.Inc.Theirs = fault.AppendNew(w.Inc.Theirs, said.User)
			kick := w.Inc.NewDelivery(outbox.Kick, fmt.Sprintf("kick/%s/%d", said.User, w.Inc.Rev), w.Now)
			kick.To, kick.Users = w.Inc.Channel.ID, []string{said.User}
			if err := work.Enqueue(w.Tx, kick); err != nil {
				return err
			}
		case outbox.StopHere:
		default:
			return fault.Errorf(fault.Invalid, "Nothing was changed. Say which: colleague, client, or stop posting here.")
		}
		g.Answer = said.Answer
		if err := w.GuestSaid(*g); err != nil {
			return err
		}
		kind := map[outbox.GuestAnswer]timeline.Kind{outbox.TakeOut: timeline.GuestGoes, outbox.StopHere: timeline.GuestStays}[said.Answer]
		return w.Record(timeline.Entry{Kind: kind, By: a.ID, Person: said.User, Name: g.Name})
	})
}
