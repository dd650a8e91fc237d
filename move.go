package candor

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// Left is a channel in which an incident was before it moved to a private one.
type Left struct {
	ID string    `json:"id"`
	At time.Time `json:"at"`
}

// What an OpenChannel delivery opens stands in its Data under this key, since a
// channel may be on its way when the incident turns private.
const (
	opens        = "opens"
	opensPublic  = "public"
	opensPrivate = "private"
)

// OpensPrivate says whether an OpenChannel delivery makes a private channel.
func (d *Delivery) OpensPrivate(inc *Incident) bool {
	if what := d.Data[opens]; what != "" {
		return what == opensPrivate
	}
	return inc.Private
}

// MovePrivate moves an incident to a private channel, since a public one cannot
// be made private. From this commit on nothing internal is posted where it was.
func (s *Service) MovePrivate(ctx context.Context, a Actor, number int64) (*Incident, error) {
	return s.change(ctx, a, Change, number, func(tx Tx, inc *Incident, now time.Time) error {
		switch {
		case inc.Over():
			return inc.overError()
		case inc.Private:
			return Errorf(Conflict, "%s is private already. Nothing was changed.", inc.Name())
		}
		return s.moveAway(tx, inc, a, now)
	})
}

// moveAway makes an incident private. What stands in its channel and says what
// it is about goes: the card becomes neutral, reminders and questions are taken
// away. What was said there before stays said.
func (s *Service) moveAway(tx Tx, inc *Incident, a Actor, now time.Time) error {
	inc.Private, inc.MovedBy = true, a.ID
	if err := record(tx, inc, a.ID, "moved", "It moves to a private channel.", now); err != nil {
		return err
	}
	if inc.Channel.ID == "" {
		d, err := tx.Delivery(inc.Name() + "/" + channelKey)
		if err != nil && !isLost(err) {
			return err
		}
		inc.Moving = err != nil || d.Data[opens] != "" // else it has never been tried, and opens private at once
		return nil
	}
	inc.Moving = true
	if err := inc.wipeCard(tx, inc.Card, now); err != nil {
		return err
	}
	inc.Card, inc.CardAt = Receipt{}, time.Time{}
	for i := range inc.Clients {
		if err := s.takeAway(tx, inc, &inc.Clients[i], now); err != nil {
			return err
		}
	}
	return inc.openPrivate(tx, now)
}

func (inc *Incident) openPrivate(tx Tx, now time.Time) error {
	d := inc.newDelivery(OpenChannel, channelKey+"/private", now)
	d.Data = map[string]string{opens: opensPrivate}
	return enqueue(tx, d)
}

// openKey is the key of the delivery that opens the channel that the incident
// waits for.
func (inc *Incident) openKey() string {
	if inc.Moving && inc.Channel.ID != "" {
		return inc.Name() + "/" + channelKey + "/private"
	}
	return inc.Name() + "/" + channelKey
}

// wipeCard queues the edit of a card in a channel that was left to neutral
// words, behind whatever is still being done to it.
func (inc *Incident) wipeCard(tx Tx, at Receipt, now time.Time) error {
	if at.TS == "" {
		return nil
	}
	d := inc.newDelivery(OldCard, "card/old/"+at.TS, now)
	d.Lane = inc.Name() + "/" + Card
	d.Data = map[string]string{"channel": at.Channel, "ts": at.TS}
	return enqueue(tx, d)
}

