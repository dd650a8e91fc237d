package work

import (
	"slices"
	"time"

	"candor/incident"
	"candor/incident/damage"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/promise"
	"candor/incident/timeline"
)

// MoveAway makes an incident private. What stands in its channel and says what
// it is about goes: the card becomes neutral, reminders and questions are taken
// away. What was said there before stays said.
func (w *Unit) MoveAway(a incident.Actor) error {
	w.Inc.Private, w.Inc.MovedBy = true, a.ID
	if err := w.Record(timeline.Entry{Kind: timeline.Moves, By: a.ID}); err != nil {
		return err
	}
	if w.Inc.Channel.ID == "" {
		d, err := w.Tx.Delivery(w.Inc.Name() + "/" + incident.ChannelKey)
		if err != nil && !damage.IsLost(err) {
			return err
		}
		w.Inc.Moving = err != nil || d.Data.Opens != "" // else it has never been tried, and opens private at once
		return nil
	}
	w.Inc.Moving = true
	if err := w.wipeCard(w.Inc.Card); err != nil {
		return err
	}
	w.Inc.Card, w.Inc.CardAt = outbox.Receipt{}, time.Time{}
	for i := range w.Inc.Clients {
		if err := w.takeAway(&w.Inc.Clients[i]); err != nil {
			return err
		}
	}
	return w.openPrivate()
}

func (w *Unit) openPrivate() error {
	d := w.Inc.NewDelivery(outbox.OpenChannel, incident.ChannelKey+"/private", w.Now)
	d.Data = outbox.Payload{Opens: outbox.OpensPrivate}
	return Enqueue(w.Tx, d)
}

// wipeCard queues the edit of a card in a channel that was left to neutral
// words, behind whatever is still being done to it.
func (w *Unit) wipeCard(at outbox.Receipt) error {
	if at.TS == "" {
		return nil
	}
	d := w.Inc.NewDelivery(outbox.OldCard, "card/old/"+at.TS, w.Now)
	d.Lane = w.Inc.Name() + "/" + outbox.Card
	d.Data = outbox.Payload{Channel: at.Channel, TS: at.TS}
	return Enqueue(w.Tx, d)
}

// takeAway deletes from the channel what asks people about a client. Problems
// and questions go to the person who talks to the client.
func (w *Unit) takeAway(aff *incident.Affected) error {
	gone := []string{w.Inc.Name() + "/" + w.Inc.Again(outbox.Sheet)} // phones stand on it
	for i := range aff.Promises {
		if p := &aff.Promises[i]; p.Outcome == promise.Pending && p.Showing != "" {
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
	return w.moveProblems(aff)
}

// moveProblems shows again, to the person, what the channel says of a client's
// texts that did not arrive.
func (w *Unit) moveProblems(aff *incident.Affected) error {
	list, err := w.problems(aff)
	if err != nil {
		return err
	}
	for _, d := range list {
		if err := w.takeDown(d.Target); err != nil {
			return err
		}
		if err := w.showProblem(d); err != nil {
			return err
		}
	}
	return nil
}

// takeDown deletes a message from the incident's channel, also one that is just
// being posted.
func (w *Unit) takeDown(key string) error {
	old, err := w.Tx.Delivery(key)
	if damage.IsLost(err) {
		return nil
	}
	if err != nil || !w.Inc.InChannel(old) {
		return err
	}
	d := w.Inc.NewDelivery(outbox.Remove, key[len(w.Inc.Name())+1:]+"/left", w.Now)
	d.Lane, d.Target = old.Lane, key
	return Enqueue(w.Tx, d)
}

// opened is what follows once a channel exists: people and topic come beside
// the card, which every commit queues.
func (w *Unit) opened(d *outbox.Delivery) error {
	was := w.Inc.Channel
	w.Inc.Channel = incident.Channel{ID: d.Receipt.Channel, Name: d.Receipt.Name}
	if w.Inc.Moving && !d.MakesPrivate(w.Inc.Private) { // it was on its way when the move was asked for
		return w.openPrivate()
	}
	if was.ID == "" { // no public one was ever there: there is nothing to leave
		w.Inc.Moving = false
	}
	if w.Inc.Moving {
		if err := w.arrivedElsewhere(was); err != nil {
			return err
		}
	}
	invite := w.Inc.NewDelivery(outbox.Invite, w.Inc.Again("invite"), w.Now)
	invite.Users = fault.AppendNew(w.Inc.Roles.Everybody(), w.Inc.DeclaredBy)
	if w.Inc.MovedBy != "" {
		invite.Users = fault.AppendNew(invite.Users, w.Inc.MovedBy)
	}
	invite.Users = slices.DeleteFunc(invite.Users, func(user string) bool { return fault.OneOf(user, w.Inc.Theirs...) })
	posts, err := w.SheetPosts(w.Tx, w.Inc, w.Now)
	if err != nil {
		return err
	}
	return Enqueue(w.Tx, append(posts, invite, w.Inc.NewDelivery(outbox.Topic, w.Inc.Again("topic"), w.Now))...)
}

// arrivedElsewhere leaves one neutral line in the old channel and brings the
// reminders that stood there to the new one.
func (w *Unit) arrivedElsewhere(was incident.Channel) error {
	w.Inc.Moving = false
	w.Inc.Old = append(w.Inc.Old, incident.Left{ID: was.ID, At: w.Now})
	line := w.Inc.NewDelivery(outbox.Farewell, w.Inc.Again("moved"), w.Now)
	line.To = was.ID
	if err := Enqueue(w.Tx, line); err != nil {
		return err
	}
	for _, g := range was.Guests {
		g.Answer = outbox.GuestGone
		if err := w.GuestSaid(g); err != nil {
			return err
		}
	}
	again := map[string]string{} // one reminder may be about several clients
	for i := range w.Inc.Clients {
		for j := range w.Inc.Clients[i].Promises {
			if err := w.remindThere(&w.Inc.Clients[i].Promises[j], again); err != nil {
				return err
			}
		}
	}
	return w.Record(timeline.Entry{Kind: timeline.Moved})
}

func (w *Unit) remindThere(p *promise.Promise, again map[string]string) error {
	if p.Outcome != promise.Pending || p.Showing == "" {
		return nil
	}
	if key, ok := again[p.Showing]; ok {
		p.Showing = key
		return nil
	}
	old, err := w.Tx.Delivery(p.Showing)
	if damage.IsLost(err) { // the next rung shows it there
		return nil
	}
	if err != nil || old.State != outbox.Delivered {
		return err
	}
	d := w.Inc.NewDelivery(outbox.Reminder, old.Key[len(w.Inc.Name())+1:]+"/again", w.Now)
	d.Lane, d.Client, d.Promise, d.Rung = old.Lane, old.Client, old.Promise, old.Rung
	d.Users, d.Group, d.Data = old.Users, old.Group, old.Data
	again[p.Showing], p.Showing = d.Key, d.Key
	return Enqueue(w.Tx, d)
}
