package service

import (
	"context"
	"time"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/outbox"
)

// MovePrivate moves an incident to a private channel, since a public one cannot
// be made private. From this commit on nothing internal is posted where it was.
func (s *Service) MovePrivate(ctx context.Context, a incident.Actor, number int64) (*incident.Incident, error) {
	return s.change(ctx, a, incident.Change, number, func(tx Tx, inc *incident.Incident, now time.Time) error {
		switch {
		case inc.Over():
			return inc.OverError()
		case inc.Private:
			return fault.Errorf(fault.Conflict, "%s is private already. Nothing was changed.", inc.Name())
		}
		return s.moveAway(tx, inc, a, now)
	})
}

// moveAway makes an incident private. What stands in its channel and says what
// it is about goes: the card becomes neutral, reminders and questions are taken
// away. What was said there before stays said.
func (s *Service) moveAway(tx Tx, inc *incident.Incident, a incident.Actor, now time.Time) error {
	inc.Private, inc.MovedBy = true, a.ID
	if err := record(tx, inc, a.ID, "moved", "It moves to a private channel.", now); err != nil {
		return err
	}
	if inc.Channel.ID == "" {
		d, err := tx.Delivery(inc.Name() + "/" + incident.ChannelKey)
		if err != nil && !incident.IsLost(err) {
			return err
		}
		inc.Moving = err != nil || d.Data[outbox.Opens] != "" // else it has never been tried, and opens private at once
		return nil
	}
	inc.Moving = true
	if err := wipeCard(inc, tx, inc.Card, now); err != nil {
		return err
	}
	inc.Card, inc.CardAt = outbox.Receipt{}, time.Time{}
	for i := range inc.Clients {
		if err := s.takeAway(tx, inc, &inc.Clients[i], now); err != nil {
			return err
		}
	}
	return openPrivate(inc, tx, now)
}

func openPrivate(inc *incident.Incident, tx Tx, now time.Time) error {
	d := inc.NewDelivery(outbox.OpenChannel, incident.ChannelKey+"/private", now)
	d.Data = map[string]string{outbox.Opens: outbox.OpensPrivate}
	return enqueue(tx, d)
}

// wipeCard queues the edit of a card in a channel that was left to neutral
// words, behind whatever is still being done to it.
func wipeCard(inc *incident.Incident, tx Tx, at outbox.Receipt, now time.Time) error {
	if at.TS == "" {
		return nil
	}
	d := inc.NewDelivery(outbox.OldCard, "card/old/"+at.TS, now)
	d.Lane = inc.Name() + "/" + outbox.Card
	d.Data = map[string]string{"channel": at.Channel, "ts": at.TS}
	return enqueue(tx, d)
}

// takeAway deletes from the channel what asks people about a client. Problems
// and questions go to the person who talks to the client.
func (s *Service) takeAway(tx Tx, inc *incident.Incident, aff *incident.Affected, now time.Time) error {
	var gone []string
	for i := range aff.Promises {
		if p := &aff.Promises[i]; p.Outcome == incident.Pending && p.Showing != "" {
			gone = fault.AppendNew(gone, p.Showing)
		}
	}
	if aff.Request != nil {
		gone = append(gone, aff.Request.Posts...)
	}
	for _, key := range gone {
		if err := takeDown(inc, tx, key, now); err != nil {
			return err
		}
	}
	for n := 1; n <= aff.Updates; n++ {
		list, err := copies(inc, tx, aff, n)
		if err != nil {
			return err
		}
		for _, d := range list {
			if d.Target == "" || d.State != outbox.Asks && (d.State != outbox.Dead || d.GivenUp) {
				continue
			}
			if err := takeDown(inc, tx, d.Target, now); err != nil {
				return err
			}
			if err := s.showProblem(tx, inc, d, now); err != nil {
				return err
			}
		}
	}
	return nil
}

// takeDown deletes a message from the incident's channel, also one that is just
// being posted.
func takeDown(inc *incident.Incident, tx Tx, key string, now time.Time) error {
	old, err := tx.Delivery(key)
	if incident.IsLost(err) {
		return nil
	}
	if err != nil || !inc.InChannel(old) {
		return err
	}
	d := inc.NewDelivery(outbox.Remove, key[len(inc.Name())+1:]+"/left", now)
	d.Lane, d.Target = old.Lane, key
	return enqueue(tx, d)
}

// opened is what follows once a channel exists: people and topic come beside
// the card, which every commit queues.
func (s *Service) opened(tx Tx, inc *incident.Incident, d *outbox.Delivery, now time.Time) error {
	was := inc.Channel
	inc.Channel = incident.Channel{ID: d.Receipt.Channel, Name: d.Receipt.Name}
	if inc.Moving && !incident.OpensPrivate(d, inc) { // it was on its way when the move was asked for
		return openPrivate(inc, tx, now)
	}
	if inc.Moving {
		if err := s.arrivedElsewhere(tx, inc, was, now); err != nil {
			return err
		}
	}
	invite := inc.NewDelivery(outbox.Invite, inc.Again("invite"), now)
	invite.Users = fault.AppendNew(inc.Everybody(), inc.DeclaredBy)
	if inc.MovedBy != "" {
		invite.Users = fault.AppendNew(invite.Users, inc.MovedBy)
	}
	if err := enqueue(tx, invite); err != nil {
		return err
	}
	return enqueue(tx, inc.NewDelivery(outbox.Topic, inc.Again("topic"), now))
}

// arrivedElsewhere leaves one neutral line in the old channel and brings the
// reminders that stood there to the new one.
func (s *Service) arrivedElsewhere(tx Tx, inc *incident.Incident, was incident.Channel, now time.Time) error {
	inc.Moving = false
	inc.Old = append(inc.Old, incident.Left{ID: was.ID, At: now})
	line := inc.NewDelivery(outbox.Farewell, inc.Again("moved"), now)
	line.To = was.ID
	if err := enqueue(tx, line); err != nil {
		return err
	}
	for _, g := range was.Guests {
		g.Answer = outbox.GuestGone
		if err := s.guestSaid(tx, inc, g, now); err != nil {
			return err
		}
	}
	again := map[string]string{} // one reminder may be about several clients
	for i := range inc.Clients {
		for j := range inc.Clients[i].Promises {
			if err := remindThere(inc, tx, &inc.Clients[i].Promises[j], again, now); err != nil {
				return err
			}
		}
	}
	return record(tx, inc, "", "moved", "It goes on in a private channel.", now)
}

func remindThere(inc *incident.Incident, tx Tx, p *incident.Promise, again map[string]string, now time.Time) error {
	if p.Outcome != incident.Pending || p.Showing == "" {
		return nil
	}
	if key, ok := again[p.Showing]; ok {
		p.Showing = key
		return nil
	}
	old, err := tx.Delivery(p.Showing)
	if incident.IsLost(err) { // the next rung shows it there
		return nil
	}
	if err != nil || old.State != outbox.Delivered {
		return err
	}
	d := inc.NewDelivery(outbox.Reminder, old.Key[len(inc.Name())+1:]+"/again", now)
	d.Lane, d.Client, d.Promise, d.Rung = old.Lane, old.Client, old.Promise, old.Rung
	d.Users, d.Group, d.Data = old.Users, old.Group, old.Data
	again[p.Showing], p.Showing = d.Key, d.Key
	return enqueue(tx, d)
}