// takeAway deletes from the channel what asks people about a client. Problems
// and questions go to the person who talks to the client.
func (s *Service) takeAway(tx Tx, inc *Incident, aff *Affected, now time.Time) error {
	var gone []string
	for i := range aff.Promises {
		if p := &aff.Promises[i]; p.Outcome == Pending && p.Showing != "" {
			gone = appendNew(gone, p.Showing)
		}
	}
	if aff.Request != nil {
		gone = append(gone, aff.Request.Posts...)
	}
	for _, key := range gone {
		if err := inc.takeDown(tx, key, now); err != nil {
			return err
		}
	}
	for n := 1; n <= aff.Updates; n++ {
		list, err := inc.copies(tx, aff, n)
		if err != nil {
			return err
		}
		for _, d := range list {
			if d.Target == "" || d.State != Asks && (d.State != Dead || d.GivenUp) {
				continue
			}
			if err := inc.takeDown(tx, d.Target, now); err != nil {
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
func (inc *Incident) takeDown(tx Tx, key string, now time.Time) error {
	old, err := tx.Delivery(key)
	if isLost(err) {
		return nil
	}
	if err != nil || !inc.inChannel(old) {
		return err
	}
	d := inc.newDelivery(Remove, key[len(inc.Name())+1:]+"/left", now)
	d.Lane, d.Target = old.Lane, key
	return enqueue(tx, d)
}

// opened is what follows once a channel exists: people and topic come beside
// the card, which every commit queues.
func (s *Service) opened(tx Tx, inc *Incident, d *Delivery, now time.Time) error {
	was := inc.Channel
	inc.Channel = Channel{ID: d.Receipt.Channel, Name: d.Receipt.Name}
	if inc.Moving && !d.OpensPrivate(inc) { // it was on its way when the move was asked for
		return inc.openPrivate(tx, now)
	}
	if inc.Moving {
		if err := s.arrivedElsewhere(tx, inc, was, now); err != nil {
			return err
		}
	}
	invite := inc.newDelivery(Invite, inc.again("invite"), now)
	invite.Users = appendNew(inc.everybody(), inc.DeclaredBy)
	if inc.MovedBy != "" {
		invite.Users = appendNew(invite.Users, inc.MovedBy)
	}
	if err := enqueue(tx, invite); err != nil {
		return err
	}
	return enqueue(tx, inc.newDelivery(Topic, inc.again("topic"), now))
}

// arrivedElsewhere leaves one neutral line in the old channel and brings the
// reminders that stood there to the new one.
func (s *Service) arrivedElsewhere(tx Tx, inc *Incident, was Channel, now time.Time) error {
	inc.Moving = false
	inc.Old = append(inc.Old, Left{was.ID, now})
	line := inc.newDelivery(Farewell, inc.again("moved"), now)
	line.To = was.ID
	if err := enqueue(tx, line); err != nil {
		return err
	}
	for _, g := range was.Guests {
		g.Answer = GuestGone
		if err := s.guestSaid(tx, inc, g, now); err != nil {
			return err
		}
	}
	again := map[string]string{} // one reminder may be about several clients
	for i := range inc.Clients {
		for j := range inc.Clients[i].Promises {
			if err := inc.remindThere(tx, &inc.Clients[i].Promises[j], again, now); err != nil {
				return err
			}
		}
	}
	return record(tx, inc, "", "moved", "It goes on in a private channel.", now)
}

func (inc *Incident) remindThere(tx Tx, p *Promise, again map[string]string, now time.Time) error {
	if p.Outcome != Pending || p.Showing == "" {
		return nil
	}
	if key, ok := again[p.Showing]; ok {
		p.Showing = key
		return nil
	}
	old, err := tx.Delivery(p.Showing)
	if isLost(err) { // the next rung shows it there
		return nil
	}
	if err != nil || old.State != Delivered {
		return err
	}
	d := inc.newDelivery(Reminder, old.Key[len(inc.Name())+1:]+"/again", now)
	d.Lane, d.Client, d.Promise, d.Rung = old.Lane, old.Client, old.Promise, old.Rung
	d.Users, d.Group, d.Data = old.Users, old.Group, old.Data
	again[p.Showing], p.Showing = d.Key, d.Key
	return enqueue(tx, d)
}

// again makes the key of what is done once in each channel.
func (inc *Incident) again(what string) string {
	if n := len(inc.Old); n > 0 {
		return fmt.Sprintf("%s/%d", what, n+1)
	}
	return what
}

// left says whether the incident was in the channel, and is no longer.
func (inc *Incident) left(channel string) bool {
	return slices.ContainsFunc(inc.Old, func(l Left) bool { return l.ID == channel })
}

// silent says whether nothing may be shown in a channel any more because the
// incident left it, or is leaving it.
func (inc *Incident) silent(channel string) bool {
	return inc.left(channel) || inc.Moving && channel == inc.Channel.ID
}

// Elsewhere says that an incident is not in a channel any more, in words that
// everybody may read.
func (inc *Incident) Elsewhere() string {
	return fmt.Sprintf("%s goes on elsewhere. Ask %s to join.", inc.Name(), mention(inc.Roles[Commander]))
}
