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
	return s.change(ctx, a, incident.Change, number, func(w *Unit) error {
		switch {
		case w.inc.Over():
			return w.inc.OverError()
		case w.inc.Private:
			return fault.Errorf(fault.Conflict, "%s is private already. Nothing was changed.", w.inc.Name())
		}
		return w.moveAway(a)
	})
}

// moveAway makes an incident private. What stands in its channel and says what
// it is about goes: the card becomes neutral, reminders and questions are taken
// away. What was said there before stays said.
func (w *Unit) moveAway(a incident.Actor) error {
	w.inc.Private, w.inc.MovedBy = true, a.ID
	if err := w.record(a.ID, "moved", "It moves to a private channel."); err != nil {
		return err
	}
	if w.inc.Channel.ID == "" {
		d, err := w.tx.Delivery(w.inc.Name() + "/" + incident.ChannelKey)
		if err != nil && !incident.IsLost(err) {
			return err
		}
		w.inc.Moving = err != nil || d.Data[outbox.Opens] != "" // else it has never been tried, and opens private at once
		return nil
	}
	w.inc.Moving = true
	if err := w.wipeCard(w.inc.Card); err != nil {
		return err
	}
	w.inc.Card, w.inc.CardAt = outbox.Receipt{}, time.Time{}
	for i := range w.inc.Clients {
		if err := w.takeAway(&w.inc.Clients[i]); err != nil {
			return err
		}
	}
	return w.openPrivate()
}

func (w *Unit) openPrivate() error {
	d := w.inc.NewDelivery(outbox.OpenChannel, incident.ChannelKey+"/private", w.now)
	d.Data = map[string]string{outbox.Opens: outbox.OpensPrivate}
	return enqueue(w.tx, d)
}

// wipeCard queues the edit of a card in a channel that was left to neutral
// words, behind whatever is still being done to it.
func (w *Unit) wipeCard(at outbox.Receipt) error {
	if at.TS == "" {
		return nil
	}
	d := w.inc.NewDelivery(outbox.OldCard, "card/old/"+at.TS, w.now)
	d.Lane = w.inc.Name() + "/" + outbox.Card
	d.Data = map[string]string{"channel": at.Channel, "ts": at.TS}
	return enqueue(w.tx, d)
}

// takeAway deletes from the channel what asks people about a client. Problems
// and questions go to the person who talks to the client.
func (w *Unit) takeAway(aff *incident.Affected) error {
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
		if err := w.takeDown(key); err != nil {
			return err
		}
	}
	for n := 1; n <= aff.Updates; n++ {
		list, err := w.copies(aff, n)
		if err != nil {
			return err
		}
		for _, d := range list {
			if d.Target == "" || d.State != outbox.Asks && (d.State != outbox.Dead || d.GivenUp) {
				continue
			}
			if err := w.takeDown(d.Target); err != nil {
				return err
			}
			if err := w.showProblem(d); err != nil {
				return err
			}
		}
	}
	return nil
}

// takeDown deletes a message from the incident's channel, also one that is just
// being posted.
func (w *Unit) takeDown(key string) error {
	old, err := w.tx.Delivery(key)
	if incident.IsLost(err) {
		return nil
	}
	if err != nil || !w.inc.InChannel(old) {
		return err
	}
	d := w.inc.NewDelivery(outbox.Remove, key[len(w.inc.Name())+1:]+"/left", w.now)
	d.Lane, d.Target = old.Lane, key
	return enqueue(w.tx, d)
}

// opened is what follows once a channel exists: people and topic come beside
// the card, which every commit queues.
func (w *Unit) opened(d *outbox.Delivery) error {
	was := w.inc.Channel
	w.inc.Channel = incident.Channel{ID: d.Receipt.Channel, Name: d.Receipt.Name}
	if w.inc.Moving && !incident.OpensPrivate(d, w.inc) { // it was on its way when the move was asked for
		return w.openPrivate()
	}
	if w.inc.Moving {
		if err := w.arrivedElsewhere(was); err != nil {
			return err
		}
	}
	invite := w.inc.NewDelivery(outbox.Invite, w.inc.Again("invite"), w.now)
	invite.Users = fault.AppendNew(w.inc.Everybody(), w.inc.DeclaredBy)
	if w.inc.MovedBy != "" {
		invite.Users = fault.AppendNew(invite.Users, w.inc.MovedBy)
	}
	if err := enqueue(w.tx, invite); err != nil {
		return err
	}
	return enqueue(w.tx, w.inc.NewDelivery(outbox.Topic, w.inc.Again("topic"), w.now))
}

// arrivedElsewhere leaves one neutral line in the old channel and brings the
// reminders that stood there to the new one.
func (w *Unit) arrivedElsewhere(was incident.Channel) error {
	w.inc.Moving = false
	w.inc.Old = append(w.inc.Old, incident.Left{ID: was.ID, At: w.now})
	line := w.inc.NewDelivery(outbox.Farewell, w.inc.Again("moved"), w.now)
	line.To = was.ID
	if err := enqueue(w.tx, line); err != nil {
		return err
	}
	for _, g := range was.Guests {
		g.Answer = outbox.GuestGone
		if err := w.guestSaid(g); err != nil {
			return err
		}
	}
	again := map[string]string{} // one reminder may be about several clients
	for i := range w.inc.Clients {
		for j := range w.inc.Clients[i].Promises {
			if err := w.remindThere(&w.inc.Clients[i].Promises[j], again); err != nil {
				return err
			}
		}
	}
	return w.record("", "moved", "It goes on in a private channel.")
}

func (w *Unit) remindThere(p *incident.Promise, again map[string]string) error {
	if p.Outcome != incident.Pending || p.Showing == "" {
		return nil
	}
	if key, ok := again[p.Showing]; ok {
		p.Showing = key
		return nil
	}
	old, err := w.tx.Delivery(p.Showing)
	if incident.IsLost(err) { // the next rung shows it there
		return nil
	}
	if err != nil || old.State != outbox.Delivered {
		return err
	}
	d := w.inc.NewDelivery(outbox.Reminder, old.Key[len(w.inc.Name())+1:]+"/again", w.now)
	d.Lane, d.Client, d.Promise, d.Rung = old.Lane, old.Client, old.Promise, old.Rung
	d.Users, d.Group, d.Data = old.Users, old.Group, old.Data
	again[p.Showing], p.Showing = d.Key, d.Key
	return enqueue(w.tx, d)
}
